#ifndef USEAPI_SRC_CLI_IMPORT_PLAN_PLAN_FILE_HPP
#define USEAPI_SRC_CLI_IMPORT_PLAN_PLAN_FILE_HPP

#include "accounts/service/service_traits.hpp"
#include "bulk/ledger/ledger_digest.hpp"
#include "bulk/run/output_file.hpp"

#include <useapi/bulk/account_row.hpp>
#include <useapi/bulk/check_report.hpp>
#include <useapi/bulk/import_plan.hpp>
#include <useapi/client/client_options.hpp>

#include <cstdint>
#include <fstream>
#include <map>
#include <string>

namespace useapi::cli {

/** The lines of a plan in a file, objects of JSON: the salt and the profiles, then each account in the order
   of the input, then those on the service only, then how many there are.

    In place of a row's data, a line holds a digest under a key that is made from the API token and the salt.
    So a thief of the file cannot try passwords on it. Equal plans with equal salts have equal lines.
*/
class plan_lines
{
public:
    /** @param clients  the options of the clients, by profile
        @param rows     how many rows name each profile; other profiles are not part of the plan
        @param of       the service; null for Runway */
    plan_lines(const bulk::ledger_salt& salt, const std::map<std::string, client_options>& clients,
               const std::map<std::string, std::uint64_t>& rows,
               const accounts::service_traits* of = nullptr);

    [[nodiscard]] const std::string& first() const noexcept { return first_; }

    [[nodiscard]] std::string of_row(const bulk::plan_entry& entry, const bulk::account_row& row) const;

    [[nodiscard]] static std::string last(std::uint64_t accounts);

private:
    std::map<std::string, bulk::digest_key> keys_; ///< by profile
    std::string first_;
};

/** Writes a plan into a file, which replaces an older one when it is complete. Only its owner may read it.
    @throws useapi::exception,  usage_error if it cannot be written */
class plan_writer
{
public:
    plan_writer(const std::string& path, plan_lines lines);

    void add(const bulk::plan_entry& entry, const bulk::account_row& row);
    void add(const bulk::plan_entry& on_the_service_only);
    void finish();

private:
    void write(std::string line);

    bulk::output_file file_;
    plan_lines lines_;
    std::uint64_t accounts_ = 0;
};

/** Compares a plan of a file with the plan that would be made now.
    @throws usage_error  from every function, if the file is cut off or the plans differ; says whether the
                         input, the API token or the service has changed */
class plan_check
{
public:
    plan_check(const std::string& path, const std::map<std::string, client_options>& clients,
               const bulk::check_report& found, const accounts::service_traits* of = nullptr);

    void require(const bulk::plan_entry& entry, const bulk::account_row& row);
    void require(const bulk::plan_entry& on_the_service_only);
    void require_end();

private:
    [[nodiscard]] std::string next_line();
    [[nodiscard]] static bulk::ledger_salt salt_of(const std::string& first_line, const std::string& name);
    void require_profiles(const std::string& first_line) const;
    [[noreturn]] void refuse(const std::string& why) const;
    [[noreturn]] void refuse_row(const std::string& planned, const std::string& now,
                                 const bulk::plan_entry& entry) const;

    std::string name_;
    std::ifstream file_;
    std::uint64_t accounts_ = 0;
    std::string first_line_;
    plan_lines lines_;
};

} // namespace useapi::cli

#endif
