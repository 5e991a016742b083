#ifndef USEAPI_SRC_HTTP_EXCHANGE_STRICT_PARSER_HPP
#define USEAPI_SRC_HTTP_EXCHANGE_STRICT_PARSER_HPP

#include "http/exchange/framing_rules.hpp"
#include "http/exchange/keep_alive.hpp"
#include "http/exchange/message_syntax.hpp"
#include "http/exchange/received_message.hpp"

#include <useapi/errc.hpp>
#include <useapi/secret.hpp>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/none.hpp>
#include <boost/version.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::http {

/** Beast's parser, but stricter and without its buffers. Beast does the parts in which all its versions
    agree: fields, lengths and chunks. The status line, the limits and the rules for trailers are handled
    outside of it.
*/
class strict_parser final : public boost::beast::http::basic_parser<false>
{
public:
    /** @param begin the status line of the header that is passed to `take_header`. */
    strict_parser(received_message& into, const status_line& begin, std::size_t body_limit_value,
                  bool is_head)
        : into_(into), begin_(begin), body_left_(body_limit_value)
    {
        // Parts are measured before they come here, and the body is counted below, because Beast's versions
        // count differently.
        this->header_limit(std::numeric_limits<std::uint32_t>::max());
        this->body_limit(boost::none);
        this->skip(is_head);
    }

    /** Takes the whole header. */
    void take_header(std::string_view header, error_code& failure)
    {
        std::string text(begin_.is_http_1_0 ? "HTTP/1.0 " : "HTTP/1.1 ");
        text.reserve(header.size() + text.size());
        text.append(std::to_string(begin_.status)).append(" \r\n").append(header.substr(begin_.size));
        into_.borrow_header(text);
        into_.keep_borrowed_header();
        take(text, failure);
        wipe(text);
        if (failure || this->is_done())
            return;
        if (const auto length = this->content_length(); length && is_too_large(*length))
            failure = errc::body_too_large;
    }

    /** Takes the whole line that announces a chunk, and the trailer after the last one. The trailer was
        checked when it was measured; Beast does not see it, since it decides nothing. */
    void take_chunk_header(std::string_view header, error_code& failure)
    {
        const std::size_t line = chunk_line_size(header, seen_chunk_);
        if (line == header.size())
            take(header, failure);
        else
            take(std::string(header.substr(0, line)).append("\r\n"), failure);
    }

    /** @return How much of it was used. */
    std::size_t take(std::string_view bytes, error_code& failure)
    {
        boost::beast::error_code ec;
        const std::size_t used = this->put({bytes.data(), bytes.size()}, ec);
        if (ec)
            failure = meaning(ec);
        return used;
    }

    /** Whether the end of the stream ends the message, because the message has no length. */
    bool ends_with_stream()
    {
        boost::beast::error_code ec;
        if (this->got_some())
            this->put_eof(ec);
        return !ec && this->is_done();
    }

    bool awaits_chunk_header() const noexcept
    {
        return this->is_header_done() && this->chunked() && chunk_left_ == 0;
    }

    bool follows_chunk() const noexcept { return seen_chunk_; }

    /** Called only at the end of the header, because a trailer must not decide this. */
    bool leaves_connection_open() const
    {
        return !this->need_eof() && !closes_ && (keeps_ || !begin_.is_http_1_0);
    }

    /** Whether the header announces content that an answer with this status cannot have. If the server sends
        it, its bytes would be taken for the next answer.
        @see RFC 9112 section 6.3 */
    bool announces_impossible_content() const noexcept
    {
        return (begin_.status < 200 || begin_.status == 204) && (has_coding_ || length_is_above_zero_);
    }

    std::optional<std::chrono::seconds> keep_alive_timeout() const noexcept { return keep_alive_timeout_; }

private:
    static errc meaning(const boost::beast::error_code& ec) noexcept
    {
        return ec == boost::beast::http::error::body_limit ? errc::body_too_large : errc::malformed_response;
    }

    static std::string_view view(boost::beast::string_view text) noexcept
    {
        return {text.data(), text.size()};
    }

    void on_request_impl(boost::beast::http::verb, boost::beast::string_view, boost::beast::string_view, int,
                         boost::beast::error_code&) override
    {
    }

    void on_response_impl(int code, boost::beast::string_view, int, boost::beast::error_code&) override
    {
        into_.status(code);
    }

    void on_field_impl(boost::beast::http::field name, boost::beast::string_view name_text,
                       boost::beast::string_view value, boost::beast::error_code& ec) override
    {
        if (name == boost::beast::http::field::transfer_encoding) {
            has_coding_ = true;
            if (begin_.is_http_1_0 || !equals_without_case(view(value), "chunked"))
                ec = boost::beast::http::error::bad_transfer_encoding;
        }
        if (name == boost::beast::http::field::content_length) {
            has_length_ = true;
            length_is_above_zero_ = view(value).find_first_of("123456789") != std::string_view::npos;
        }
        if (has_coding_ && has_length_)
            ec = boost::beast::http::error::bad_transfer_encoding;

        // In Beast, `keep-alive` wins in HTTP/1.0, and `Proxy-Connection` counts although it is for another
        // hop.
        if (name == boost::beast::http::field::connection) {
            boost::beast::http::token_list options(value);
            closes_ = closes_ || options.exists("close");
            keeps_ = keeps_ || options.exists("keep-alive");
        }

        // If there are two fields, the more cautious one counts.
        if (name == boost::beast::http::field::keep_alive)
            if (const auto timeout = parse_keep_alive(view(value)))
                keep_alive_timeout_ = std::min(*timeout, keep_alive_timeout_.value_or(*timeout));

        into_.add_field(view(name_text), view(value));
    }

#if BOOST_VERSION >= 109000
    void on_trailer_field_impl(boost::beast::http::field, boost::beast::string_view,
                               boost::beast::string_view, boost::beast::error_code&) override
    {
    }
#endif

    void on_header_impl(boost::beast::error_code&) override {}

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, boost::beast::error_code&) override
    {
        if (length)
            into_.expect_body(static_cast<std::size_t>(std::min<std::uint64_t>(*length, body_left_)));
    }

    std::size_t on_body_impl(boost::beast::string_view bytes, boost::beast::error_code& ec) override
    {
        append(view(bytes), ec);
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t size, boost::beast::string_view,
                              boost::beast::error_code& ec) override
    {
        seen_chunk_ = true;
        chunk_left_ = size;
        if (is_too_large(size))
            ec = boost::beast::http::error::body_limit;
    }

    std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view bytes,
                                   boost::beast::error_code& ec) override
    {
        append(view(bytes), ec);
        chunk_left_ -= bytes.size();
        return bytes.size();
    }

    void on_finish_impl(boost::beast::error_code&) override {}

    /** Whether content of this size is too large. The content of a refusal is read up to the limit. */
    bool is_too_large(std::uint64_t size) const noexcept { return size > body_left_ && !into_.is_refusal(); }

    void append(std::string_view bytes, boost::beast::error_code& ec)
    {
        const std::string_view part = bytes.substr(0, body_left_);
        into_.append_body(part);
        body_left_ -= part.size();
        if (part.size() != bytes.size())
            ec = boost::beast::http::error::body_limit;
    }

    received_message& into_;
    const status_line begin_;
    std::size_t body_left_; ///< until the limit
    bool has_coding_ = false;
    bool has_length_ = false;
    bool length_is_above_zero_ = false;
    bool closes_ = false;
    bool keeps_ = false;
    bool seen_chunk_ = false;
    std::uint64_t chunk_left_ = 0;
    std::optional<std::chrono::seconds> keep_alive_timeout_;
};

} // namespace useapi::http

#endif
