#include "bulk/run/results_writer.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

namespace useapi::bulk {
namespace {

namespace json = boost::json;

constexpr std::size_t flush_size = 64 * 1024;
constexpr std::string_view csv_header =
    "line,email,outcome,effect,status,error,attempts,elapsed_ms,profile\r\n";

json::string_view view(std::string_view text) noexcept
{
    return {text.data(), text.size()};
}

/** @see RFC 4180 section 2 */
void append_csv_field(std::string& out, std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

} // namespace

std::string to_json_line(const row_result& row)
{
    const json::object object = {{"line", row.line},
                                 {"email", view(row.email)},
                                 {"outcome", view(to_string(row.outcome))},
                                 {"effect", view(useapi::to_string(row.effect))},
                                 {"status", row.status},
                                 {"error", view(row.error)},
                                 {"attempts", row.attempts},
                                 {"elapsed_ms", row.elapsed.count()},
                                 {"profile", view(row.profile)}};
    return json::serialize(object) + '\n';
}

std::string to_csv_line(const row_result& row)
{
    std::string text = std::to_string(row.line) + ',';
    append_csv_field(text, row.email);
    text.append(",").append(to_string(row.outcome)).append(",").append(useapi::to_string(row.effect));
    text += ',' + std::to_string(row.status) + ',';
    append_csv_field(text, row.error);
    text += ',' + std::to_string(row.attempts) + ',' + std::to_string(row.elapsed.count()) + ',';
    append_csv_field(text, row.profile);
    return text + "\r\n";
}

results_writer::results_writer(const std::string& path)
    : name_(path == "-" ? "standard output" : path),
      descriptor_(path == "-"
                      ? STDOUT_FILENO
                      : ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR)),
      is_csv_(path.ends_with(".csv"))
{
    if (descriptor_ < 0)
        throw exception(error(errc::invalid_argument)
                            .detail("results file " + name_ +
                                    " cannot be opened: " + std::generic_category().message(errno)));
    if (is_csv_)
        pending_ = csv_header;
}

results_writer::~results_writer()
{
    flush();
    if (descriptor_ != STDOUT_FILENO)
        ::close(descriptor_);
}

void results_writer::write(const row_result& row)
{
    if (!failure_.empty())
        return;
    pending_ += is_csv_ ? to_csv_line(row) : to_json_line(row);
    if (pending_.size() >= flush_size)
        flush();
}

void results_writer::flush()
{
    std::string_view rest = pending_;
    while (failure_.empty() && !rest.empty()) {
        const auto written = ::write(descriptor_, rest.data(), rest.size());
        if (written >= 0)
            rest.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            failure_ =
                "results file " + name_ + " cannot be written: " + std::generic_category().message(errno);
    }
    pending_.clear();
}

} // namespace useapi::bulk
