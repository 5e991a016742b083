#ifndef USEAPI_SRC_HTTP_EXCHANGE_RECEIVED_MESSAGE_HPP
#define USEAPI_SRC_HTTP_EXCHANGE_RECEIVED_MESSAGE_HPP

#include <useapi/http/response.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::http {

/** A response in buffers that are reused for the next one. They are wiped, since an answer may hold a token.
 */
class received_message
{
public:
    received_message() = default;

    ~received_message() { clear(); }

    received_message(const received_message&) = delete;
    received_message& operator=(const received_message&) = delete;

    /** Forgets the message and keeps the memory for the next one. */
    void clear() noexcept;

    void status(int value) noexcept { status_ = value; }

    /** Sets the header, which must stay in its place until the message is forgotten, or until
        `keep_borrowed_header`. Fields within the header need no copies. Call it before the first field, or
        again with the same beginning. */
    void borrow_header(std::string_view header) noexcept { header_ = header; }

    /** Copies the borrowed header. */
    void keep_borrowed_header();

    /** Sets the whole body, which must stay in its place until the message is forgotten. */
    void borrow_body(std::string_view bytes) noexcept { borrowed_body_ = bytes; }

    void add_field(std::string_view name, std::string_view value);

    /** Forgets the fields. Allowed only if all fields are within the header. */
    void clear_fields() noexcept { fields_.clear(); }

    /** @param size the size of the body that will come. */
    void expect_body(std::size_t size) { body_.reserve(size); }

    void append_body(std::string_view bytes);

    int status() const noexcept { return status_; }

    /** Whether it is a refusal, so that the status alone tells the outcome of the request. */
    bool is_refusal() const noexcept { return status_ >= 300; }

    std::size_t field_count() const noexcept { return fields_.size(); }

    /** The value of the first field of this name. */
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    std::string_view body() const noexcept { return borrowed_body_.empty() ? body_ : borrowed_body_; }

    /** A copy that the caller may keep. */
    response copy() const;

private:
    /** A part of `text_`, whose memory may move, or of a borrowed header. */
    struct extent
    {
        std::size_t at;
        std::size_t size;
    };

    struct stored_field
    {
        extent name;
        extent value;
    };

    extent keep(std::string_view part);

    std::string_view text_at(const extent& where) const noexcept
    {
        return (text_.empty() ? header_ : std::string_view(text_)).substr(where.at, where.size);
    }

    int status_ = 0;
    std::string text_; ///< the header, and parts of fields outside of it
    std::string_view
        header_; ///< the original header, to recognize parts of it; borrowed while `text_` is empty
    std::vector<stored_field> fields_;
    std::string body_;
    std::string_view borrowed_body_; ///< empty if the body is a copy
};

} // namespace useapi::http

#endif
