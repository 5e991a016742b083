#include "emulator/server/session.hpp"

#include "emulator/service/delivery.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace useapi::emulator {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using steady_clock = std::chrono::steady_clock;
using strand_timer = asio::basic_waitable_timer<steady_clock, asio::wait_traits<steady_clock>, strand>;
template <typename T>
using task = asio::awaitable<T, strand>;

constexpr auto handshake_limit = std::chrono::seconds(10);
// After close_notify, bytes that the client is still sending are read for a moment. Data that arrives at a
// closed socket would make TCP reset the connection, and the answer would be lost.
constexpr auto linger_limit = std::chrono::seconds(1);
constexpr std::uint32_t header_limit = 16 * 1024;
constexpr std::uint64_t body_limit = 1024 * 1024;

std::string_view view_of(boost::beast::string_view view)
{
    return {view.data(), view.size()};
}

class tls_session : public session, public std::enable_shared_from_this<tls_session>
{
public:
    tls_session(strand_socket socket, asio::ssl::context& tls, const session_setup& setup,
                std::function<void()> on_end)
        : stream_(std::move(socket), tls), watch_timer_(stream_.get_executor()),
          pause_timer_(stream_.get_executor()), setup_(setup), on_end_(std::move(on_end))
    {
        // Asio makes OpenSSL release its buffers between records to save memory. This costs an allocation of
        // 17 KiB per record.
        SSL_clear_mode(stream_.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    }

    void run()
    {
        auto handler = [self = shared_from_this()](const std::exception_ptr&) { self->end(); };
        asio::co_spawn(stream_.get_executor(), serve(shared_from_this()), std::move(handler));
        asio::co_spawn(stream_.get_executor(), watch(shared_from_this()), asio::detached);
    }

    void close() override
    {
        asio::post(stream_.get_executor(), [self = shared_from_this()] { self->drop(); });
    }

private:
    using parser = http::request_parser<http::string_body>;

    // The coroutines take their object as an argument, so that the frame keeps it alive.
    static task<void> serve(std::shared_ptr<tls_session> self);
    static task<void> watch(std::shared_ptr<tls_session> self);

    task<ending> serve_request();
    [[nodiscard]] opened_request open_request() const;
    task<ending> refuse_malformed(error_code why);
    task<ending> exchange(const opened_request& opened, const fault* strike);
    task<ending> relay_request();
    void forward(std::shared_ptr<std::optional<answer>> arrived);
    task<ending> send(const answer& shown, const fault* strike);
    task<ending> write(std::string bytes, ending then);
    task<void> pause(std::chrono::milliseconds wait);
    task<void> wait_for_client_to_close();
    task<void> finish(ending how);

    void expect_within(steady_clock::duration limit);
    void expect_nothing();
    void expect_request();
    void log_request(const opened_request& opened, steady_clock::time_point began) const;
    void drop();
    void end();

    asio::ssl::stream<strand_socket> stream_;
    strand_timer watch_timer_;
    strand_timer pause_timer_;
    const session_setup& setup_;
    std::function<void()> on_end_;
    boost::beast::flat_buffer buffer_;
    std::optional<parser> parser_;
    unsigned last_status_ = 0;
    steady_clock::time_point deadline_ = steady_clock::time_point::max();
    bool overdue_ = false;
    bool dropped_ = false;
};

task<void> tls_session::serve(std::shared_ptr<tls_session> self)
{
    error_code ec;
    self->expect_within(handshake_limit);
    co_await self->stream_.async_handshake(asio::ssl::stream_base::server,
                                           asio::redirect_error(use_task, ec));
    auto how = ec ? ending::cut : ending::none;
    while (how == ending::none && !self->dropped_)
        how = co_await self->serve_request();
    if (!self->dropped_)
        co_await self->finish(how);
}

// The deadline of the whole connection. Every request moves it. The timer is not set anew for a later time;
// it checks the deadline again when it fires.
task<void> tls_session::watch(std::shared_ptr<tls_session> self)
{
    while (!self->dropped_) {
        error_code ec;
        self->watch_timer_.expires_at(self->deadline_);
        co_await self->watch_timer_.async_wait(asio::redirect_error(use_task, ec));
        if (self->dropped_ || steady_clock::now() < self->deadline_)
            continue;
        if (self->overdue_) {
            self->drop();
        } else {
            self->overdue_ = true;
            self->deadline_ = steady_clock::now() + linger_limit;
            self->stream_.next_layer().cancel(ec);
        }
    }
}

task<ending> tls_session::serve_request()
{
    error_code ec;
    parser_.emplace();
    parser_->header_limit(header_limit);
    parser_->body_limit(body_limit);
    expect_request();
    co_await http::async_read_header(stream_, buffer_, *parser_, asio::redirect_error(use_task, ec));
    const auto began = steady_clock::now();
    if (ec)
        co_return co_await refuse_malformed(ec);

    const auto opened = open_request();
    const fault* const strike = opened.plan.strike;
    last_status_ = 0;
    if (strike != nullptr && strike->kind() == fault_kind::reset_before_request) {
        log_request(opened, began);
        co_return ending::reset;
    }

    if (!parser_->is_done())
        co_await http::async_read(stream_, buffer_, *parser_, asio::redirect_error(use_task, ec));
    if (ec)
        co_return co_await refuse_malformed(ec);
    expect_nothing();
    auto then = ending::none;
    if (setup_.to.forward)
        then = co_await relay_request();
    else
        then = co_await exchange(opened, strike);
    log_request(opened, began);
    co_return then;
}

opened_request tls_session::open_request() const
{
    const auto& header = parser_->get().base();
    if (setup_.to.forward)
        return {};
    return setup_.api->open(view_of(header.method_string()), view_of(header.target()),
                            view_of(header[http::field::authorization]));
}

task<ending> tls_session::refuse_malformed(error_code why)
{
    unsigned status = 0;
    if (why == http::error::body_limit)
        status = 413;
    else if (why == http::error::header_limit || why == http::error::buffer_overflow)
        status = 431;
    else if (why.category() == make_error_code(http::error::end_of_stream).category() &&
             why != http::error::end_of_stream && why != http::error::partial_message)
        status = 400;
    if (status == 0)
        co_return ending::graceful;

    const auto refusal = error_answer(status, "Malformed request");
    auto bytes = render(refusal, "close", std::chrono::system_clock::now()).first;
    co_return co_await write(std::move(bytes), ending::graceful);
}

task<ending> tls_session::exchange(const opened_request& opened, const fault* strike)
{
    const bool commit = strike == nullptr || strike->applied() == strikes::after_change;
    auto wait = opened.plan.delay_before;
    if (commit)
        wait += setup_.api->login_delay(opened);
    co_await pause(wait);
    if (dropped_)
        co_return ending::cut;

    const auto content_type = parser_->get()[http::field::content_type];
    const auto now = std::chrono::system_clock::now() + setup_.date_offset;
    answer shown = setup_.api->respond(opened, std::string_view(content_type.data(), content_type.size()),
                                       parser_->get().body(), commit, now);
    if (strike != nullptr && strike->kind() == fault_kind::status)
        shown = fault_answer(*strike, opened.where.email, now);

    co_await pause(opened.plan.delay_after);
    if (dropped_)
        co_return ending::cut;
    if (strike != nullptr && strike->kind() == fault_kind::reset_after_request)
        co_return ending::reset;
    if (strike != nullptr && strike->kind() == fault_kind::stall) {
        co_await wait_for_client_to_close();
        co_return ending::cut;
    }
    co_return co_await send(shown, strike);
}

task<ending> tls_session::relay_request()
{
    const auto arrived = std::make_shared<std::optional<answer>>();
    pause_timer_.expires_at(steady_clock::time_point::max());
    forward(arrived);
    while (!*arrived && !dropped_) {
        error_code ec;
        co_await pause_timer_.async_wait(asio::redirect_error(use_task, ec));
    }
    if (dropped_)
        co_return ending::cut;
    co_return co_await send(**arrived, nullptr);
}

void tls_session::forward(std::shared_ptr<std::optional<answer>> arrived)
{
    const auto& request = parser_->get();
    relayed_request whole{std::string(view_of(request.method_string())),
                          std::string(view_of(request.target())),
                          {},
                          request.body()};
    for (const auto& each : request.base())
        whole.fields.emplace_back(view_of(each.name_string()), view_of(each.value()));
    // The strand comes to it once the coroutine waits for the timer.
    setup_.to.forward(
        std::move(whole), [self = shared_from_this(), arrived = std::move(arrived)](answer given) {
            asio::post(self->stream_.get_executor(), [self, arrived, given = std::move(given)]() mutable {
                *arrived = std::move(given);
                self->pause_timer_.cancel();
            });
        });
}

task<ending> tls_session::send(const answer& shown, const fault* strike)
{
    const auto kind = strike == nullptr ? std::optional<fault_kind>() : strike->kind();
    delivery_terms terms(parser_->get().keep_alive(), parser_->get().version() == 10);
    if (setup_.announce_idle_timeout && setup_.idle_timeout.count() != 0)
        terms.announced_timeout(std::chrono::duration_cast<std::chrono::seconds>(setup_.idle_timeout));
    auto made = deliver(shown, kind, terms, std::chrono::system_clock::now() + setup_.date_offset);
    last_status_ = made.status;
    co_return co_await write(std::move(made.bytes), made.then);
}

task<ending> tls_session::write(std::string bytes, ending then)
{
    error_code ec;
    co_await asio::async_write(stream_, asio::buffer(bytes), asio::redirect_error(use_task, ec));
    co_return ec ? ending::cut : then;
}

task<void> tls_session::pause(std::chrono::milliseconds wait)
{
    if (wait.count() <= 0)
        co_return;
    error_code ec;
    pause_timer_.expires_after(wait);
    co_await pause_timer_.async_wait(asio::redirect_error(use_task, ec));
}

task<void> tls_session::wait_for_client_to_close()
{
    std::array<char, 1024> ignored{};
    error_code ec;
    while (!ec && !dropped_)
        co_await stream_.async_read_some(asio::buffer(ignored), asio::redirect_error(use_task, ec));
}

task<void> tls_session::finish(ending how)
{
    error_code ec;
    if (how == ending::reset) {
        stream_.next_layer().set_option(asio::socket_base::linger(true, 0), ec);
    } else if (how == ending::graceful) {
        overdue_ = true;
        expect_within(linger_limit);
        co_await stream_.async_shutdown(asio::redirect_error(use_task, ec));
    }
    if (how != ending::reset)
        stream_.next_layer().shutdown(asio::socket_base::shutdown_both, ec);
}

void tls_session::expect_within(steady_clock::duration limit)
{
    deadline_ = steady_clock::now() + limit;
    if (deadline_ < watch_timer_.expiry())
        watch_timer_.cancel();
}

void tls_session::expect_nothing()
{
    deadline_ = steady_clock::time_point::max();
}

void tls_session::expect_request()
{
    overdue_ = false;
    if (setup_.idle_timeout.count() == 0)
        expect_nothing();
    else
        expect_within(setup_.idle_timeout);
}

void tls_session::log_request(const opened_request& opened, steady_clock::time_point began) const
{
    if (!setup_.log)
        return;
    // Leaves out the query and every header, because a client may send a secret there by mistake.
    const auto& request = parser_->get();
    const std::string target(request.target().data(), request.target().size());
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began);
    std::string line(request.method_string().data(), request.method_string().size());
    line += ' ' + target.substr(0, target.find('?')) + ' ';
    line += last_status_ == 0 ? "-" : std::to_string(last_status_);
    if (opened.plan.strike != nullptr)
        line.append(" fault ").append(name_of(opened.plan.strike->kind()));
    if (opened.plan.login_refusal)
        line.append(" fault ").append(name_of(*opened.plan.login_refusal));
    if (opened.plan.delay_before.count() != 0 || opened.plan.delay_after.count() != 0)
        line += " fault delay";
    line += ' ' + std::to_string(took.count()) + " ms";
    setup_.log(line);
}

void tls_session::drop()
{
    if (dropped_)
        return;
    dropped_ = true;
    error_code ignored;
    stream_.next_layer().close(ignored);
    watch_timer_.cancel();
    pause_timer_.cancel();
}

void tls_session::end()
{
    drop();
    if (auto on_end = std::exchange(on_end_, nullptr))
        on_end();
}

} // namespace

session::session() = default;
session::~session() = default;

std::shared_ptr<session> session::start(strand_socket socket, asio::ssl::context& tls,
                                        const session_setup& setup, std::function<void()> on_end)
{
    auto made = std::make_shared<tls_session>(std::move(socket), tls, setup, std::move(on_end));
    made->run();
    return made;
}

} // namespace useapi::emulator
