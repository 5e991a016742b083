#include "bulk/run/results_writer.hpp"

#include "bulk/input/input_bytes.hpp"
#include "bulk/json_text.hpp"
#include "bulk/run/csv_text.hpp"
#include "bulk/run/descriptor_writer.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <string_view>
#include <utility>

namespace useapi::bulk {
namespace {

namespace json = boost::json;

constexpr std::string_view csv_header =
    "line,email,outcome,effect,status,error,attempts,elapsed_ms,profile\r\n";

} // namespace

std::string to_json_line(const row_result& row)
{
    json::object object = {{"line", row.line},
                           {"email", view(row.email)},
                           {"outcome", view(row.outcome_name())},
                           {"effect", view(useapi::to_string(row.effect))},
                           {"status", row.status},
                           {"error", view(row.error)},
                           {"attempts", row.attempts},
                           {"elapsed_ms", row.elapsed.count()},
                           {"profile", view(row.profile)}};
    if (!row.request_id.empty())
        object["request_id"] = view(row.request_id);
    return json::serialize(object) + '\n';
}

std::string to_csv_line(const row_result& row)
{
    std::string text = std::to_string(row.line) + ',';
    append_csv_field(text, row.email);
    text.append(",").append(row.outcome_name()).append(",").append(useapi::to_string(row.effect));
    text += ',' + std::to_string(row.status) + ',';
    append_csv_field(text, row.error);
    text += ',' + std::to_string(row.attempts) + ',' + std::to_string(row.elapsed.count()) + ',';
    append_csv_field(text, row.profile);
    return text + "\r\n";
}

results_writer::results_writer(const std::string& path)
    : file_(path, "results file "), is_csv_(has_ending(path, ".csv"))
{
    if (is_csv_)
        add(std::string(csv_header));
}

results_writer::~results_writer()
{
    finish();
}

void results_writer::write(const row_result& row)
{
    add(is_csv_ ? to_csv_line(row) : to_json_line(row));
}

void results_writer::add(const std::string& line)
{
    if (!file_.is_open())
        return;
    if (!file_.is_stream())
        return file_.write(line);
    // Keeps the line, because calls must go on while the reader is slow or the terminal is stopped.
    pending_ += line;
    file_.note(write_without_waiting(file_.descriptor(), pending_));
}

void results_writer::begin()
{
    file_.put_in_place();
}

bool results_writer::finish()
{
    file_.write(std::exchange(pending_, {}));
    if (file_.would_replace())
        return false;
    file_.put_in_place();
    return true;
}

} // namespace useapi::bulk
