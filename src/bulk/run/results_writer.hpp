#ifndef USEAPI_SRC_BULK_RUN_RESULTS_WRITER_HPP
#define USEAPI_SRC_BULK_RUN_RESULTS_WRITER_HPP

#include "bulk/run/output_file.hpp"

#include <useapi/bulk/row_result.hpp>

#include <string>

namespace useapi::bulk {

/** Writes one line a row: NDJSON, or CSV where the file's name ends in `.csv`. A line is there for others to
    read as soon as it was written.

    The results of an earlier run stay until this one sent something. An error is noted, and ends writing for
    good; the caller that drives the run looks at it and stops.
*/
class results_writer
{
public:
    /** @param path  made with mode 0600; `-` is standard output.
        @throws useapi::exception  `errc::invalid_argument` where it cannot be written. */
    explicit results_writer(const std::string& path);
    results_writer(const results_writer&) = delete;
    results_writer& operator=(const results_writer&) = delete;
    ~results_writer();

    void write(const row_result& row);

    /** Something was sent: these results take the place of those of an earlier run. */
    void begin();

    /** The last row was written.
        @return false if the results of an earlier run stay, since this one sent nothing */
    bool finish();

    /** Empty, or why nothing more can be written. */
    const std::string& failure() const noexcept { return file_.failure(); }

private:
    void add(const std::string& line);

    output_file file_;
    bool is_csv_;
    std::string pending_; ///< what a terminal or pipe did not take yet
};

std::string to_json_line(const row_result& row);
std::string to_csv_line(const row_result& row);

} // namespace useapi::bulk

#endif
