#include <useapi/client/call_options.hpp>
#include <useapi/client/call_report.hpp>

#include "client/call/call.hpp"
#include "client/call/call_basis.hpp"
#include "client/client_core.hpp"
#include "http/exchange/message_syntax.hpp"

#include <algorithm>
#include <utility>

namespace useapi {

call_options call_options::over(const call_options& base) const
{
    const auto choose = [](auto& into, const auto& own) {
        if (own)
            into = own;
    };
    call_options both = base;
    choose(both.timeout_, timeout_);
    choose(both.deadline_, deadline_);
    choose(both.attempt_timeout_, attempt_timeout_);
    choose(both.max_attempts_, max_attempts_);
    choose(both.at_most_once_, at_most_once_);
    choose(both.tag_, tag_);
    choose(both.attempt_fields_, attempt_fields_);
    choose(both.report_to_, report_to_);
    choose(both.on_attempt_failed_, on_attempt_failed_);
    both.fields_.insert(both.fields_.end(), fields_.begin(), fields_.end());
    return both;
}

namespace detail {
namespace {

constexpr std::chrono::milliseconds a_week = std::chrono::hours(7 * 24);

error refuse(const char* detail)
{
    return error(errc::invalid_argument).detail(detail);
}

} // namespace

std::optional<error> check_call(const call_options& options)
{
    if (options.timeout() && *options.timeout() > a_week)
        return refuse("timeout of the call must be at most a week");
    if (const auto limit = options.attempt_timeout(); limit && (limit->count() <= 0 || *limit > a_week))
        return refuse("attempt_timeout of the call must be more than 0 and at most a week");
    if (const auto most = options.max_attempts(); most && (*most == 0 || *most > 100))
        return refuse("max_attempts of the call must be 1 to 100");
    return http::check(options.fields());
}

bool may_share(const call_options* options) noexcept
{
    if (!options)
        return true;
    const bool limits = options->timeout() || options->deadline() || options->attempt_timeout() ||
                        options->max_attempts() || options->at_most_once();
    return !limits && !options->tag() && options->fields().empty() && !options->attempt_fields();
}

call_options::clock::time_point deadline_of(const call_options* options, std::chrono::milliseconds timeout,
                                            call_options::clock::time_point now) noexcept
{
    if (!options)
        return now + timeout;
    // A longer time-out is refused before anything waits for it.
    const auto end = now + std::min(options->timeout().value_or(timeout), a_week);
    return std::min(end, options->deadline().value_or(end));
}

void append_lines(std::string& header, std::span<const http::field> fields)
{
    for (const http::field& field : fields)
        header.append(field.name()).append(": ").append(field.value()).append("\r\n");
}

std::optional<error> make_attempt_fields(const call_options& options, unsigned attempt, std::string& header)
{
    header.clear();
    append_lines(header, options.fields());
    if (!options.attempt_fields())
        return std::nullopt;
    std::vector<http::field> further;
    try {
        further = options.attempt_fields()(attempt);
    } catch (...) {
        return refuse("attempt_fields threw an exception");
    }
    if (auto problem = http::check(further))
        return problem;
    append_lines(header, further);
    return std::nullopt;
}

std::optional<error> call::check_all()
{
    auto problem = validate();
    if (options_ && !problem)
        problem = check_call(*options_);
    if (options_ && !problem && deadline_ <= started_)
        problem = error(errc::timed_out).detail("the time of the call was over before it began");
    return problem ? problem : refused_by_silence();
}

void call::prepare_attempt()
{
    if (options_ && may_attempt())
        failure = make_attempt_fields(*options_, record_.attempts() + (is_counted_ ? 0 : 1), option_fields_);
}

void call::report_retry(const error& failed, const retry::attempt_outcome& outcome)
{
    if (options_->report_to()) {
        if (!report_)
            report_ = std::make_unique<call_report>();
        ++report_->retries[outcome.status != 0 ? "status " + std::to_string(outcome.status)
                                               : std::string(name_of(outcome.code))];
    }
    if (options_->on_attempt_failed())
        options_->on_attempt_failed()(failed);
}

void call::report_end(std::chrono::milliseconds elapsed)
{
    call_report report = report_ ? std::move(*report_) : call_report();
    report.attempts = record_.attempts();
    report.busy_signals = record_.busy_signals();
    report.status = last_status_;
    report.elapsed = elapsed;
    options_->report_to()(report);
}

std::chrono::milliseconds call::attempt_timeout() const noexcept
{
    const auto usual = core_->options().attempt_timeout();
    return options_ ? options_->attempt_timeout().value_or(usual) : usual;
}

void call::append_head(std::string& wire, std::string_view prefix, std::string_view path,
                       std::string_view fields, std::string_view media_type, std::size_t content_size) const
{
    core_->append_head(wire, token_ ? token_->fields : core_->own_fields(), method(), prefix, path,
                       option_fields_, fields, media_type, content_size);
}

} // namespace detail
} // namespace useapi
