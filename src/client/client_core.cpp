#include "client/client_core.hpp"

#include <useapi/version.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace useapi::detail {

namespace asio = boost::asio;

namespace {

http::pool_options pool_options_of(const client_options& options)
{
    return {options.max_connections(), options.max_waiting(), options.idle_timeout(),
            options.max_connection_age(), options.connecting().max_at_once()};
}

http::connection_limits limits_of(const client_options& options)
{
    return {options.header_limit(), options.body_limit()};
}

closed_connections closed_of(const http::pool::counts& pool)
{
    using enum close_reason;
    const auto by = [&pool](close_reason why) { return pool.closed[static_cast<std::size_t>(why)]; };
    closed_connections closed;
    closed.failed = by(exchange_failed);
    closed.not_reusable = by(not_reusable);
    closed.found_dead = by(found_dead) + by(sibling_dead);
    closed.idle_timeout = by(idle_timeout);
    closed.idle_readable = by(idle_readable);
    closed.max_age = by(max_age);
    closed.otherwise = by(makes_room) + by(stopped);
    return closed;
}

/** The fields that every request of a client carries. It is a secret because of the token. */
secret make_own_fields(std::string_view token, std::string_view authority, std::string_view user_agent)
{
    std::string fields;
    fields.reserve(256 + token.size() + user_agent.size());
    fields.append("Host: ").append(authority).append("\r\n");
    fields.append("Authorization: Bearer ").append(token).append("\r\n");
    fields.append("User-Agent: ");
    if (!user_agent.empty())
        fields.append(user_agent).append(" ");
    fields.append("useapi/" USEAPI_VERSION "\r\n");
    fields.append("Accept: application/json\r\n");
    return secret(std::move(fields));
}

std::shared_ptr<changing_token> make_token(const client_options& options, const http::origin& origin,
                                           boost::asio::io_context& context)
{
    if (!options.token_from())
        return nullptr;
    return std::make_shared<changing_token>(
        context, options.token_from(),
        [authority = origin.authority(), user_agent = options.user_agent()](std::string_view token) {
            return make_own_fields(token, authority, user_agent);
        },
        options.token());
}

std::shared_ptr<observation> make_observation(const client_options& options, const http::origin& origin,
                                              const std::shared_ptr<http::connector>& clock)
{
    return options.observer() ? std::make_shared<observation>(options.observer(), origin, clock) : nullptr;
}

std::uint64_t make_seed(const client_options& options)
{
    if (options.seed())
        return *options.seed();
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32) | device();
}

} // namespace

/** Ends a drain that takes too long. */
class client_core::grace_period final : public timer_queue::entry,
                                        public std::enable_shared_from_this<client_core::grace_period>
{
public:
    explicit grace_period(std::weak_ptr<client_core> core) : core_(std::move(core)) {}

    std::shared_ptr<void> hold() override { return shared_from_this(); }

    void on_due() noexcept override
    {
        if (const auto core = core_.lock())
            core->close();
    }

private:
    std::weak_ptr<client_core> core_;
};

client_core::client_core(const client_options& options, const http::origin& origin,
                         std::shared_ptr<http::connector> connector)
    : options_(options), connector_(std::move(connector)), path_prefix_(origin.path_prefix),
      observation_(make_observation(options, origin, connector_)),
      pool_(std::make_shared<http::pool>(pool_options_of(options), limits_of(options), connector_,
                                         make_seed(options), observation_)),
      traffic_(traffic::make(options, pool_)), timers_(std::make_shared<timer_queue>(connector_)),
      registry_(core_registry::of(context())),
      own_fields_(make_own_fields(options.token().reveal(), origin.authority(), options.user_agent())),
      changing_token_(make_token(options, origin, context())), random_(make_seed(options)),
      budget_(options.retry())
{
    registry_->add(*this);
}

client_core::~client_core()
{
    registry_->leave(*this);
}

std::shared_ptr<client_core> client_core::make_closed()
{
    if (is_abandoned())
        return shared_from_this();
    auto made = std::make_shared<client_core>(options_, http::parse_base_url(options_.base_url()).value(),
                                              connector_);
    made->close();
    return made;
}

void client_core::append_head(std::string& wire, const secret& own_fields, std::string_view method,
                              std::string_view prefix, std::string_view path, std::string_view fields,
                              std::string_view more_fields, std::string_view media_type,
                              std::size_t content_size) const
{
    // Reserves the size of the whole request with its content: a string that grows leaves a copy of the token
    // in memory that is not wiped.
    wire.reserve(wire.size() + method.size() + prefix.size() + path.size() + own_fields.size() +
                 fields.size() + more_fields.size() + media_type.size() + content_size + 128);
    wire.append(method).append(" ").append(prefix).append(path).append(" HTTP/1.1\r\n");
    wire.append(own_fields.reveal()).append(fields).append(more_fields);
    if (!media_type.empty())
        wire.append("Content-Type: ").append(media_type).append("\r\n");
    // A method that anticipates content sends a length of 0 (RFC 9110 section 8.6).
    if (content_size != 0 || method == "POST" || method == "PUT" || method == "PATCH") {
        char digits[20];
        const auto end = std::to_chars(std::begin(digits), std::end(digits), content_size).ptr;
        wire.append("Content-Length: ").append(digits, end).append("\r\n");
    }
    wire.append("\r\n");
}

std::optional<errc> client_core::enlist(live_call& call, time_point now)
{
    const std::lock_guard lock(mutex_);
    if (phase_ != phase::open)
        return phase_ == phase::draining ? errc::client_draining : errc::client_closed;
    calls_.push_back(call);
    unfinished_->begin();
    budget_.on_call(now);
    return std::nullopt;
}

void client_core::delist(live_call& call) noexcept
{
    const std::lock_guard lock(mutex_);
    if (call.is_linked())
        calls_.erase(calls_.iterator_to(call));
}

retry::origin_gate::answer client_core::ask_gate(time_point now)
{
    if (gate_may_be_closed_.load(std::memory_order_relaxed)) {
        const std::lock_guard lock(mutex_);
        if (gate_.is_closed(now))
            return gate_.ask(now, random());
        gate_may_be_closed_.store(false, std::memory_order_relaxed);
    }
    return {true, false, now, now};
}

void client_core::reopen_gate()
{
    const std::lock_guard lock(mutex_);
    gate_.reopen();
}

retry::decision client_core::decide(const retry::attempt_outcome& outcome,
                                    const retry::call_progress& progress)
{
    std::unique_lock lock(mutex_);
    const double drawn = random();
    lock.unlock();
    // Holds no lock here, since this may ask the user's policy.
    retry::decision next = retry::decide(options_.retry(), outcome, progress, drawn);
    lock.lock();
    if (next.close_gate) {
        gate_.close_for(connector_->now(), *next.close_gate);
        gate_may_be_closed_.store(true, std::memory_order_relaxed);
    }
    if (next.retry && !budget_.try_retry(connector_->now())) {
        next.retry = false;
        next.refusal = retry_refusal::budget_exhausted;
    }
    return next;
}

void client_core::close() noexcept
{
    std::vector<std::shared_ptr<live_call>>
        ended; // outlives the lock, since it may hold the last reference to a call
    registry_->unless_gone([this, &ended] {
        {
            const std::lock_guard lock(mutex_);
            if (phase_ == phase::closed)
                return;
            if (phase_ == phase::draining)
                cut_short_ = calls_.size();
            phase_ = phase::closed;
        }
        ended = live_calls();
        for (const auto& call : ended)
            call->stop(errc::client_closed);
        pool_->stop(errc::client_closed);
    });
}

void client_core::drain(std::chrono::milliseconds grace, drain_handler handler)
{
    if (is_abandoned())
        return;
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected())
        slot.assign([watched = weak_from_this()](asio::cancellation_type type) {
            const auto core = type == asio::cancellation_type::none ? nullptr : watched.lock();
            if (core)
                core->close();
        });
    const bool cuts = grace <= std::chrono::milliseconds::zero();
    bool begins = false;
    bool is_over = false;
    {
        auto executor = asio::prefer(asio::get_associated_executor(handler, context().get_executor()),
                                     asio::execution::outstanding_work_t::tracked);
        const std::lock_guard lock(mutex_);
        begins = phase_ == phase::open;
        if (begins)
            phase_ = phase::draining;
        drains_.push_back({std::move(handler), std::move(executor)});
        is_over = !unfinished_->await(shared_from_this());
        if (!is_over && !cuts && phase_ == phase::draining)
            limit_drain(connector_->now() + grace);
    }
    if (is_over) {
        end_drain();
    } else if (cuts) {
        close();
    } else if (begins) {
        pool_->stop(errc::client_draining);
        for (const auto& call : live_calls())
            call->wind_down();
    }
}

void client_core::limit_drain(time_point end)
{
    if (grace_ && grace_ends_ <= end)
        return;
    if (!grace_)
        grace_ = std::make_shared<grace_period>(weak_from_this());
    grace_ends_ = end;
    timers_->set(*grace_, end);
}

void client_core::end_drain()
{
    close();
    unfinished_->forget();
    std::vector<pending_drain> ended;
    std::shared_ptr<grace_period> grace;
    std::size_t cut = 0;
    {
        const std::lock_guard lock(mutex_);
        ended.swap(drains_);
        grace.swap(grace_);
        cut = cut_short_;
    }
    if (grace)
        timers_->remove(*grace);
    for (pending_drain& drain : ended)
        asio::post(context(), [drain = std::move(drain), cut]() mutable {
            asio::dispatch(drain.executor, [handler = std::move(drain.handler), cut]() mutable {
                asio::get_associated_cancellation_slot(handler).clear();
                std::move(handler)(cut);
            });
        });
    timers_->settle();
}

void client_core::abandon() noexcept
{
    std::vector<std::shared_ptr<live_call>> abandoned;
    std::vector<pending_drain> drains;
    {
        const std::lock_guard lock(mutex_);
        phase_ = phase::closed;
        for (live_call& live : calls_)
            abandoned.push_back(live.shared_from_this());
        calls_.clear();
        drains.swap(drains_);
    }
    unfinished_->forget();
    abandon_network();
    for (const auto& call : abandoned)
        call->abandon();
}

void client_core::abandon_network() noexcept
{
    pool_->abandon();
    timers_->abandon();
}

void client_core::give_up_network() noexcept
{
    traffic_.reset();
    pool_.reset();
    timers_.reset();
}

client_statistics client_core::statistics() const
{
    const std::lock_guard lock(mutex_);
    const http::pool::counts pool = pool_->count();
    client_statistics now;
    now.connections = pool.connections;
    now.idle_connections = pool.idle;
    now.waiting_calls = pool.waiting;
    now.peak_waiting_calls = pool.peak_waiting;
    now.running_calls = calls_.size();
    now.attempts = attempts_;
    now.connections_opened = pool.opened;
    now.sessions_resumed = pool.resumed;
    now.connect_failures = pool.connect_failures;
    now.connections_reused = pool.reused;
    now.closed = closed_of(pool);
    return now;
}

std::chrono::milliseconds client_core::held_back() const
{
    const std::lock_guard lock(mutex_);
    return gate_.stays_closed_for(connector_->now());
}

std::vector<std::shared_ptr<live_call>> client_core::live_calls() const
{
    const std::lock_guard lock(mutex_);
    std::vector<std::shared_ptr<live_call>> live;
    live.reserve(calls_.size());
    for (live_call& one : calls_)
        live.push_back(one.shared_from_this());
    return live;
}

double client_core::random()
{
    return std::uniform_real_distribution<double>(0.0, 1.0)(random_);
}

} // namespace useapi::detail
