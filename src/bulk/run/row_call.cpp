#include "bulk/run/row_call.hpp"

#include "accounts/service/service_calls.hpp"
#include "bulk/input/row_form.hpp"

#include <useapi/client/call_options.hpp>
#include <useapi/client/call_report.hpp>
#include <useapi/runwayml/operations.hpp>
#include <useapi/runwayml/shown_workspace.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <optional>
#include <utility>

namespace useapi::bulk {
namespace {

namespace asio = boost::asio;

class row_call final : public run_world::running_call, public std::enable_shared_from_this<row_call>
{
public:
    row_call(const client& used, const accounts::service_traits* of, const input_row& row,
             std::function<void(const error&)> attempt_failed, std::function<void(call_outcome)> done)
        : client_(used), of_(of), row_(row), attempt_failed_(std::move(attempt_failed)),
          done_(std::move(done))
    {
    }

    void ask()
    {
        runwayml::async_get_account(
            client_, row_.settings.email(),
            asio::bind_cancellation_slot(
                signal_.slot(),
                [self = shared_from_this()](result<runwayml::account> found) { self->on_found(found); }));
    }

    void send()
    {
        const auto report = std::make_shared<call_report>();
        const client reporting =
            client_.with(call_options()
                             .on_attempt_failed(std::move(attempt_failed_))
                             .report_to([report](const call_report& made) { *report = made; }));
        auto finish = [self = shared_from_this(), report](const auto& outcome) {
            call_outcome ended(outcome ? std::nullopt : std::optional<error>(outcome.error()));
            ended.attempts = report->attempts;
            ended.busy_signals = report->busy_signals;
            ended.status = report->status;
            ended.elapsed = report->elapsed;
            ended.retries = std::move(report->retries);
            self->end(std::move(ended));
        };
        auto handler = asio::bind_cancellation_slot(signal_.slot(), std::move(finish));
        const runwayml::account_settings& settings = row_.settings;
        if (of_ == nullptr)
            runwayml::async_upsert_account(reporting, settings, std::move(handler));
        else
            accounts::start_upsert_account(reporting, *of_, form_of(*of_, row_.settings), std::move(handler));
    }

    void cancel() noexcept override { signal_.emit(asio::cancellation_type::terminal); }

private:
    void on_found(const result<runwayml::account>& found)
    {
        if (found && is_what_was_sent(*found, row_)) {
            call_outcome ended(std::nullopt);
            ended.status = 200;
            end(std::move(ended));
            return;
        }
        // The call ends here only with an error that the row would get as well. Any other answer to the
        // question settles nothing.
        if (!found) {
            const error_code why = found.error().code();
            if (why == condition::transient || why == condition::transport ||
                why == condition::token_refused || why == condition::cancelled) {
                end(call_outcome(found.error()));
                return;
            }
        }
        send();
    }

    void end(call_outcome outcome)
    {
        const auto done = std::exchange(done_, nullptr);
        done(std::move(outcome));
    }

    client client_;
    const accounts::service_traits* of_;
    input_row row_;
    std::function<void(const error&)> attempt_failed_;
    std::function<void(call_outcome)> done_;
    asio::cancellation_signal signal_;
};

} // namespace

std::shared_ptr<run_world::running_call>
start_row_call(const client& client, const accounts::service_traits* of, const input_row& row,
               std::function<void(const error&)> attempt_failed, std::function<void(call_outcome)> done)
{
    auto call = std::make_shared<row_call>(client, of, row, std::move(attempt_failed), std::move(done));
    if (row.perhaps_sent_at)
        call->ask();
    else
        call->send();
    return call;
}

bool is_what_was_sent(const runwayml::account& found, const input_row& row)
{
    const auto issued_at = found.jwt() ? found.jwt()->issued_at() : std::nullopt;
    // A workspace that cannot be compared counts as equal. Otherwise the row would be sent again each time.
    const bool in_workspace = runwayml::shown_workspace(found).compare(row.settings.use_workspace()) !=
                              runwayml::workspace_match::different;
    return !found.error() && found.max_jobs() == row.settings.max_jobs() && in_workspace && issued_at &&
           row.perhaps_sent_at && *issued_at >= *row.perhaps_sent_at;
}

} // namespace useapi::bulk
