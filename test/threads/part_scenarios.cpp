#include "client/call/typed_call.hpp"
#include "client/timer_queue.hpp"
#include "http/connect/inbox.hpp"
#include "threads/scenarios.hpp"
#include "threads/world.hpp"

namespace useapi::threads {

namespace {

class counted_entry final : public timer_queue::entry, public std::enable_shared_from_this<counted_entry>
{
public:
    std::shared_ptr<void> hold() override { return shared_from_this(); }

    void on_due() noexcept override { ++ended; }

    std::atomic<int> ended = 0; ///< how often it rang or was removed
};

/** A login. Those with the same subject go on one at a time. */
class login final : public detail::typed_call<int>
{
public:
    login(detail::call_basis basis, std::string_view subject, std::shared_ptr<std::atomic<int>> under_way,
          handler_type handler)
        : typed_call(std::move(basis), true, std::move(handler)), subject_(subject),
          under_way_(std::move(under_way))
    {
    }

private:
    std::optional<error> validate() override { return std::nullopt; }

    std::string_view method() const noexcept override { return "GET"; }

    std::string_view url_template() const noexcept override { return "/login"; }

    std::string_view turn_subject() const noexcept override { return subject_; }

    bool asks_the_same_as(const call&) const noexcept override { return true; }

    void append_request(std::string& wire, std::string&) override
    {
        append_head(wire, core().path_prefix(), "/login", {}, {}, 0);
    }

    std::optional<error> decode(const http::response_reader&) override
    {
        // Its turn lasts until it has ended, so no other login can be here.
        require(under_way_->fetch_add(1) == 0, "two logins of one account go on at a time");
        value = 1;
        under_way_->fetch_sub(1);
        return std::nullopt;
    }

    boost::container::small_vector<std::string_view, 2> secrets() const override { return {}; }

    const std::string_view subject_;
    const std::shared_ptr<std::atomic<int>> under_way_;
};

} // namespace

void timers(random_numbers& numbers)
{
    world w(numbers);
    std::vector<std::shared_ptr<counted_entry>> entries;
    {
        const auto queue = std::make_shared<timer_queue>(w.net);
        w.start_threads();
        std::vector<std::thread> users;
        for (int i = 0; i != 3; ++i) {
            const auto entry = entries.emplace_back(std::make_shared<counted_entry>());
            const auto due = w.net->now() + std::chrono::milliseconds(numbers.below(3));
            users.push_back(user_thread([queue, entry, due, removes = numbers.one_in(2)] {
                queue->set(*entry, due);
                if (removes && queue->remove(*entry))
                    ++entry->ended;
                queue->settle();
            }));
        }
        for (std::thread& each : users)
            each.join();
        w.finish();
        for (const auto& each : entries)
            require(each->ended == 1, "an entry neither rang nor was removed, or both");
    }
    for (const auto& each : entries)
        require(each.use_count() == 1, "an entry lives on");
}

void equal_logins(random_numbers& numbers)
{
    tally handlers;
    {
        world w(numbers);
        const client c = w.make_client(world::options().join_equal_logins(numbers.one_in(2)));
        const auto under_way = std::make_shared<std::atomic<int>>(0);
        w.start_threads();
        std::vector<std::thread> users;
        for (int i = 0; i != 3; ++i)
            users.push_back(user_thread([c, under_way, &handlers, cancels = numbers.one_in(3)] {
                const auto begun = std::make_shared<login>(
                    detail::access::basis(c), "user@example.com", under_way,
                    [handler = tally::handler(handlers)](const result<int>& outcome) mutable {
                        require(outcome.has_error() || *outcome == 1, "a login has the outcome of none");
                        handler();
                    });
                begun->initiate();
                if (cancels)
                    begun->stop(errc::cancelled);
            }));
        for (std::thread& each : users)
            each.join();
        w.finish();
        require(handlers.returned == 3, "a login did not complete");
    }
    require(handlers.alive == 0, "a handler lives on");
}

void stops_without_time(random_numbers& numbers)
{
    tally handlers;
    gate second_ended;
    world w(numbers, [](std::string_view, random_numbers&) { return answer{{}}; });
    w.net->stop_time();
    const client c = w.make_client(world::options().max_connections(1));
    const std::string_view subject = numbers.one_in(3) ? "user@example.com" : "";
    w.start_threads(1);
    const auto make_login = [&](bool is_second) {
        return std::make_shared<login>(
            detail::access::basis(c), subject, nullptr,
            [is_second, &second_ended, handler = tally::handler(handlers)](const result<int>&) mutable {
                handler();
                if (is_second)
                    second_ended.open();
            });
    };
    // The first gets no answer, and the second waits for its connection or its turn.
    const auto first = make_login(false);
    const auto second = make_login(true);
    std::thread user = user_thread([&second] { second->stop(errc::cancelled); });
    first->initiate();
    second->initiate();
    second_ended.pass();
    first->stop(errc::cancelled);
    user.join();
    w.finish();
    require(handlers.returned == 2, "a call that was stopped did not end");
}

void answers_from_other_threads(random_numbers& numbers)
{
    tally handlers;
    {
        world w(numbers);
        using inbox = http::inbox<int>;
        const std::shared_ptr<inbox> letters = inbox::of(*w.context);
        w.start_threads(1);
        std::vector<std::thread> users;
        for (int i = 0; i != 2; ++i) {
            const auto handler = std::make_shared<tally::handler>(handlers);
            const auto number = letters->add([handler](const error_code&, int) { (*handler)(); });
            users.push_back(user_thread([letters, number] { letters->deliver(number, {}, 1); }));
        }
        w.end();
        for (std::thread& each : users)
            each.join();
    }
    require(handlers.alive == 0, "a handler lives on");
}

} // namespace useapi::threads
