#ifndef USEAPI_SECRET_HPP
#define USEAPI_SECRET_HPP

#include <useapi/config.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace useapi {

/** Overwrites memory in a way that the optimiser must keep. */
USEAPI_API void wipe(void* data, std::size_t size) noexcept;

/** Overwrites the whole capacity of a string, then empties it. */
USEAPI_API void wipe(std::string& text) noexcept;

/** A password, token or key, kept apart from ordinary text.

    There is no conversion to a string, no streaming and no serialisation: `reveal()` is the only way to the
    text, so every use can be found by this name. The memory is overwritten when the object is destroyed or
    assigned to. Comparing two secrets of the same length takes the same time wherever they differ.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class USEAPI_API secret
{
public:
    secret() noexcept = default;

    /** Copies `text`; the caller must wipe its own copy. */
    explicit secret(std::string_view text);

    /** Copies the text; the caller must wipe its own copy. */
    explicit secret(const char* text) : secret(std::string_view(text)) {}

    /** A null pointer is no text: write `secret()` for an empty secret. */
    explicit secret(std::nullptr_t) = delete;

    /** Copies the text; the caller must wipe its own copy. */
    explicit secret(const std::string& text) : secret(std::string_view(text)) {}

    /** Copies `text` and overwrites it. */
    explicit secret(std::string&& text);

    /** Makes a second copy, which is wiped when the new object is destroyed. */
    secret(const secret& other);

    /** Leaves `other` empty. */
    secret(secret&& other) noexcept : data_(std::move(other.data_)), size_(std::exchange(other.size_, 0)) {}

    /** Wipes the old text. */
    secret& operator=(const secret& other);
    /** Wipes the old text, and leaves `other` empty. */
    secret& operator=(secret&& other) noexcept;

    ~secret()
    {
        if (data_)
            clear();
    }

    /** The text itself. The view lives as long as this object is neither assigned to nor destroyed. */
    std::string_view reveal() const noexcept { return {data_.get(), size_}; }

    /** Whether the text is empty. */
    bool empty() const noexcept { return size_ == 0; }

    /** In bytes. */
    std::size_t size() const noexcept { return size_; }

    /** Compares in a time that depends on the lengths alone. */
    USEAPI_API friend bool operator==(const secret& left, const secret& right) noexcept;

private:
    void clear() noexcept;

    std::unique_ptr<char[]> data_;
    std::size_t size_ = 0;
};

} // namespace useapi

#endif
