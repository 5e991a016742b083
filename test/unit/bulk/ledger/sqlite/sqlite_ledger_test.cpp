#include "bulk/ledger/sqlite/sqlite_database.hpp"
#include "bulk/ledger/sqlite/sqlite_ledger.hpp"

#include "unit/bulk/ledger/sqlite/some_ledger.hpp"
#include "unit/bulk/refusal.hpp"
#include "unit/temporary_folder.hpp"

#include <useapi/error.hpp>

#include <boost/test/unit_test.hpp>

#include <sqlite3.h>

#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::bulk;
using useapi::bulk::testing::message_of_refusal;
using useapi::bulk::testing::purpose_of_import;
using useapi::test::temporary_folder;

constexpr row_digest digest{1, 2, 3};

ledger_purpose purpose(std::string base_url = "https://a/v1")
{
    ledger_purpose made = purpose_of_import();
    made.identity.base_url = std::move(base_url);
    made.rows = 40;
    return made;
}

row_key key_of(std::size_t number)
{
    return {"", "a" + std::to_string(number) + "@b.cd"};
}

std::vector<ledger_claim> claims(std::size_t count)
{
    std::vector<ledger_claim> made;
    for (std::size_t i = 0; i < count; ++i)
        made.emplace_back(key_of(i), digest, i + 2);
    return made;
}

ledger_outcome applied(std::size_t number)
{
    row_result result;
    result.outcome = row_outcome::applied;
    result.effect = effect::applied;
    result.status = 201;
    result.attempts = 1;
    return {key_of(number), result};
}

/** The message of an open that fails; else empty. */
std::string refusal(const std::string& path, const ledger_purpose& what)
{
    return message_of_refusal([&] { open_sqlite_ledger(path, what); });
}

bool contains(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

/** A copy of the files that a process would leave behind if it were killed now. */
std::string as_a_kill_leaves_it(const temporary_folder& folder, const std::string& path)
{
    const std::string copy = folder.path("killed.db");
    for (const std::string_view part : {"", "-wal"}) {
        if (std::filesystem::exists(path + std::string(part)))
            std::filesystem::copy_file(path + std::string(part), copy + std::string(part));
    }
    return copy;
}

BOOST_AUTO_TEST_SUITE(sqlite_ledgers)

BOOST_AUTO_TEST_CASE(new_ledger_is_for_its_owner_alone_whatever_the_umask)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    const mode_t before = ::umask(0);
    const auto ledger = open_sqlite_ledger(path, purpose());
    ledger->commit({}, claims(1));
    ::umask(before);
    for (const auto& entry : std::filesystem::directory_iterator(folder.path("")))
        BOOST_TEST((entry.status().permissions() ==
                    (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)),
                   entry.path().string());
}

BOOST_AUTO_TEST_CASE(row_that_an_earlier_run_settled_by_a_clock_that_was_ahead_is_sent_again)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    ledger_outcome failed(key_of(0), row_result());
    failed.result->outcome = row_outcome::failed;
    failed.result->worth_retrying = true;
    {
        const auto ledger = open_sqlite_ledger(path, purpose());
        ledger->commit({}, claims(1));
        ledger->commit({failed}, {});
        ledger->change([](const row_key&) { return true; },
                       [](ledger_row row) {
                           row.settled_at = *row.settled_at + std::chrono::hours(6);
                           return row;
                       });
    }
    const auto again = open_sqlite_ledger(path, purpose());
    BOOST_TEST((again->commit({}, claims(1)).at(0).step == next_step::send));
    again->commit({failed}, {});
    BOOST_TEST((again->commit({}, claims(1)).at(0).step == next_step::keep));
    const auto third = [&] {
        const auto ledger = open_sqlite_ledger(folder.path("other.db"), purpose());
        ledger->commit({}, claims(1));
        ledger->commit({failed}, {});
        return ledger->commit({}, claims(1)).at(0).step;
    }();
    BOOST_TEST((third == next_step::keep));
}

BOOST_AUTO_TEST_CASE(failure_of_sqlite_is_called_damage_only_where_the_file_itself_is_wrong)
{
    struct
    {
        int code;
        const char* said;
    } const cases[] = {
        {SQLITE_CORRUPT, "is damaged"},
        {SQLITE_CORRUPT_INDEX, "is damaged"},
        {SQLITE_NOTADB, "is not a ledger of useapi"},
        {SQLITE_PROTOCOL, "does not lock files"},
        {SQLITE_IOERR_LOCK, "does not lock files"},
        {SQLITE_IOERR_SHMMAP, "does not lock files"},
        {SQLITE_IOERR_SHMSIZE, "the disk is full"},
        {SQLITE_FULL, "the disk is full"},
        {SQLITE_IOERR_FSYNC, "cannot be read or written: words"},
        {SQLITE_IOERR_NOMEM, "not enough memory"},
        {SQLITE_NOMEM, "not enough memory"},
        {SQLITE_NOLFS, "too large for its file system"},
        {SQLITE_PERM, "you have no right to write it"},
        {SQLITE_READONLY_DIRECTORY, "is read-only"},
        {SQLITE_BUSY_SNAPSHOT, "is locked by another program"},
        {SQLITE_INTERNAL, "cannot be used: words"},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.code)
        {
            const std::string meaning = sqlite::meaning_of(each.code, "words");
            BOOST_TEST(contains(meaning, each.said), meaning);
            BOOST_TEST(contains(meaning, "is damaged (") == contains(each.said, "is damaged"), meaning);
        }
    }
}

BOOST_AUTO_TEST_CASE(check_that_could_not_read_the_file_does_not_call_it_damaged)
{
    struct
    {
        const char* found;
        const char* said;
    } const cases[] = {
        {"*** in database main ***\nPage 3: unable to get the page. error code=266",
         "cannot be read or written: disk I/O error"},
        {"Tree 4 page 3: unable to get the page. error code=7", "there is not enough memory"},
        {"*** in database main ***\nPage 3: unable to get the page. error code=11",
         "is damaged (*** in database main *** Page 3"},
        {"*** in database main ***\nPage 3: btreeInitPage() returns error code 11",
         "is damaged (*** in database main *** Page 3"},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.found)
        {
            const std::string meaning = sqlite::meaning_of_check(each.found);
            BOOST_TEST(contains(meaning, each.said), meaning);
            BOOST_TEST(!contains(meaning, "\n"), meaning);
        }
    }
}

BOOST_AUTO_TEST_CASE(ledger_that_was_open_to_others_is_closed_to_them)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    open_sqlite_ledger(path, purpose());
    ::chmod(path.c_str(), 0644);
    const auto ledger = open_sqlite_ledger(path, purpose());
    ledger->commit({}, claims(1));
    // SQLite's log beside it has the rows of this run.
    for (const auto& entry : std::filesystem::directory_iterator(folder.path("")))
        BOOST_TEST((entry.status().permissions() ==
                    (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)),
                   entry.path().string());
}

BOOST_AUTO_TEST_CASE(what_was_committed_is_there_after_a_kill)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    const auto ledger = open_sqlite_ledger(path, purpose());
    for (const admission& each : ledger->commit({}, claims(3)))
        BOOST_TEST((each.step == next_step::send));
    ledger->commit({applied(0), ledger_outcome(key_of(1))}, {});

    ledger_purpose asking = purpose();
    asking.rules.verify = true;
    const auto again = open_sqlite_ledger(as_a_kill_leaves_it(folder, path), asking);
    BOOST_TEST((again->salt() == ledger->salt()));
    const auto admissions = again->commit({}, claims(4));
    BOOST_TEST((admissions[0].step == next_step::keep));
    BOOST_TEST(admissions[0].known.status == 201);
    BOOST_TEST((admissions[1].step == next_step::send)); // it was never sent
    BOOST_TEST((admissions[2].step == next_step::ask_first));
    BOOST_TEST(admissions[2].known.sent_at.has_value());
    BOOST_TEST((admissions[3].step == next_step::send));
}

BOOST_AUTO_TEST_CASE(log_of_an_earlier_run_is_not_continued)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    const auto ledger = open_sqlite_ledger(path, purpose());
    ledger->commit({}, claims(3));
    const std::string killed = as_a_kill_leaves_it(folder, path);
    BOOST_TEST_REQUIRE(std::filesystem::file_size(killed + "-wal") > 0U);
    const auto again = open_sqlite_ledger(killed, purpose());
    BOOST_TEST(std::filesystem::file_size(killed + "-wal") == 0U);
    BOOST_TEST(again->commit({}, claims(3))[0].known.sent_at.has_value());
}

BOOST_AUTO_TEST_CASE(row_that_is_given_up_while_it_is_asked_about_is_not_recorded_as_sent)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    open_sqlite_ledger(path, purpose())->commit({ledger_outcome(key_of(0))}, claims(2));
    const auto admissions = open_sqlite_ledger(path, purpose())->commit({}, claims(2));
    BOOST_TEST((admissions[0].known.state == row_state::pending));
    BOOST_TEST((admissions[1].known.state == row_state::sent));
}

BOOST_AUTO_TEST_CASE(kept_row_that_is_given_up_while_it_is_asked_about_stays_as_an_earlier_run_left_it)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    ledger_purpose once = purpose();
    once.rules.may_repeat = false;
    open_sqlite_ledger(path, once)->commit({}, claims(2));
    // The answer and the outcome may also be in two transactions.
    open_sqlite_ledger(path, once)->commit({ledger_outcome(key_of(0))}, claims(1));
    {
        const auto ledger = open_sqlite_ledger(path, once);
        ledger->commit({}, claims(2));
        ledger->commit({ledger_outcome(key_of(1))}, {});
    }
    for (const admission& each : open_sqlite_ledger(path, once)->commit({}, claims(2))) {
        BOOST_TEST((each.known.state == row_state::sent));
        BOOST_TEST((each.step == next_step::keep));
    }
}

BOOST_AUTO_TEST_CASE(ledger_is_for_one_import_at_a_time)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    const auto ledger = open_sqlite_ledger(path, purpose());
    BOOST_TEST(contains(refusal(path, purpose()), "is in use by another import"));
}

BOOST_AUTO_TEST_CASE(ledger_of_another_run_is_refused)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    open_sqlite_ledger(path, purpose());
    BOOST_TEST(
        contains(refusal(path, purpose("https://b/v1")), "the service at https://a/v1, not https://b/v1"));
    ledger_purpose other = purpose();
    other.identity.input = "/x/other.csv";
    BOOST_TEST(contains(refusal(path, other), "the input /x/in.csv, not /x/other.csv"));
    BOOST_TEST(refusal(path, purpose()).empty());
}

BOOST_AUTO_TEST_CASE(input_that_was_moved_keeps_its_ledger)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    open_sqlite_ledger(path, purpose());
    ledger_purpose moved = purpose();
    moved.identity.input = "/y/in.csv";
    BOOST_TEST(refusal(path, moved).empty());
    moved.identity.first_email = "z@b.cd";
    BOOST_TEST(contains(refusal(path, moved), "the input /x/in.csv, not /y/in.csv"));
}

BOOST_AUTO_TEST_CASE(profile_keeps_its_service)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    ledger_purpose with_profile = purpose();
    with_profile.identity.other_base_urls["team"] = "https://t/v1";
    open_sqlite_ledger(path, with_profile);
    BOOST_TEST(refusal(path, with_profile).empty());
    with_profile.identity.other_base_urls["team"] = "https://u/v1";
    BOOST_TEST(contains(refusal(path, with_profile), "profile team belongs to the service at https://t/v1"));
}

BOOST_AUTO_TEST_CASE(what_is_no_ledger_is_left_alone)
{
    const temporary_folder folder;
    const std::string text = folder.file("notes.txt", std::string(5000, 'x'));
    BOOST_TEST(contains(refusal(text, purpose()), "is not a ledger of useapi"));
    BOOST_TEST(std::filesystem::file_size(text) == 5000U);
    BOOST_TEST(contains(refusal(folder.path("no/such/folder/run.db"), purpose()), "No such file"));
    BOOST_TEST(contains(refusal(folder.path(""), purpose()), "ledger "));
    BOOST_TEST(contains(refusal("/dev/null", purpose()), "is not a regular file"));
}

BOOST_AUTO_TEST_CASE(empty_file_of_an_import_that_was_killed_at_once_becomes_a_ledger)
{
    const temporary_folder folder;
    BOOST_TEST(refusal(folder.file("run.db", ""), purpose()).empty());
}

/** A byte that was altered is found before anything is sent, or makes no difference. */
BOOST_AUTO_TEST_CASE(ledger_with_a_flipped_byte_is_refused_or_right)
{
    constexpr std::size_t rows = 40;
    constexpr std::size_t stride = 173; // has no factor in common with the size of a page
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    {
        const auto ledger = open_sqlite_ledger(path, purpose());
        ledger->commit({}, claims(rows));
        std::vector<ledger_outcome> outcomes;
        for (std::size_t i = 0; i < rows; ++i)
            outcomes.push_back(applied(i));
        ledger->commit(outcomes, {});
    }
    std::ifstream in(path, std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    std::size_t refused = 0;
    for (std::size_t at = 0; at < whole.size(); at += stride) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
        const std::string copy = folder.file("damaged.db", damaged);
        std::filesystem::remove(copy + "-wal");
        std::filesystem::remove(copy + "-shm");
        BOOST_TEST_CONTEXT("byte " << at)
        {
            try {
                const auto ledger = open_sqlite_ledger(copy, purpose());
                for (const admission& each : ledger->commit({}, claims(rows)))
                    BOOST_TEST((each.step == next_step::keep));
            } catch (const exception& failure) {
                ++refused;
                BOOST_TEST(contains(failure.reason().detail(), "ledger " + copy + ": "));
            }
        }
    }
    BOOST_TEST_MESSAGE(refused << " of " << (whole.size() + stride - 1) / stride << " were refused");
    BOOST_TEST(refused > 20U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
