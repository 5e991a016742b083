// Reads an account, or all of them, from the service's answer; and sends settings and reads them back.

#include "fuzz/property.hpp"
#include "fuzz/settings_text.hpp"
#include "runwayml/account_codec.hpp"

#include <useapi/runwayml/validate.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using fuzz::require;

namespace {

const std::string asked_for = "asked@example.com";
constexpr std::size_t longest_error = 512;

void check(const account& read)
{
    if (const auto& wrong = read.error())
        require(!wrong->empty() && wrong->size() <= longest_error, "an error is told in 1 to 512 bytes");
    require(!read.use_workspace() || !read.use_workspace()->empty(), "a workspace has a name");
    if (!read.jwt())
        return;
    const jwt::time_point end_of_time = std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1);
    for (const auto& time : {read.jwt()->expires_at(), read.jwt()->issued_at()})
        require(!time || (time->time_since_epoch().count() >= 0 && *time < end_of_time),
                "a time lies in an epoch that people mean");
}

/** What was read of an account is the same when it is sent back as settings and read again. */
void check_way_back(const account& read)
{
    account_settings settings(read.email(), read.password());
    if (read.max_jobs())
        settings.max_jobs(*read.max_jobs());
    if (read.use_workspace())
        settings.use_workspace(use_workspace::from_text(*read.use_workspace()));
    std::string text;
    append_json(text, settings);
    account again;
    require(!parse_account(text, asked_for, again), "what was encoded can be read");
    require(again.email() == (read.email().empty() ? asked_for : read.email()), "the email comes back");
    require(again.password() == read.password(), "the password comes back");
    require(again.max_jobs() == read.max_jobs(), "maxJobs comes back");
    require(again.use_workspace() == read.use_workspace(), "the workspace comes back");
}

bool is_same(const std::optional<jwt>& left, const std::optional<jwt>& right)
{
    if (!left || !right)
        return left.has_value() == right.has_value();
    return left->token() == right->token() && left->expires_at() == right->expires_at() &&
           left->issued_at() == right->issued_at() && left->id() == right->id();
}

/** An answer of the ordinary form is read in one pass, a member of a list is not. Both ways must give the
    same. */
void check_both_readers(std::string_view text, const account& one)
{
    std::string list = "{\"" + asked_for + "\":";
    list.append(text) += '}';
    std::vector<account> all;
    // As a member it lies one level deeper, which may be too deep.
    if (parse_accounts(list, all))
        return;
    require(all.size() == 1, "a list of one account has one");
    require(all[0].email() == one.email(), "both readers see one email");
    require(all[0].password() == one.password(), "both readers see one password");
    require(all[0].max_jobs() == one.max_jobs(), "both readers see one maxJobs");
    require(all[0].use_workspace() == one.use_workspace(), "both readers see one workspace");
    require(all[0].workspace().has_value() == one.workspace().has_value(), "both readers see a workspace");
    require(all[0].error() == one.error(), "both readers see one error");
    require(is_same(all[0].jwt(), one.jwt()), "both readers see one jwt");
}

void check_answer(std::string_view text)
{
    account one;
    std::vector<account> all;
    const bool is_refused = static_cast<bool>(parse_account(text, asked_for, one));
    const bool is_refused_as_list = static_cast<bool>(parse_accounts(text, all));
    require(is_refused_as_list || !is_refused, "no list is read out of what is no object");
    require(!is_refused_as_list || all.empty(), "a refused list leaves nothing behind");
    if (is_refused) {
        require(one.email().empty() && all.empty(), "what is refused leaves nothing behind");
        return;
    }
    require(!one.email().empty(), "an account has an email");
    check(one);
    check_both_readers(text, one);
    check_way_back(one);
    for (const account& each : all)
        check(each);
}

void check_settings(fuzz::input from)
{
    const account_settings settings = fuzz::read_settings(from);
    if (validate(settings))
        return;
    account sent(settings.email());
    sent.password(settings.password());
    sent.max_jobs(*settings.max_jobs());
    if (settings.use_workspace())
        sent.use_workspace(*settings.use_workspace());
    check_way_back(sent);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fuzz::input whole(data, size);
    check_answer(whole.rest());
    check_settings(whole);
    return 0;
}
