#include "cli/import_run.hpp"

#include "cli/console.hpp"
#include "cli/single_call.hpp"

#include <useapi/runwayml/operations.hpp>

#include <fmt/format.h>

#include <csignal>
#include <utility>

namespace useapi::cli {

import_run::import_run(client_options for_client, const bulk::import_options& for_import, console& out)
    : signals_(context_), client_(context_, std::move(for_client)), import_(for_import),
      display_(context_, out, [this] { return import_.snapshot(); }), out_(out), grace_(for_import.grace())
{
}

import_run::~import_run()
{
    display_.end();
    signals_.clear();
    wind_up(context_, client_);
}

result<std::vector<runwayml::account>> import_run::list_accounts()
{
    return run_call<std::vector<runwayml::account>>(context_, client_, [this](auto handler) {
        runwayml::async_list_accounts(client_, std::move(handler));
    });
}

result<void> import_run::delete_account(const std::string& email)
{
    return run_call<void>(context_, client_, [&](auto handler) {
        runwayml::async_delete_account(client_, email, std::move(handler));
    });
}

bulk::import_summary import_run::finish()
{
    // Not before: until something is sent, the signals may simply end the process.
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    wait_for_signal();
    display_.begin();
    import_.async_run(client_,
                      [this](bulk::import_summary arrived) { summary_.emplace(std::move(arrived)); });
    while (!summary_ && context_.run_one() != 0) {
    }
    display_.end();
    return std::move(summary_.value());
}

void import_run::wait_for_signal()
{
    signals_.async_wait([this](const boost::system::error_code& failure, int) {
        if (!failure && !summary_)
            on_signal();
    });
}

void import_run::on_signal()
{
    display_.make_room();
    if (stopping_) {
        out_.note("cutting short");
        signals_.clear();
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
