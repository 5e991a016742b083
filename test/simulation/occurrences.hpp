#ifndef USEAPI_TEST_SIMULATION_OCCURRENCES_HPP
#define USEAPI_TEST_SIMULATION_OCCURRENCES_HPP

#include "simulation/event_log.hpp"

#include <useapi/client/observer.hpp>

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace useapi::simulation {

/** How often each row of the retry table and each branch of a call occurred, over all histories of a run.

    A branch that never occurs is a branch that no history can find wrong.
*/
class occurrences
{
public:
    void count(const std::string& name) { ++counts_[name]; }

    /** Prints a line for each name, with its count. */
    void print(std::ostream& out) const;

    /** The expected names that never occurred. */
    std::vector<std::string> missing() const;

private:
    std::map<std::string, std::size_t> counts_;
};

/** The one table of this process. */
occurrences& table_of_occurrences();

/** Counts the events.
    @param held_back  called when the gate holds a call back.
    @param log  gets what the client decides.
    @param beginning  the call that the client begins with its next event. */
std::shared_ptr<observer> make_counting_observer(std::function<void()> held_back, event_log& log,
                                                 const subject& beginning);

} // namespace useapi::simulation

#endif
