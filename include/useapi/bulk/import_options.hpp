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
    /** @param input a file, or `-` for standard input. An input that is compressed by gzip or zstd, as its
        first bytes tell, is unpacked as it is read. */
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

    /** The format of the input. Default: by the end of the file's name, `.csv`, `.ndjson` or `.jsonl`, also
        before `.gz` and `.zst`. Standard input has no name, so its format must be set. */
    import_options& format(file_format value) & noexcept
    {
        format_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options format(file_format value) && noexcept { return std::move(format(value)); }

    /** The delimiter of CSV: `,`, `;`, a tab or `|`. Default 0: the one that the header uses, or that a first
        line such as `sep=;` names. */
    import_options& delimiter(char value) & noexcept
    {
        delimiter_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options delimiter(char value) && noexcept { return std::move(delimiter(value)); }

    /** The name of a field's column in this input, if it differs from the name of the field.
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

    /** Whether columns and members with unknown names are ignored. If not, the input is refused. Default
        false. */
    import_options& ignore_columns(bool value) & noexcept
    {
        ignore_columns_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options ignore_columns(bool value) && noexcept { return std::move(ignore_columns(value)); }

    /** The most calls in flight. Default 16; the import adapts to the service and may use fewer. Range 1 to
        10,000. */
    import_options& concurrency(std::size_t value) & noexcept
    {
        concurrency_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options concurrency(std::size_t value) && noexcept { return std::move(concurrency(value)); }

    /** The most calls begun in a second. Default 0: no limit. */
    import_options& rate(double value) & noexcept
    {
        rate_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options rate(double value) && noexcept { return std::move(rate(value)); }

    /** Adds a profile that rows may name. A profile with an empty name is for rows without a profile. No two
        profiles may have the same name. */
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

    /** Whether every row must name a profile, because there is no API token for a row without one. Default
        false. */
    import_options& needs_profile(bool value) & noexcept
    {
        needs_profile_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options needs_profile(bool value) && noexcept { return std::move(needs_profile(value)); }

    /** Whether invalid rows are skipped. If not, an input with an invalid row sends nothing. Default false.
     */
    import_options& skip_invalid(bool value) & noexcept
    {
        skip_invalid_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options skip_invalid(bool value) && noexcept { return std::move(skip_invalid(value)); }

    /** The run stops when this many rows were refused; rows that were not sent are reported as skipped.
        Default 0: no such limit. */
    import_options& max_rejected(std::uint64_t value) & noexcept
    {
        max_rejected_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options max_rejected(std::uint64_t value) && noexcept { return std::move(max_rejected(value)); }

    /** The run stops when this many per cent of the last 100 rows were refused, or when all of the first 20
        rows were refused. At most 20 rows are sent until one of them is not refused. Default 50. Range 1 to
        100; 0 for no such limit.
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

    /** The most rows to send. Rows that the ledger has as settled do not count. All other rows are reported
        as skipped. Default 0: all. */
    import_options& row_limit(std::uint64_t value) & noexcept
    {
        row_limit_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options row_limit(std::uint64_t value) && noexcept { return std::move(row_limit(value)); }

    /** How long the run waits for a service that cannot be reached or does not answer. Meanwhile it tries one
        call at a time. Then it ends; rows that were not sent stay pending. Default 10 minutes; 0 does not
        wait. */
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

    /** A file for the outcome of each row: CSV if its name ends in `.csv`, else NDJSON. Its old content stays
        until the first row is sent. From then on each outcome is written as soon as it is known. Empty: no
        file. */
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

    /** A row whose calls never reached the service is tried again for this long after its first call. Default
        120 s. */
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

    /** The most further calls for a row whose call reached the service and failed in a transient way. Default
        2, because each call can be a login at the upstream service. */
    import_options& row_retries(unsigned value) & noexcept
    {
        row_retries_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options row_retries(unsigned value) && noexcept { return std::move(row_retries(value)); }

    /** Where the state of every row is recorded, so that the same import can go on where it ended. Either a
        file, made with mode 0600, or a `postgresql://` URL: then any number of workers share the rows of one
        input. The ledger holds no password and no token. Empty: no ledger. */
    import_options& ledger(std::string value) &
    {
        ledger_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    import_options ledger(std::string value) && { return std::move(ledger(std::move(value))); }

    /** How long a worker of a shared ledger keeps its rows after its last sign of life. A worker gives three
        signs of life in this time. Default 30 s. Range 1 s to a day. */
    import_options& lease(std::chrono::milliseconds value) & noexcept
    {
        lease_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options lease(std::chrono::milliseconds value) && noexcept { return std::move(lease(value)); }

    /** Whether the run asks the service about rows that an earlier run may have sent, and does not send them
        again. Default false. Only for Runway: no other service tells when an account logged in. The service
        shows no password, so an account counts as registered if it has the row's `maxJobs` and workspace, has
        no error, and logged in after the row was sent. */
    import_options& verify(bool value) & noexcept
    {
        verify_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options verify(bool value) && noexcept { return std::move(verify(value)); }

    /** Whether rows are sent again that an earlier run recorded as refused. Default false. */
    import_options& retry_rejected(bool value) & noexcept
    {
        retry_rejected_ = value;
        return *this;
    }

    /** The same for a temporary. */
    import_options retry_rejected(bool value) && noexcept { return std::move(retry_rejected(value)); }

    /** A function that is called with one line for the operator while the import runs: the database of the
        ledger does not answer, or answers again. It runs on the client's `io_context` and must not throw.
        Default: none. */
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

    /** Fields and the names of their columns, in the order of the calls of `column`. */
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
