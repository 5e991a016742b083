#ifndef USEAPI_SRC_BULK_RUN_RESULTS_WRITER_HPP
#define USEAPI_SRC_BULK_RUN_RESULTS_WRITER_HPP

#include "bulk/run/output_file.hpp"

#include <useapi/bulk/row_result.hpp>

#include <string>

namespace useapi::bulk {

/** Writes one line for each row: CSV if the file's name ends in `.csv`, else NDJSON. Other programs can read
    each line at once.

    The results of an earlier run stay until this run sends a row. An error is noted and ends all writing; the
    run then stops.
*/
class results_writer
{
public:
    /** @param path  made with mode 0600; `-` is standard output.
        @throws useapi::exception  `errc::invalid_argument` if it cannot be written. */
    explicit results_writer(const std::string& path);
    results_writer(const results_writer&) = delete;
    results_writer& operator=(const results_writer&) = delete;
    ~results_writer();

    void write(const row_result& row);

    /** The run sends a row: these results replace those of an earlier run. */
    void begin();

    /** The last row was written.
        @return false if the results of an earlier run stay, because this run sent no row */
    bool finish();

    /** Why writing has ended; empty if it has not. */
    const std::string& failure() const noexcept { return file_.failure(); }

private:
    void add(const std::string& line);

    output_file file_;
    bool is_csv_;
    std::string pending_; ///< text that a terminal or pipe has not taken yet
};

std::string to_json_line(const row_result& row);
std::string to_csv_line(const row_result& row);

} // namespace useapi::bulk

#endif
