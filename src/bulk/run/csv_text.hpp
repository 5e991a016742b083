#ifndef USEAPI_SRC_BULK_RUN_CSV_TEXT_HPP
#define USEAPI_SRC_BULK_RUN_CSV_TEXT_HPP

#include <string>
#include <string_view>

namespace useapi::bulk {

/** Appends a field of CSV, in quotes if necessary. A text that a spreadsheet would run as a formula, such as
    `=1+1@b.com`, gets an apostrophe in front.
    @see RFC 4180 section 2 */
inline void append_csv_field(std::string& out, std::string_view text)
{
    const bool is_formula =
        !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out.append(is_formula ? "'" : "").append(text);
        return;
    }
    out.append(is_formula ? "\"'" : "\"");
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

} // namespace useapi::bulk

#endif
