#include <useapi/accounts/subscription.hpp>

#include "accounts/content_free_call.hpp"
#include "accounts/subscription_parsing.hpp"

#include <utility>

namespace useapi {
namespace {

using detail::access;

class subscription_call final : public accounts::content_free_call<subscription>
{
public:
    using handler_type = typename detail::typed_call<subscription>::handler_type;

    subscription_call(call_basis basis, handler_type handler)
        : content_free_call(std::move(basis), "GET", "/v2/account", std::move(handler))
    {
    }

private:
    void append_path(std::string& out) const override
    {
        out += accounts::subscription_path(this->core().path_prefix());
    }

    void append_request(std::string& wire, std::string& scratch) override
    {
        append_path(scratch);
        append_head(wire, {}, scratch, {}, {}, 0);
    }

    std::optional<error> decode(const http::response_reader& response) override
    {
        const auto hidden = secrets();
        return accounts::read_subscription_answer(hidden, response.status(), response.body(), value);
    }
};

} // namespace

std::optional<account_counts> subscription::accounts_of(std::string_view service) const
{
    for (const auto& [name, held] : accounts_)
        if (name == service)
            return held;
    return std::nullopt;
}

subscription& subscription::accounts_of(std::string service, account_counts held) &
{
    for (auto& [name, known] : accounts_) {
        if (name != service)
            continue;
        known = held;
        return *this;
    }
    accounts_.emplace_back(std::move(service), held);
    return *this;
}

std::optional<std::uint64_t> subscription::free_places(std::string_view service) const
{
    if (!places_)
        return std::nullopt;
    const auto held = accounts_of(service);
    const std::uint64_t taken = held ? held->total() : 0;
    return taken < *places_ ? *places_ - taken : 0;
}

namespace detail {

void start_get_subscription(const client& client,
                            boost::asio::any_completion_handler<void(result<subscription>&&)> handler)
{
    std::make_shared<subscription_call>(access::basis(client), std::move(handler))->initiate();
}

} // namespace detail

boost::asio::awaitable<result<subscription>> get_subscription(client client)
{
    return detail::await_call<subscription_call, subscription>(access::basis(client));
}

} // namespace useapi
