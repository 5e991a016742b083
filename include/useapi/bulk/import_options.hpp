#ifndef USEAPI_BULK_IMPORT_OPTIONS_HPP
#define USEAPI_BULK_IMPORT_OPTIONS_HPP

#include <useapi/bulk/file_format.hpp>
#include <useapi/bulk/profile.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk {

/** The input, the output and the pace of an import. Setters chain.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class import_options
{
public:
    /** @param input  a file, or `-` for standard input. What is compressed by gzip or zstd is unpacked as it
       is read; its first bytes tell. */
    explicit import_options(std::string input) : input_(std::move(input)) {}

    /** The service of the accounts: `runwayml`, `pixverse`, `kling`, `dreamina`, `mureka` or `minimax`. Rows
        have the fields of that service, as `doc/services.md` lists them. Default `runwayml`. */
    import_options& service(std::string value) &
    {
        service_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    import_options service(std::string value) && { return std::move(service(std::move(value))); }

    /** Default: by the file's ending, `.csv`, `.ndjson` or `.jsonl`, also before `.gz` and `.zst`. Standard
       input has none. */
    import_options& format(file_format value) & noexcept
    {
        format_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options format(file_format value) && noexcept { return std::move(format(value)); }

    /** The delimiter of CSV: `,`, `;`, a tab or `|`. Default 0: what the header shows, or a
       first line such as `sep=;` says. */
    import_options& delimiter(char value) & noexcept
    {
        delimiter_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options delimiter(char value) && noexcept { return std::move(delimiter(value)); }

    /** The name that a field's column has in this input, where it is another one than the field's.
        @param field  `email`, `password`, `maxJobs`, `useWorkspace`, `profile`, or a field of the service
        @param name   the name in the header, compared without regard to case, blanks, `-` and `_` */
    import_options& column(std::string field, std::string name) &
    {
        columns_.emplace_back(std::move(field), std::move(name));
        return *this;
    }

    /** The same for a temporary. */
    import_options column(std::string field, std::string name) &&
    {
        return std::move(column(std::move(field), std::move(name)));
    }

    /** Passes over columns and members of other names, in place of refusing the input. Default false. */
    import_options& ignore_columns(bool value) & noexcept
    {
        ignore_columns_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options ignore_columns(bool value) && noexcept { return std::move(ignore_columns(value)); }

    /** Calls in flight at most. Default 16; the limit in force adapts below it. Range 1 to 10,000. */
    import_options& concurrency(std::size_t value) & noexcept
    {
        concurrency_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options concurrency(std::size_t value) && noexcept { return std::move(concurrency(value)); }

    /** Calls begun a second at most. Default 0: no limit. */
    import_options& rate(double value) & noexcept
    {
        rate_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options rate(double value) && noexcept { return std::move(rate(value)); }

    /** A profile that rows may name; one with no name is for rows that name none. Names differ. */
    import_options& add_profile(profile value) &
    {
        if (value.name().empty() && !profiles_.empty() && profiles_.front().name().empty())
            profiles_.front() = std::move(value);
        else
            profiles_.insert(value.name().empty() ? profiles_.begin() : profiles_.end(), std::move(value));
        return *this;
    }

    /** The same for a temporary. */
    import_options add_profile(profile value) && { return std::move(add_profile(std::move(value))); }

    /** Whether every row must name a profile, since there is no API token for those that name none. Default
     * false. */
    import_options& needs_profile(bool value) & noexcept
    {
        needs_profile_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options needs_profile(bool value) && noexcept { return std::move(needs_profile(value)); }

    /** Passes over rows that are not acceptable, in place of sending nothing. Default false. */
    import_options& skip_invalid(bool value) & noexcept
    {
        skip_invalid_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options skip_invalid(bool value) && noexcept { return std::move(skip_invalid(value)); }

    /** Stops the run when so many rows were refused; what was not sent is reported as skipped. Default 0: no
       such limit. */
    import_options& max_rejected(std::uint64_t value) & noexcept
    {
        max_rejected_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options max_rejected(std::uint64_t value) && noexcept { return std::move(max_rejected(value)); }

    /** Stops the run when so many per cent of the last 100 rows were refused, or the first 20 rows all were.
       Until a row is not refused no more than 20 are sent. Default 50. Range 1 to 100; 0 for no such limit.
     */
    import_options& max_rejected_percent(unsigned value) & noexcept
    {
        max_rejected_percent_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options max_rejected_percent(unsigned value) && noexcept
    {
        return std::move(max_rejected_percent(value));
    }

    /** The most rows to send, those that a ledger passes over not counted; the rest is reported as skipped.
       Default 0: all. */
    import_options& row_limit(std::uint64_t value) & noexcept
    {
        row_limit_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options row_limit(std::uint64_t value) && noexcept { return std::move(row_limit(value)); }

    /** How long a service that cannot be reached, or does not answer, is waited for, with one call at a
       time, before the run ends and leaves what was not sent. Default 10 minutes; 0 does not wait. */
    import_options& service_patience(std::chrono::milliseconds value) & noexcept
    {
        service_patience_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options service_patience(std::chrono::milliseconds value) && noexcept
    {
        return std::move(service_patience(value));
    }

    /** A file for the outcome of each row: CSV where it ends in `.csv`, NDJSON otherwise. What was in it
        stays until a row is sent; from then on each outcome is there as soon as it is known. Empty: none. */
    import_options& results(std::string value) &
    {
        results_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    import_options results(std::string value) && { return std::move(results(std::move(value))); }

    /** How long running calls may go on after `stop`. Default 10 s. */
    import_options& grace(std::chrono::milliseconds value) & noexcept
    {
        grace_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options grace(std::chrono::milliseconds value) && noexcept { return std::move(grace(value)); }

    /** How long after its first call a row that never reached the service is tried again. Default 120 s. */
    import_options& row_timeout(std::chrono::milliseconds value) & noexcept
    {
        row_timeout_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options row_timeout(std::chrono::milliseconds value) && noexcept
    {
        return std::move(row_timeout(value));
    }

    /** Further calls for a row whose call reached the service and failed in a way that may pass. Default 2:
        each can be a login at the upstream service. */
    import_options& row_retries(unsigned value) & noexcept
    {
        row_retries_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options row_retries(unsigned value) && noexcept { return std::move(row_retries(value)); }

    /** Where the state of every row is kept, so that the same import can go on where it ended: a file, made
        with mode 0600, or a `postgresql://` URL, for any number of workers that share the rows of one input.
        It holds no password and no token. Empty: nowhere. */
    import_options& ledger(std::string value) &
    {
        ledger_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    import_options ledger(std::string value) && { return std::move(ledger(std::move(value))); }

    /** How long the rows that a worker of a shared ledger has stay its own after it was last heard of; it is
       heard of three times as often. Default 30 s. Range 1 s to a day. */
    import_options& lease(std::chrono::milliseconds value) & noexcept
    {
        lease_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options lease(std::chrono::milliseconds value) && noexcept { return std::move(lease(value)); }

    /** Asks the service about rows that an earlier run may have sent, in place of sending them once more.
        Default false, and for Runway alone: no other service tells when an account logged in. What is asked
       shows no password: an account counts as registered where it has the row's `maxJobs` and workspace, no
       error, and logged in after the row was sent. */
    import_options& verify(bool value) & noexcept
    {
        verify_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options verify(bool value) && noexcept { return std::move(verify(value)); }

    /** Sends rows once more that an earlier run recorded as refused for good. Default false. */
    import_options& retry_rejected(bool value) & noexcept
    {
        retry_rejected_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options retry_rejected(bool value) && noexcept { return std::move(retry_rejected(value)); }

    /** Called while the import runs, on the client's `io_context`, with one line for the operator: a ledger
       in a database was lost, or answers again. Must not throw. Default: nothing. */
    import_options& on_notice(std::function<void(const std::string&)> value) &
    {
        on_notice_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    import_options on_notice(std::function<void(const std::string&)> value) &&
    {
        return std::move(on_notice(std::move(value)));
    }

    ///@{
    /** The value in force: the one that was set, or the default. */
    const std::string& input() const noexcept { return input_; }

    const std::string& service() const noexcept { return service_; }

    std::optional<file_format> format() const noexcept { return format_; }

    char delimiter() const noexcept { return delimiter_; }

    ///@}

    /** Fields and the names of their columns, as `column` was called. */
    const std::vector<std::pair<std::string, std::string>>& columns() const noexcept { return columns_; }

    ///@{
    /** The value in force: the one that was set, or the default. */
    bool ignore_columns() const noexcept { return ignore_columns_; }

    std::size_t concurrency() const noexcept { return concurrency_; }

    double rate() const noexcept { return rate_; }

    const std::vector<profile>& profiles() const noexcept { return profiles_; }

    bool needs_profile() const noexcept { return needs_profile_; }

    bool skip_invalid() const noexcept { return skip_invalid_; }

    std::uint64_t max_rejected() const noexcept { return max_rejected_; }

    unsigned max_rejected_percent() const noexcept { return max_rejected_percent_; }

    std::uint64_t row_limit() const noexcept { return row_limit_; }

    std::chrono::milliseconds service_patience() const noexcept { return service_patience_; }

    const std::string& results() const noexcept { return results_; }

    std::chrono::milliseconds grace() const noexcept { return grace_; }

    std::chrono::milliseconds row_timeout() const noexcept { return row_timeout_; }

    unsigned row_retries() const noexcept { return row_retries_; }

    const std::string& ledger() const noexcept { return ledger_; }

    std::chrono::milliseconds lease() const noexcept { return lease_; }

    bool verify() const noexcept { return verify_; }

    bool retry_rejected() const noexcept { return retry_rejected_; }

    const std::function<void(const std::string&)>& on_notice() const noexcept { return on_notice_; }

    ///@}

private:
    std::string input_;
    std::string service_ = "runwayml";
    std::optional<file_format> format_;
    char delimiter_ = 0;
    std::vector<std::pair<std::string, std::string>> columns_;
    bool ignore_columns_ = false;
    std::size_t concurrency_ = 16;
    double rate_ = 0;
    std::vector<profile> profiles_;
    bool needs_profile_ = false;
    bool skip_invalid_ = false;
    std::uint64_t max_rejected_ = 0;
    unsigned max_rejected_percent_ = 50;
    std::uint64_t row_limit_ = 0;
    std::chrono::milliseconds service_patience_{600'000};
    std::string results_;
    std::chrono::milliseconds grace_{10'000};
    std::chrono::milliseconds row_timeout_{120'000};
    unsigned row_retries_ = 2;
    std::string ledger_;
    std::chrono::milliseconds lease_{30'000};
    bool verify_ = false;
    bool retry_rejected_ = false;
    std::function<void(const std::string&)> on_notice_;
};

} // namespace useapi::bulk

#endif
