#include "simulation/event_log.hpp"

#include <algorithm>
#include <iomanip>
#include <ostream>

namespace useapi::simulation {
namespace {

constexpr int time_width = 8;
constexpr int lane_width = 3;

/** The columns of the connections. */
class lanes
{
public:
    explicit lanes(const std::vector<logged_event>& events)
    {
        std::size_t most = 0;
        for (const logged_event& each : events)
            most = std::max(most, each.connection);
        are_open_.resize(most);
    }

    void print_numbers(std::ostream& out) const
    {
        for (std::size_t i = 1; i <= are_open_.size(); ++i)
            out << std::setw(lane_width) << i;
    }

    /** Notes what the event does to its connection. */
    void print(std::ostream& out, const logged_event& event)
    {
        follow(event);
        for (std::size_t i = 1; i <= are_open_.size(); ++i) {
            const char other = are_open_[i - 1] ? '|' : ' ';
            out << std::setw(lane_width) << (i == event.connection ? static_cast<char>(event.mark) : other);
        }
    }

    void follow(const logged_event& event)
    {
        // The service may do more with a connection that the client has closed.
        if (event.mark == mark::begins || event.mark == mark::closes)
            are_open_[event.connection - 1] = event.mark == mark::begins;
    }

private:
    std::vector<bool> are_open_;
};

} // namespace

void draw(std::ostream& out, const std::vector<logged_event>& events, std::size_t most)
{
    std::size_t longest_name = 3;
    for (const logged_event& each : events)
        longest_name = std::max(longest_name, each.who.size());
    const int name_width = static_cast<int>(longest_name) + 2;
    lanes connections(events);

    const auto flags = out.flags();
    out << std::right << std::setw(time_width) << "ms" << std::left << "  ";
    connections.print_numbers(out);
    out << std::setw(name_width) << "who" << "what\n";
    const std::size_t left_out = events.size() - std::min(most, events.size());
    const std::size_t begin = (events.size() - left_out) / 2;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const logged_event& each = events[i];
        if (i >= begin && i < begin + left_out) {
            connections.follow(each);
            if (i == begin)
                out << "... " << left_out << " events ...\n";
            continue;
        }
        out << std::right << std::setw(time_width) << each.when.count() << std::left << "  ";
        connections.print(out, each);
        out << std::setw(name_width) << each.who << each.what << '\n';
    }
    out.flags(flags);
}

} // namespace useapi::simulation
