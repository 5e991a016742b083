#include "accounts/service/service_calls.hpp"

#include "accounts/account_path.hpp"
#include "accounts/content_free_call.hpp"
#include "accounts/foreign_answer.hpp"
#include "accounts/service/login_refusal.hpp"
#include "accounts/service/service_answer.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace useapi::accounts {
namespace {

using useapi::detail::call_basis;
using useapi::detail::typed_call;

constexpr int no_such_account = 404;

void append_path(std::string& out, std::string_view base_path, const service_traits& of, std::string_view key)
{
    out.append(path_before_service(base_path)).append(of.accounts_path);
    if (key.empty())
        return;
    out += '/';
    append_encoded_segment(out, key);
}

/** The variable that replaces a secret field in the shown content of a request. */
std::string variable_of(std::string_view field)
{
    std::string name = "ACCOUNT_";
    for (const char c : field)
        name += c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
    return useapi::detail::variable_mark(name);
}

class upsert_call final : public typed_call<account>
{
public:
    upsert_call(call_basis basis, const service_traits* of, account_form form, handler_type handler)
        : typed_call(std::move(basis), of->replaces, std::move(handler)), of_(*of), form_(std::move(form)),
          subject_(login_subject(of_, form_))
    {
    }

private:
    std::optional<error> validate() override { return check_form(of_, form_); }

    std::string_view turn_subject() const noexcept override { return subject_; }

    bool asks_the_same_as(const call& earlier) const noexcept override
    {
        const auto& other = static_cast<const upsert_call&>(earlier);
        return &of_ == &other.of_ && form_ == other.form_;
    }

    std::string_view method() const noexcept override { return "POST"; }

    std::string_view url_template() const noexcept override
    {
        return of_.posts_to_account ? of_.account_template : of_.accounts_path;
    }

    void append_request(std::string& wire, std::string& scratch) override
    {
        const std::string_view key =
            of_.posts_to_account ? std::string_view(form_.key()) : std::string_view();
        append_path(scratch, core().path_prefix(), of_, key);
        const std::size_t path_size = scratch.size();
        append_form(scratch, form_);
        const std::string_view path = std::string_view(scratch).substr(0, path_size);
        const std::string_view content = std::string_view(scratch).substr(path_size);
        append_head(wire, {}, path, {}, "application/json", content.size());
        wire.append(content);
    }

    std::optional<useapi::detail::shown_content> content_to_show() const override
    {
        account_form form(form_.key(), form_.email(), form_.max_jobs());
        useapi::detail::shown_content shown;
        for (const account_form::field& each : form_.fields()) {
            if (each.is_public) {
                form.add_public(each.name, each.value.reveal());
            } else {
                form.add(each.name, secret(variable_of(each.name)));
                ++shown.secrets;
            }
        }
        append_form(shown.text, form);
        return shown;
    }

    std::optional<error> decode(const http::response_reader& response) override
    {
        const auto hidden = secrets();
        return read_service_account({of_, account_operation::upsert, form_.key(), form_.email(), hidden},
                                    response.status(), response.body(), value);
    }

    void correct_refusal(error& refused) const override
    {
        correct_login_refusal(of_, refused.status(), refused);
    }

    boost::container::small_vector<std::string_view, 2> secrets() const override
    {
        boost::container::small_vector<std::string_view, 2> hidden{token()};
        for (const account_form::field& each : form_.fields())
            if (!each.is_public)
                hidden.push_back(each.value.reveal());
        return hidden;
    }

    const service_traits& of_;
    account_form form_;
    std::string subject_;
};

/** A call about one account that has no content. */
template <class T>
class key_call : public content_free_call<T>
{
protected:
    key_call(call_basis basis, std::string_view method, const service_traits& of, std::string key,
             typename content_free_call<T>::handler_type handler)
        : content_free_call<T>(std::move(basis), method, of.account_template, std::move(handler)), of_(of),
          key_(std::move(key))
    {
    }

    account_question question(account_operation operation, std::span<const std::string_view> hidden) const
    {
        return {of_, operation, key_, email_of_key(of_, key_), hidden};
    }

private:
    std::optional<error> validate() final { return check_key(of_, key_); }

    void append_path(std::string& out) const final
    {
        accounts::append_path(out, this->core().path_prefix(), of_, key_);
    }

    void append_request(std::string& wire, std::string& scratch) final
    {
        append_path(scratch);
        this->append_head(wire, {}, scratch, {}, {}, 0);
    }

    const service_traits& of_;
    std::string key_;
};

class get_call final : public key_call<account>
{
public:
    using handler_type = typed_call<account>::handler_type;

    get_call(call_basis basis, const service_traits* of, std::string key, handler_type handler)
        : key_call(std::move(basis), "GET", *of, std::move(key), std::move(handler))
    {
    }

private:
    std::optional<error> decode(const http::response_reader& response) override
    {
        const auto hidden = secrets();
        return read_service_account(question(account_operation::get, hidden), response.status(),
                                    response.body(), value);
    }
};

class delete_call final : public key_call<void>
{
public:
    using handler_type = typed_call<void>::handler_type;

    delete_call(call_basis basis, const service_traits* of, std::string key, handler_type handler)
        : key_call(std::move(basis), "DELETE", *of, std::move(key), std::move(handler))
    {
    }

private:
    /** Accepts 404 if an earlier attempt of this call may have removed the account. */
    bool accepts(int status) const noexcept override
    {
        return key_call::accepts(status) || (status == no_such_account && may_have_been_applied());
    }

    std::optional<error> decode(const http::response_reader& response) override
    {
        const auto hidden = secrets();
        if (response.status() == no_such_account)
            return read_missing_answer(hidden, response.body());
        account removed;
        return read_service_account(question(account_operation::remove, hidden), response.status(),
                                    response.body(), removed);
    }
};

class list_call final : public content_free_call<std::vector<account>>
{
public:
    using handler_type = typed_call<std::vector<account>>::handler_type;

    list_call(call_basis basis, const service_traits* of, handler_type handler)
        : content_free_call(std::move(basis), "GET", of->accounts_path, std::move(handler)), of_(*of)
    {
    }

private:
    void append_path(std::string& out) const override
    {
        accounts::append_path(out, core().path_prefix(), of_, {});
    }

    void append_request(std::string& wire, std::string& scratch) override
    {
        append_path(scratch);
        append_head(wire, {}, scratch, {}, {}, 0);
    }

    bool accepts(int status) const noexcept override
    {
        return status == no_such_account || content_free_call::accepts(status);
    }

    std::optional<error> decode(const http::response_reader& response) override
    {
        const auto hidden = secrets();
        return read_service_accounts(of_, hidden, response.status(), response.body(), value);
    }

    const service_traits& of_;
};

} // namespace

using useapi::detail::access;
using useapi::detail::await_call;

void start_upsert_account(const client& client, const service_traits& of, account_form form,
                          detail::handler<account> handler)
{
    std::make_shared<upsert_call>(access::basis(client), &of, std::move(form), std::move(handler))
        ->initiate();
}

boost::asio::awaitable<result<account>> upsert_account(const client& client, const service_traits& of,
                                                       account_form form)
{
    return await_call<upsert_call, account>(access::basis(client), &of, std::move(form));
}

boost::asio::awaitable<result<account>> get_account(const client& client, const service_traits& of,
                                                    std::string key)
{
    return await_call<get_call, account>(access::basis(client), &of, std::move(key));
}

boost::asio::awaitable<result<std::vector<account>>> list_accounts(const client& client,
                                                                   const service_traits& of)
{
    return await_call<list_call, std::vector<account>>(access::basis(client), &of);
}

boost::asio::awaitable<result<void>> delete_account(const client& client, const service_traits& of,
                                                    std::string key)
{
    return await_call<delete_call, void>(access::basis(client), &of, std::move(key));
}

namespace detail {

void start_get_account(const client& client, const service_traits& of, std::string key,
                       handler<account> handler)
{
    std::make_shared<get_call>(access::basis(client), &of, std::move(key), std::move(handler))->initiate();
}

void start_list_accounts(const client& client, const service_traits& of,
                         handler<std::vector<account>> handler)
{
    std::make_shared<list_call>(access::basis(client), &of, std::move(handler))->initiate();
}

void start_delete_account(const client& client, const service_traits& of, std::string key,
                          handler<void> handler)
{
    std::make_shared<delete_call>(access::basis(client), &of, std::move(key), std::move(handler))->initiate();
}

} // namespace detail

} // namespace useapi::accounts
