#ifndef USEAPI_SRC_BULK_INPUT_TEXT_WIPED_TEXT_HPP
#define USEAPI_SRC_BULK_INPUT_TEXT_WIPED_TEXT_HPP

#include <useapi/secret.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** Makes room for so many more bytes, and wipes the memory that the text gives up. By itself, a string that
    grows leaves a copy of its text there. */
inline void make_room(std::string& text, std::size_t more)
{
    if (more <= text.capacity() - text.size())
        return;
    std::string larger;
    larger.reserve(std::max(text.size() + more, 2 * text.capacity()));
    larger.append(text);
    wipe(text);
    text.swap(larger);
}

/** Appends, and wipes the memory that the text gives up. */
inline void append_wiped(std::string& text, std::string_view more)
{
    make_room(text, more.size());
    text.append(more);
}

} // namespace useapi::bulk

#endif
