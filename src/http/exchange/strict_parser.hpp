#ifndef USEAPI_SRC_HTTP_EXCHANGE_STRICT_PARSER_HPP
#define USEAPI_SRC_HTTP_EXCHANGE_STRICT_PARSER_HPP

#include "http/exchange/framing_rules.hpp"
#include "http/exchange/keep_alive.hpp"
#include "http/exchange/message_syntax.hpp"
#include "http/exchange/received_message.hpp"

#include <useapi/errc.hpp>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/version.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace useapi::http {

/** Beast's parser, made stricter, and without its buffers. */
class strict_parser final : public boost::beast::http::basic_parser<false>
{
public:
    strict_parser(received_message& into, std::size_t header_limit, std::size_t body_limit_value,
                  bool is_head)
        : into_(into)
    {
        this->header_limit(static_cast<std::uint32_t>(header_limit));
        this->body_limit(body_limit_value);
        this->skip(is_head);
    }

    /** @return How much of it was used: of a part that is complete all, or none. */
    std::size_t take(std::string_view bytes, error_code& failure)
    {
        boost::beast::error_code ec;
        const std::size_t used = this->put({bytes.data(), bytes.size()}, ec);
        if (ec)
            failure = meaning(ec);
        return used;
    }

    /** Whether the end of the stream is the end of the message, as where it has no length of its own. */
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

    /** Asked at the end of the header and never later: a trailer must not decide. */
    bool leaves_connection_open() const { return this->keep_alive() && !closes_; }

    std::optional<std::chrono::seconds> keep_alive_timeout() const noexcept { return keep_alive_timeout_; }

private:
    static errc meaning(const boost::beast::error_code& ec) noexcept
    {
        if (ec == boost::beast::http::error::header_limit)
            return errc::header_too_large;
        if (ec == boost::beast::http::error::body_limit)
            return errc::body_too_large;
        return errc::malformed_response;
    }

    static std::string_view view(boost::beast::string_view text) noexcept
    {
        return {text.data(), text.size()};
    }

    void on_request_impl(boost::beast::http::verb, boost::beast::string_view, boost::beast::string_view, int,
                         boost::beast::error_code&) override
    {
    }

    void on_response_impl(int code, boost::beast::string_view, int version,
                          boost::beast::error_code& ec) override
    {
        into_.status(code);
        version_ = version;
        if (code < 100 || code > 599)
            ec = boost::beast::http::error::bad_status;
    }

    void on_field_impl(boost::beast::http::field name, boost::beast::string_view name_text,
                       boost::beast::string_view value, boost::beast::error_code& ec) override
    {
        // From here on it is a trailer, which controls nothing.
        if (in_trailer_)
            return;
        if (into_.field_count() == field_count_limit) {
            ec = boost::beast::http::error::header_limit;
            return;
        }
        if (name == boost::beast::http::field::transfer_encoding) {
            has_coding_ = true;
            if (version_ < 11 || !equals_without_case(view(value), "chunked"))
                ec = boost::beast::http::error::bad_transfer_encoding;
        }
        has_length_ = has_length_ || name == boost::beast::http::field::content_length;
        if (has_coding_ && has_length_)
            ec = boost::beast::http::error::bad_transfer_encoding;

        // Beast lets `keep-alive` win in HTTP/1.0.
        if (name == boost::beast::http::field::connection &&
            boost::beast::http::token_list(value).exists("close"))
            closes_ = true;

        // Of two fields the more cautious one counts.
        if (name == boost::beast::http::field::keep_alive)
            if (const auto timeout = parse_keep_alive(view(value)))
                keep_alive_timeout_ = std::min(*timeout, keep_alive_timeout_.value_or(*timeout));

        into_.add_field(view(name_text), view(value));
    }

#if BOOST_VERSION >= 109000
    // Before, they came as fields.
    void on_trailer_field_impl(boost::beast::http::field, boost::beast::string_view,
                               boost::beast::string_view, boost::beast::error_code&) override
    {
    }
#endif

    void on_header_impl(boost::beast::error_code&) override { in_trailer_ = true; }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, boost::beast::error_code&) override
    {
        if (length)
            into_.expect_body(static_cast<std::size_t>(*length));
    }

    std::size_t on_body_impl(boost::beast::string_view bytes, boost::beast::error_code&) override
    {
        into_.append_body(view(bytes));
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t size, boost::beast::string_view,
                              boost::beast::error_code&) override
    {
        seen_chunk_ = true;
        chunk_left_ = size;
    }

    std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view bytes,
                                   boost::beast::error_code&) override
    {
        into_.append_body(view(bytes));
        chunk_left_ -= bytes.size();
        return bytes.size();
    }

    void on_finish_impl(boost::beast::error_code&) override {}

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

} // namespace useapi::http

#endif
