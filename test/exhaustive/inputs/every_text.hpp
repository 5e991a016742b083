#ifndef USEAPI_TEST_EXHAUSTIVE_INPUTS_EVERY_TEXT_HPP
#define USEAPI_TEST_EXHAUSTIVE_INPUTS_EVERY_TEXT_HPP

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::exhaustive {

/** Holds a text that ends at the last byte of the memory that may be read. To read beyond it ends the
    process, also without a sanitizer. */
class edge
{
public:
    edge() : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)))
    {
        void* const made =
            ::mmap(nullptr, 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (made == MAP_FAILED)
            throw std::bad_alloc();
        begin_ = static_cast<char*>(made);
        ::mprotect(begin_ + page_, page_, PROT_NONE);
    }

    ~edge() { ::munmap(begin_, 2 * page_); }

    edge(const edge&) = delete;
    edge& operator=(const edge&) = delete;

    /** A copy of the text, up to the next call. It is shorter than a page. */
    std::string_view hold(std::string_view text)
    {
        char* const at = begin_ + page_ - text.size();
        std::memcpy(at, text.data(), text.size());
        return {at, text.size()};
    }

private:
    const std::size_t page_;
    char* begin_;
};

using alphabet = std::vector<std::string_view>;

/** The bytes of a text as an alphabet. */
inline alphabet bytes_of(std::string_view text)
{
    alphabet all;
    for (std::size_t i = 0; i != text.size(); ++i)
        all.push_back(text.substr(i, 1));
    return all;
}

namespace detail_of_texts {

template <class Function>
std::size_t go_on(const alphabet& letters, std::size_t more, std::string& text, Function& look)
{
    look(std::string_view(text));
    std::size_t count = 1;
    if (more == 0)
        return count;
    for (const std::string_view letter : letters) {
        text += letter;
        count += go_on(letters, more - 1, text, look);
        text.resize(text.size() - letter.size());
    }
    return count;
}

} // namespace detail_of_texts

/** Calls a function with each text of up to so many letters, the empty one included. A letter may be of
   several bytes. @return how many texts these were */
template <class Function>
std::size_t for_every_text(const alphabet& letters, std::size_t most, Function look)
{
    std::string text;
    return detail_of_texts::go_on(letters, most, text, look);
}

} // namespace useapi::exhaustive

#endif
