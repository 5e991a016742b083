#ifndef USEAPI_TEST_SIMULATION_SIM_STREAM_HPP
#define USEAPI_TEST_SIMULATION_SIM_STREAM_HPP

#include "http/byte_stream.hpp"
#include "simulation/model_server.hpp"
#include "simulation/sim_network.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace useapi::simulation {

/** Both ends of one connection and the way between them. The client holds its end as a `byte_stream`. The
    events that carry bytes hold the rest. */
class sim_stream : public std::enable_shared_from_this<sim_stream>
{
public:
    class client_end;

    sim_stream(std::shared_ptr<sim_network> network, const subject& name);
    ~sim_stream();

    sim_stream(const sim_stream&) = delete;
    sim_stream& operator=(const sim_stream&) = delete;

    std::unique_ptr<http::byte_stream> make_client_end();

    /** The far end ends the stream, properly or not. */
    void end(bool properly);

    void abandon() noexcept;

    bool is_exchanging() const noexcept;

    /** Whether the client has not used the stream for longer than a connection is trusted, and can read bytes
        without a request, or the end. */
    bool is_idle_and_readable() const noexcept;

    time_point exchange_begun() const noexcept { return exchange_->begun; }

private:
    struct piece
    {
        std::string bytes;
        std::shared_ptr<exchange_truth> answers; ///< null without a request
    };

    struct taken
    {
        http::byte_stream::received read;
        std::shared_ptr<exchange_truth> answers;
    };

    std::optional<error_code> write(std::string_view data,
                                    std::shared_ptr<http::byte_stream::handler> target);
    std::optional<error_code> end_write(error_code ec, std::size_t size);
    chooser about_exchange() const;
    template <class... Parts>
    void log(mark made, const subject& who, const Parts&... what) const;
    void log_answer(const planned_answer& plan) const;
    void send_fragments(std::string request);
    void complete_write_later(std::size_t size);
    void complete_write(error_code ec, std::size_t size);
    void arrive(std::size_t size, const std::string& request);
    void send_answer(const planned_answer& plan);
    void put(std::string bytes, std::shared_ptr<exchange_truth> answers);
    std::optional<http::byte_stream::received> read(std::span<char> space,
                                                    std::shared_ptr<http::byte_stream::handler> target);
    void read_later(std::span<char> space, std::shared_ptr<http::byte_stream::handler> target);
    bool is_readable() const noexcept;
    taken take();
    void note_delivered(const taken& part);
    void deliver();
    void watch(std::function<void()> on_readable);
    bool is_overlooked() const noexcept; ///< by a bug put in on purpose
    void tell_watcher();
    void close() noexcept;

    const std::shared_ptr<sim_network> network_;
    const subject name_;
    http::byte_stream::executor_type strand_;
    std::shared_ptr<exchange_truth> exchange_; ///< the latest
    std::size_t arrived_ = 0;                  ///< of its request, at the far end
    std::optional<std::size_t> request_cut_;
    bool writer_stalls_ = false;
    bool answer_begun_ = false; ///< a byte of the latest exchange's answer left the far end
    bool end_was_promised_ = false;
    time_point last_change_{}; ///< a byte or the end came, or was read
    bool far_end_gone_ = false;
    bool closed_ = false;
    std::deque<piece> inbox_;
    std::optional<error_code> ended_;
    std::span<char> space_;
    std::shared_ptr<http::byte_stream::handler> reader_;
    std::shared_ptr<http::byte_stream::handler> writer_;
    std::function<void()> watcher_;
};

} // namespace useapi::simulation

#endif
