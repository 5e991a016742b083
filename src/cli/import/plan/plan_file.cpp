#include "cli/import/plan/plan_file.hpp"

#include "bulk/services.hpp"
#include "cli/import/plan/render_plan.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/usage_error.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <utility>

namespace useapi::cli {
namespace {

namespace json = boost::json;

constexpr int format_version = 1;

std::optional<json::object> parse(const std::string& line)
{
    boost::system::error_code problem;
    const json::value parsed = json::parse(line, problem);
    return !problem && parsed.is_object() ? std::optional(parsed.get_object()) : std::nullopt;
}

std::string text_of(const json::object& line, std::string_view member)
{
    const json::value* const found = line.if_contains(member);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

bool is_same(const json::object& left, const json::object& right, std::string_view member)
{
    const json::value* const one = left.if_contains(member);
    const json::value* const other = right.if_contains(member);
    return one && other ? *one == *other : one == other;
}

} // namespace

plan_lines::plan_lines(const bulk::ledger_salt& salt, const std::map<std::string, client_options>& clients,
                       const std::map<std::string, std::uint64_t>& rows, const accounts::service_traits* of)
{
    json::array profiles;
    for (const auto& [name, options] : clients) {
        if (!rows.contains(name))
            continue;
        const auto& made = keys_.emplace(name, bulk::digest_key(options.token(), salt)).first->second;
        profiles.push_back({{"profile", valid_utf8(name)},
                            {"base_url", bulk::service_url(options.base_url(), of)},
                            {"token", made.mark()}});
    }
    const json::object object = {{"useapi_plan", format_version},
                                 {"salt", bulk::to_hexadecimal(salt)},
                                 {"profiles", std::move(profiles)}};
    first_ = json::serialize(object);
}

std::string plan_lines::of_row(const bulk::plan_entry& entry, const bulk::account_row& row) const
{
    std::string line = plan_element(entry);
    line.pop_back();
    return fmt::format(R"({},"row":"{}"}})", line, bulk::to_hexadecimal(keys_.at(entry.profile)(row)));
}

std::string plan_lines::last(std::uint64_t accounts)
{
    return fmt::format(R"({{"accounts":{}}})", accounts);
}

plan_writer::plan_writer(const std::string& path, plan_lines lines)
    : file_(path, "the plan "), lines_(std::move(lines))
{
    if (path == "-" || file_.is_stream())
        throw usage_error("--out takes a file for the plan");
    // Sets the mode even if the file replaces one that other users may read.
    if (::fchmod(file_.descriptor(), S_IRUSR | S_IWUSR) != 0)
        throw usage_error("cannot keep others from reading " + printable(path));
    write(lines_.first());
}

void plan_writer::add(const bulk::plan_entry& entry, const bulk::account_row& row)
{
    ++accounts_;
    write(lines_.of_row(entry, row));
}

void plan_writer::add(const bulk::plan_entry& on_the_service_only)
{
    ++accounts_;
    write(plan_element(on_the_service_only));
}

void plan_writer::finish()
{
    write(plan_lines::last(accounts_));
    file_.synchronise();
    file_.put_in_place();
    if (!file_.failure().empty())
        throw usage_error(printable(file_.failure()));
}

void plan_writer::write(std::string line)
{
    file_.write(line += '\n');
}

plan_check::plan_check(const std::string& path, const std::map<std::string, client_options>& clients,
                       const bulk::check_report& found, const accounts::service_traits* of)
    : name_(printable(path)), file_(path, std::ios::binary), first_line_(next_line()),
      lines_(salt_of(first_line_, name_), clients, found.rows_by_profile, of)
{
    if (first_line_ != lines_.first())
        require_profiles(first_line_);
}

void plan_check::require(const bulk::plan_entry& entry, const bulk::account_row& row)
{
    ++accounts_;
    const std::string now = lines_.of_row(entry, row);
    const std::string planned = next_line();
    if (planned != now)
        refuse_row(planned, now, entry);
}

void plan_check::require(const bulk::plan_entry& on_the_service_only)
{
    ++accounts_;
    const std::string line = next_line();
    if (line == plan_element(on_the_service_only))
        return;
    const auto planned = parse(line);
    if (!planned)
        refuse("is not a complete plan");
    if (planned->contains("row"))
        refuse(fmt::format("the input has changed since: {} is in no row now",
                           printable(text_of(*planned, "email"))));
    const std::string then = text_of(*planned, "email");
    const std::pair planned_name(text_of(*planned, "profile"), then);
    const std::pair name_now(on_the_service_only.profile, on_the_service_only.email);
    if (!then.empty() && planned_name < name_now)
        refuse(fmt::format("the service has changed since: {} was there", printable(then)));
    refuse(fmt::format("the service has changed since: {} {}", printable(on_the_service_only.email),
                       planned_name == name_now ? "is held in another state" : "was not there"));
}

void plan_check::require_end()
{
    const std::string line = next_line();
    if (line == plan_lines::last(accounts_))
        return;
    const auto planned = parse(line);
    const std::string email = planned ? text_of(*planned, "email") : std::string();
    if (email.empty())
        refuse("is not a complete plan");
    refuse(planned->contains("row")
               ? fmt::format("the input has changed since: {} is in no row now", printable(email))
               : fmt::format("the service has changed since: {} was there", printable(email)));
}

std::string plan_check::next_line()
{
    std::string line;
    // A file whose last line has no end was cut off.
    if (!std::getline(file_, line) || file_.eof())
        return {};
    return line;
}

bulk::ledger_salt plan_check::salt_of(const std::string& first_line, const std::string& name)
{
    const auto header = parse(first_line);
    bulk::ledger_salt salt{};
    if (!header || !bulk::parse_hexadecimal(text_of(*header, "salt"), salt))
        throw usage_error(name + " cannot be read, or is not a plan of useapi; nothing was sent");
    const json::value* const version = header->if_contains("useapi_plan");
    if (!version || *version != format_version)
        throw usage_error(name + " was made by another version of useapi; nothing was sent");
    return salt;
}

/** @throws usage_error  that says how the profiles differ */
void plan_check::require_profiles(const std::string& first_line) const
{
    const auto planned = parse(first_line);
    const auto now = parse(lines_.first());
    const json::value* const listed = planned ? planned->if_contains("profiles") : nullptr;
    if (!now || !listed || !listed->is_array())
        refuse("is not a complete plan");
    const json::array& there = listed->get_array();
    const json::array& here = now->at("profiles").get_array();
    for (std::size_t i = 0; i < there.size() && i < here.size(); ++i) {
        const json::object* const one = there[i].if_object();
        const json::object& other = here[i].get_object();
        if (!one || !is_same(*one, other, "profile"))
            break;
        const std::string profile = text_of(other, "profile");
        const std::string of_profile = profile.empty() ? std::string() : " of profile " + printable(profile);
        if (!is_same(*one, other, "base_url"))
            refuse(fmt::format("was made for another service{}, {}", of_profile,
                               printable(text_of(*one, "base_url"))));
        if (!is_same(*one, other, "token"))
            refuse("was made with another API token" + of_profile);
    }
    refuse("the input has changed since: its rows name other profiles");
}

void plan_check::refuse(const std::string& why) const
{
    throw usage_error(
        fmt::format("{}: {}; nothing was sent, make another plan with useapi accounts plan", name_, why));
}

void plan_check::refuse_row(const std::string& planned, const std::string& now,
                            const bulk::plan_entry& entry) const
{
    const auto then = parse(planned);
    const auto made = parse(now);
    if (!then)
        refuse("is not a complete plan");
    bool is_same_row = true;
    for (const std::string_view member : {"line", "email", "profile", "row"})
        is_same_row = is_same_row && is_same(*then, *made, member);
    if (!is_same_row)
        refuse(fmt::format("the input has changed since: line {}", entry.line));
    const std::string action = text_of(*then, "action");
    const std::string_view action_now = bulk::to_string(entry.action);
    refuse(fmt::format("the service has changed since: {} {}", printable(entry.email),
                       action == action_now
                           ? std::string("is held in another state")
                           : fmt::format("was to be: {}, is now: {}", printable(action), action_now)));
}

} // namespace useapi::cli
