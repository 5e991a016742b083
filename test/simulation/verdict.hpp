#ifndef USEAPI_TEST_SIMULATION_VERDICT_HPP
#define USEAPI_TEST_SIMULATION_VERDICT_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::simulation {

/** What a violation has in common with others of the same rule: no account, no numbers, and nothing that
   follows a colon. */
std::string kind_of(std::string_view violation);

/** The violations of a history. */
class verdict
{
public:
    void add(std::string violation)
    {
        // Lists only the first violations, because later ones mostly follow from them.
        if (violations_.size() < listed)
            violations_.push_back(std::move(violation));
    }

    bool passed() const noexcept { return violations_.empty(); }

    const std::vector<std::string>& violations() const noexcept { return violations_; }

private:
    static constexpr std::size_t listed = 8;

    std::vector<std::string> violations_;
};

} // namespace useapi::simulation

#endif
