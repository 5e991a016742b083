#include "simulation/shrink.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace useapi::simulation {
namespace {

/** `call3` of `call3.made` and of `call3.2.busy`. */
std::string_view subject_of(const choice& which)
{
    return std::string_view(which.name).substr(0, which.name.find('.'));
}

class search
{
public:
    search(choices start, const failing_run& run, const std::function<bool(std::size_t)>& may_go_on)
        : run_(run), may_go_on_(may_go_on)
    {
        found_.smallest = std::move(start);
    }

    shrunk_choices go()
    {
        while (!is_over_) {
            const choices before = found_.smallest;
            leave_out_subjects();
            leave_out_choices();
            lower_numbers();
            if (!is_over_ && found_.smallest == before) {
                found_.is_complete = true;
                break;
            }
        }
        return std::move(found_);
    }

private:
    bool still_fails(const choices& smaller)
    {
        is_over_ = is_over_ || !may_go_on_(found_.runs);
        if (is_over_)
            return false;
        ++found_.runs;
        auto used = run_(smaller);
        // A run may use choices that it was not given: it must not grow, or the search would not end.
        if (!used || !is_smaller(*used))
            return false;
        found_.smallest = std::move(*used);
        return true;
    }

    /** Fewer choices, or as many with lower numbers. */
    bool is_smaller(const choices& used) const
    {
        const choices& now = found_.smallest;
        if (used.size() != now.size())
            return used.size() < now.size();
        return std::lexicographical_compare(
            used.begin(), used.end(), now.begin(), now.end(),
            [](const choice& a, const choice& b) { return a.value < b.value; });
    }

    /** The later ones first: what comes before them stays as it was. */
    void leave_out_subjects()
    {
        std::vector<std::string> subjects;
        for (const choice& each : found_.smallest)
            if (std::find(subjects.begin(), subjects.end(), subject_of(each)) == subjects.end())
                subjects.emplace_back(subject_of(each));
        for (std::size_t size = subjects.size(); size != 0; size /= 2)
            for (std::size_t end = subjects.size(); end != 0 && !is_over_;) {
                const std::size_t begin = end - std::min(size, end);
                const std::vector<std::string> left_out(subjects.begin() + static_cast<std::ptrdiff_t>(begin),
                                                        subjects.begin() + static_cast<std::ptrdiff_t>(end));
                choices smaller = found_.smallest;
                std::erase_if(smaller, [&](const choice& each) {
                    return std::find(left_out.begin(), left_out.end(), subject_of(each)) != left_out.end();
                });
                if (smaller.size() != found_.smallest.size())
                    still_fails(smaller);
                end = begin;
            }
    }

    void leave_out_choices()
    {
        for (std::size_t size = (found_.smallest.size() + 1) / 2; size != 0; size /= 2)
            for (std::size_t end = found_.smallest.size(); end != 0 && !is_over_;) {
                // A run that fails may have used fewer than it was given.
                end = std::min(end, found_.smallest.size());
                const std::size_t begin = end - std::min(size, end);
                choices smaller = found_.smallest;
                smaller.erase(smaller.begin() + static_cast<std::ptrdiff_t>(begin),
                              smaller.begin() + static_cast<std::ptrdiff_t>(end));
                still_fails(smaller);
                end = begin;
            }
    }

    void lower_numbers()
    {
        // A 1 was tried as 0 when it was left out.
        for (std::size_t i = 0; i < found_.smallest.size() && !is_over_; ++i)
            if (found_.smallest[i].value > 1)
                lower(found_.smallest[i].name);
    }

    /** To the least number with which it fails, if it fails with each above. By name: its place may change.
     */
    void lower(const std::string& named)
    {
        const std::string name = named;
        const auto is_named = [&](const choice& each) { return each.name == name; };
        std::uint64_t passes_below = 0;
        while (!is_over_) {
            choices smaller = found_.smallest;
            const auto found = std::find_if(smaller.begin(), smaller.end(), is_named);
            if (found == smaller.end() || found->value <= passes_below)
                return;
            const std::uint64_t tried = passes_below + (found->value - passes_below) / 2;
            found->value = tried;
            if (!still_fails(smaller))
                passes_below = tried + 1;
        }
    }

    const failing_run& run_;
    const std::function<bool(std::size_t)>& may_go_on_;
    shrunk_choices found_;
    bool is_over_ = false;
};

} // namespace

shrunk_choices shrink(choices start, const failing_run& run,
                      const std::function<bool(std::size_t runs)>& may_go_on)
{
    return search(std::move(start), run, may_go_on).go();
}

} // namespace useapi::simulation
