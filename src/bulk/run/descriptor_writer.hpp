#ifndef USEAPI_SRC_BULK_RUN_DESCRIPTOR_WRITER_HPP
#define USEAPI_SRC_BULK_RUN_DESCRIPTOR_WRITER_HPP

#include <string>
#include <string_view>

namespace useapi::bulk {

/** Writes all of the text, and waits where the descriptor takes nothing more for now: other programs may
   share it, and may have made it non-blocking.
    @return 0, or the error number */
[[nodiscard]] int write_all(int descriptor, std::string_view text) noexcept;

/** Writes what a terminal or pipe takes without a wait, and removes that from `pending`. A terminal that is
    stopped by Ctrl-S takes nothing.
    @return 0, or the error number */
[[nodiscard]] int write_without_waiting(int descriptor, std::string& pending) noexcept;

} // namespace useapi::bulk

#endif
