#include "simulation/database/comparison/comparison.hpp"

#include "simulation/branches.hpp"
#include "simulation/database/comparison/answer_text.hpp"
#include "simulation/database/statement_texts.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <utility>

namespace useapi::database_simulation {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_sessions = 3;

// In milliseconds.
constexpr const char* short_idle_time = "20";

// Longer than the server takes for anything.
constexpr std::chrono::seconds patience = 20s;

std::string name_of(const twin& one)
{
    return "session " + std::to_string(one.number);
}

} // namespace

twin::twin(std::size_t which, const std::string& url, database_server& server)
    : number(which), real(url), model(server.connect(which))
{
    model->answer = [this](std::vector<sql_result> results) { model_answer = std::move(results); };
    model->closed = [this](const std::string& state) { model_end = state; };
    model->begin();
}

comparison::comparison(const std::string& url, std::uint64_t seed)
    : url_(url), random_(seed), model_random_(seed), choose_(random_.about({"comparison"})), observer_(url),
      model_(clock_, model_random_,
             {[](const session&, const auto&) {},
              [this](const std::string& what) { unknown_statement_ = what; },
              [](const std::string& branch) { simulation::count(branch); },
              [](std::size_t, const std::string&) {}}),
      transactions_(random_)
{
    observer_.run("DROP TABLE IF EXISTS useapi_run, useapi_worker, useapi_account");
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    model_.step_clock(now.time_since_epoch() - std::chrono::milliseconds(model_.time()));
}

void comparison::run()
{
    twin& first = add_session();
    first.plan = transactions_.first();
    if (choose_.chance(0.8, "has_tables"))
        while (!first.plan.rest.empty()) {
            send(first, next_pipeline(first));
            go_on();
        }
    if (choose_.chance(0.1, "has_deadlock"))
        wait_for_each_other();
    const std::size_t steps = choose_.between(20, 60, "steps");
    for (std::size_t i = 0; i < steps && !is_undecided_; ++i)
        step();
    while (!twins_.empty() && !is_undecided_) {
        const auto open =
            std::find_if(twins_.begin(), twins_.end(), [](const auto& each) { return each->has_client; });
        break_off(**open);
        go_on();
    }
    if (is_undecided_)
        return;
    twin& reader = add_session();
    const transaction_plan all = transactions_.last();
    for (const sql_statement& each : all.rest) {
        send(reader, {each});
        go_on();
    }
}

/** Random transactions hardly ever do. */
void comparison::wait_for_each_other()
{
    const auto set = [](const char* name) { return sql_statement{statement_text::set_run, {name, "1"}}; };
    twin& one = add_session();
    twin& other = add_session();
    send(one, {{statement_text::begin_read_committed, {}}, settings_of({}), set("salt")});
    go_on();
    send(other, {{statement_text::begin_read_committed, {}}, settings_of({}), set("input")});
    go_on();
    one.plan.rest = {{statement_text::commit, {}}};
    send(one, {set("input")});
    go_on();
    other.plan.rest = {{statement_text::commit, {}}};
    send(other, {set("salt")});
    go_on();
}

twin& comparison::add_session()
{
    twins_.push_back(std::make_unique<twin>(++sessions_, url_, model_));
    return *twins_.back();
}

void comparison::step()
{
    std::vector<twin*> open;
    for (const auto& each : twins_)
        if (each->has_client)
            open.push_back(each.get());
    const std::size_t place = choose_.below(most_sessions, "session");
    twin& one = place < open.size() ? *open[place] : add_session();
    const bool is_in_transaction = one.model->transaction() != 0;
    if (choose_.chance(0.02, "breaks"))
        break_off(one);
    else if (choose_.chance(0.02, "is_ended"))
        end_by_server(one);
    else if (one.model_waits())
        return;
    else if (is_in_transaction && choose_.chance(0.02, "stays_idle"))
        return stay_idle(one);
    else if (!is_in_transaction && !one.model->has_failed() && choose_.chance(0.02, "takes_no_writes"))
        return take_no_writes(one);
    else
        send(one, next_pipeline(one));
    go_on();
}

void comparison::send(twin& to, std::vector<sql_statement> pipeline)
{
    for (const sql_statement& each : pipeline) {
        log_ += name_of(to) + ": " + text_of(each) + '\n';
        if (each.text == statement_text::settings)
            to.has_limits = each.parameters[1] != "0" || each.parameters[2] != "0";
    }
    to.sent = pipeline;
    to.real.send(pipeline);
    to.model->receive(std::move(pipeline));
}

std::vector<sql_statement> comparison::next_pipeline(twin& of)
{
    if (of.model->has_failed()) {
        of.plan = {};
        if (choose_.chance(0.3, "goes_on"))
            return {{statement_text::time, {}}};
        return {{choose_.chance(0.2, "commits") ? statement_text::commit : statement_text::roll_back, {}}};
    }
    if (of.model->transaction() != 0 && choose_.chance(0.04, "gives_up")) {
        of.plan = {};
        return {{statement_text::roll_back, {}}};
    }
    if (of.plan.rest.empty() && std::exchange(of.plan.writes_rows, false))
        of.plan.rest = transactions_.end_of(of.plan);
    else if (of.plan.rest.empty())
        of.plan = transactions_.next();
    std::deque<sql_statement>& rest = of.plan.rest;
    // Whether tables are made depends on the answer.
    const auto asks = std::find_if(rest.begin(), rest.end(), [](const sql_statement& each) {
        return each.text == statement_text::find_accounts;
    });
    const std::size_t most = rest.size() - static_cast<std::size_t>(rest.end() - asks) + (asks != rest.end());
    const std::size_t count =
        choose_.chance(0.5, "sends_most") ? most : choose_.between(1, most, "statements");
    const auto end = rest.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<sql_statement> next(rest.begin(), end);
    rest.erase(rest.begin(), end);
    return next;
}

void comparison::break_off(twin& one)
{
    log_ += name_of(one) + " loses its client\n";
    one.has_client = false;
    one.real.close();
    one.model->hang_up();
}

void comparison::end_by_server(twin& one)
{
    log_ += name_of(one) + " is ended by the server\n";
    one.has_to_end = true;
    observer_.run("SELECT pg_terminate_backend(" + std::to_string(one.real.process()) + ")");
    one.model->terminate("57P01");
}

void comparison::stay_idle(twin& one)
{
    time_limits limits;
    limits.idle = short_idle_time;
    send(one, {settings_of(limits)});
    one.has_to_end = true;
    while (!one.model->has_ended())
        clock_.run_next_event();
    go_on();
}

void comparison::take_no_writes(twin& one)
{
    log_ += name_of(one) + " has a server that takes no writes\n";
    one.real.send({{"SET default_transaction_read_only = on", {}}});
    while (!one.real.take()) {
    }
    one.model->become_stale();
}

/** Until each session has answered, or waits for one that has. If two of them waited for the same one, either
    might be next: one of them is ended. */
void comparison::go_on()
{
    settle();
    while (twin* const one = is_undecided_ ? nullptr : second_that_waits_for_the_same()) {
        end_by_server(*one);
        settle();
    }
}

void comparison::settle()
{
    while (clock_.next_event() && (*clock_.next_event() <= clock_.now() || time_matters()))
        clock_.run_next_event();
    const auto limit = std::chrono::steady_clock::now() + patience;
    // A session that is seen to wait may go on if it waited for one that was still at work.
    for (int looks = 0; looks < 3 && std::chrono::steady_clock::now() < limit;) {
        std::size_t settled = 0;
        for (const auto& each : twins_)
            settled += static_cast<std::size_t>(has_settled(*each));
        looks = settled == twins_.size() ? looks + 1 : 0;
    }
    compare();
    for (const auto& each : twins_)
        take_up_answer(*each);
    std::erase_if(twins_, [](const auto& each) { return each->model_end.has_value(); });
}

/** Whether a session waits until a limit is over, or for itself. */
bool comparison::time_matters() const
{
    return std::any_of(twins_.begin(), twins_.end(), [this](const auto& each) {
        return each->model_waits() && (each->has_limits || is_in_circle(*each));
    });
}

bool comparison::has_settled(twin& one)
{
    one.seen = server_process::answers;
    if (one.has_client && !one.has_to_end && one.real.take())
        return true;
    one.seen = observer_.look_at(one.real.process());
    if (one.seen == server_process::has_ended && one.has_client)
        one.real.ask_for_end();
    // Otherwise the server is about to notice that a limit is over, or a deadlock.
    return one.seen == server_process::has_ended || (one.seen == server_process::waits && one.model_waits());
}

void comparison::compare()
{
    std::string model;
    std::string server;
    for (const auto& each : twins_) {
        model += name_of(*each) + model_says(*each);
        server += name_of(*each) + server_says(*each);
        if (each->model_end || !each->sent.empty())
            log_ += name_of(*each) + server_says(*each);
    }
    if (!unknown_statement_.empty())
        throw difference(unknown_statement_);
    if (model == server)
        return;
    // Whose wait began first is not certain if the machine is slow.
    is_undecided_ = model.find("40P01") != std::string::npos && server.find("40P01") != std::string::npos;
    if (!is_undecided_)
        throw difference("the server:\n" + server + "the model:\n" + model);
    simulation::count("deadlock: each side ended another session");
}

void comparison::take_up_answer(twin& one)
{
    if (!one.model_answer)
        return;
    for (std::size_t i = 0; i < one.sent.size(); ++i) {
        const std::string& text = one.sent[i].text;
        const sql_result& result = (*one.model_answer)[i];
        if (!result.state.empty())
            simulation::count("answer: " + result.state);
        if (text == statement_text::find_accounts && result.rows.size() == 1 && !result.rows[0][0])
            product_transactions::add_tables(one.plan);
        if (text == statement_text::select_claims || text == statement_text::select_mine)
            for (const values& row : result.rows)
                one.plan.locked.emplace(*row[0], *row[1]);
    }
    one.sent.clear();
    one.model_answer.reset();
}

twin* comparison::second_that_waits_for_the_same()
{
    for (const auto& each : twins_)
        for (const auto& other : twins_)
            if (each != other && each->model_waits() && other->model_waits() &&
                each->model->waits_for() == other->model->waits_for())
                return std::max(each.get(), other.get(),
                                [](const twin* a, const twin* b) { return a->number < b->number; });
    return nullptr;
}

bool comparison::is_in_circle(const twin& one) const
{
    transaction_id next = one.model->waits_for();
    for (std::size_t i = 0; i < twins_.size() && next != 0; ++i) {
        if (next == one.model->transaction())
            return true;
        next = model_.what_waits(next);
    }
    return false;
}

std::string comparison::model_says(const twin& one) const
{
    if (one.model_end)
        return one.has_client ? " is ended: " + *one.model_end + '\n' : " is gone\n";
    if (!one.has_client || one.model_waits())
        return " waits\n";
    const char* const state = one.model->has_failed()         ? " has a failed transaction"
                              : one.model->transaction() != 0 ? " has a transaction"
                                                              : " has no transaction";
    return state + (one.sent.empty() ? "\n" : text_of(one.sent, *one.model_answer));
}

std::string comparison::server_says(const twin& one) const
{
    if (one.seen == server_process::works)
        return " is at work\n";
    if (one.seen == server_process::waits)
        return " waits\n";
    if (!one.has_client)
        return " is gone\n";
    if (one.real.end())
        return " is ended: " + *one.real.end() + '\n';
    const PGTransactionStatusType found = one.real.transaction();
    const char* const state = found == PQTRANS_INERROR   ? " has a failed transaction"
                              : found == PQTRANS_INTRANS ? " has a transaction"
                                                         : " has no transaction";
    return state + (one.sent.empty() ? "\n" : text_of(one.sent, one.real.answer()));
}

} // namespace useapi::database_simulation
