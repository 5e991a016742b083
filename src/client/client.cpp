#include <useapi/client/client.hpp>

#include "client/call/call_basis.hpp"
#include "client/changing_token.hpp"
#include "client/client_core.hpp"
#include "http/connect/lookup/given_lookup.hpp"
#include "http/connect/origin.hpp"
#include "http/exchange/message_syntax.hpp"
#include "http/tls/tls_connector.hpp"

#include <useapi/http/transport.hpp>

#include <cstdlib>
#include <optional>
#include <utility>

namespace useapi {

namespace {

[[noreturn]] void refuse(std::string detail)
{
    throw exception(error(errc::invalid_argument).detail(std::move(detail)));
}

void require_range(const char* name, double value, double lowest, double highest)
{
    if (value >= lowest && value <= highest)
        return;
    const auto whole = [](double number) { return std::to_string(static_cast<long long>(number)); };
    refuse(std::string(name) + " must be " + whole(lowest) + " to " + whole(highest));
}

void require_positive(const char* name, std::chrono::milliseconds value)
{
    // At most a week: longer than any use, and far from the overflow of a time point.
    if (value <= std::chrono::milliseconds::zero() || value > std::chrono::hours(7 * 24))
        refuse(std::string(name) + " must be more than 0 and at most a week");
}

/** Where to connect to in place of the base URL's host. */
std::optional<http::origin> connect_target(const http::connect_options& options)
{
    if (options.host().empty())
        return std::nullopt;
    auto target = http::parse_host(options.host(), options.port());
    if (!target)
        refuse("connect_to: " + target.error().detail());
    return std::move(*target);
}

void check(const client_options& options)
{
    if (!options.token_from() || !options.token().empty())
        if (const auto problem = detail::problem_of_token(options.token().reveal()))
            refuse(*problem);
    if (!http::is_field_value(options.user_agent()))
        refuse("user_agent holds a character that is not allowed in a field");
    if (options.transport() && options.tls() != http::tls_options())
        refuse("both a transport and TLS options are set: give the TLS options to the transport");
    require_range("max_connections", static_cast<double>(options.max_connections()), 1, 10'000);
    require_range("header_limit", static_cast<double>(options.header_limit()), 256, 1024 * 1024);
    require_range("body_limit", static_cast<double>(options.body_limit()), 256, 1024.0 * 1024 * 1024);
    require_range("max_attempts", options.retry().max_attempts(), 1, 100);
    require_range("delay_factor", options.retry().delay_factor(), 1, 1000);
    require_range("budget_ratio", options.retry().budget_ratio(), 0, 1000);
    require_positive("timeout", options.timeout());
    require_positive("attempt_timeout", options.attempt_timeout());
    require_positive("connect_timeout", options.connect_timeout());
    require_positive("idle_timeout", options.idle_timeout());
    require_positive("max_connection_age", options.max_connection_age());
    require_positive("base_delay", options.retry().base_delay());
    require_positive("busy_base_delay", options.retry().busy_base_delay());
    require_positive("max_delay", options.retry().max_delay());
    require_range("max_at_once", static_cast<double>(options.connecting().max_at_once()), 1, 10'000);
    if (options.load().fail_fast_after().count() != 0)
        require_positive("fail_fast_after", options.load().fail_fast_after());
    connect_target(options.connecting());
}

std::shared_ptr<detail::client_core> make_core(boost::asio::io_context& context, client_options options)
{
    check(options);
    const http::origin origin = http::parse_base_url(options.base_url()).value();
    const http::transport transport =
        options.transport() ? *options.transport() : http::transport(options.tls());
    http::tls_connector_options connecting{
        origin, transport, {}, options.connect_timeout(), options.max_connections()};
    connecting.connect_to = connect_target(options.connecting());
    connecting.connect_with = options.connecting().connector();
    if (!connecting.connect_with || !options.proxy().follows_environment())
        connecting.through = http::choose_proxy(options.proxy(), connecting.target(), std::getenv).value();
    http::name_lookup lookup;
    if (const http::name_resolver& resolver = options.connecting().resolver())
        lookup = http::given_lookup(context, resolver);
    auto connector = http::make_tls_connector(context, std::move(connecting), lookup);
    options.tls({}); // the transport has them; a copy of the authorities would be large
    return std::make_shared<detail::client_core>(options, origin, std::move(connector));
}

} // namespace

client::client(boost::asio::io_context& context, client_options options)
    : client(make_core(context, std::move(options)))
{
}

client::client(std::shared_ptr<detail::client_core> core)
    : handle_(std::make_shared<detail::client_handle>(std::move(core)))
{
}

client::client(client&& other) noexcept
{
    *this = std::move(other);
}

client& client::operator=(client&& other) noexcept
{
    if (this != &other) {
        handle_ = other.handle_;
        left_ = other.left_;
        options_ = std::move(other.options_);
        other.leave();
    }
    return *this;
}

void client::leave() noexcept
{
    if (handle_)
        left_ = std::exchange(handle_, nullptr)->core;
}

client client::with(const call_options& options) const
{
    client other(*this);
    other.options_ = std::make_shared<const call_options>(options_ ? options.over(*options_) : options);
    return other;
}

void client::close() const noexcept
{
    if (handle_)
        handle_->core->close();
}

void client::set_max_connections(std::size_t value) const
{
    require_range("max_connections", static_cast<double>(value), 1, 10'000);
    if (handle_)
        handle_->core->set_max_connections(value);
}

std::optional<std::chrono::system_clock::time_point> client::service_now() const
{
    return handle_ ? handle_->core->service_now() : std::nullopt;
}

std::chrono::milliseconds client::held_back() const
{
    return handle_ ? handle_->core->held_back() : std::chrono::milliseconds();
}

const client_options& client::options() const noexcept
{
    return handle_ ? handle_->core->options() : left_->options();
}

client_statistics client::statistics() const
{
    return handle_ ? handle_->core->statistics() : client_statistics();
}

boost::asio::io_context& client::context() const noexcept
{
    return handle_ ? handle_->core->context() : left_->context();
}

client::executor_type client::get_executor() const noexcept
{
    return context().get_executor();
}

std::shared_ptr<detail::client_core> client::core() const
{
    return handle_ ? handle_->core : left_->make_closed();
}

detail::call_basis client::basis() const
{
    return {core(), options_};
}

void client::start_drain(std::shared_ptr<detail::client_core> core, std::chrono::milliseconds grace,
                         drain_handler handler)
{
    core->drain(grace, std::move(handler));
}

void client::start_connect(std::shared_ptr<detail::client_core> core, std::size_t count,
                           connect_handler handler)
{
    core->warm_up(count, std::move(handler));
}

client detail::access::make(const client_options& options, std::shared_ptr<http::connector> connector)
{
    check(options);
    const http::origin origin = http::parse_base_url(options.base_url()).value();
    return client(std::make_shared<client_core>(options, origin, std::move(connector)));
}

} // namespace useapi
