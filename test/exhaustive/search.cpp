#include "exhaustive/search.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <unordered_set>

namespace useapi::exhaustive {
namespace {

/** A state, by the state before it and the event that led here. */
struct place
{
    std::size_t before;
    event how;
    std::size_t depth;
};

class searcher
{
public:
    searcher(const model_maker& make, std::string_view fault) : make_(make), fault_(fault) {}

    census run(std::size_t most_states)
    {
        places_.push_back({0, {}, 0});
        const auto first = make_(fault_);
        seen_.insert(first->state());
        // The first state must end well, too.
        end(0, *first);
        for (std::size_t i = 0; i != places_.size() && !found_.broken; ++i) {
            if (places_.size() > most_states)
                return counted();
            leave(i);
        }
        found_.is_complete = !found_.broken;
        return counted();
    }

private:
    census counted()
    {
        found_.states = places_.size();
        found_.longest_path = places_.back().depth;
        return std::move(found_);
    }

    std::vector<event> path_to(std::size_t which) const
    {
        std::vector<event> path;
        for (; which != 0; which = places_[which].before)
            path.push_back(places_[which].how);
        std::reverse(path.begin(), path.end());
        return path;
    }

    std::unique_ptr<model> arrive(const std::vector<event>& path) const
    {
        auto here = make_(fault_);
        for (const event& each : path)
            here->play(each);
        return here;
    }

    /** Plays every event that may come in a state. */
    void leave(std::size_t from)
    {
        const std::vector<event> path = path_to(from);
        const auto here = arrive(path);
        for (const event& each : here->next()) {
            auto after = here->copy();
            if (!after)
                after = arrive(path);
            after->check_from_now_on();
            after->play(each);
            ++found_.transitions;
            if (after->broken()) {
                tell(path, {each}, after->broken());
                return;
            }
            if (!seen_.insert(after->state()).second)
                continue;
            places_.push_back({from, each, places_[from].depth + 1});
            end(places_.size() - 1, *after);
            if (found_.broken)
                return;
        }
    }

    void end(std::size_t which, model& here)
    {
        here.check_from_now_on();
        here.end_well();
        if (here.broken())
            tell(path_to(which), {}, here.broken());
    }

    void tell(std::vector<event> path, std::vector<event> last, const promise* broken)
    {
        path.insert(path.end(), last.begin(), last.end());
        counterexample found{broken, {}};
        const auto shown = make_(fault_);
        for (const event& each : path) {
            found.path.push_back(shown->text_of(each));
            shown->play(each);
        }
        found_.broken = std::move(found);
    }

    const model_maker& make_;
    const std::string_view fault_;
    std::vector<place> places_;
    std::unordered_set<std::string> seen_;
    census found_;
};

} // namespace

census search(const model_maker& make, std::string_view fault, std::size_t most_states)
{
    return searcher(make, fault).run(most_states);
}

} // namespace useapi::exhaustive
