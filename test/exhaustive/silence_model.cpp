#include "exhaustive/retry_models.hpp"
#include "retry/silence.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <sstream>

namespace useapi::exhaustive::silences {
namespace {

using namespace std::chrono_literals;
using retry::silence;
using time_point = silence::time_point;

enum class silence_event : std::uint8_t
{
    no_answer,
    answer,
    asked,
    time
};

constexpr std::array pauses{1s, 7s};
constexpr std::chrono::seconds limit = 10s;

promise passes_before{"before three attempts and the limit without an answer every call passes"};
promise one_a_pause{
    "an origin that is silent gets one call, then one after 1 s, 2 s, 4 s and so on, 30 s at most"};
promise says_when{"a call that is held back is told when the next one passes, in 30 s at most"};
promise answer_ends_it{"any answer ends the silence"};

const std::array promises{&passes_before, &one_a_pause, &says_when, &answer_ends_it};

constexpr std::array faults{planted_fault{"answer_ignored", "an answer does not end the silence"},
                            planted_fault{"every_call_is_the_probe", "it is forgotten that a call passed"}};

class silence_model final : public model
{
public:
    explicit silence_model(std::string_view fault) : fault_(fault) {}

    std::unique_ptr<model> copy() const override { return std::make_unique<silence_model>(*this); }

    std::vector<event> next() const override
    {
        std::vector<event> events;
        for (const silence_event kind :
             {silence_event::no_answer, silence_event::answer, silence_event::asked})
            events.push_back({static_cast<std::uint8_t>(kind), 0});
        for (std::size_t i = 0; i != pauses.size(); ++i)
            events.push_back({static_cast<std::uint8_t>(silence_event::time), static_cast<std::uint8_t>(i)});
        return events;
    }

    void play(event what) override
    {
        switch (static_cast<silence_event>(what.kind)) {
        case silence_event::no_answer:
            silence_.on_no_answer(now_);
            if (attempts_++ == 0)
                began_ = now_;
            attempts_ = std::min(attempts_, 3U);
            break;
        case silence_event::answer:
            if (fault_ != "answer_ignored")
                silence_.on_answer();
            attempts_ = 0;
            pauses_ = 0;
            last_pass_.reset();
            break;
        case silence_event::asked:
            ask();
            break;
        case silence_event::time:
            now_ += pauses[what.whom];
            break;
        }
    }

    std::string state() const override
    {
        std::ostringstream text;
        text << attempts_;
        if (attempts_ != 0)
            text << ' ' << std::min((now_ - began_).count(), time_point::duration(limit).count());
        if (last_pass_)
            text << ' ' << pauses_ << ' '
                 << std::min((now_ - *last_pass_).count(), time_point::duration(30s).count());
        return text.str();
    }

    void end_well() override
    {
        if (fault_ != "answer_ignored")
            silence_.on_answer();
        require(silence_.ask(now_).passes, answer_ends_it);
    }

    std::string text_of(event what) const override
    {
        static constexpr std::array names{"no answer", "an answer", "asked", "time"};
        std::string text = names[what.kind];
        if (what.kind == static_cast<std::uint8_t>(silence_event::time))
            text += ' ' + std::to_string(pauses[what.whom].count()) + " s";
        return text;
    }

private:
    void ask()
    {
        silence forgetful = silence_;
        const silence::answer given =
            fault_ == "every_call_is_the_probe" ? forgetful.ask(now_) : silence_.ask(now_);
        if (attempts_ < 3 || now_ - began_ < limit) {
            require(given.passes, passes_before);
            return;
        }
        const time_point next =
            last_pass_
                ? *last_pass_ + std::min<std::chrono::seconds>(std::chrono::seconds(1 << (pauses_ - 1)), 30s)
                : now_;
        require(given.passes == (now_ >= next), one_a_pause);
        if (given.passes) {
            last_pass_ = now_;
            pauses_ = std::min(pauses_ + 1, 6U);
        } else {
            require(given.until_probe > 0s && given.until_probe <= 30s && now_ + given.until_probe == next,
                    says_when);
        }
    }

    const std::string_view fault_;
    silence silence_{limit};
    time_point now_{1h};
    unsigned attempts_ = 0;
    unsigned pauses_ = 0; ///< calls that passed since the silence began
    time_point began_{};
    std::optional<time_point> last_pass_;
};

} // namespace

subject make_subject()
{
    return {"origin that falls silent",
            [](std::string_view fault) { return std::make_unique<silence_model>(fault); }, promises, faults};
}

} // namespace useapi::exhaustive::silences
