#include "http/response_reader.hpp"

#include "http/message_syntax.hpp"

#include <useapi/secret.hpp>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cstring>
#include <functional>
#include <vector>

namespace useapi::http {
namespace {

namespace beast = boost::beast;

constexpr std::size_t initial_buffer_size = 4096;
constexpr std::size_t field_count_limit = 128;
constexpr int interim_response_limit = 8;

// The shortest thing that a chunked body can still be: `0`, CRLF, CRLF.
constexpr std::size_t shortest_chunked_body = 5;

std::string_view view(beast::string_view text) noexcept
{
    return {text.data(), text.size()};
}

struct stored_field
{
    std::size_t name_at;
    std::size_t name_size;
    std::size_t value_at;
    std::size_t value_size;
};

/** What a response consists of, in buffers that outlive it. */
struct message
{
    int status = 0;
    std::string text; ///< names and values of the fields, end to end
    std::vector<stored_field> fields;
    std::string body;

    void clear() noexcept
    {
        status = 0;
        wipe(text.data(), text.size());
        text.clear();
        fields.clear();
        wipe(body.data(), body.size());
        body.clear();
    }
};

class parser final : public beast::http::basic_parser<false>
{
public:
    parser(message& into, std::span<const char> buffer, std::size_t header_limit,
           std::size_t body_limit_value, bool is_head)
        : into_(into), buffer_(buffer)
    {
        this->header_limit(static_cast<std::uint32_t>(header_limit));
        this->body_limit(body_limit_value);
        this->eager(true);
        this->skip(is_head);
    }

    /** The buffer that the next `put` reads from: it tells a folded value, which is parsed elsewhere. */
    void buffer(std::span<const char> value) noexcept { buffer_ = value; }

    bool awaits_first_chunk() const noexcept
    {
        return this->is_header_done() && this->chunked() && !seen_chunk_;
    }

private:
    void on_request_impl(beast::http::verb, beast::string_view, beast::string_view, int,
                         beast::error_code&) override
    {
    }

    void on_response_impl(int code, beast::string_view, int version, beast::error_code& ec) override
    {
        into_.status = code;
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
        const std::less_equal<const char*> at_or_before;
        const bool lies_in_buffer =
            value.empty() || (at_or_before(buffer_.data(), value.data()) &&
                              at_or_before(value.data() + value.size(), buffer_.data() + buffer_.size()));
        if (!lies_in_buffer) {
            ec = beast::http::error::bad_obs_fold;
            return;
        }
        if (into_.fields.size() == field_count_limit) {
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

        into_.fields.push_back(
            {into_.text.size(), name_text.size(), into_.text.size() + name_text.size(), value.size()});
        into_.text.append(name_text.data(), name_text.size());
        into_.text.append(value.data(), value.size());
    }

    void on_header_impl(beast::error_code&) override { in_trailer_ = true; }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, beast::error_code&) override
    {
        if (length)
            into_.body.reserve(static_cast<std::size_t>(*length));
    }

    std::size_t on_body_impl(beast::string_view bytes, beast::error_code&) override
    {
        into_.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override
    {
        seen_chunk_ = true;
    }

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, beast::error_code&) override
    {
        into_.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    void on_finish_impl(beast::error_code&) override {}

    message& into_;
    std::span<const char> buffer_;
    int version_ = 11;
    bool in_trailer_ = false;
    bool has_coding_ = false;
    bool has_length_ = false;
    bool seen_chunk_ = false;
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
        filled_ = consumed_ = received_ = 0;
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
        // on_bytes() ends the response before the buffer would have to exceed its bound.
        if (filled_ == buffer_.size())
            grow();
        return std::span(buffer_).subspan(filled_);
    }

    void on_bytes(std::size_t size)
    {
        filled_ += size;
        received_ += size;
        highest_ = std::max(highest_, filled_);
        parse();
        if (!done_ && filled_ - consumed_ >= buffer_bound())
            fail(errc::header_too_large);
        // Chunk framing and 1xx answers count in neither limit of the parser.
        if (!done_ && received_ > header_limit_ * 2 + body_limit_ * 2)
            fail(errc::body_too_large);
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
        ended_with_stream_ = true;
        done_ = true;
    }

    void fail(errc why)
    {
        done_ = true;
        error_ = why;
    }

    bool keeps_connection() const noexcept
    {
        return done_ && !error_ && !ended_with_stream_ && consumed_ == filled_ && keep_alive_;
    }

    bool done_ = false;
    error_code error_;
    message message_;

private:
    std::size_t buffer_bound() const noexcept { return header_limit_ + initial_buffer_size; }

    void begin_message()
    {
        message_.clear();
        parser_.emplace(message_, std::span<const char>(), header_limit_, body_limit_, is_head_);
        keep_alive_ = false;
        keep_alive_known_ = false;
        ended_with_stream_ = false;
    }

    void parse()
    {
        while (!done_ && consumed_ < filled_) {
            const std::span<const char> pending(buffer_.data() + consumed_, filled_ - consumed_);
            // Beast asserts that the last chunk does not come in pieces smaller than this.
            if (parser_->awaits_first_chunk() && pending.size() < shortest_chunked_body)
                return;
            parser_->buffer(pending);
            beast::error_code ec;
            consumed_ += parser_->put({pending.data(), pending.size()}, ec);
            note_keep_alive();
            if (ec && ec != beast::http::error::need_more)
                return fail(meaning(ec));
            if (parser_->is_done()) {
                if (message_.status >= 200) {
                    done_ = true;
                    return;
                }
                if (message_.status == 101 || ++interim_responses_ > interim_response_limit)
                    return fail(errc::malformed_response);
                begin_message();
                continue;
            }
            if (ec)
                return;
        }
    }

    void note_keep_alive()
    {
        // At the end of the header and never later: a trailer must not decide.
        if (!keep_alive_known_ && parser_->is_header_done()) {
            keep_alive_known_ = true;
            keep_alive_ = parser_->keep_alive();
        }
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
        std::vector<char> larger(std::min(buffer_.size() * 2, buffer_bound()));
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
    std::size_t received_ = 0;
    int interim_responses_ = 0;
    bool is_head_ = false;
    bool keep_alive_ = false;
    bool keep_alive_known_ = false;
    bool ended_with_stream_ = false;
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
    return state_->message_.status;
}

std::string_view response_reader::body() const noexcept
{
    return state_->message_.body;
}

std::optional<std::string_view> response_reader::find(std::string_view name) const noexcept
{
    const std::string_view text = state_->message_.text;
    for (const stored_field& field : state_->message_.fields)
        if (equals_without_case(text.substr(field.name_at, field.name_size), name))
            return text.substr(field.value_at, field.value_size);
    return std::nullopt;
}

bool response_reader::keeps_connection() const noexcept
{
    return state_->keeps_connection();
}

response response_reader::copy() const
{
    const std::string_view text = state_->message_.text;
    std::vector<field> fields;
    fields.reserve(state_->message_.fields.size());
    for (const stored_field& stored : state_->message_.fields)
        fields.emplace_back(std::string(text.substr(stored.name_at, stored.name_size)),
                            std::string(text.substr(stored.value_at, stored.value_size)));
    return response(status(), std::move(fields), std::string(body()));
}

} // namespace useapi::http
