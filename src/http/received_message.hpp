#ifndef USEAPI_SRC_HTTP_RECEIVED_MESSAGE_HPP
#define USEAPI_SRC_HTTP_RECEIVED_MESSAGE_HPP

#include <useapi/http/response.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::http {

/** What a response consists of, in buffers that outlive it: reused for the next one, and wiped, since an
    answer may hold a token. */
class received_message
{
public:
    received_message() = default;

    ~received_message() { clear(); }

    received_message(const received_message&) = delete;
    received_message& operator=(const received_message&) = delete;

    /** Forgets the message and keeps the room for the next one. */
    void clear() noexcept;

    void status(int value) noexcept { status_ = value; }

    void add_field(std::string_view name, std::string_view value);

    /** @param size  how much body is to come. */
    void expect_body(std::size_t size) { body_.reserve(size); }

    void append_body(std::string_view bytes);

    int status() const noexcept { return status_; }

    std::size_t field_count() const noexcept { return fields_.size(); }

    /** The value of the first field of this name. */
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    std::string_view body() const noexcept { return body_; }

    /** A copy for those who keep it. */
    response copy() const;

private:
    struct stored_field
    {
        std::size_t name_at;
        std::size_t name_size;
        std::size_t value_size;
    };

    std::string_view name_of(const stored_field& field) const noexcept;
    std::string_view value_of(const stored_field& field) const noexcept;

    int status_ = 0;
    std::string text_; ///< names and values of the fields, end to end
    std::vector<stored_field> fields_;
    std::string body_;
};

} // namespace useapi::http

#endif
