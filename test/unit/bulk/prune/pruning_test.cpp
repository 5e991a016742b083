#include "bulk/account_key.hpp"
#include "bulk/ledger/ledger_decisions.hpp"
#include "bulk/prune/cautious_key.hpp"
#include "bulk/prune/pruning.hpp"
#include "crash/option.hpp"

#include <useapi/error.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(prunings)

using namespace useapi;
using namespace useapi::bulk;

namespace {

constexpr std::uint64_t default_draws = 2000;

std::string in_lower_case(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

class drawn
{
public:
    explicit drawn(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    bool one_in(std::uint64_t many) { return below(many) == 0; }

private:
    std::mt19937_64 random_;
};

using row = std::pair<std::string, std::string>; ///< profile and email

/** Thrown where the process is killed. */
struct killed
{
};

/** A service, a file and a ledger in memory, with all that can go wrong drawn at random. */
class drawn_world final : public pruning_world
{
public:
    explicit drawn_world(drawn& by) : by_(by), folds_case_(by.one_in(2))
    {
        // Sometimes two names are one subscription. Other code refuses that; it must do no harm here either.
        subscription_of_ = {{"", 0}, {"eu", by_.one_in(4) ? 0 : 1}, {"us", by_.one_in(4) ? 1 : 2}};
        for (std::uint64_t i = by_.below(8); i != 0; --i)
            rows_.emplace_back(drawn_profile(), drawn_email());
        for (std::uint64_t i = by_.below(12); i != 0; --i)
            held_[static_cast<int>(by_.below(3))].insert(filed(drawn_email()));
        for (const row& each : rows_)
            if (!by_.one_in(3))
                send(each);
    }

    accounts_by_profile lists()
    {
        accounts_by_profile made;
        for (const auto& [profile, number] : subscription_of_)
            if (std::any_of(rows_.begin(), rows_.end(),
                            [&](const row& each) { return each.first == profile; }))
                made.emplace(profile, *list(profile));
        lists_are_asked_at_the_end_ = true;
        return made;
    }

    std::uint64_t read_rows(const row_taker& take) override
    {
        may_be_killed();
        std::uint64_t fingerprint = rows_.size();
        for (const auto& [profile, email] : rows_) {
            take(profile, email);
            fingerprint = 31 * fingerprint + std::hash<std::string>()(profile + '\n' + email);
        }
        return fingerprint;
    }

    bool confirm(const prune_plan&) override
    {
        may_be_killed();
        // An editor changes the file while the question is open.
        if (by_.one_in(4))
            rows_.emplace_back(drawn_profile(), drawn_email());
        return !by_.one_in(8);
    }

    void note_deletions(const std::vector<listed_account>& all) override
    {
        may_be_killed();
        for (const listed_account& each : all)
            change(each, mark_deleted);
        may_be_killed();
    }

    void take_back(const std::vector<listed_account>& all) override
    {
        may_be_killed();
        for (const listed_account& each : all)
            change(each, mark_kept);
    }

    result<void> erase(const listed_account& which) override
    {
        may_be_killed();
        if (by_.one_in(10))
            return error(errc::connect_failed, effect::none);
        if (by_.one_in(10))
            return error(errc::not_found, effect::rejected).status(404);
        require_unnamed(which);
        std::erase_if(held_[subscription_of_.at(which.profile)],
                      [&](const auto& each) { return same(each.first, which.key); });
        may_be_killed();
        if (by_.one_in(10))
            return error(errc::connection_lost, effect::unknown);
        return {};
    }

    result<std::vector<runwayml::account>> list(const std::string& profile) override
    {
        may_be_killed();
        if (lists_are_asked_at_the_end_ && by_.one_in(8))
            return error(errc::service_unavailable, effect::rejected);
        if (lists_are_asked_at_the_end_ && by_.one_in(8))
            return std::vector<runwayml::account>();
        std::vector<runwayml::account> all;
        for (const auto& [key, email] : held_[subscription_of_.at(profile)])
            all.push_back(runwayml::account(email).key(key));
        return all;
    }

    bool is_interrupted() override { return by_.one_in(20); }

    void report(const row_result& what) override
    {
        const auto& all = held_[subscription_of_.at(what.profile)];
        const bool is_there = std::any_of(all.begin(), all.end(),
                                          [&](const auto& each) { return same(each.first, what.email); });
        // An account that exists must never be called deleted, unless the service itself said so.
        if (what.outcome == row_outcome::deleted && is_there)
            failures_.push_back("called deleted and is there: " + what.email);
    }

    /** Runs the import until it ends, and begins again as often as it takes, after rows came back. */
    void import_all()
    {
        rows_.insert(rows_.end(), came_back_.begin(), came_back_.end());
        for (const row& each : rows_) {
            const auto known = ledger_.find(key_of(each));
            const ledger_claim claim(key_of(each), row_digest{1}, 2);
            if (decide(known == ledger_.end() ? nullptr : &known->second, claim, resume_rules()) !=
                next_step::keep)
                send(each);
            if (!holds(each.first, each.second))
                failures_.push_back("settled, and gone: " + each.second + " of profile " + each.first);
        }
    }

    /** Takes a row out of the file, which is put back before the import. */
    void drop_rows()
    {
        for (std::uint64_t i = by_.below(4); i != 0 && !rows_.empty(); --i) {
            const auto which = rows_.begin() + static_cast<std::ptrdiff_t>(by_.below(rows_.size()));
            came_back_.push_back(*which);
            rows_.erase(which);
        }
    }

    const std::vector<std::string>& failures() const noexcept { return failures_; }

    std::uint64_t erased() const noexcept { return erased_; }

    bool may_be_killed_now = true;

private:
    std::string drawn_profile() { return std::vector<std::string>{"", "eu", "us"}[by_.below(3)]; }

    std::string drawn_email()
    {
        std::string name(1, static_cast<char>('a' + by_.below(6)));
        if (by_.one_in(5))
            name[0] = static_cast<char>(name[0] - 'a' + 'A');
        return name + (by_.one_in(6) ? "@B.cd" : "@b.cd");
    }

    /** The key and the email of an account. The key is mostly the email. */
    std::pair<std::string, std::string> filed(const std::string& email)
    {
        return {by_.one_in(6) ? "id-" + email : email, email};
    }

    bool same(const std::string& one, const std::string& other) const
    {
        return folds_case_ ? in_lower_case(one) == in_lower_case(other)
                           : account_key(one) == account_key(other);
    }

    bool holds(const std::string& profile, const std::string& name)
    {
        const auto& all = held_[subscription_of_.at(profile)];
        return std::any_of(all.begin(), all.end(), [&](const auto& each) {
            return same(each.first, name) || same(each.second, name);
        });
    }

    static row_key key_of(const row& of) { return {of.first, account_key(of.second)}; }

    void send(const row& what)
    {
        const ledger_claim claim(key_of(what), row_digest{1}, 2);
        row_result applied;
        applied.outcome = row_outcome::applied;
        ledger_[claim.key] = mark_outcome(mark_sent(nullptr, claim, wall_time()),
                                          ledger_outcome(claim.key, applied), wall_time());
        if (!holds(what.first, what.second))
            held_[subscription_of_.at(what.first)].emplace(what.second, what.second);
    }

    void change(const listed_account& which, ledger_row (*how)(ledger_row))
    {
        for (auto& [key, known] : ledger_)
            for (const std::string& name : {which.key, which.email})
                if (cautious_key(key.email) == cautious_key(name))
                    known = how(known);
    }

    void require_unnamed(const listed_account& which)
    {
        ++erased_;
        for (const auto& [profile, email] : rows_)
            if (in_lower_case(email) == in_lower_case(which.key) ||
                in_lower_case(email) == in_lower_case(which.email))
                failures_.push_back("deleted though a row names it: " + which.key + " of profile " +
                                    which.profile);
    }

    void may_be_killed()
    {
        if (may_be_killed_now && by_.one_in(40))
            throw killed();
    }

    drawn& by_;
    const bool folds_case_;
    std::map<std::string, int> subscription_of_;
    std::vector<row> rows_;
    std::vector<row> came_back_;
    std::map<int, std::set<std::pair<std::string, std::string>>> held_; ///< key and email, by subscription
    std::map<row_key, ledger_row> ledger_;
    bool lists_are_asked_at_the_end_ = false;
    std::uint64_t erased_ = 0;
    std::vector<std::string> failures_;
};

std::uint64_t run_one(std::uint64_t seed, std::vector<std::string>& failures)
{
    drawn by(seed);
    drawn_world world(by);
    world.drop_rows();
    try {
        static_cast<void>(prune(world.lists(), world));
    } catch (const killed&) {
        // Like SIGKILL: the next run finds only what is on the disk and at the service.
    } catch (const exception&) {
        // The file changed.
    }
    world.may_be_killed_now = false;
    world.import_all();
    for (const std::string& each : world.failures())
        failures.push_back("seed " + std::to_string(seed) + ": " + each);
    return world.erased();
}

deletion_attempt attempt_that(std::optional<result<void>> answer)
{
    deletion_attempt made;
    made.account = {"eu", "a@b.cd", "a@b.cd", ""};
    made.answer = std::move(answer);
    return made;
}

} // namespace

BOOST_AUTO_TEST_CASE(no_account_that_a_row_names_is_gone_whatever_happens)
{
    const std::uint64_t draws = crash::option("--draws", default_draws);
    std::vector<std::string> failures;
    std::uint64_t erased = 0;
    for (std::uint64_t seed = 1; seed <= draws && failures.size() < 5; ++seed)
        erased += run_one(seed, failures);
    for (const std::string& each : failures)
        BOOST_ERROR(each);
    // A test in which nothing is ever deleted proves nothing.
    BOOST_TEST(erased > draws / 4);
    BOOST_TEST_MESSAGE(draws << " draws, " << erased << " accounts deleted");
}

BOOST_AUTO_TEST_CASE(list_at_the_end_tells_what_is_gone)
{
    const result<void> yes;
    const result<void> not_there(error(errc::not_found, effect::rejected).status(404));
    const result<void> lost(error(errc::connection_lost, effect::unknown));

    const struct
    {
        const char* name;
        std::optional<result<void>> answer;
        std::optional<bool> is_listed;
        row_outcome outcome;
        effect expected;
        std::string_view part_of_error;
    } cases[]{
        {"yes, and gone", yes, false, row_outcome::deleted, effect::applied, ""},
        {"yes, and listed", yes, true, row_outcome::not_deleted, effect::unknown, "still lists it"},
        {"yes, and no list", yes, std::nullopt, row_outcome::deleted, effect::applied, ""},
        {"404, and gone", not_there, false, row_outcome::deleted, effect::applied, ""},
        {"404, and listed", not_there, true, row_outcome::not_deleted, effect::rejected, ""},
        {"404, and no list", not_there, std::nullopt, row_outcome::not_deleted, effect::rejected,
         "may be deleted all the same"},
        {"lost, and gone", lost, false, row_outcome::deleted, effect::applied, ""},
        {"lost, and listed", lost, true, row_outcome::not_deleted, effect::unknown, ""},
        {"never begun", std::nullopt, std::nullopt, row_outcome::not_deleted, effect::none, "not begun"},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const row_result judged = judge_deletion(attempt_that(each.answer), each.is_listed);
            BOOST_TEST((judged.outcome == each.outcome), judged.outcome_name());
            BOOST_TEST((judged.effect == each.expected), to_string(judged.effect));
            BOOST_TEST((judged.error.find(each.part_of_error) != std::string::npos), judged.error);
            BOOST_TEST((judged.outcome == row_outcome::deleted) == judged.error.empty());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
