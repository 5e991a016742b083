#include <useapi/runwayml/operations.hpp>
#include <useapi/runwayml/validate.hpp>

#include "accounts/account_path.hpp"
#include "accounts/foreign_answer.hpp"
#include "client/call/typed_call.hpp"
#include "runwayml/account_answer.hpp"
#include "runwayml/account_codec.hpp"

#include <optional>
#include <utility>

namespace useapi::runwayml {
namespace {

using useapi::detail::call_basis;
using useapi::detail::typed_call;
using secret_views = boost::container::small_vector<std::string_view, 2>;

constexpr std::string_view account_template = "/accounts/{email}";

std::optional<error> to_error(const std::optional<validation_problem>& problem)
{
    if (!problem)
        return std::nullopt;
    return problem->to_error();
}

class upsert_call final : public typed_call<account>
{
public:
    upsert_call(call_basis basis, account_settings settings, handler_type handler)
        : typed_call(std::move(basis), true, std::move(handler)), settings_(std::move(settings))
    {
    }

private:
    std::optional<error> validate() override { return to_error(runwayml::validate(settings_)); }

    std::string_view turn_subject() const noexcept override { return settings_.email(); }

    bool asks_the_same_as(const call& earlier) const noexcept override
    {
        return settings_ == static_cast<const upsert_call&>(earlier).settings_;
    }

    std::string_view method() const noexcept override { return "POST"; }

    std::string_view url_template() const noexcept override { return account_template; }

    void append_request(std::string& wire, std::string& scratch) override
    {
        // The path comes first, before the content: `scratch` must not grow once it holds a password.
        append_account_path(scratch, settings_.email());
        const std::size_t path_size = scratch.size();
        std::string_view media_type = "application/json";
        std::string multipart_type;
        if (settings_.encoding() == content_encoding::json) {
            append_json(scratch, settings_);
        } else {
            const std::string boundary = choose_boundary(settings_, boundary_seed);
            multipart_type = "multipart/form-data; boundary=" + boundary;
            media_type = multipart_type;
            append_multipart(scratch, settings_, boundary);
        }
        const std::string_view path = std::string_view(scratch).substr(0, path_size);
        const std::string_view content = std::string_view(scratch).substr(path_size);
        append_head(wire, core().path_prefix(), path, {}, media_type, content.size());
        wire.append(content);
    }

    std::optional<useapi::detail::shown_content> content_to_show() const override
    {
        const std::string password = useapi::detail::variable_mark("ACCOUNT_PASSWORD");
        useapi::detail::shown_content shown{{}, 1};
        if (settings_.encoding() == content_encoding::json)
            append_json(shown.text, settings_, password);
        else
            append_multipart(shown.text, settings_, choose_boundary(settings_, boundary_seed), password);
        return shown;
    }

    std::optional<error> decode(const http::response_reader& response) override
    {
        const auto hidden = secrets();
        return read_account_answer({account_operation::upsert, settings_.email(), hidden}, response.status(),
                                   response.body(), value);
    }

    secret_views secrets() const override { return {token(), settings_.password().reveal()}; }

    static constexpr std::uint64_t boundary_seed = 0x75736561'70690001;

    account_settings settings_;
};

/** The common part of operations on one account without content. */
template <class T>
class email_call : public typed_call<T>
{
protected:
    email_call(call_basis basis, std::string_view method, std::string email,
               typename typed_call<T>::handler_type handler)
        : typed_call<T>(std::move(basis), true, std::move(handler)), method_(method), email_(std::move(email))
    {
    }

    const std::string& email() const noexcept { return email_; }

    secret_views secrets() const final { return {this->token()}; }

private:
    std::optional<error> validate() final { return to_error(validate_email(email_)); }

    std::string_view method() const noexcept final { return method_; }

    std::string_view url_template() const noexcept final { return account_template; }

    void append_request(std::string& wire, std::string& scratch) final
    {
        append_account_path(scratch, email_);
        this->append_head(wire, this->core().path_prefix(), scratch, {}, {}, 0);
    }

    std::string_view method_;
    std::string email_;
};

class get_call final : public email_call<account>
{
public:
    get_call(call_basis basis, std::string email, handler_type handler)
        : email_call(std::move(basis), "GET", std::move(email), std::move(handler))
    {
    }

private:
    std::optional<error> decode(const http::response_reader& response) override
    {
        const auto hidden = secrets();
        return read_account_answer({account_operation::get, email(), hidden}, response.status(),
                                   response.body(), value);
    }
};

class delete_call final : public email_call<void>
{
public:
    delete_call(call_basis basis, std::string email, handler_type handler)
        : email_call(std::move(basis), "DELETE", std::move(email), std::move(handler))
    {
    }

private:
    /** Accepts 404 if an earlier attempt of this call may have removed the account. */
    bool accepts(int status) const noexcept override
    {
        return email_call::accepts(status) || (status == 404 && may_have_been_applied());
    }

    std::optional<error> decode(const http::response_reader& response) override
    {
        const auto hidden = secrets();
        if (response.status() == 404)
            return accounts::read_missing_answer(hidden, response.body());
        account removed;
        return read_account_answer({account_operation::remove, email(), hidden}, response.status(),
                                   response.body(), removed);
    }
};

class list_call final : public typed_call<std::vector<account>>
{
public:
    list_call(call_basis basis, handler_type handler) : typed_call(std::move(basis), true, std::move(handler))
    {
    }

private:
    static constexpr int nothing_configured = 404;
    static constexpr std::string_view path = "/accounts";

    std::optional<error> validate() override { return std::nullopt; }

    std::string_view method() const noexcept override { return "GET"; }

    std::string_view url_template() const noexcept override { return path; }

    void append_request(std::string& wire, std::string&) override
    {
        append_head(wire, core().path_prefix(), path, {}, {}, 0);
    }

    bool accepts(int status) const noexcept override
    {
        return status == nothing_configured || typed_call::accepts(status);
    }

    std::optional<error> decode(const http::response_reader& response) override
    {
        const auto hidden = secrets();
        return read_accounts_answer(hidden, response.status(), response.body(), value);
    }

    secret_views secrets() const override { return {token()}; }
};

} // namespace

namespace detail {

using useapi::detail::access;

void start_upsert_account(const client& client, account_settings settings, handler<account> handler)
{
    std::make_shared<upsert_call>(access::basis(client), std::move(settings), std::move(handler))->initiate();
}

void start_get_account(const client& client, std::string email, handler<account> handler)
{
    std::make_shared<get_call>(access::basis(client), std::move(email), std::move(handler))->initiate();
}

void start_list_accounts(const client& client, handler<std::vector<account>> handler)
{
    std::make_shared<list_call>(access::basis(client), std::move(handler))->initiate();
}

void start_delete_account(const client& client, std::string email, handler<void> handler)
{
    std::make_shared<delete_call>(access::basis(client), std::move(email), std::move(handler))->initiate();
}

} // namespace detail

using useapi::detail::access;
using useapi::detail::await_call;

boost::asio::awaitable<result<account>> upsert_account(client client, account_settings settings)
{
    return await_call<upsert_call, account>(access::basis(client), std::move(settings));
}

boost::asio::awaitable<result<account>> get_account(client client, std::string email)
{
    return await_call<get_call, account>(access::basis(client), std::move(email));
}

boost::asio::awaitable<result<std::vector<account>>> list_accounts(client client)
{
    return await_call<list_call, std::vector<account>>(access::basis(client));
}

boost::asio::awaitable<result<void>> delete_account(client client, std::string email)
{
    return await_call<delete_call, void>(access::basis(client), std::move(email));
}

} // namespace useapi::runwayml
