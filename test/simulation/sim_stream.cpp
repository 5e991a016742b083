#include "simulation/sim_stream.hpp"

#include "http/pool/pool_core.hpp"
#include "simulation/mutations.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace useapi::simulation {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/** Destroyed with its connection. The rest of the stream lives until its events have happened. */
class sim_stream::client_end final : public http::byte_stream
{
public:
    explicit client_end(std::shared_ptr<sim_stream> shared) : shared_(std::move(shared)) {}

    ~client_end() override { shared_->close(); }

    executor_type get_executor() const override { return shared_->strand_; }

    const http::connect_report& report() const noexcept override { return report_; }

    std::optional<error_code> write(std::span<const char> data, std::shared_ptr<handler> target) override
    {
        return shared_->write({data.data(), data.size()}, std::move(target));
    }

    std::optional<received> read_some(std::span<char> space, std::shared_ptr<handler> target) override
    {
        return shared_->read(space, std::move(target));
    }

    bool read_when_readable(std::span<char> space, std::shared_ptr<handler> target) override
    {
        if (shared_->about_exchange().chance(0.5, "reads_at_once", true))
            return false;
        shared_->read_later(space, std::move(target));
        return true;
    }

    void close() noexcept override { shared_->close(); }

    void watch(std::function<void()> on_readable) override { shared_->watch(std::move(on_readable)); }

    bool has_unread() const noexcept override
    {
        return !is_put_in("stale_bytes_taken") && !shared_->inbox_.empty();
    }

    bool looks_alive() noexcept override
    {
        if (shared_->is_overlooked())
            return true;
        const bool is_alive = !shared_->closed_ && !shared_->ended_ && shared_->inbox_.empty();
        if (!is_alive)
            shared_->network_->found_dead_.push_back(shared_->network_->clock_.now());
        return is_alive;
    }

private:
    std::shared_ptr<sim_stream> shared_;
    const http::connect_report report_;
};

sim_stream::sim_stream(std::shared_ptr<sim_network> network, const subject& name)
    : network_(std::move(network)), name_(name), strand_(network_->context_.get_executor())
{
    network_->open_.push_back(this);
}

sim_stream::~sim_stream()
{
    std::erase(network_->open_, this);
}

/** About the latest request, so that the choices of one call stay where another call is left out. */
chooser sim_stream::about_exchange() const
{
    return network_->random_.about(exchange_ ? exchange_->name : name_);
}

template <class... Parts>
void sim_stream::log(mark made, const subject& who, const Parts&... what) const
{
    network_->log_.add_to(*name_.number, made, who, what...);
}

std::unique_ptr<http::byte_stream> sim_stream::make_client_end()
{
    return std::make_unique<client_end>(shared_from_this());
}

void sim_stream::end(bool properly)
{
    if (std::exchange(far_end_gone_, true))
        return;
    last_change_ = network_->clock_.now();
    if (!closed_)
        log(mark::is_ended, {"service"}, properly ? "ends the connection" : "resets the connection");
    if (!properly)
        inbox_.clear();
    ended_ = properly ? error_code(asio::error::eof) : asio::error::connection_reset;
    if (writer_ && writer_stalls_)
        complete_write(asio::error::broken_pipe, 0);
    deliver();
}

void sim_stream::abandon() noexcept
{
    const auto reader = std::move(reader_);
    const auto writer = std::move(writer_);
    const auto watcher = std::exchange(watcher_, nullptr);
}

bool sim_stream::is_exchanging() const noexcept
{
    return exchange_ && !closed_ && !exchange_->is_answered();
}

bool sim_stream::is_overlooked() const noexcept
{
    return (is_put_in("fresh_connection_unwatched") && !exchange_) ||
           (is_put_in("stale_bytes_taken") && !inbox_.empty());
}

bool sim_stream::is_idle_and_readable() const noexcept
{
    const auto since = last_change_ + http::pool_core::trusted_idle_time;
    return !is_exchanging() && !writer_ && !reader_ && is_readable() && !closed_ &&
           network_->clock_.now() > since;
}

std::optional<error_code> sim_stream::write(std::string_view data,
                                            std::shared_ptr<http::byte_stream::handler> target)
{
    writer_ = std::move(target);
    if (closed_)
        return end_write(asio::error::operation_aborted, 0);
    if (end_was_promised_)
        network_->server_.blame("a request was sent on a connection that had been announced to end");
    exchange_ = network_->server_.on_request(data);
    log(mark::sends, exchange_->name, "sends a request of ", data.size(), " bytes");
    arrived_ = 0;
    answer_begun_ = false;
    if (!far_end_gone_)
        send_fragments(std::string(data));
    // As with TCP, a write to a peer that is gone may succeed: only the next read fails.
    if (far_end_gone_ && about_exchange().chance(0.3, "write_finds_no_peer"))
        return end_write(asio::error::broken_pipe, 0);
    if (writer_stalls_)
        return std::nullopt;
    if (!about_exchange().chance(network_->scenario_.faults.slow_writer, "slow_write"))
        return end_write({}, data.size());
    complete_write_later(data.size());
    return std::nullopt;
}

void sim_stream::send_fragments(std::string request)
{
    const chooser choose = about_exchange();
    const fault_rates& faults = network_->scenario_.faults;
    const std::size_t whole = request.size();
    std::size_t most = whole;
    request_cut_.reset();
    writer_stalls_ = false;
    if (choose.chance(faults.request_cut, "request_cut")) {
        request_cut_ = choose.below(whole + 1, "request_cut_at");
    } else if (choose.chance(faults.slow_writer, "slow_request") && choose.chance(0.4, "request_stalls")) {
        writer_stalls_ = true;
        most = choose.below(whole, "request_stalls_at");
        log(mark::waits, {"service"}, "takes ", most, " bytes of the request and no more");
    }
    std::chrono::milliseconds after = network_->latency(choose);
    for (std::size_t sent = 0; sent < most;) {
        const std::size_t size = choose.chance(0.6, "request_whole", true)
                                     ? most - sent
                                     : choose.between(1, most - sent, "request_part");
        network_->clock_.schedule_after(
            after, [self = shared_from_this(), size, request] { self->arrive(size, request); });
        sent += size;
        after += network_->latency(choose) / 4;
    }
    if (request_cut_ == 0)
        network_->clock_.schedule_after(after, [self = shared_from_this()] { self->end(false); });
}

/** Ends a write inside the call that began it, or right after it. */
std::optional<error_code> sim_stream::end_write(error_code ec, std::size_t size)
{
    if (about_exchange().chance(0.5, "writes_at_once", true)) {
        writer_.reset();
        return ec;
    }
    complete_write(ec, size);
    return std::nullopt;
}

void sim_stream::complete_write_later(std::size_t size)
{
    const auto after = about_exchange().between(1ms, 1500ms, "write_takes");
    network_->clock_.schedule_after(after, [self = shared_from_this(), size, exchange = exchange_] {
        if (self->writer_ && self->exchange_ == exchange)
            self->complete_write({}, size);
    });
}

void sim_stream::complete_write(error_code ec, std::size_t size)
{
    asio::post(strand_, [target = std::exchange(writer_, nullptr), ec, size] { target->on_io(ec, size); });
}

void sim_stream::arrive(std::size_t size, const std::string& request)
{
    if (far_end_gone_)
        return;
    const std::size_t before = arrived_;
    arrived_ += size;
    if (request_cut_ && arrived_ >= *request_cut_) {
        exchange_->count(&request_truth::bytes_arrived, *request_cut_ - before);
        log(mark::waits, {"service"}, "has got ", *request_cut_, " bytes of the request");
        // The connection ends right after the request. Whether the service carried it out is unknown.
        if (*request_cut_ == request.size() && about_exchange().chance(0.5, "heeded"))
            network_->server_.answer(*exchange_, request);
        exchange_->size = 0;
        end(about_exchange().chance(0.3, "ends_properly"));
        return;
    }
    exchange_->count(&request_truth::bytes_arrived, size);
    if (arrived_ == request.size())
        send_answer(network_->server_.answer(*exchange_, request));
}

void sim_stream::send_answer(const planned_answer& plan)
{
    const chooser choose = about_exchange();
    log_answer(plan);
    end_was_promised_ = plan.promises_end;
    const std::string_view bytes =
        std::string_view(plan.bytes).substr(0, plan.cut.value_or(plan.bytes.size()));
    auto after = plan.delay + network_->latency(choose);
    for (std::size_t sent = 0; sent < bytes.size();) {
        const std::size_t left = bytes.size() - sent;
        const std::size_t size =
            choose.chance(0.6, "answer_whole", true) ? left : choose.between(1, left, "answer_part");
        network_->clock_.schedule_after(
            after, [self = shared_from_this(), exchange = exchange_,
                    part = std::string(bytes.substr(sent, size))] { self->put(part, exchange); });
        sent += size;
        after += network_->latency(choose) / 4;
    }
    if (!plan.extra.empty()) {
        network_->clock_.schedule_after(
            after, [self = shared_from_this(), exchange = exchange_, extra = plan.extra] {
                // Before the next answer or after it, but never in the middle: a stream has one writer.
                if (self->exchange_ != exchange && self->answer_begun_)
                    return;
                self->log(mark::answers, {"service"}, "sends an answer to no request");
                self->put(extra, nullptr);
                self->end(true);
            });
        return;
    }
    if ((plan.cut && !plan.silent_after_cut) || (!plan.cut && plan.ends_after))
        network_->clock_.schedule_after(
            after + plan.ends_later,
            [self = shared_from_this(), properly = choose.chance(0.5, "ends_properly", true)] {
                self->end(properly);
            });
}

void sim_stream::log_answer(const planned_answer& plan) const
{
    if (!network_->log_.is_on())
        return;
    std::string text = exchange_->status > 0 ? std::to_string(exchange_->status) : "what is no proper HTTP";
    if (plan.bytes.find("102 Processing") != std::string::npos)
        text = "interim answers and " + text;
    if (exchange_->misleads)
        text += " with content that does not belong to it";
    if (exchange_->asks_to_wait)
        text += ", asks to wait " + std::to_string(exchange_->asks_to_wait->count()) + " ms";
    if (plan.promises_end)
        text += ", announces the end";
    if (plan.cut)
        text += ", of its " + std::to_string(plan.bytes.size()) + " bytes only " + std::to_string(*plan.cut);
    if (plan.delay != 0ms)
        text += ", after " + std::to_string(plan.delay.count()) + " ms";
    log(mark::answers, {"service"}, "answers ", exchange_->name, ": ", text);
}

void sim_stream::put(std::string bytes, std::shared_ptr<exchange_truth> answers)
{
    if (closed_ || far_end_gone_)
        return;
    last_change_ = network_->clock_.now();
    answer_begun_ = answer_begun_ || answers;
    inbox_.push_back({std::move(bytes), std::move(answers)});
    deliver();
}

std::optional<http::byte_stream::received>
sim_stream::read(std::span<char> space, std::shared_ptr<http::byte_stream::handler> target)
{
    if (is_readable() && about_exchange().chance(0.5, "reads_at_once", true)) {
        space_ = space;
        const taken part = take();
        note_delivered(part);
        return part.read;
    }
    read_later(space, std::move(target));
    return std::nullopt;
}

void sim_stream::read_later(std::span<char> space, std::shared_ptr<http::byte_stream::handler> target)
{
    space_ = space;
    reader_ = std::move(target);
    deliver();
}

bool sim_stream::is_readable() const noexcept
{
    return !inbox_.empty() || ended_ || closed_;
}

void sim_stream::watch(std::function<void()> on_readable)
{
    watcher_ = std::move(on_readable);
    tell_watcher();
}

void sim_stream::tell_watcher()
{
    if (watcher_ && !closed_ && (!inbox_.empty() || ended_) && !is_overlooked())
        asio::post(network_->context_, std::exchange(watcher_, nullptr));
}

sim_stream::taken sim_stream::take()
{
    if (closed_)
        return {{asio::error::operation_aborted}, nullptr};
    if (inbox_.empty())
        return {{*ended_}, exchange_ && exchange_->ends_with_connection ? exchange_ : nullptr};
    piece& first = inbox_.front();
    std::size_t size = std::min(first.bytes.size(), space_.size());
    if (about_exchange().chance(network_->scenario_.faults.tiny_reads, "tiny_read"))
        size = std::min<std::size_t>(size, about_exchange().between(1, 2, "tiny_read_size"));
    std::memcpy(space_.data(), first.bytes.data(), size);
    taken part{{{}, size}, first.answers};
    first.bytes.erase(0, size);
    if (first.bytes.empty())
        inbox_.pop_front();
    return part;
}

void sim_stream::note_delivered(const taken& part)
{
    last_change_ = network_->clock_.now();
    if (!part.answers || closed_)
        return;
    network_->server_.on_delivered(*part.answers, part.read.code ? 1 : part.read.size);
    if (part.answers->is_answered())
        log(mark::answers, part.answers->name, "has the whole answer");
}

void sim_stream::deliver()
{
    tell_watcher();
    if (!reader_ || !is_readable())
        return;
    asio::post(strand_, [self = shared_from_this(), target = std::exchange(reader_, nullptr), part = take()] {
        self->note_delivered(part);
        target->on_io(part.read.code, part.read.size);
    });
}

void sim_stream::close() noexcept
{
    if (std::exchange(closed_, true))
        return;
    std::erase(network_->open_, this);
    log(mark::closes, {"client"}, "closes the connection");
    if (exchange_)
        exchange_->is_over = true;
    watcher_ = nullptr;
    if (writer_)
        complete_write(asio::error::operation_aborted, 0);
    deliver();
}

} // namespace useapi::simulation
