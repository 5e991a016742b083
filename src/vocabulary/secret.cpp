#include <useapi/secret.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace useapi {

void wipe(void* data, std::size_t size) noexcept
{
    if (size == 0)
        return;
#if defined(__linux__)
    ::explicit_bzero(data, size);
#else
    for (volatile char* byte = static_cast<char*>(data); size != 0; ++byte, --size)
        *byte = 0;
#endif
}

void wipe(std::string& text) noexcept
{
    // Wipes up to the capacity, since the rest of a longer text lies beyond size(). Growing to the capacity
    // never allocates, so it cannot throw.
    text.resize(text.capacity());
    wipe(text.data(), text.size());
    text.clear();
}

secret::secret(std::string_view text)
    : data_(text.empty() ? nullptr : new char[text.size()]), size_(text.size())
{
    std::copy(text.begin(), text.end(), data_.get());
}

secret::secret(std::string&& text) : secret(std::string_view(text))
{
    wipe(text);
}

secret::secret(const secret& other) : secret(other.reveal()) {}

secret& secret::operator=(const secret& other)
{
    if (this != &other)
        *this = secret(other);
    return *this;
}

secret& secret::operator=(secret&& other) noexcept
{
    if (this != &other) {
        clear();
        data_ = std::move(other.data_);
        size_ = std::exchange(other.size_, 0);
    }
    return *this;
}

void secret::clear() noexcept
{
    wipe(data_.get(), size_);
    data_.reset();
    size_ = 0;
}

bool operator==(const secret& left, const secret& right) noexcept
{
    if (left.size_ != right.size_)
        return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < left.size_; ++i)
        difference |= static_cast<unsigned char>(left.data_[i]) ^
                      static_cast<unsigned>(static_cast<unsigned char>(right.data_[i]));
    return difference == 0;
}

} // namespace useapi
