#include <useapi/testing/replay.hpp>

#include "emulator/recording/exchange.hpp"
#include "emulator/service/percent_coding.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace useapi::testing {
namespace {

std::string name_of(std::string_view method, std::string_view target)
{
    return std::string(method) + ' ' + std::string(target);
}

/// The key of a request. The target is decoded, since clients may encode it differently.
std::string key_of(std::string_view method, std::string_view target)
{
    return name_of(method, emulator::percent_decoded(target));
}

reply reply_of(const emulator::exchange& recorded)
{
    reply made = reply::of(static_cast<int>(recorded.status), recorded.answer_body);
    for (const auto& [name, value] : recorded.answer_fields)
        made.add_field(name, value);
    return std::move(made.after(recorded.took));
}

} // namespace

class replay::state
{
public:
    explicit state(const std::string& file) : file_(file)
    {
        for (emulator::exchange& each : emulator::read_recording(file))
            recorded_.push_back({std::move(each), false});
    }

    reply answer(const received_request& request);

    std::size_t left() const noexcept
    {
        return static_cast<std::size_t>(std::count_if(recorded_.begin(), recorded_.end(), is_left));
    }

private:
    struct recorded_answer
    {
        emulator::exchange content;
        bool was_given = false;
    };

    static bool is_left(const recorded_answer& each) noexcept { return !each.was_given; }

    [[noreturn]] void refuse(const received_request& request) const;

    const std::string file_;
    std::vector<recorded_answer> recorded_;
};

reply replay::state::answer(const received_request& request)
{
    const std::string key = key_of(request.method(), request.target());
    for (recorded_answer& each : recorded_) {
        if (each.was_given || key_of(each.content.method, each.content.target) != key)
            continue;
        each.was_given = true;
        return reply_of(each.content);
    }
    refuse(request);
}

void replay::state::refuse(const received_request& request) const
{
    const auto next = std::find_if(recorded_.begin(), recorded_.end(), is_left);
    const std::string expected =
        next == recorded_.end() ? "all that was recorded was answered"
                                : "recorded next is " + name_of(next->content.method, next->content.target) +
                                      " (line " + std::to_string(next - recorded_.begin() + 1) + ")";
    throw std::runtime_error(file_ + " has no answer left to " + name_of(request.method(), request.target()) +
                             "; " + expected);
}

replay::replay(const std::string& file) : state_(std::make_shared<state>(file)) {}

memory_network::server replay::far_end() const
{
    return [state = state_](const received_request& request) { return state->answer(request); };
}

std::size_t replay::left() const noexcept
{
    return state_->left();
}

} // namespace useapi::testing
