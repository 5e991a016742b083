#include "runwayml/ordinary_account.hpp"

#include "accounts/account_name.hpp"
#include "runwayml/epoch_time.hpp"

#include <useapi/errc.hpp>
#include <useapi/secret.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace useapi::runwayml {
namespace {

namespace json = boost::json;

enum class member : unsigned
{
    unknown,
    email,
    password,
    max_jobs,
    use_workspace,
    jwt,
    error,
    token,
    expires,
    issued,
    id
};

member account_member(std::string_view name) noexcept
{
    if (name == "email")
        return member::email;
    if (name == "password")
        return member::password;
    if (name == "maxJobs")
        return member::max_jobs;
    if (name == "useWorkspace")
        return member::use_workspace;
    if (name == "jwt")
        return member::jwt;
    return name == "error" ? member::error : member::unknown;
}

member jwt_member(std::string_view name) noexcept
{
    if (name == "token")
        return member::token;
    if (name == "exp")
        return member::expires;
    if (name == "iat")
        return member::issued;
    return name == "id" ? member::id : member::unknown;
}

/** Receives the events of Boost.JSON's parser for a text of the ordinary form. Texts are views into it.
 */
class ordinary_form
{
public:
    explicit ordinary_form(std::string_view text) noexcept : text_(text) {}

    // Asked for by the parser.
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    bool on_document_begin(error_code&) { return true; }

    bool on_document_end(error_code&) { return true; }

    bool on_object_begin(error_code& ec)
    {
        const bool begins_jwt = depth_ == 1 && current_ == member::jwt;
        // Another object within an account may be its workspace.
        if (depth_ != 0 && !begins_jwt && (depth_ == 1 || current_ != member::unknown))
            return leave(ec);
        ++depth_;
        is_object_ = true;
        in_jwt_ = in_jwt_ || begins_jwt;
        has_jwt_ = has_jwt_ || begins_jwt;
        current_ = member::unknown;
        return true;
    }

    bool on_object_end(std::size_t, error_code&)
    {
        end_part();
        return true;
    }

    bool on_array_begin(error_code& ec)
    {
        if (depth_ == 0 || current_ != member::unknown)
            return leave(ec);
        ++depth_;
        return true;
    }

    bool on_array_end(std::size_t, error_code&)
    {
        end_part();
        return true;
    }

    bool on_key_part(json::string_view, std::size_t, error_code& ec) { return leave(ec); }

    bool on_key(json::string_view text, std::size_t, error_code& ec)
    {
        const std::string_view name(text.data(), text.size());
        current_ = member::unknown;
        if (depth_ == 1)
            current_ = account_member(name);
        else if (depth_ == 2 && in_jwt_)
            current_ = jwt_member(name);
        if (current_ == member::unknown)
            return true;
        const unsigned bit = 1U << static_cast<unsigned>(current_);
        if ((seen_ & bit) != 0)
            return leave(ec);
        seen_ |= bit;
        return true;
    }

    bool on_string_part(json::string_view, std::size_t, error_code& ec)
    {
        return current_ == member::unknown || leave(ec);
    }

    bool on_string(json::string_view text, std::size_t, error_code& ec)
    {
        const std::string_view value(text.data(), text.size());
        const member named = std::exchange(current_, member::unknown);
        if (named == member::unknown)
            return true;
        // A value that begins with an escape comes complete, but from a buffer that the parser reuses.
        if (!is_in_text(value))
            return leave(ec);
        switch (named) {
        case member::email:
            email_ = value;
            return true;
        case member::password:
            password_ = value;
            return true;
        case member::use_workspace:
            use_workspace_ = value;
            return true;
        case member::token:
            token_ = value;
            return true;
        case member::id:
            id_ = std::string(value);
            return true;
        default:
            return leave(ec);
        }
    }

    bool on_number_part(json::string_view, error_code&) { return true; }

    bool on_int64(std::int64_t value, json::string_view, error_code& ec)
    {
        switch (current_) {
        case member::max_jobs:
            if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max())
                return leave(ec);
            max_jobs_ = static_cast<int>(value);
            return true;
        case member::id:
            id_ = std::to_string(value);
            return true;
        default:
            return on_double(static_cast<double>(value), {}, ec);
        }
    }

    bool on_uint64(std::uint64_t, json::string_view, error_code& ec)
    {
        return current_ == member::unknown || leave(ec);
    }

    bool on_double(double value, json::string_view, error_code& ec)
    {
        switch (current_) {
        case member::unknown:
            return true;
        case member::expires:
            expires_ = value;
            return true;
        case member::issued:
            issued_ = value;
            return true;
        default:
            return leave(ec);
        }
    }

    bool on_bool(bool value, error_code& ec)
    {
        if (current_ == member::use_workspace) {
            if (value)
                use_workspace_ = "true";
            return true;
        }
        return current_ == member::unknown || (current_ == member::error && !value) || leave(ec);
    }

    bool on_null(error_code& ec)
    {
        return current_ == member::unknown || current_ == member::error || current_ == member::jwt ||
               current_ == member::use_workspace || leave(ec);
    }

    bool on_comment_part(json::string_view, error_code&) { return true; }

    bool on_comment(json::string_view, error_code&) { return true; }

    bool is_object() const noexcept { return is_object_; }

    account make_account(std::string_view email) const
    {
        account read{std::string(fuller_email(email_, email))};
        if (password_)
            read.password(secret(*password_));
        if (max_jobs_)
            read.max_jobs(*max_jobs_);
        if (!use_workspace_.empty())
            read.use_workspace(std::string(use_workspace_));
        if (has_jwt_)
            read.jwt(make_jwt());
        return read;
    }

private:
    bool is_in_text(std::string_view value) const noexcept
    {
        const std::less_equal<> not_after; // unlike <=, it orders pointers into different arrays
        return not_after(text_.data(), value.data()) &&
               not_after(value.data() + value.size(), text_.data() + text_.size());
    }

    static bool leave(error_code& ec)
    {
        ec = errc::unexpected_content;
        return false;
    }

    void end_part() noexcept
    {
        --depth_;
        in_jwt_ = in_jwt_ && depth_ > 1;
    }

    jwt make_jwt() const
    {
        jwt read;
        if (token_)
            read.token(secret(*token_));
        if (const auto expires = expires_ ? time_from_epoch(*expires_) : std::nullopt)
            read.expires_at(*expires);
        if (const auto issued = issued_ ? time_from_epoch(*issued_) : std::nullopt)
            read.issued_at(*issued);
        if (!id_.empty())
            read.id(id_);
        return read;
    }

    std::string_view text_;
    unsigned depth_ = 0;
    unsigned seen_ = 0;
    member current_ = member::unknown; ///< whose value comes next
    bool is_object_ = false;
    bool in_jwt_ = false;
    bool has_jwt_ = false;
    std::string_view email_;
    std::optional<std::string_view> password_;
    std::optional<int> max_jobs_;
    std::string_view use_workspace_;
    std::optional<std::string_view> token_;
    std::optional<double> expires_;
    std::optional<double> issued_;
    std::string id_;
};

} // namespace

bool read_ordinary_account(std::string_view text, std::string_view email, account& out)
{
    json::basic_parser<ordinary_form> parser(json::parse_options(), text);
    error_code ec;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
    if (ec || read != text.size() || !parser.handler().is_object())
        return false;
    out = parser.handler().make_account(email);
    return true;
}

} // namespace useapi::runwayml
