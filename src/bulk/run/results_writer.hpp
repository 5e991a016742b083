#ifndef USEAPI_SRC_BULK_RUN_RESULTS_WRITER_HPP
#define USEAPI_SRC_BULK_RUN_RESULTS_WRITER_HPP

#include <useapi/bulk/report.hpp>

#include <string>

namespace useapi::bulk {

/** Writes one line a row: NDJSON, or CSV where the file's name ends in `.csv`.

    An error is noted, and ends writing for good; whoever drives the run looks at it and stops.
*/
class results_writer
{
public:
    /** @param path  made with mode 0600, emptied where it exists; `-` is standard output.
        @throws useapi::exception  `errc::invalid_argument` where it cannot be opened. */
    explicit results_writer(const std::string& path);
    results_writer(const results_writer&) = delete;
    results_writer& operator=(const results_writer&) = delete;
    ~results_writer();

    void write(const row_result& row);
    void flush();

    /** Empty, or why nothing more can be written. */
    const std::string& failure() const noexcept { return failure_; }

private:
    std::string name_;
    int descriptor_;
    bool is_csv_;
    std::string pending_;
    std::string failure_;
};

std::string to_json_line(const row_result& row);
std::string to_csv_line(const row_result& row);

} // namespace useapi::bulk

#endif
