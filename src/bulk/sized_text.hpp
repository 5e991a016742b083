#ifndef USEAPI_SRC_BULK_SIZED_TEXT_HPP
#define USEAPI_SRC_BULK_SIZED_TEXT_HPP

#include <useapi/bulk/account_row.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** Appends the length of the text in 8 bytes, the lowest first, and then the text. So a digest of several
    values differs if a character moves from one value to the next.
 */
inline void append_sized(std::string& out, std::string_view text)
{
    for (unsigned shift = 0; shift < 64; shift += 8)
        out += static_cast<char>((std::uint64_t(text.size()) >> shift) & 0xff);
    out.append(text);
}

/** Appends the data of a row, all but its email. Makes room before: a text that grows leaves a copy of the
    password behind. */
inline void append_data(std::string& out, const account_row& row)
{
    const std::string workspace = row.use_workspace().value_or("");
    out.reserve(out.size() + row.password().size() + workspace.size() + row.size_of_fields() + 64);
    append_sized(out, row.password().reveal());
    append_sized(out, std::to_string(row.max_jobs().value_or(0)));
    append_sized(out, workspace);
    for (const auto& [name, value] : row.fields()) {
        append_sized(out, name);
        append_sized(out, value.reveal());
    }
}

} // namespace useapi::bulk

#endif
