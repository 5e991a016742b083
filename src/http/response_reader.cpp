#include "http/response_reader.hpp"

#include "http/framing_rules.hpp"
#include "http/keep_alive.hpp"
#include "http/message_syntax.hpp"
#include "http/received_message.hpp"

#include <useapi/secret.hpp>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/version.hpp>

#include <algorithm>
#include <cstring>
#include <vector>

namespace useapi::http {
namespace {

namespace beast = boost::beast;

constexpr std::size_t initial_buffer_size = 4096;
constexpr std::size_t field_count_limit = 128;
constexpr int interim_response_limit = 8;

std::string_view view(beast::string_view text) noexcept
{
    return {text.data(), text.size()};
}

/** Beast's parser, made stricter, and without its buffers. */
class parser final : public beast::http::basic_parser<false>
{
public:
    parser(received_message& into, std::size_t header_limit, std::size_t body_limit_value, bool is_head)
        : into_(into)
    {
        this->header_limit(static_cast<std::uint32_t>(header_limit));
        this->body_limit(body_limit_value);
        this->skip(is_head);
    }

    bool awaits_chunk_header() const noexcept
    {
        return this->is_header_done() && this->chunked() && chunk_left_ == 0;
    }

    bool follows_chunk() const noexcept { return seen_chunk_; }

    /** Asked at the end of the header and never later: a trailer must not decide. */
    bool leaves_connection_open() const { return this->keep_alive() && !closes_; }

    std::optional<std::chrono::seconds> keep_alive_timeout() const noexcept { return keep_alive_timeout_; }

private:
    void on_request_impl(beast::http::verb, beast::string_view, beast::string_view, int,
                         beast::error_code&) override
    {
    }

    void on_response_impl(int code, beast::string_view, int version, beast::error_code& ec) override
    {
        into_.status(code);
        version_ = version;
        if (code < 100 || code > 599)
            ec = beast::http::error::bad_status;
    }

    void on_field_impl(beast::http::field name, beast::string_view name_text, beast::string_view value,
                       beast::error_code& ec) override
    {
        // From here on it is a trailer, which controls nothing.
        if (in_trailer_)
            return;
        if (into_.field_count() == field_count_limit) {
            ec = beast::http::error::header_limit;
            return;
        }
        if (name == beast::http::field::transfer_encoding) {
            has_coding_ = true;
            if (version_ < 11 || !equals_without_case(view(value), "chunked"))
                ec = beast::http::error::bad_transfer_encoding;
        }
        has_length_ = has_length_ || name == beast::http::field::content_length;
        if (has_coding_ && has_length_)
            ec = beast::http::error::bad_transfer_encoding;

        // Beast lets `keep-alive` win in HTTP/1.0.
        if (name == beast::http::field::connection && beast::http::token_list(value).exists("close"))
            closes_ = true;

        // Of two fields the more cautious one counts.
        if (name == beast::http::field::keep_alive)
            if (const auto timeout = parse_keep_alive(view(value)))
                keep_alive_timeout_ = std::min(*timeout, keep_alive_timeout_.value_or(*timeout));

        into_.add_field(view(name_text), view(value));
    }

#if BOOST_VERSION >= 109000
    // Before, they came as fields.
    void on_trailer_field_impl(beast::http::field, beast::string_view, beast::string_view,
                               beast::error_code&) override
    {
    }
#endif

    void on_header_impl(beast::error_code&) override { in_trailer_ = true; }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, beast::error_code&) override
    {
        if (length)
            into_.expect_body(static_cast<std::size_t>(*length));
    }

    std::size_t on_body_impl(beast::string_view bytes, beast::error_code&) override
    {
        into_.append_body(view(bytes));
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t size, beast::string_view, beast::error_code&) override
    {
        seen_chunk_ = true;
        chunk_left_ = size;
    }

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, beast::error_code&) override
    {
        into_.append_body(view(bytes));
        chunk_left_ -= bytes.size();
        return bytes.size();
    }

    void on_finish_impl(beast::error_code&) override {}

    received_message& into_;
    int version_ = 11;
    bool in_trailer_ = false;
    bool has_coding_ = false;
    bool has_length_ = false;
    bool closes_ = false;
    bool seen_chunk_ = false;
    std::uint64_t chunk_left_ = 0;
    std::optional<std::chrono::seconds> keep_alive_timeout_;
};

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
        interim_responses_ = 0;
        is_head_ = is_head;
        done_ = false;
        error_ = {};
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
        beast::error_code ec;
        if (!parser_->got_some())
            return fail(errc::connection_lost);
        parser_->put_eof(ec);
        if (ec || !parser_->is_done())
            return fail(errc::connection_lost);
        done_ = true;
    }

    void fail(errc why)
    {
        done_ = true;
        error_ = why;
    }

    bool has_leftover() const noexcept { return consumed_ != filled_; }

    bool keeps_connection() const noexcept
    {
        return done_ && !error_ && !has_leftover() && leaves_connection_open_;
    }

    std::optional<std::chrono::seconds> keep_alive_timeout() const noexcept
    {
        return parser_ ? parser_->keep_alive_timeout() : std::nullopt;
    }

    bool done_ = false;
    error_code error_;
    received_message message_;

private:
    void begin_message()
    {
        message_.clear();
        parser_.emplace(message_, header_limit_, body_limit_, is_head_);
        chunk_framing_ = 0;
        leaves_connection_open_ = false;
    }

    void parse()
    {
        while (!done_ && consumed_ < filled_) {
            const std::string_view pending(buffer_.data() + consumed_, filled_ - consumed_);
            const bool in_header = !parser_->is_header_done();
            if (in_header || parser_->awaits_chunk_header()) {
                const std::string_view allowed = pending.substr(0, header_limit_);
                const extent next = in_header ? response_header_extent(allowed)
                                              : chunk_header_extent(allowed, parser_->follows_chunk());
                if (next.is_malformed())
                    return fail(errc::malformed_response);
                if (!next.is_complete()) {
                    if (pending.size() >= header_limit_)
                        fail(errc::header_too_large);
                    return;
                }
                if (in_header)
                    message_.keep_header(pending.substr(0, next.size()));
                put(pending.substr(0, next.size()));
                if (!in_header)
                    count_chunk_framing(next.size());
                else if (!done_)
                    leaves_connection_open_ = parser_->leaves_connection_open();
            } else {
                put(pending);
            }
            if (!done_ && parser_->is_done())
                end_message();
        }
    }

    /** A part that is complete is taken as a whole, or not at all. */
    void put(std::string_view bytes)
    {
        beast::error_code ec;
        consumed_ += parser_->put({bytes.data(), bytes.size()}, ec);
        if (ec)
            fail(meaning(ec));
    }

    void count_chunk_framing(std::size_t size)
    {
        // The parser's limit is for what the chunks hold, and knows nothing of a million empty extensions.
        chunk_framing_ += size;
        if (!done_ && chunk_framing_ > header_limit_ + body_limit_)
            fail(errc::body_too_large);
    }

    void end_message()
    {
        if (message_.status() >= 200)
            done_ = true;
        else if (message_.status() == 101 || ++interim_responses_ > interim_response_limit)
            fail(errc::malformed_response);
        else
            begin_message();
    }

    static errc meaning(const beast::error_code& ec) noexcept
    {
        if (ec == beast::http::error::header_limit)
            return errc::header_too_large;
        if (ec == beast::http::error::body_limit)
            return errc::body_too_large;
        return errc::malformed_response;
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
    std::size_t highest_ = 0; ///< up to here the buffer holds traces of the response
    std::size_t chunk_framing_ = 0;
    int interim_responses_ = 0;
    bool is_head_ = false;
    bool leaves_connection_open_ = false;
    std::optional<parser> parser_;
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
