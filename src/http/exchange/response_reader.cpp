#include "http/exchange/response_reader.hpp"

#include "http/exchange/framing_rules.hpp"
#include "http/exchange/ordinary_header.hpp"
#include "http/exchange/received_message.hpp"
#include "http/exchange/strict_parser.hpp"

#include <useapi/secret.hpp>

#include <algorithm>
#include <cstring>
#include <vector>

namespace useapi::http {
namespace {

constexpr std::size_t initial_buffer_size = 4096;

} // namespace

class response_reader::state
{
public:
    state(std::size_t header_limit, std::size_t body_limit)
        : header_limit_(header_limit), body_limit_(body_limit),
          buffer_(std::min(initial_buffer_size, header_limit))
    {
    }

    ~state() { wipe_all(); }

    void start(bool is_head)
    {
        wipe_all();
        filled_ = consumed_ = 0;
        interim_size_ = 0;
        has_impossible_content_ = false;
        is_head_ = is_head;
        done_ = false;
        error_ = cut_short_by_ = {};
        exceeded_limit_ = 0;
        begin_message();
    }

    std::span<char> space()
    {
        if (consumed_ != 0) {
            std::memmove(buffer_.data(), buffer_.data() + consumed_, filled_ - consumed_);
            filled_ -= consumed_;
            consumed_ = 0;
        }
        // parse() leaves less than the header limit, or is done.
        if (filled_ == buffer_.size())
            grow();
        return std::span(buffer_).subspan(filled_);
    }

    void on_bytes(std::size_t size)
    {
        filled_ += size;
        highest_ = std::max(highest_, filled_);
        parse();
    }

    void on_end()
    {
        if (done_)
            return;
        if (!parser_ || !parser_->ends_with_stream())
            return fail(errc::connection_lost);
        done_ = true;
    }

    /** @param limit  that was exceeded. */
    void fail(error_code why, std::size_t limit = 0)
    {
        done_ = true;
        exceeded_limit_ = limit;
        (has_header_ && message_.is_refusal() ? cut_short_by_ : error_) = why;
    }

    bool has_leftover() const noexcept { return consumed_ != filled_; }

    bool keeps_connection() const noexcept
    {
        return done_ && !error_ && !cut_short_by_ && !has_leftover() && leaves_connection_open_;
    }

    std::optional<std::chrono::seconds> keep_alive_timeout() const noexcept { return keep_alive_timeout_; }

    bool done_ = false;
    error_code error_;
    error_code cut_short_by_;
    std::size_t exceeded_limit_ = 0;
    received_message message_;

private:
    void begin_message()
    {
        message_.clear();
        parser_.reset();
        ordinary_body_left_.reset();
        chunk_framing_ = 0;
        tried_as_ordinary_ = 0;
        has_header_ = false;
        leaves_connection_open_ = false;
        keep_alive_timeout_.reset();
    }

    void parse()
    {
        while (!done_ && consumed_ < filled_) {
            const std::string_view pending(buffer_.data() + consumed_, filled_ - consumed_);
            if (ordinary_body_left_) {
                take_ordinary_body(pending);
                continue;
            }
            const bool in_header = !parser_ || !parser_->is_header_done();
            if (in_header || parser_->awaits_chunk_header()) {
                const std::string_view allowed = pending.substr(0, header_limit_);
                // Tries the shortcut, since a header commonly comes whole.
                if (in_header && tried_as_ordinary_ == 0 && take_ordinary_header(allowed, pending))
                    continue;
                const extent next = in_header ? response_header_extent(allowed)
                                              : chunk_header_extent(allowed, parser_->follows_chunk());
                if (next.is_malformed())
                    return fail(errc::malformed_response);
                if (!next.is_complete()) {
                    if (pending.size() >= header_limit_)
                        fail(errc::header_too_large, header_limit_);
                    return;
                }
                const std::string_view part = pending.substr(0, next.size());
                if (in_header)
                    take_header(part, pending);
                else
                    take_chunk_header(part);
            } else {
                put(pending);
            }
            if (!done_ && parser_ && parser_->is_done())
                end_message();
        }
    }

    bool take_ordinary_header(std::string_view bytes, std::string_view pending)
    {
        tried_as_ordinary_ = bytes.size();
        if (is_head_)
            return false;
        message_.borrow_header(bytes);
        const auto ordinary = read_ordinary_header(bytes, message_);
        if (ordinary)
            begin_ordinary_body(*ordinary, pending);
        else
            message_.borrow_header({}); // the buffer may move before the header is complete
        return ordinary.has_value();
    }

    void take_header(std::string_view header, std::string_view pending)
    {
        if (header.size() > tried_as_ordinary_ && take_ordinary_header(header, pending))
            return;
        const auto begin = read_status_line(header);
        if (!begin)
            return fail(errc::malformed_response);
        parser_.emplace(message_, *begin, body_limit_, is_head_);
        error_code failure;
        parser_->take_header(header, failure);
        if (failure)
            return fail(failure, body_limit_);
        consumed_ += header.size();
        has_header_ = true;
        interim_size_ += begin->status < 200 ? header.size() : 0;
        has_impossible_content_ = has_impossible_content_ || parser_->announces_impossible_content();
        leaves_connection_open_ = parser_->leaves_connection_open() && !has_impossible_content_;
        keep_alive_timeout_ = parser_->keep_alive_timeout();
    }

    void begin_ordinary_body(const ordinary_header& said, std::string_view pending)
    {
        has_header_ = true;
        const bool is_too_large = said.content_length > body_limit_;
        if (is_too_large && !message_.is_refusal())
            return fail(errc::body_too_large, body_limit_);
        const std::string_view behind = pending.substr(said.size);
        message_.borrow_header(pending.substr(0, said.size));
        consumed_ += said.size;
        leaves_connection_open_ = !has_impossible_content_;
        keep_alive_timeout_ = said.keep_alive_timeout;
        if (!is_too_large && behind.size() >= said.content_length) {
            // The buffer does not change until the message is forgotten.
            message_.borrow_body(behind.substr(0, said.content_length));
            consumed_ += said.content_length;
            done_ = true;
            return;
        }
        message_.keep_borrowed_header();
        message_.expect_body(std::min(said.content_length, body_limit_));
        ordinary_body_left_ = said.content_length;
    }

    void take_ordinary_body(std::string_view pending)
    {
        const std::size_t room = body_limit_ - message_.body().size();
        const std::string_view part = pending.substr(0, std::min(*ordinary_body_left_, room));
        message_.append_body(part);
        consumed_ += part.size();
        *ordinary_body_left_ -= part.size();
        done_ = *ordinary_body_left_ == 0;
        if (!done_ && part.size() == room)
            fail(errc::body_too_large, body_limit_);
    }

    void put(std::string_view bytes)
    {
        error_code failure;
        consumed_ += parser_->take(bytes, failure);
        if (failure)
            fail(failure, body_limit_);
    }

    void take_chunk_header(std::string_view header)
    {
        error_code failure;
        parser_->take_chunk_header(header, failure);
        if (failure)
            return fail(failure, body_limit_);
        consumed_ += header.size();
        // The parser counts only the content of chunks, so a million empty extensions would pass.
        chunk_framing_ += header.size();
        if (chunk_framing_ > header_limit_ + body_limit_)
            fail(errc::body_too_large, header_limit_ + body_limit_);
    }

    void end_message()
    {
        if (message_.status() == 101)
            leaves_connection_open_ = false;
        done_ = message_.status() >= 200 || message_.status() == 101;
        if (done_)
            return;
        begin_message();
        if (interim_size_ > header_limit_ + body_limit_)
            fail(errc::header_too_large, header_limit_ + body_limit_);
    }

    void grow()
    {
        std::vector<char> larger(std::min(buffer_.size() * 2, header_limit_));
        std::copy_n(buffer_.data(), filled_, larger.data());
        wipe(buffer_.data(), buffer_.size());
        buffer_ = std::move(larger);
    }

    void wipe_all() noexcept
    {
        wipe(buffer_.data(), highest_);
        highest_ = 0;
        message_.clear();
    }

    const std::size_t header_limit_;
    const std::size_t body_limit_;
    std::vector<char> buffer_;
    std::size_t filled_ = 0;
    std::size_t consumed_ = 0;
    std::size_t highest_ = 0; ///< up to here the buffer holds bytes of the response
    std::size_t chunk_framing_ = 0;
    std::size_t interim_size_ = 0; ///< of all interim answers so far
    bool is_head_ = false;
    bool has_header_ = false;             ///< of the message, whole and well-formed
    bool has_impossible_content_ = false; ///< announced by one of the answers to the request
    bool leaves_connection_open_ = false;
    std::optional<std::chrono::seconds> keep_alive_timeout_;
    std::size_t tried_as_ordinary_ = 0; ///< bytes that are not an ordinary header, or not a complete one
    std::optional<std::size_t> ordinary_body_left_; ///< of an answer that needs no parser
    std::optional<strict_parser> parser_;
};

response_reader::response_reader(std::size_t header_limit, std::size_t body_limit)
    : state_(std::make_unique<state>(header_limit, body_limit))
{
}

response_reader::~response_reader() = default;

void response_reader::start(bool is_head)
{
    state_->start(is_head);
}

std::span<char> response_reader::space()
{
    return state_->space();
}

void response_reader::on_bytes(std::size_t size)
{
    state_->on_bytes(size);
}

void response_reader::on_end()
{
    state_->on_end();
}

void response_reader::on_lost()
{
    if (!state_->done_)
        state_->fail(errc::connection_lost);
}

bool response_reader::done() const noexcept
{
    return state_->done_;
}

error_code response_reader::error() const noexcept
{
    return state_->error_;
}

int response_reader::status() const noexcept
{
    return state_->message_.status();
}

std::size_t response_reader::exceeded_limit() const noexcept
{
    return state_->exceeded_limit_;
}

error_code response_reader::cut_short_by() const noexcept
{
    return state_->cut_short_by_;
}

std::string_view response_reader::body() const noexcept
{
    return state_->message_.body();
}

std::optional<std::string_view> response_reader::find(std::string_view name) const noexcept
{
    return state_->message_.find(name);
}

bool response_reader::has_leftover() const noexcept
{
    return state_->has_leftover();
}

bool response_reader::keeps_connection() const noexcept
{
    return state_->keeps_connection();
}

std::optional<std::chrono::seconds> response_reader::keep_alive_timeout() const noexcept
{
    return state_->keep_alive_timeout();
}

response response_reader::copy() const
{
    return state_->message_.copy();
}

} // namespace useapi::http
