#ifndef USEAPI_BULK_CHECK_REPORT_HPP
#define USEAPI_BULK_CHECK_REPORT_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace useapi::bulk {

/** Why a row is invalid. Never holds a password. */
class row_problem
{
public:
    std::uint64_t line = 0; ///< where the row begins, from 1
    std::size_t column = 0; ///< the field's place in the row, from 1; 0 if no field is meant
    std::string field;      ///< its name
    std::string message;    ///< such as `maxJobs is 11, must be 1 to 10`
    std::string email;      ///< the row's email; empty if it could not be read

    /** `line 17, column 3 (maxJobs): maxJobs is 11, must be 1 to 10` */
    std::string text() const;
};

/** The result of checking an input. */
class check_report
{
public:
    /** How many problems are listed one by one. */
    static constexpr std::size_t listed_problems = 100;

    std::uint64_t rows = 0;                               ///< valid rows, identical duplicates included
    std::map<std::string, std::uint64_t> rows_by_profile; ///< valid rows by their profile; empty: no profile
    std::uint64_t duplicates = 0;                         ///< rows that repeat an earlier one exactly
    std::uint64_t problem_count = 0;                      ///< invalid rows
    std::vector<row_problem> problems;                    ///< the first of them
    std::uint64_t warning_count = 0;                      ///< of valid rows that may be a mistake
    std::vector<row_problem> warnings;                    ///< the first of them
    std::string first_email;                              ///< of the first valid row
    bool is_broken = false; ///< the input after the last problem could not be read
};

} // namespace useapi::bulk

#endif
