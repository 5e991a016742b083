#ifndef USEAPI_TEST_SIMULATION_VERDICT_HPP
#define USEAPI_TEST_SIMULATION_VERDICT_HPP

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace useapi::simulation {

/** What a history was found guilty of. */
class verdict
{
public:
    void add(std::string violation)
    {
        // What follows the first violations mostly follows from them.
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
