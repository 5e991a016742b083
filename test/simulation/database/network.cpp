#include "simulation/database/network.hpp"

#include <algorithm>
#include <utility>

namespace useapi::database_simulation {
namespace {

using namespace std::chrono_literals;

network* of_history = nullptr;

// As the product sets `tcp_user_timeout` and the keepalives.
constexpr std::chrono::milliseconds until_peer_is_missed = 20s;

} // namespace

network::network(sim_threads& threads, simulation::random_source& random, database_server& server,
                 listener told)
    : threads_(threads), random_(random), server_(server), told_(std::move(told))
{
    of_history = this;
}

network::~network()
{
    of_history = nullptr;
}

network& network::present() noexcept
{
    return *of_history;
}

std::chrono::milliseconds network::way(const simulation::chooser& choose, std::string_view what)
{
    const std::string name(what);
    if (choose.chance(faults_.is_slow, name + "_is_slow")) {
        told_.counted("network: slow");
        return choose.between(1ms, faults_.longest, name + "_takes_long");
    }
    return choose.between(1ms, 4ms, name + "_takes");
}

void network::wait(const machine& where, std::chrono::milliseconds time)
{
    const auto until = where.steady_now() + time;
    while (where.steady_now() < until && !where.is_dead())
        threads_.park(nullptr, until);
}

std::shared_ptr<client_end> network::connect(machine& where, std::string& why)
{
    links_.push_back(std::make_shared<client_end>(where, ++last_));
    const std::shared_ptr<client_end> made = links_.back();
    const auto choose = random_.about({"link", made->number});
    wait(where, way(choose, "connecting"));
    made->is_broken = true;
    if (where.is_dead() || server_.state() == server_state::refuses ||
        choose.chance(faults_.refuses, "is_refused")) {
        why = "connection to server at \"db\" failed: Connection refused";
        told_.counted("network: a connection was refused");
        return made;
    }
    if (server_.state() == server_state::starts) {
        why = "connection to server at \"db\" failed: FATAL:  the database system is starting up";
        told_.counted("network: the server was starting");
        return made;
    }
    made->is_broken = false;
    made->at = server_.connect(where.number());
    told_.on_event(where.number(), "connects, as session " + std::to_string(made->at->number()));
    made->at->answer = [this, weak = std::weak_ptr(made)](std::vector<sql_result> results) {
        const auto to = weak.lock();
        if (!to || to->is_broken)
            return;
        const auto takes = way(random_.about({"link", to->number}), "answer");
        to->quiet_at = threads_.clock().now() + takes;
        threads_.clock().schedule(to->quiet_at, [this, weak, results = std::move(results),
                                                 committed = to->at->take_committed()]() mutable {
            if (const auto alive = weak.lock()) {
                alive->answers.push_back({std::move(results), committed});
                threads_.wake(alive.get());
            }
        });
    };
    made->at->closed = [this, weak = std::weak_ptr(made)](const std::string& state) {
        if (const auto to = weak.lock()) {
            to->last_words = state;
            // What was sent before arrives first.
            const auto rest =
                std::chrono::ceil<std::chrono::milliseconds>(to->quiet_at - threads_.clock().now());
            break_after(to, std::max(rest, way(random_.about({"link", to->number}), "end")));
        }
    };
    made->at->begin();
    return made;
}

server_state network::ask(machine& where)
{
    wait(where, 1ms);
    return where.is_dead() ? server_state::refuses : server_.state();
}

void network::break_after(const std::shared_ptr<client_end>& which, std::chrono::milliseconds time)
{
    threads_.clock().schedule_after(time, [this, weak = std::weak_ptr(which)] {
        if (const auto alive = weak.lock()) {
            alive->is_broken = true;
            threads_.wake(alive.get());
        }
    });
}

void network::send(const std::shared_ptr<client_end>& on, std::vector<sql_statement> pipeline)
{
    if (on->is_broken || on->on.is_dead())
        return;
    const auto choose = random_.about({"link", on->number});
    const auto takes = way(choose, "request");
    const bool breaks = choose.chance(faults_.breaks, "breaks");
    const bool arrives = !breaks || choose.chance(0.6, "arrives_before", true);
    const bool is_silent = breaks && choose.chance(0.3, "is_silent");
    if (arrives)
        threads_.clock().schedule_after(takes, [at = on->at, pipeline = std::move(pipeline)]() mutable {
            at->receive(std::move(pipeline));
        });
    if (!breaks)
        return;
    told_.counted(arrives ? "network: an answer was lost" : "network: a request was lost");
    told_.on_event(on->on.number(), arrives ? "loses its connection behind a request"
                                            : "loses its connection before a request");
    on->at->answer = [](const auto&) {};
    on->at->closed = [](const auto&) {};
    break_after(on, is_silent ? until_peer_is_missed : takes);
    if (is_silent)
        told_.counted("network: a connection vanished silently");
    else
        threads_.clock().schedule_after(takes, [at = on->at] { at->hang_up(); });
}

std::optional<std::vector<sql_result>> network::receive(client_end& on)
{
    while (on.answers.empty() && !on.is_broken && !on.on.is_dead())
        threads_.park(&on);
    if (on.answers.empty() || on.on.is_dead()) {
        on.is_broken = true;
        return std::nullopt;
    }
    answer next = std::move(on.answers.front());
    on.answers.pop_front();
    if (next.committed)
        told_.on_committed(on.on.number(), *next.committed);
    return std::move(next.results);
}

void network::close(client_end& on)
{
    on.is_broken = true;
    if (on.at && !on.on.is_dead())
        threads_.clock().schedule_after(1ms, [at = on.at] { at->hang_up(); });
    std::erase_if(links_, [&](const auto& each) { return each.get() == &on; });
}

void network::cut(const machine& where, bool server_learns)
{
    for (const auto& each : links_) {
        if (&each->on != &where || !each->at)
            continue;
        each->is_broken = true;
        threads_.wake(each.get());
        if (server_learns)
            threads_.clock().schedule_after(1ms, [at = each->at] { at->hang_up(); });
    }
}

} // namespace useapi::database_simulation
