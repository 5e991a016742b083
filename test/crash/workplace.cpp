#include "crash/workplace.hpp"

#include "bulk/ledger/ledger_digest.hpp"
#include "bulk/ledger/sqlite/sqlite_database.hpp"
#include "unit/jwt_beginning.hpp"

#include <useapi/runwayml/account_settings.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>

namespace useapi::crash {
namespace {

std::string email_of(std::size_t number)
{
    return "user" + std::to_string(number) + "@example.com";
}

std::string password_of(std::size_t number)
{
    return "sesame-" + std::to_string(number) + "-open";
}

int max_jobs_of(std::size_t number)
{
    return static_cast<int>(1 + number % 10);
}

bulk::ledger_salt salt_of(const std::map<std::string, std::string>& run)
{
    bulk::ledger_salt salt{};
    for (std::size_t i = 0; i < salt.size(); ++i)
        salt[i] = static_cast<std::uint8_t>(std::stoul(run.at("salt").substr(2 * i, 2), nullptr, 16));
    return salt;
}

} // namespace

workplace::workplace(std::size_t rows) : rows_(rows)
{
    std::string text = "email,password,maxJobs\n";
    for (std::size_t i = 0; i < rows; ++i)
        text += email_of(i) + ',' + password_of(i) + ',' + std::to_string(max_jobs_of(i)) + '\n';
    folder_.file("accounts.csv", text);
}

std::vector<std::string> workplace::import_into(const emulator::background_server& service,
                                                const std::vector<std::string>& options) const
{
    std::vector<std::string> words{"accounts",
                                   "import",
                                   input(),
                                   "--ledger",
                                   ledger(),
                                   "--base-url",
                                   service.base_url(),
                                   "--ca-file",
                                   service.ca_file().string(),
                                   "--results",
                                   folder_.path("results.ndjson")};
    words.insert(words.end(), options.begin(), options.end());
    return words;
}

void workplace::check(const emulator::background_server& service) const
{
    SQLite::Database database(ledger(), SQLite::OPEN_READONLY);
    const bulk::digest_key key(secret(api_token), salt_of(bulk::sqlite::read_run(database, ledger())));
    SQLite::Statement all(database, std::string("SELECT ") + bulk::sqlite::columns + " FROM account");
    std::map<std::string, bulk::ledger_row> recorded;
    while (all.executeStep()) {
        bulk::ledger_row row = bulk::sqlite::read_row(all, ledger());
        const std::string email = row.key.email;
        recorded.emplace(email, std::move(row));
    }
    check(service, recorded);
    for (std::size_t i = 0; i < rows_; ++i) {
        runwayml::account_settings settings(email_of(i), secret(password_of(i)));
        settings.max_jobs(max_jobs_of(i));
        BOOST_TEST((recorded.at(email_of(i)).digest == key(settings)), email_of(i));
    }
}

void workplace::check(const emulator::background_server& service,
                      const std::map<std::string, bulk::ledger_row>& recorded) const
{
    const auto stored = service.accounts(api_token);
    std::size_t applied = 0;
    std::size_t refused = 0;
    BOOST_TEST(recorded.size() == rows_);
    for (std::size_t i = 0; i < rows_; ++i) {
        const std::string email = email_of(i);
        const auto row = recorded.find(email);
        BOOST_TEST_REQUIRE((row != recorded.end()), email);
        const auto found = stored.find(email);
        if (found == stored.end()) {
            ++refused;
            BOOST_TEST(to_string(row->second.state) == "rejected", email);
            BOOST_TEST(row->second.status == 401, email);
        } else {
            ++applied;
            BOOST_TEST(to_string(row->second.state) == "applied", email);
            BOOST_TEST(found->second.password() == password_of(i), email);
            BOOST_TEST(found->second.max_jobs() == max_jobs_of(i), email);
        }
    }
    BOOST_TEST(applied == stored.size());
    BOOST_TEST_MESSAGE(applied << " applied, " << refused << " refused, of " << rows_);
}

void workplace::check_secrets() const
{
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path(""))) {
        if (!entry.is_regular_file() || entry.path() == input())
            continue;
        const std::string text = read_file(entry.path().string());
        for (const std::string_view part :
             {std::string_view("sesame-"), std::string_view("kept-to-ourselves"), test::jwt_beginning})
            BOOST_TEST(text.find(part) == std::string::npos, entry.path().string() << " holds " << part);
    }
}

std::string workplace::said() const
{
    return read_file(output());
}

} // namespace useapi::crash
