#include "runwayml/account_codec.hpp"

#include "accounts/account_name.hpp"
#include "runwayml/epoch_time.hpp"
#include "runwayml/plain_account.hpp"

#include <useapi/secret.hpp>

#include <boost/container/pmr/memory_resource.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <new>
#include <optional>
#include <utility>

namespace useapi::runwayml {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_error_text = 512;

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

/** The heap, for what does not fit on the stack; overwritten before it is given back. */
class wiped_heap final : public boost::container::pmr::memory_resource
{
private:
    // Kept before each block: monotonic_resource of Boost 1.81 gives back less than it has asked for.
    struct alignas(std::max_align_t) block_head
    {
        std::size_t size;
    };

    void* do_allocate(std::size_t size, std::size_t) override
    {
        return new (::operator new(sizeof(block_head) + size)) block_head{size} + 1;
    }

    void do_deallocate(void* memory, std::size_t, std::size_t) override
    {
        block_head* const head = static_cast<block_head*>(memory) - 1;
        wipe(memory, head->size);
        ::operator delete(head);
    }

    bool do_is_equal(const boost::container::pmr::memory_resource& other) const noexcept override
    {
        return this == &other;
    }
};

/** The parsed text, in memory on the stack as far as that goes, and overwritten afterwards: it holds
    passwords and tokens. */
class document
{
public:
    explicit document(std::string_view text) : value_(json::storage_ptr(&values_))
    {
        // Windows tools like to put a byte order mark before what they write.
        if (text.starts_with("\xEF\xBB\xBF"))
            text.remove_prefix(3);
        json::parser parser(json::storage_ptr(&heap_), json::parse_options(), scratch_.bytes,
                            sizeof scratch_.bytes);
        parser.reset(&values_);
        parser.write(text.data(), text.size(), ec_);
        if (!ec_)
            value_ = parser.release();
    }

    const json::object* object() const noexcept { return ec_ ? nullptr : value_.if_object(); }

private:
    wiped_buffer<4096> first_values_;
    wiped_buffer<2048> scratch_;
    wiped_heap heap_;
    json::monotonic_resource values_{first_values_.bytes, sizeof first_values_.bytes,
                                     json::storage_ptr(&heap_)};
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
    return seconds ? time_from_epoch(*seconds) : std::nullopt;
}

/** Ids come as text or as numbers. */
std::optional<std::string> id_member(const json::object& object, std::string_view name)
{
    const json::value* const found = object.if_contains(name);
    if (!found)
        return std::nullopt;
    if (const json::string* const text = found->if_string(); text && !text->empty())
        return std::string(view(*text));
    if (found->is_int64() || found->is_uint64())
        return json::serialize(*found);
    return std::nullopt;
}

std::optional<std::string> workspace_of(const json::object& object)
{
    const json::value* const found = object.if_contains("useWorkspace");
    if (found && found->is_bool() && found->get_bool())
        return "true";
    return id_member(object, "useWorkspace");
}

void cut(std::string& text, std::size_t longest)
{
    if (text.size() <= longest)
        return;
    // Not in the middle of a character.
    std::size_t end = longest;
    while (end != 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    text.resize(end);
}

std::optional<std::string> error_of(const json::object& object)
{
    const json::value* const found = object.if_contains("error");
    if (!found || found->is_null() || (found->is_bool() && !found->get_bool()))
        return std::nullopt;
    std::string text;
    if (const json::string* const said = found->if_string())
        text = view(*said);
    else if (const json::object* const inner = found->if_object())
        text = text_member(*inner, "message").value_or(std::string_view());
    // An error of a form that nobody announced is an error all the same.
    if (text.empty() && !found->is_string())
        text = json::serialize(*found);
    if (text.empty())
        return std::nullopt;
    cut(text, longest_error_text);
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
    if (auto id = id_member(object, "id"))
        read.id(std::move(*id));
    return read;
}

account read_account(const json::object& object, std::string_view email)
{
    const std::string_view shown = text_member(object, "email").value_or(std::string_view());
    account read{std::string(fuller_email(shown, email))};
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
    if (read_plain_account(text, email, out))
        return {};
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
    std::vector<account> read;
    read.reserve(accounts->size());
    for (const auto& [key, described] : *accounts) {
        const std::string_view email(key.data(), key.size());
        const bool is_email = email.find('@') != std::string_view::npos;
        if (described.is_object())
            read.push_back(read_account(described.get_object(), email).key(std::string(email)));
        else if (is_email)
            read.emplace_back(std::string(email));
        if (is_email && match_account(read.back().email(), email) == account_match::other)
            return errc::unexpected_content;
    }
    if (read.empty() && !accounts->empty())
        return errc::unexpected_content;
    out = std::move(read);
    return {};
}

std::optional<int> parse_error_status(std::string_view text)
{
    const document parsed(text);
    const json::object* const object = parsed.object();
    const auto status = object ? integer_member(*object, "code") : std::nullopt;
    return status && *status >= 400 && *status <= 599 ? status : std::nullopt;
}

} // namespace useapi::runwayml
