#ifndef USEAPI_TEST_CRASH_WORKPLACE_HPP
#define USEAPI_TEST_CRASH_WORKPLACE_HPP

#include "crash/read_file.hpp"
#include "unit/temporary_folder.hpp"

#include "bulk/ledger/ledger_row.hpp"

#include "emulator/server/background_server.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::crash {

inline constexpr std::string_view api_token = "user:1234-kept-to-ourselves";

/** An input of so many accounts, the files that an import writes, and the checks at the end. */
class workplace
{
public:
    explicit workplace(std::size_t rows);

    const test::temporary_folder& folder() const noexcept { return folder_; }

    std::size_t rows() const noexcept { return rows_; }

    std::string input() const { return folder_.path("accounts.csv"); }

    std::string ledger() const { return folder_.path(ledger_folder_ + "run.db"); }

    /// Another place for the ledger, below the folder.
    void keep_ledger_in(const std::string& name) { ledger_folder_ = name + '/'; }

    std::string output() const { return folder_.path("output.txt"); }

    /// The words of an import of the input to that service, with the given options.
    std::vector<std::string> import_into(const emulator::background_server& service,
                                         const std::vector<std::string>& options = {}) const;

    /// Checks that every account whose password is not refused is registered once with its data, and that the
    /// ledger and the service agree row by row.
    void check(const emulator::background_server& service) const;

    /// Makes the same checks with the rows of another ledger, by email, without their digests.
    void check(const emulator::background_server& service,
               const std::map<std::string, bulk::ledger_row>& recorded) const;

    /// Only the input has passwords, tokens or JWTs; no other file does.
    void check_secrets() const;

    /// The output of the command so far.
    std::string said() const;

private:
    test::temporary_folder folder_;
    std::size_t rows_;
    std::string ledger_folder_;
};

} // namespace useapi::crash

#endif
