#include "cli/record/recorder.hpp"

#include "bulk/plural.hpp"
#include "cli/output/console.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/usage_error.hpp"
#include "emulator/recording/drift.hpp"
#include "emulator/recording/redaction.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <stdexcept>

namespace useapi::cli {
namespace {

std::vector<emulator::exchange> recording_in(const std::string& file)
{
    try {
        return emulator::read_recording(file);
    } catch (const std::runtime_error& problem) {
        throw usage_error(printable(problem.what()));
    }
}

std::string difference_json(const std::string& endpoint, const emulator::comparison& found)
{
    boost::json::object line;
    line["request"] = endpoint;
    line["recorded"] = found.is_recorded;
    boost::json::array& differences = line["differences"].emplace_array();
    for (const std::string& each : found.differences)
        differences.emplace_back(each);
    return boost::json::serialize(line) + '\n';
}

std::string difference_text(const std::string& endpoint, const emulator::comparison& found)
{
    if (!found.is_recorded)
        return fmt::format("{} is not in the recording\n", printable(endpoint));
    std::string text;
    for (const std::string& each : found.differences)
        text += fmt::format("{}  {}\n", printable(endpoint), printable(each));
    return text;
}

} // namespace

recorder::recorder(const record_arguments& given, console& out) : name_(printable(given.file)), out_(out)
{
    if (given.compares) {
        recording_ = recording_in(given.file);
        return;
    }
    file_.emplace(given.file, "recording ");
    if (file_->would_replace())
        throw usage_error(fmt::format("{} exists already: remove it, or name a new file", name_));
    file_->put_in_place();
}

bool recorder::take(const emulator::exchange& seen)
{
    const emulator::exchange safe = emulator::without_secrets(seen, names_);
    ++taken_;
    if (!file_) {
        compare(safe);
        return true;
    }
    file_->write(emulator::line_of(safe));
    return file_->is_open();
}

void recorder::compare(const emulator::exchange& present)
{
    const emulator::comparison found = emulator::compare(recording_, present);
    if (found.is_recorded && found.differences.empty())
        return;
    ++(found.is_recorded ? different_ : not_recorded_);
    const std::string endpoint = emulator::endpoint_of(present);
    out_.print(out_.is_json() ? difference_json(endpoint, found) : difference_text(endpoint, found));
    out_.flush();
}

exit_code recorder::conclude()
{
    if (!file_)
        return conclude_comparison();
    if (!file_->failure().empty())
        return report_breakdown(out_, printable(file_->failure()));
    out_.confirm(fmt::format("{} recorded in {}", bulk::plural(taken_, "answer", "answers"), name_));
    return exit_code::done;
}

exit_code recorder::conclude_comparison()
{
    out_.confirm(fmt::format("{} compared: {} as recorded, {} different, {} not in the recording",
                             bulk::plural(taken_, "answer", "answers"), taken_ - different_ - not_recorded_,
                             different_, not_recorded_));
    return different_ == 0 ? exit_code::done : exit_code::failed;
}

} // namespace useapi::cli
