#include <useapi/testing/memory_service.hpp>

#include "emulator/options.hpp"
#include "emulator/service/delivery.hpp"
#include "emulator/service/service.hpp"
#include "emulator/service/store.hpp"
#include "testing/event_queue.hpp"

#include <utility>

namespace useapi::testing {
namespace {

emulator::options emulator_options(const memory_service_options& options)
{
    emulator::options chosen;
    chosen.seed(options.seed()).account_limit(options.account_limit()).login_delay(options.login_delay());
    for (const std::string& spec : options.faults())
        chosen.add_fault(spec);
    for (const std::string& token : options.accepted_tokens())
        chosen.accept_token(token);
    return chosen;
}

bool strikes_with(const emulator::opened_request& request, emulator::fault_kind kind)
{
    return request.plan.strike != nullptr && request.plan.strike->kind() == kind;
}

runwayml::account shown(const emulator::account& held)
{
    runwayml::account account(held.email());
    account.password(secret(held.password())).max_jobs(held.max_jobs());
    if (held.use_workspace())
        account.use_workspace(*held.use_workspace());
    if (held.error())
        account.error(*held.error());
    return account;
}

} // namespace

class memory_service::state
{
public:
    explicit state(const emulator::options& options) : api_(options, accounts_) {}

    reply answer(const received_request& request);

    const std::shared_ptr<emulator::store>& accounts() const noexcept { return accounts_; }

private:
    reply deliver(const emulator::opened_request& opened, const emulator::answer& given,
                  std::chrono::system_clock::time_point now) const;

    const std::shared_ptr<emulator::store> accounts_ = std::make_shared<emulator::store>();
    emulator::service api_;
};

reply memory_service::state::answer(const received_request& request)
{
    using emulator::fault_kind;
    const auto opened = api_.open(request.method(), request.target(),
                                  request.find("Authorization").value_or(std::string_view()));
    if (strikes_with(opened, fault_kind::reset_before_request))
        return reply().then(reply::ending::reset);

    const emulator::fault* const strike = opened.plan.strike;
    const bool commits = strike == nullptr || strike->applied() == emulator::strikes::after_change;
    auto delay = opened.plan.delay_before + opened.plan.delay_after;
    if (commits)
        delay += api_.login_delay(opened);
    const auto now = event_queue::wall_time(request.at());
    auto given = api_.respond(opened, request.find("Content-Type").value_or(std::string_view()),
                              request.body(), commits, now);
    if (strikes_with(opened, fault_kind::status))
        given = emulator::fault_answer(*strike, opened.where.email, now);

    if (strikes_with(opened, fault_kind::stall))
        return reply::silence();
    if (strikes_with(opened, fault_kind::reset_after_request))
        return reply().then(reply::ending::reset).after(delay);
    return deliver(opened, given, now).after(delay);
}

reply memory_service::state::deliver(const emulator::opened_request& opened, const emulator::answer& given,
                                     std::chrono::system_clock::time_point now) const
{
    std::optional<emulator::fault_kind> kind;
    if (opened.plan.strike != nullptr)
        kind = opened.plan.strike->kind();
    auto made = emulator::deliver(given, kind, emulator::delivery_terms(true, false), now);
    reply sent(std::move(made.bytes));
    if (made.then != emulator::ending::none)
        sent.then(reply::ending::close);
    return sent;
}

memory_service::memory_service(const memory_service_options& options)
    : state_(std::make_shared<state>(emulator_options(options)))
{
}

memory_network::server memory_service::far_end() const
{
    return [state = state_](const received_request& request) { return state->answer(request); };
}

std::vector<runwayml::account> memory_service::accounts(std::string_view token) const
{
    std::vector<runwayml::account> held;
    for (const auto& [email, account] : state_->accounts()->accounts(token))
        held.push_back(shown(account));
    return held;
}

void memory_service::add_account(std::string_view token, const runwayml::account& known)
{
    emulator::account added(known.email(), std::string(known.password().reveal()),
                            known.max_jobs().value_or(1));
    added.use_workspace(known.use_workspace()).error(known.error());
    state_->accounts()->put(token, std::move(added));
}

std::string memory_service::add_job(std::string_view token, std::string_view email)
{
    return state_->accounts()->add_job(token, email);
}

} // namespace useapi::testing
