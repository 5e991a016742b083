#include "simulation/process_apart.hpp"
#include "simulation/told_history.hpp"

#include <chrono>
#include <sstream>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace useapi::simulation {
namespace {

/** Writes a line at once: the next step may be the one that crashes. */
void tell_line(int pipe, char kind, const std::string& text)
{
    const std::string line = kind + (' ' + text) + '\n';
    // A parent that is gone reads nothing, and then there is nobody to tell.
    [[maybe_unused]] const auto written = ::write(pipe, line.data(), line.size());
}

std::string to_text(const logged_event& event)
{
    return std::to_string(event.when.count()) + ' ' + event.who + ' ' + std::to_string(event.connection) +
           ' ' + std::to_string(static_cast<int>(event.mark)) + ' ' + event.what;
}

logged_event parse_event(std::istringstream text)
{
    logged_event event;
    std::chrono::milliseconds::rep when = 0;
    int made = 0;
    text >> when >> event.who >> event.connection >> made;
    event.when = std::chrono::milliseconds(when);
    event.mark = static_cast<mark>(made);
    std::getline(text.ignore(), event.what);
    return event;
}

/** Thousands of histories may crash: none leaves a file, or prints the report of a sanitizer. */
void crash_in_silence()
{
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    if (const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC); nowhere != -1)
        ::dup2(nowhere, STDERR_FILENO);
}

void run_and_tell(const history_runner& run, random_source source, bool with_events, int pipe)
{
    crash_in_silence();
    source.keep_choices([pipe](const choice& made) { tell_line(pipe, 'c', to_text(choices{made})); });
    event_listener listener;
    if (with_events)
        listener = [pipe](const logged_event& event) { tell_line(pipe, 'e', to_text(event)); };
    const told_history told = run(std::move(source), listener);
    for (const std::string& each : told.found.violations())
        tell_line(pipe, 'v', each);
    tell_line(pipe, 's', std::to_string(told.steps));
}

void add_line(told_history& told, const std::string& line)
{
    const std::string text = line.substr(2);
    switch (line.front()) {
    case 'c':
        told.made.push_back(parse_choices(text).value().front());
        break;
    case 'e':
        told.events.push_back(parse_event(std::istringstream(text)));
        break;
    case 'v':
        told.found.add(text);
        break;
    default:
        told.steps = std::stoul(text);
    }
}

} // namespace

told_history tell_apart(const history_runner& run, random_source source, bool with_events)
{
    const ended_process ended =
        run_apart([&](int pipe) { run_and_tell(run, std::move(source), with_events, pipe); });
    told_history told;
    std::istringstream lines(ended.written);
    for (std::string line; std::getline(lines, line);)
        add_line(told, line);
    if (!ended.how.empty())
        told.found.add(ended.how);
    return told;
}

} // namespace useapi::simulation
