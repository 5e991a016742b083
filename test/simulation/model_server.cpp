#include "simulation/model_server.hpp"

#include "simulation/joined_calls.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace useapi::simulation {
namespace {

using namespace std::chrono_literals;

constexpr int no_http = -1;

// How an answer about an account begins.
constexpr std::string_view right_account = R"({"email":")";
constexpr std::string_view other_account = R"({"email":"other.)";

constexpr std::array upstream_statuses{408, 500, 502, 504, 520, 522, 524};

bool is_success(int status) noexcept
{
    return status >= 200 && status < 300;
}

bool is_busy(int status) noexcept
{
    return status == 429 || status == 503;
}

bool is_upstream(int status) noexcept
{
    return std::find(upstream_statuses.begin(), upstream_statuses.end(), status) != upstream_statuses.end();
}

std::string refusal_text(int status)
{
    switch (status) {
    case 401:
        return R"({"error":"Wrong username/password combination."})";
    case 500:
        return R"({"error":"Login failed: captcha"})";
    default:
        return R"({"error":"refused"})";
    }
}

/** What the request of this call carries. */
std::string content_of(const planned_call& plan)
{
    return R"({"email":")" + plan.email + R"(","password":")" + plan.password + R"(","maxJobs":)" +
           std::to_string(plan.max_jobs) + "}";
}

/** The size of an answer up to the end of its final header, interim answers included. */
std::size_t end_of_header(std::string_view answer)
{
    std::size_t end = 0;
    do
        end = answer.find("\r\n\r\n", end) + 4;
    while (answer.substr(end).starts_with("HTTP/1.1 "));
    return end;
}

/** @see RFC 9110 section 5.6.7 */
std::string http_date(std::chrono::sys_seconds when)
{
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(when);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(when - day);
    char text[40];
    std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                  days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                  months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text;
}

/** @param ends  the end of the connection ends the content. */
std::string as_message(const chooser& choose, int status, std::string_view fields, std::string_view body,
                       bool ends)
{
    std::string text;
    for (std::size_t i = choose.chance(0.05, "interim") ? choose.between(1, 12, "interim_answers") : 0;
         i != 0; --i)
        text += "HTTP/1.1 102 Processing\r\n\r\n";
    text += "HTTP/1.1 " + std::to_string(status) + " Status\r\n";
    text += fields;
    if (status == 204)
        return text + "\r\n";
    if (ends)
        return text + "\r\n" + std::string(body);
    if (!choose.chance(0.2, "chunked"))
        return text + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
    text += "Transfer-Encoding: chunked\r\n\r\n";
    static constexpr std::string_view digits = "0123456789abcdef";
    while (!body.empty()) {
        const std::size_t size = std::min<std::size_t>(choose.between(1, 15, "chunk"), body.size());
        text.append(1, digits[size]).append("\r\n").append(body.substr(0, size)).append("\r\n");
        body.remove_prefix(size);
    }
    return text + "0\r\n\r\n";
}

} // namespace

void exchange_truth::count(std::size_t request_truth::* what, std::size_t by) const
{
    account->*what += by;
    if (const auto known = call.lock())
        (*known).*what += by;
}

model_server::model_server(scenario& what, virtual_clock& clock, verdict& found, event_log& log)
    : scenario_(what), random_(what.random), clock_(clock), verdict_(found), log_(log), gate_(clock)
{
    for (const auto* const plans : {&what.calls, &what.spare_calls, &what.calls_once_healed})
        for (const planned_call& call : *plans)
            accounts_[call.email].plan = &call;
}

account_truth& model_server::of(std::string_view email)
{
    return accounts_.at(std::string(email));
}

std::shared_ptr<call_truth> model_server::on_call(const planned_call& plan)
{
    auto call = std::make_shared<call_truth>();
    call->plan = &plan;
    call->account = &of(plan.email);
    return call;
}

void model_server::on_begun(const std::shared_ptr<call_truth>& call)
{
    account_truth& account = *call->account;
    call->begun_behind_gate = clock_.now() < quiet_until_;
    if (scenario_.options.join_equal_logins())
        call->joined = joined_by(account, *call->plan);
    if (call->joined)
        log_.add(call->plan->name, "joins ", call->joined->plan->name);
    account.calls.push_back(call);
}

std::shared_ptr<exchange_truth> model_server::on_request(std::string_view text)
{
    constexpr std::string_view before_email = "/v1/accounts/";
    const std::size_t begin = text.find(before_email) + before_email.size();
    account_truth& account = of(text.substr(begin, text.find(' ', begin) - begin));
    const std::shared_ptr<call_truth> sender = sender_of(account, text);
    call_truth& call = *sender;

    check_repetition(call);
    check_turn(call);
    if (!call.first_request)
        call.first_request = clock_.now();
    call.last = std::make_shared<exchange_truth>();
    const model_gate::passage passage = gate_.on_request();
    call.last->is_probe = passage == model_gate::passage::probe;
    if (passage == model_gate::passage::too_early)
        blame(call.plan->email + ": sent although the service had asked to wait");
    call.last->call = sender;
    call.last->plan = call.plan;
    call.last->account = &account;
    call.last->begun = clock_.now();
    call.last->count(&request_truth::requests);
    call.last->name = {call.plan->name.kind, call.plan->name.number, call.requests};
    return call.last;
}

/** The call that sent this content. Equal calls log in one after the other, so it is the first of them that
    waits for its outcome. Without content it is the latest call. */
std::shared_ptr<call_truth> model_server::sender_of(const account_truth& account, std::string_view text)
{
    std::shared_ptr<call_truth> sender;
    for (const auto& each : account.calls) {
        if (!text.ends_with(content_of(*each->plan)))
            continue;
        sender = each;
        if (!each->is_settled())
            break;
    }
    return sender ? sender : account.calls.back();
}

void model_server::check_repetition(call_truth& call)
{
    const planned_call& plan = *call.plan;
    const auto accuse = [&](std::string what) { blame(plan.email + ": " + std::move(what)); };
    if (clock_.now() > last_requests_at_)
        accuse("a request left after its client had ended");
    if (call.has_ended)
        accuse("a request left after its call had ended");
    if (call.requests >= scenario_.options.retry().max_attempts())
        accuse("more requests than attempts allow");
    if (!call.last)
        return;
    const exchange_truth& last = *call.last;
    if (!last.is_over && !last.is_answered())
        accuse("two logins at once of calls that ask for the same");
    const bool settles_it = last.is_answered() && !is_busy(last.status) &&
                            (!is_upstream(last.status) || last.status == plan.refusal);
    if (settles_it)
        accuse("sent again after an answer with status " + std::to_string(last.status));
    const bool did_nothing = last.is_status_known() && is_busy(last.status);
    if (plan.what == operation::post_once && !did_nothing)
        accuse("sent again although it is not idempotent");
    call.resends_after_unknown += !did_nothing;
    if (call.resends_after_unknown > scenario_.options.retry().max_resends_after_unknown())
        accuse("sent again too often after outcomes of unknown effect");
}

void model_server::check_turn(const call_truth& call)
{
    bool is_behind = true;
    for (const auto& other : call.account->calls) {
        is_behind = is_behind && other.get() != &call;
        if (other.get() == &call || other->is_settled())
            continue;
        if (other->first_request)
            blame(call.plan->email + ": two logins of one account at once");
        else if (is_behind)
            blame(call.plan->email + ": a login overtook one that began before it");
    }
}

bool model_server::is_in_storm() const
{
    return scenario_.storm_begins && clock_.elapsed() >= *scenario_.storm_begins &&
           clock_.elapsed() < *scenario_.storm_begins + scenario_.storm_lasts;
}

int model_server::choose_status(const exchange_truth& exchange)
{
    const planned_call& plan = *exchange.plan;
    const chooser choose = random_.about(exchange.name);
    const auto call = exchange.call.lock();
    const std::size_t applied = call ? call->applied : 0;
    if (scenario_.token_revoked && clock_.elapsed() >= *scenario_.token_revoked)
        return 401;
    if (choose.chance(is_in_storm() ? 0.9 : scenario_.faults.busy, "busy"))
        return choose.chance(0.5, "429") ? 429 : 503;
    if (choose.chance(scenario_.faults.upstream, "upstream"))
        return upstream_statuses[choose.below(upstream_statuses.size(), "upstream_status")];
    if (plan.refusal != 0)
        return plan.refusal;
    // Earlier requests show: there is no account to remove any more, or the account to make exists already.
    if (plan.what == operation::remove && applied != 0)
        return 404;
    if (plan.what == operation::upsert && applied != 0 && choose.chance(0.3, "409"))
        return 409;
    if (plan.what == operation::remove && choose.chance(0.5, "204"))
        return 204;
    return choose.chance(0.5, "200", true) ? 200 : 201;
}

void model_server::apply(const exchange_truth& exchange, std::string_view request)
{
    const planned_call& plan = *exchange.plan;
    const bool carries_data = plan.what != operation::get && plan.what != operation::remove;
    const bool is_right =
        carries_data ? request.ends_with("\r\n\r\n" + content_of(plan)) : request.ends_with("\r\n\r\n");
    log_.add({"service"}, "does what ", exchange.name, " asks for");
    exchange.count(is_right ? &request_truth::applied : &request_truth::applied_wrong);
}

/** `Retry-After` in seconds, or as a date by the clock of the service. `Date` tells the time of that
    clock. */
std::string model_server::retry_after(std::chrono::seconds wait, const chooser& choose)
{
    if (choose.chance(0.5, "wait_in_seconds", true))
        return "Retry-After: " + std::to_string(wait.count()) + "\r\n";
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.wall_now()) + scenario_.clock_skew;
    return "Date: " + http_date(now) + "\r\nRetry-After: " + http_date(now + wait) + "\r\n";
}

std::string model_server::body_of(int status, const exchange_truth& exchange)
{
    const planned_call& plan = *exchange.plan;
    if (is_success(status)) {
        const bool is_other =
            random_.about(exchange.name).chance(scenario_.faults.other_account, "other_account");
        return std::string(is_other ? other_account : right_account) + plan.email + R"(","maxJobs":)" +
               std::to_string(plan.max_jobs) + R"(,"password":"*****"})";
    }
    if (status == plan.refusal || status == 404 || status == 409)
        return refusal_text(status);
    return status == 401 ? R"({"error":"Unauthorized"})" : "<html>busy</html>";
}

planned_answer model_server::answer(exchange_truth& exchange, std::string_view request)
{
    const planned_call& asked = *exchange.plan;
    const fault_rates& faults = scenario_.faults;
    const chooser choose = random_.about(exchange.name);
    planned_answer plan;
    const int status = choose_status(exchange);
    if (is_success(status) || (is_upstream(status) && asked.refusal == 0 && choose.chance(0.5, "applied")))
        apply(exchange, request);

    std::string fields;
    if (is_busy(status) && choose.chance(0.6, "asks_to_wait")) {
        const unsigned longest = scenario_.is_drawn_out ? 600 : 120;
        const auto wait = std::chrono::seconds(choose.below(
            choose.chance(scenario_.is_drawn_out ? 0.3 : 0.8, "short_wait") ? 4 : longest, "wait"));
        fields += retry_after(wait, choose);
        exchange.asks_to_wait = wait;
    }
    if (choose.chance(faults.last_answer, "last_answer")) {
        plan.promises_end = choose.chance(0.6, "promises_end");
        plan.ends_after = !plan.promises_end || choose.chance(0.5, "ends");
        plan.ends_later =
            choose.chance(0.5, "ends_at_once", true) ? 0ms : choose.between(0ms, 2000ms, "ends_later");
        if (plan.promises_end)
            fields += "Connection: close\r\n";
    }
    const bool ends = plan.ends_after && !is_success(status) && choose.chance(0.5, "end_ends_content");
    const std::string body = body_of(status, exchange);
    const bool is_read = status != 204 && asked.what != operation::post_once;
    plan.bytes = as_message(choose, status, fields, body, ends);
    exchange.status = status;
    exchange.ends_with_connection = ends;
    exchange.misleads = is_read && body.starts_with(other_account);
    if (choose.chance(faults.garbage, "garbage")) {
        if (is_success(status) && choose.chance(0.5, "no_json")) {
            plan.bytes = as_message(choose, status, fields, "no JSON at all", false);
            exchange.misleads = is_read && asked.what != operation::remove;
        } else {
            plan.bytes = choose.chance(0.5, "no_http", true)
                             ? "SSH-2.0-OpenSSH_9.2\r\n\r\n"
                             : "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n";
            exchange.status = no_http;
            exchange.ends_with_connection = false;
            exchange.asks_to_wait.reset();
        }
    }
    exchange.size = plan.bytes.size() + exchange.ends_with_connection;
    exchange.header = end_of_header(plan.bytes);
    plan.delay = choose.chance(faults.slow_answer, "slow_answer")
                     ? choose.between(0ms, scenario_.options.attempt_timeout() * 3 / 2, "answers_after")
                     : 0ms;
    if (choose.chance(faults.answer_cut, "answer_cut"))
        plan.cut = choose.below(plan.bytes.size(), "cut_at");
    else if (choose.chance(faults.stall, "stall")) {
        plan.cut = choose.chance(0.5, "silent", true) ? 0 : choose.below(plan.bytes.size(), "cut_at");
        plan.silent_after_cut = true;
    } else if (choose.chance(faults.extra_bytes, "extra_bytes")) {
        plan.extra = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    }
    return plan;
}

void model_server::on_delivered(exchange_truth& exchange, std::size_t size)
{
    const bool was_answered = exchange.is_answered();
    const bool was_status_known = exchange.is_status_known();
    exchange.delivered += size;
    const int status = exchange.status;
    const bool says_no = status >= 300 && (!is_upstream(status) || status == exchange.plan->refusal);
    if (says_no && !was_status_known && exchange.is_status_known())
        exchange.count(&request_truth::refusals);
    // An answer that is cut off counts by its header, when the attempt ends.
    if (exchange.asks_to_wait && !was_status_known && exchange.is_status_known())
        note_request_to_wait(*exchange.asks_to_wait);
    const bool takes_requests_again = !exchange.misleads && status != no_http && !is_busy(status) &&
                                      (!is_upstream(status) || status == exchange.plan->refusal);
    if (exchange.is_probe && says_no && takes_requests_again && exchange.is_status_known())
        gate_.may_reopen();
    if (was_answered || !exchange.is_answered())
        return;
    if (exchange.asks_to_wait)
        gate_.close(*exchange.asks_to_wait);
    else if (exchange.is_probe && takes_requests_again)
        gate_.reopen();
}

void model_server::on_held_back()
{
    if (gate_.is_reopened())
        blame("a call is held back although the service takes requests again");
}

void model_server::note_request_to_wait(std::chrono::milliseconds wait)
{
    gate_.on_asked_to_wait();
    quiet_until_ = std::max(quiet_until_, clock_.now() + scenario_.options.attempt_timeout() + wait);
    for (auto& [email, account] : accounts_)
        for (const auto& call : account.calls)
            if (!call->first_request)
                call->begun_behind_gate = true;
}

} // namespace useapi::simulation
