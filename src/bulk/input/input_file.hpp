#ifndef USEAPI_SRC_BULK_INPUT_INPUT_FILE_HPP
#define USEAPI_SRC_BULK_INPUT_INPUT_FILE_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace useapi::bulk {

/** A file, or standard input, read from front to back.

    @throws useapi::exception  `errc::invalid_argument` from every member that reads; names the file.
*/
class input_file
{
public:
    /** @param path  `-` for standard input. */
    explicit input_file(const std::string& path);
    input_file(const input_file&) = delete;
    input_file& operator=(const input_file&) = delete;
    ~input_file();

    /** Whether it can be read a second time. */
    bool is_regular() const noexcept { return is_regular_; }

    /** The name for messages. */
    const std::string& name() const noexcept { return name_; }

    int descriptor() const noexcept { return descriptor_; }

    /** Whether `read` returns at once. */
    bool is_ready() const;

    /** Returns 0 at the end. */
    std::size_t read(std::span<char> space);

    void rewind();

    /** Whether the file is unchanged since it was opened or last rewound. */
    bool is_unchanged() const;

private:
    struct identity
    {
        std::int64_t size = 0;
        std::int64_t modified_s = 0;
        std::int64_t modified_ns = 0;
        bool operator==(const identity&) const = default;
    };

    identity look() const;

    std::string name_;
    int descriptor_;
    bool is_regular_ = false;
    identity identity_;
};

} // namespace useapi::bulk

#endif
