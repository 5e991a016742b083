#include "cli/import/import_session.hpp"

#include "bulk/services.hpp"
#include "cli/accounts/service_accounts.hpp"
#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/single_call.hpp"
#include "client/client_core.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <fmt/format.h>

#include <csignal>
#include <utility>
#include <variant>

namespace useapi::cli {
namespace {

// Whether nohup(1), or another parent, made the process ignore the signal.
bool is_ignored(int signal) noexcept
{
    struct sigaction found = {};
    return ::sigaction(signal, nullptr, &found) == 0 && found.sa_handler == SIG_IGN;
}

} // namespace

import_session::import_session(std::map<std::string, client_options> for_clients,
                               const bulk::import_options& for_import, const import_arguments& given,
                               console& out)
    : signals_(context_), pause_signals_(context_, SIGUSR1, SIGUSR2), control_timer_(context_),
      service_(bulk::service_of(for_import)),
      import_(bulk::import_options(for_import).on_notice([this](const std::string& line) {
          display_.make_room();
          out_.note(printable(line));
      })),
      display_(context_, out, given.progress, [this] { return import_.snapshot(); }), out_(out),
      grace_(for_import.grace()), control_(given.control_file)
{
    as_given_.concurrency = for_import.concurrency();
    as_given_.rate = for_import.rate();
    wait_for_pause();
    for (auto& [profile, options] : for_clients)
        try {
            clients_.emplace(profile, client(context_, std::move(options)));
        } catch (const exception& refused) {
            if (profile.empty())
                throw;
            error named = refused.reason();
            named.detail(fmt::format("profile {}: {}", profile, refused.reason().detail()));
            throw exception(std::move(named));
        }
}

import_session::~import_session()
{
    end();
}

bool import_session::end() noexcept
{
    display_.end();
    boost::system::error_code ignored;
    for (auto* const signals : {&signals_, &pause_signals_}) {
        signals->clear(ignored); // which leaves those waiting that wait for one
        signals->cancel(ignored);
    }
    control_timer_.cancel();
    for (const auto& each : clients_)
        each.second.close();
    return wind_up(context_, clients_.begin()->second);
}

result<std::vector<runwayml::account>> import_session::list_accounts(const std::string& profile)
{
    const client& used = clients_.at(profile);
    return run_call<std::vector<runwayml::account>>(context_, used, [this, &used](auto handler) {
        start_list_accounts(used, service_, std::move(handler));
    });
}

result<subscription> import_session::get_subscription(const std::string& profile)
{
    const client& used = clients_.at(profile);
    return run_call<subscription>(
        context_, used, [&used](auto handler) { async_get_subscription(used, std::move(handler)); });
}

result<void> import_session::delete_account(const std::string& profile, const std::string& key)
{
    watch_signals();
    std::optional<result<void>> outcome;
    start_delete_account(
        clients_.at(profile), service_, key,
        boost::asio::bind_cancellation_slot(
            deletion_.slot(), [&outcome](result<void> arrived) { outcome.emplace(std::move(arrived)); }));
    while (!outcome && context_.run_one() != 0) {
    }
    return std::move(outcome.value());
}

void import_session::note_service_time(const std::string& profile,
                                       std::chrono::system_clock::time_point there)
{
    const auto core = useapi::detail::access::core(clients_.at(profile));
    core->note_service_time(there, core->connector().now());
}

std::chrono::system_clock::time_point import_session::service_time(const std::string& profile,
                                                                   const console& out) const
{
    return service_time_of(clients_.at(profile), out);
}

bulk::import_summary import_session::finish()
{
    watch_signals();
    const unhurried_standard_error unhurried;
    display_.begin();
    import_.async_run(clients_,
                      [this](bulk::import_summary arrived) { summary_.emplace(std::move(arrived)); });
    if (paused_)
        import_.pause();
    look_at_control();
    while (!summary_ && context_.run_one() != 0) {
    }
    display_.end();
    return std::move(summary_.value());
}

void import_session::wait_for_pause()
{
    pause_signals_.async_wait([this](const boost::system::error_code& failure, int number) {
        if (failure)
            return;
        wait_for_pause();
        set_paused(number == SIGUSR1, number == SIGUSR1 ? "SIGUSR2 lets it go on" : "");
    });
}

void import_session::set_paused(bool value, std::string_view how)
{
    if (std::exchange(paused_, value) == value)
        return;
    display_.make_room();
    if (value) {
        out_.note(fmt::format("paused: no new account is begun; {}", how));
        import_.pause();
    } else {
        out_.note("going on");
        import_.go_on();
    }
}

void import_session::wait_for_control()
{
    control_timer_.expires_after(std::chrono::seconds(1));
    control_timer_.async_wait([this](const boost::system::error_code& failure) {
        if (!failure && !summary_)
            look_at_control();
    });
}

void import_session::look_at_control()
{
    if (!control_.is_named())
        return;
    wait_for_control();
    const auto said = control_.look();
    if (!said)
        return;
    if (const auto* const problem = std::get_if<std::string>(&*said)) {
        display_.make_room();
        out_.warn("the control file is ignored: " + *problem);
        return;
    }
    const auto& wanted = std::get<control_settings>(*said);
    set_paused(wanted.paused, "the control file lets it go on");
    import_.change_pace(wanted.concurrency.value_or(*as_given_.concurrency),
                        wanted.rate.value_or(*as_given_.rate));
}

/** Call it before anything is sent or deleted. Until then, a signal may simply end the process. */
void import_session::watch_signals()
{
    if (std::exchange(watching_, true))
        return;
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    if (!is_ignored(SIGHUP))
        signals_.add(SIGHUP);
    wait_for_signal();
}

void import_session::wait_for_signal()
{
    signals_.async_wait([this](const boost::system::error_code& failure, int) {
        if (!failure && !summary_)
            on_signal();
    });
}

void import_session::on_signal()
{
    display_.make_room();
    if (stopping_) {
        out_.note("ending the calls under way");
        signals_.clear();
        deletion_.emit(boost::asio::cancellation_type::terminal);
        import_.cut();
        return;
    }
    stopping_ = true;
    wait_for_signal();
    out_.note(
        fmt::format("stopping: calls under way may finish within {} s; Ctrl-C once more cuts them short",
                    static_cast<double>(grace_.count()) / 1000));
    import_.stop();
}

} // namespace useapi::cli
