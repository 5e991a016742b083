#ifndef USEAPI_TEST_EXHAUSTIVE_SEARCH_HPP
#define USEAPI_TEST_EXHAUSTIVE_SEARCH_HPP

#include "exhaustive/model.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::exhaustive {

/** A promise that was broken, and the fewest events that break it. */
struct counterexample
{
    const promise* broken;
    std::vector<std::string> path;
};

/** What a search went through. */
struct census
{
    std::size_t states = 0;
    std::size_t transitions = 0;
    std::size_t longest_path = 0;
    bool is_complete = false; ///< every state was looked at; false after the first broken promise, too
    std::optional<counterexample> broken;
};

/** Plays every order of events, breadth first, as far as it leads to a state that was not seen before.

    @param most_states  the search gives up beyond so many, and is not complete. */
census search(const model_maker& make, std::string_view fault, std::size_t most_states);

} // namespace useapi::exhaustive

#endif
