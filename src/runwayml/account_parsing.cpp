#include "runwayml/account_codec.hpp"

#include <useapi/secret.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace useapi::runwayml {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_error_text = 512;

// 9999-12-31: beyond it lies no date that anybody means.
constexpr double latest_epoch_second = 253402300799.0;

template <std::size_t Size>
class wiped_buffer
{
public:
    wiped_buffer() = default;
    wiped_buffer(const wiped_buffer&) = delete;
    wiped_buffer& operator=(const wiped_buffer&) = delete;

    ~wiped_buffer() { wipe(bytes, Size); }

    unsigned char bytes[Size];
};

/** The parsed text, in memory on the stack as far as that goes, and overwritten afterwards: it holds
    passwords and tokens. */
class document
{
public:
    explicit document(std::string_view text) : value_(json::storage_ptr(&resource_))
    {
        // Windows tools like to put a byte order mark before what they write.
        if (text.starts_with("\xEF\xBB\xBF"))
            text.remove_prefix(3);
        json::parser parser(json::storage_ptr(), json::parse_options(), scratch_.bytes);
        parser.reset(&resource_);
        parser.write(text.data(), text.size(), ec_);
        if (!ec_)
            value_ = parser.release();
    }

    const json::object* object() const noexcept { return ec_ ? nullptr : value_.if_object(); }

private:
    wiped_buffer<4096> values_;
    wiped_buffer<2048> scratch_;
    json::monotonic_resource resource_{values_.bytes};
    error_code ec_;
    json::value value_;
};

std::string_view view(const json::string& text) noexcept
{
    return {text.data(), text.size()};
}

std::optional<std::string_view> text_member(const json::object& object, std::string_view name)
{
    const json::value* const found = object.if_contains(name);
    if (!found || !found->is_string())
        return std::nullopt;
    return view(found->get_string());
}

std::optional<double> number_of(const json::value& value)
{
    if (value.is_double())
        return value.get_double();
    if (value.is_int64())
        return static_cast<double>(value.get_int64());
    if (value.is_uint64())
        return static_cast<double>(value.get_uint64());
    if (const json::string* const text = value.if_string()) {
        double parsed = 0;
        const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), parsed);
        if (ec == std::errc() && end == text->data() + text->size())
            return parsed;
    }
    return std::nullopt;
}

std::optional<double> number_member(const json::object& object, std::string_view name)
{
    const json::value* const found = object.if_contains(name);
    if (!found)
        return std::nullopt;
    return number_of(*found);
}

std::optional<int> integer_member(const json::object& object, std::string_view name)
{
    const auto number = number_member(object, name);
    const bool fits = number && std::floor(*number) == *number &&
                      std::abs(*number) <= static_cast<double>(std::numeric_limits<int>::max());
    if (!fits)
        return std::nullopt;
    return static_cast<int>(*number);
}

std::optional<jwt::time_point> time_member(const json::object& object, std::string_view name)
{
    const auto seconds = number_member(object, name);
    if (!seconds || !(*seconds >= 0 && *seconds <= latest_epoch_second))
        return std::nullopt;
    return jwt::time_point(std::chrono::milliseconds(std::llround(*seconds * 1000)));
}

std::optional<std::string> workspace_of(const json::object& object)
{
    const json::value* const found = object.if_contains("useWorkspace");
    if (!found)
        return std::nullopt;
    if (found->is_bool())
        return found->get_bool() ? std::optional<std::string>("true") : std::nullopt;
    if (found->is_string())
        return std::string(view(found->get_string()));
    if (found->is_int64() || found->is_uint64())
        return json::serialize(*found);
    return std::nullopt;
}

std::optional<std::string> error_of(const json::object& object)
{
    const json::value* const found = object.if_contains("error");
    if (!found || found->is_null())
        return std::nullopt;
    std::string text;
    if (found->is_string())
        text = view(found->get_string());
    else if (const json::object* const inner = found->if_object(); inner && text_member(*inner, "message"))
        text = *text_member(*inner, "message");
    else
        text = json::serialize(*found);
    if (text.size() > longest_error_text) {
        std::size_t end = longest_error_text;
        while (end != 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            --end;
        text.resize(end);
    }
    return text;
}

jwt read_jwt(const json::object& object)
{
    jwt read;
    if (const auto token = text_member(object, "token"))
        read.token(secret(*token));
    if (const auto expires = time_member(object, "exp"))
        read.expires_at(*expires);
    if (const auto issued = time_member(object, "iat"))
        read.issued_at(*issued);
    if (const json::value* const id = object.if_contains("id"); id && !id->is_null())
        read.id(id->is_string() ? std::string(view(id->get_string())) : json::serialize(*id));
    return read;
}

account read_account(const json::object& object, std::string_view email)
{
    account read{std::string(text_member(object, "email").value_or(email))};
    if (const auto password = text_member(object, "password"))
        read.password(secret(*password));
    if (const auto jobs = integer_member(object, "maxJobs"))
        read.max_jobs(*jobs);
    if (auto workspace = workspace_of(object))
        read.use_workspace(std::move(*workspace));
    if (const json::value* const token = object.if_contains("jwt"); token && token->is_object())
        read.jwt(read_jwt(token->get_object()));
    if (auto wrong = error_of(object))
        read.error(std::move(*wrong));
    return read;
}

} // namespace

error_code parse_account(std::string_view text, std::string_view email, account& out)
{
    const document parsed(text);
    const json::object* const object = parsed.object();
    if (!object)
        return errc::unexpected_content;
    out = read_account(*object, email);
    return {};
}

error_code parse_accounts(std::string_view text, std::vector<account>& out)
{
    const document parsed(text);
    const json::object* const accounts = parsed.object();
    if (!accounts)
        return errc::unexpected_content;
    out.clear();
    out.reserve(accounts->size());
    for (const auto& [email, described] : *accounts) {
        const std::string_view key(email.data(), email.size());
        // An account about which nothing is said is there all the same.
        static const json::object nothing;
        out.push_back(read_account(described.is_object() ? described.get_object() : nothing, key));
    }
    return {};
}

} // namespace useapi::runwayml
