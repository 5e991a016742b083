#ifndef USEAPI_TEST_SIMULATION_EVENT_LOG_HPP
#define USEAPI_TEST_SIMULATION_EVENT_LOG_HPP

#include "simulation/choices.hpp"

#include <useapi/testing/virtual_clock.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::simulation {

/** What an event does to its connection, as the drawing shows it. */
enum class mark : char
{
    none = ' ',
    begins = '+',
    is_made = 'o',
    sends = '>',
    answers = '<',
    waits = '.',
    is_ended = '!', ///< by the service or the network
    closes = 'x'    ///< the last event of a connection
};

struct logged_event
{
    std::chrono::milliseconds when{};
    std::string who;
    std::size_t connection = 0; ///< 0: none
    simulation::mark mark = simulation::mark::none;
    std::string what;
};

/** Who did what on which connection, and when. Contains no password and no token: its callers hand it none.
 */
class event_log
{
public:
    explicit event_log(const testing::virtual_clock& clock) noexcept : clock_(clock) {}

    void turn_on() noexcept { is_on_ = true; }

    /** Turns it on, and calls `listener` with each event. */
    void turn_on(std::function<void(const logged_event&)> listener)
    {
        is_on_ = true;
        listener_ = std::move(listener);
    }

    void turn_off() noexcept { is_on_ = false; }

    bool is_on() const noexcept { return is_on_; }

    /** Puts the parts together. Does nothing, and costs little, if the log is off. */
    template <class... Parts>
    void add(const subject& who, const Parts&... what)
    {
        add_to(0, mark::none, who, what...);
    }

    /** The same on a connection. */
    template <class... Parts>
    void add_to(std::size_t connection, mark made, const subject& who, const Parts&... what)
    {
        if (!is_on_)
            return;
        std::string text;
        (text.append(text_of(what)), ...);
        note({std::chrono::duration_cast<std::chrono::milliseconds>(clock_.elapsed()), who.name(), connection,
              made, std::move(text)});
    }

    const std::vector<logged_event>& events() const noexcept { return events_; }

private:
    static std::string text_of(std::string_view text) { return std::string(text); }

    static std::string text_of(std::integral auto number) { return std::to_string(number); }

    static std::string text_of(std::chrono::milliseconds time)
    {
        return std::to_string(time.count()) + " ms";
    }

    static std::string text_of(const subject& part) { return part.name(); }

    void note(logged_event event)
    {
        events_.push_back(std::move(event));
        if (listener_)
            listener_(events_.back());
    }

    const testing::virtual_clock& clock_;
    bool is_on_ = false;
    std::vector<logged_event> events_;
    std::function<void(const logged_event&)> listener_;
};

/** Draws the events as text: a line an event, a column a connection.
    @param most  how many: of more, those in the middle are left out. */
void draw(std::ostream& out, const std::vector<logged_event>& events, std::size_t most = 1000);

} // namespace useapi::simulation

#endif
