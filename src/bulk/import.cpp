#include <useapi/bulk/import.hpp>

#include "bulk/csv_reader.hpp"
#include "bulk/duplicates.hpp"
#include "bulk/import_run.hpp"
#include "bulk/input_file.hpp"
#include "bulk/ndjson_reader.hpp"
#include "bulk/results_writer.hpp"
#include "runwayml/reported_upsert.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/steady_timer.hpp>

#include <unistd.h>

#include <array>
#include <optional>
#include <utility>

namespace useapi::bulk {

namespace asio = boost::asio;

namespace {

constexpr std::size_t read_size = 64 * 1024;

[[noreturn]] void refuse(std::string detail)
{
    throw exception(error(errc::invalid_argument).detail(std::move(detail)));
}

file_format format_of(const import_options& options)
{
    if (options.format())
        return *options.format();
    const std::string& name = options.input();
    if (name.ends_with(".csv"))
        return file_format::csv;
    if (name.ends_with(".ndjson") || name.ends_with(".jsonl"))
        return file_format::ndjson;
    refuse((name == "-" ? "standard input" : name) +
           ": the format cannot be told from the name, name it: csv or ndjson");
}

void check(const import_options& options)
{
    if (options.concurrency() < 1 || options.concurrency() > 10'000)
        refuse("concurrency must be 1 to 10000");
    if (!(options.rate() >= 0 && options.rate() <= 1e6))
        refuse("rate must be 0 to 1000000 a second");
    if (options.grace() < std::chrono::milliseconds::zero())
        refuse("grace must not be negative");
}

/** The rows of an input, read piece by piece. */
class input_rows
{
public:
    input_rows(input_file& file, file_format format)
        : file_(file), reader_(format == file_format::csv ? make_csv_reader() : make_ndjson_reader())
    {
    }

    /** Nothing at the end, or where reading on would block. */
    std::optional<row_item> next()
    {
        for (;;) {
            if (auto item = reader_->next())
                return item;
            if (ended_ || reader_->broken() || !file_.is_ready())
                return std::nullopt;
            const std::size_t size = file_.read(buffer_);
            if (size == 0) {
                ended_ = true;
                reader_->finish();
            } else {
                reader_->feed({buffer_.data(), size});
                wipe(buffer_.data(), size);
            }
        }
    }

    bool ended() const noexcept { return ended_ || reader_->broken(); }

    bool broken() const noexcept { return reader_->broken(); }

private:
    input_file& file_;
    std::unique_ptr<row_reader> reader_;
    std::array<char, read_size> buffer_;
    bool ended_ = false;
};

row_problem conflict(const input_row& row, std::uint64_t first_line)
{
    row_problem problem;
    problem.line = row.line;
    problem.field = "email";
    problem.message = first_line == row.line ? "the email stands on a later line again, with other data"
                                             : "the email stands on line " + std::to_string(first_line) +
                                                   " already, with other data";
    problem.email = row.settings.email();
    return problem;
}

class file_feed final : public row_feed
{
public:
    file_feed(input_file& file, file_format format, duplicates& seen, bool was_checked,
              asio::io_context& context)
        : file_(file), format_(format), rows_(std::in_place, file, format), seen_(seen),
          was_checked_(was_checked), waiter_(context)
    {
        // Its own number for the same file, since a descriptor object closes what it holds.
        if (!file.is_regular())
            waiter_.assign(::dup(file.descriptor()));
    }

    item next() override
    {
        try {
            if (auto found = rows_->next())
                return judge(std::move(*found));
        } catch (const exception& failed) {
            return unreadable{failed.reason().detail()};
        }
        if (!rows_->ended())
            return nothing_yet{};
        if (was_checked_ && !file_.is_unchanged())
            return unreadable{"the file was changed while it was read"};
        return end_of_input{};
    }

    void async_wait(std::function<void()> ready) override
    {
        waiter_.async_wait(asio::posix::stream_descriptor::wait_read,
                           [ready = std::move(ready)](const error_code& ec) {
                               if (ec != asio::error::operation_aborted)
                                   ready();
                           });
    }

    void cancel_wait() noexcept override
    {
        error_code ignored;
        waiter_.cancel(ignored);
    }

    bool can_be_read_to_its_end() const noexcept override { return file_.is_regular(); }

    bool restart() override
    {
        if (!file_.is_regular())
            return false;
        file_.rewind();
        rows_.emplace(file_, format_);
        return true;
    }

private:
    item judge(row_item found)
    {
        if (auto* const problem = std::get_if<row_problem>(&found)) {
            if (rows_->broken())
                return unreadable{problem->text()};
            return std::move(*problem);
        }
        input_row& row = std::get<input_row>(found);
        const auto finding =
            was_checked_ ? seen_.look_up(row.settings, row.line) : seen_.add(row.settings, row.line);
        switch (finding.what) {
        case duplicates::verdict::first:
            return std::move(row);
        case duplicates::verdict::identical:
            return repeated{};
        case duplicates::verdict::conflicting:
            break;
        }
        return conflict(row, finding.first_line);
    }

    input_file& file_;
    const file_format format_;
    std::optional<input_rows> rows_;
    duplicates& seen_;
    const bool was_checked_;
    asio::posix::stream_descriptor waiter_;
};

class client_environment final : public run_environment
{
public:
    explicit client_environment(const client& used) : client_(used), timer_(used.context()) {}

    std::unique_ptr<running_call> start(const input_row& row, std::function<void(call_outcome)> done) override
    {
        auto signal = std::make_shared<asio::cancellation_signal>();
        auto report = std::make_shared<useapi::detail::call_report>();
        auto finish = [done = std::move(done), report, signal](result<runwayml::account> outcome) {
            call_outcome ended(std::move(outcome));
            ended.attempts = report->attempts;
            ended.busy_signals = report->busy_signals;
            ended.status = report->status;
            ended.elapsed = report->elapsed;
            ended.retries = std::move(report->retries);
            done(std::move(ended));
        };
        runwayml::detail::start_reported_upsert(
            client_, row.settings, report, asio::bind_cancellation_slot(signal->slot(), std::move(finish)));
        return std::make_unique<call>(std::move(signal));
    }

    time_point now() const override { return std::chrono::steady_clock::now(); }

    void wake_at(time_point when, std::function<void()> ring) override
    {
        timer_.expires_at(when);
        timer_.async_wait([ring = std::move(ring)](const error_code& ec) {
            if (!ec)
                ring();
        });
    }

    void cancel_wake() noexcept override { timer_.cancel(); }

private:
    class call final : public running_call
    {
    public:
        explicit call(std::shared_ptr<asio::cancellation_signal> signal) : signal_(std::move(signal)) {}

        void cancel() noexcept override { signal_->emit(asio::cancellation_type::terminal); }

    private:
        std::shared_ptr<asio::cancellation_signal> signal_;
    };

    client client_;
    asio::steady_timer timer_;
};

} // namespace

namespace detail {

class import_state
{
public:
    explicit import_state(import_options chosen)
        : options((bulk::check(chosen), std::move(chosen))), format(format_of(options)), file(options.input())
    {
        if (!options.results().empty())
            results.emplace(options.results());
    }

    const import_options options;
    const file_format format;
    input_file file;
    std::optional<results_writer> results;
    duplicates seen;
    std::optional<check_report> checked;
    std::shared_ptr<import_run> run;
};

} // namespace detail

import::import(import_options options) :state_(std::make_shared<detail::import_state>(std::move(options))) {}

import::~import() = default;
import::import(import&&) noexcept = default;
import& import::operator=(import&&) noexcept = default;

check_report import::check()
{
    check_report report;
    if (!state_->file.is_regular())
        return report;
    const auto note = [&report](row_problem problem) {
        ++report.problem_count;
        if (report.problems.size() < check_report::listed_problems)
            report.problems.push_back(std::move(problem));
    };
    input_rows rows(state_->file, state_->format);
    while (auto found = rows.next()) {
        if (auto* const problem = std::get_if<row_problem>(&*found)) {
            note(std::move(*problem));
            continue;
        }
        const input_row& row = std::get<input_row>(*found);
        const auto finding = state_->seen.add(row.settings, row.line);
        if (finding.what == duplicates::verdict::conflicting) {
            note(conflict(row, finding.first_line));
        } else {
            ++report.rows;
            report.duplicates += finding.what == duplicates::verdict::identical;
        }
    }
    report.is_broken = rows.broken();
    state_->file.rewind();
    state_->checked = report;
    return report;
}

void import::start_run(std::shared_ptr<detail::import_state> state, const client& client, handler handler)
{
    asio::io_context& context = client.context();
    std::optional<std::uint64_t> total;
    if (state->checked)
        total = state->checked->rows - state->checked->duplicates + state->checked->problem_count;
    auto executor = asio::prefer(asio::get_associated_executor(handler, context.get_executor()),
                                 asio::execution::outstanding_work.tracked);
    const auto report = [state](const row_result& row) {
        if (!state->results)
            return true;
        state->results->write(row);
        return state->results->failure().empty();
    };
    // A std::function holds only what can be copied, and a completion handler cannot.
    auto completion = std::make_shared<import::handler>(std::move(handler));
    const auto done = [state, completion, executor, &context](import_summary summary) {
        if (state->results) {
            state->results->flush();
            if (!state->results->failure().empty()) {
                summary.stop_detail = state->results->failure();
                if (summary.stopped == stop_reason::none)
                    summary.stopped = stop_reason::results_failed;
            }
        }
        state->run.reset();
        asio::post(context, [completion, executor, summary = std::move(summary)]() mutable {
            asio::dispatch(executor, [completion, summary = std::move(summary)]() mutable {
                std::move (*completion)(std::move(summary));
            });
        });
    };
    state->run =
        std::make_shared<import_run>(state->options,
                                     std::make_unique<file_feed>(state->file, state->format, state->seen,
                                                                 state->checked.has_value(), context),
                                     std::make_unique<client_environment>(client), total, report, done);
    asio::post(context, [run = state->run] { run->start(); });
}

void import::stop()
{
    if (const auto run = state_->run)
        run->stop(stop_reason::interrupted);
}

void import::cut()
{
    if (const auto run = state_->run)
        run->cut();
}

progress import::snapshot() const
{
    return state_->run ? state_->run->snapshot() : progress();
}

} // namespace useapi::bulk
