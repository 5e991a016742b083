#ifndef USEAPI_SRC_BULK_RUN_DESCRIPTOR_WRITER_HPP
#define USEAPI_SRC_BULK_RUN_DESCRIPTOR_WRITER_HPP

#include <string>
#include <string_view>

namespace useapi::bulk {

/** Writes the whole text. Waits if the descriptor takes no more bytes now: another program that shares it may
    have made it non-blocking.
    @return 0, or the error number */
[[nodiscard]] int write_all(int descriptor, std::string_view text) noexcept;

/** Writes as much as a terminal or pipe takes without a wait, and removes it from `pending`. A terminal that
    is stopped by Ctrl-S takes nothing.
    @return 0, or the error number */
[[nodiscard]] int write_without_waiting(int descriptor, std::string& pending) noexcept;

} // namespace useapi::bulk

#endif
