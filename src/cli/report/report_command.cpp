#include "cli/commands.hpp"

#include "bulk/ledger/ledger_reading.hpp"
#include "bulk/run/output_file.hpp"
#include "cli/file_conflicts.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/report/render_report.hpp"
#include "cli/report/report_page.hpp"
#include "cli/report/run_report.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace useapi::cli {
namespace {

/// Keeps the lines from a ledger in a file without a name. The reader of the output may be slow, and the
/// ledger's log grows until the ledger is closed.
class kept_text
{
public:
    kept_text() : file_(std::tmpfile(), &std::fclose)
    {
        if (!file_)
            fail();
    }

    void add(std::string_view text)
    {
        if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size())
            fail();
    }

    void copy_to(bulk::output_file& to)
    {
        std::rewind(file_.get());
        std::array<char, std::size_t{64} * 1024> piece{};
        while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), file_.get()))
            to.write({piece.data(), count});
        if (std::ferror(file_.get()) != 0)
            fail();
    }

private:
    [[noreturn]] static void fail()
    {
        throw std::runtime_error("a temporary file cannot be used: " +
                                 std::generic_category().message(errno));
    }

    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

/// @throws usage_error if no ledger is named
std::string ledger_of_report(const report_arguments& given)
{
    std::string name = ledger_name(given);
    if (name.empty())
        throw usage_error("no ledger: name the file that is imported, or its ledger with --ledger");
    require_ledger_name(name);
    return name;
}

/// Writes the whole file to the disk and renames it to its final name. @throws std::runtime_error if that
/// fails
void close(bulk::output_file& file)
{
    file.synchronise();
    file.put_in_place();
    if (!file.failure().empty())
        throw std::runtime_error(file.failure());
}

using row_taker = std::function<void(const bulk::ledger_row&)>;

/// The ledger is closed when this function returns.
run_report read_report(const std::string& name, const row_taker& take)
{
    const auto ledger = bulk::read_ledger(name);
    run_report report(ledger->run());
    ledger->for_each([&](const bulk::ledger_row& row) {
        report.add(row);
        take(row);
    });
    return report;
}

} // namespace

exit_code run_report_command(const arguments& given, console& out)
{
    const report_arguments& wanted = given.report;
    std::optional<kept_text> lines;
    if (!wanted.csv_file.empty())
        lines.emplace().add(csv_header());
    const run_report report = read_report(ledger_of_report(wanted), [&lines](const bulk::ledger_row& row) {
        if (lines)
            lines->add(csv_line(row));
    });
    if (lines) {
        bulk::output_file table(wanted.csv_file);
        lines->copy_to(table);
        close(table);
    }
    if (!wanted.html_file.empty()) {
        bulk::output_file page(wanted.html_file);
        page.write(report_page(report));
        close(page);
        if (wanted.html_file != "-")
            out.note(fmt::format("the report is in {}", printable(wanted.html_file)));
    }
    const bool json_wanted = wanted.json || out.is_json();
    if (json_wanted)
        out.print(report_json(report));
    else if (wanted.html_file.empty() && wanted.csv_file.empty())
        out.print(report_text(report));
    return exit_code::done;
}

namespace {

/// Waits for the interval, or until the command has to end. @throws interruption
void wait_for_next_look()
{
    sigset_t ends;
    ::sigemptyset(&ends);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        ::sigaddset(&ends, signal);
    ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    constexpr timespec pause{2, 0};
    if (::sigtimedwait(&ends, nullptr, &pause) > 0)
        throw interruption();
}

} // namespace

exit_code run_status_command(const arguments& given, console& out)
{
    const std::string name = ledger_of_report(given.report);
    const bool is_json = given.report.json || out.is_json();
    const bool redraws = given.report.watch && !is_json && is_capable_terminal(STDOUT_FILENO);
    for (;;) {
        const run_report report = read_report(name, [](const bulk::ledger_row&) {});
        if (redraws)
            out.print("\x1b[H\x1b[2J");
        out.print(is_json ? status_json(report) : status_text(report));
        out.flush();
        if (!given.report.watch || !report.is_running())
            return exit_code::done;
        wait_for_next_look();
    }
}

} // namespace useapi::cli
