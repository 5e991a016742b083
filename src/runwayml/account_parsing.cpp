#include "runwayml/account_codec.hpp"

#include "accounts/account_name.hpp"
#include "accounts/json_members.hpp"
#include "runwayml/epoch_time.hpp"
#include "runwayml/plain_account.hpp"

#include <useapi/secret.hpp>

#include <boost/container/pmr/memory_resource.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <new>
#include <optional>
#include <utility>

namespace useapi::runwayml {
namespace {

namespace json = boost::json;

using accounts::filled_member;
using accounts::id_member;
using accounts::integer_member;
using accounts::number_member;
using accounts::text_member;
using accounts::view;

constexpr std::size_t longest_error_text = 512;
constexpr std::size_t longest_workspace_text = 512;

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

std::optional<jwt::time_point> epoch_member(const json::object& object, std::string_view name)
{
    const auto seconds = number_member(object, name);
    return seconds ? time_from_epoch(*seconds) : std::nullopt;
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

workspace read_workspace(const json::object& object)
{
    workspace read;
    if (auto id = id_member(object, "id"))
        read.id(std::move(*id));
    if (auto name = filled_member(object, "name"))
        read.name(std::move(*name));
    for (const std::string_view member : {"plan", "currentPlan"})
        if (auto plan = filled_member(object, member); plan && !read.plan())
            read.plan(std::move(*plan));
    std::string text = json::serialize(object);
    cut(text, longest_workspace_text);
    return std::move(read.json(std::move(text)));
}

bool names_workspace(std::string_view name) noexcept
{
    // With either case of its first letter.
    return name.find("orkspace") != std::string_view::npos || name == "team" || name.ends_with("Team");
}

/** The workspace that was found. The name of its member is not documented. An object with an id below a name
    that says nothing may be one, or may hold a secret: nothing is read out of it. */
std::optional<workspace> found_workspace(const json::object& object)
{
    std::optional<workspace> perhaps;
    for (const auto& [key, value] : object) {
        const std::string_view name(key.data(), key.size());
        if (!value.is_object() || name == "jwt" || name == "error")
            continue;
        if (names_workspace(name))
            return read_workspace(value.get_object());
        if (id_member(value.get_object(), "id"))
            perhaps = workspace();
    }
    return perhaps;
}

std::optional<std::string> workspace_of(const json::object& object)
{
    const json::value* const found = object.if_contains("useWorkspace");
    if (found && found->is_bool() && found->get_bool())
        return "true";
    return id_member(object, "useWorkspace");
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
    // An error counts in a form that the documentation does not have as well.
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
    if (const auto expires = epoch_member(object, "exp"))
        read.expires_at(*expires);
    if (const auto issued = epoch_member(object, "iat"))
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
    if (auto found = found_workspace(object))
        read.workspace(std::move(*found));
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

} // namespace useapi::runwayml
