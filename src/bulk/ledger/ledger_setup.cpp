#include "bulk/ledger/ledger_setup.hpp"

#include "bulk/ledger/ledger_digest.hpp"
#include "bulk/ledger/ledger_store.hpp"
#include "bulk/refuse.hpp"
#include "bulk/services.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

namespace useapi::bulk {
namespace {

constexpr std::size_t largest_batch = 1000;

/** Enough rows at a time that the disk does not slow the run down, but no more than begin within about a
    second. */
std::size_t batch_of(const import_options& options)
{
    const std::size_t at_once = std::clamp<std::size_t>(options.concurrency(), 1, largest_batch);
    if (options.rate() == 0)
        return at_once;
    return std::clamp<std::size_t>(static_cast<std::size_t>(std::ceil(options.rate())), 1, at_once);
}

using digest_keys = std::map<std::string, digest_key>;

digest_keys keys_of(const std::vector<ledger_profile>& profiles, const ledger_salt& salt)
{
    digest_keys keys;
    for (const ledger_profile& each : profiles)
        keys.emplace(each.name, digest_key(each.token, salt));
    return keys;
}

work_fingerprint fingerprint_of(const ledger_input& input, const digest_keys& keys)
{
    std::set<std::string> named;
    digest_chain rows;
    input.for_each_row([&](const input_row& row) {
        named.insert(row.profile);
        rows.add(row.profile, keys.at(row.profile)(row.settings));
    });
    digest_chain tokens;
    for (const std::string& profile : named) {
        row_digest mark{};
        parse_hexadecimal(keys.at(profile).mark(), mark);
        tokens.add(profile, mark);
    }
    work_fingerprint made;
    made.tokens = tokens.result();
    made.rows = rows.result();
    return made;
}

} // namespace

ledger_purpose purpose_of(const import_options& options, const ledger_input& input,
                          const std::vector<ledger_profile>& profiles)
{
    ledger_purpose purpose;
    const auto service = service_of(options);
    purpose.identity.input = recorded_name_of(options.input());
    purpose.identity.first_email = input.first_email;
    purpose.identity.base_url = service_url(profiles.front().base_url, service);
    for (auto each = profiles.begin() + 1; each != profiles.end(); ++each)
        purpose.identity.other_base_urls.emplace(each->name, service_url(each->base_url, service));
    purpose.rows = input.rows;
    purpose.lease = options.lease();
    purpose.noticed = options.on_notice();
    purpose.rules.verify = options.verify();
    purpose.rules.retry_rejected = options.retry_rejected();
    purpose.rules.may_repeat = may_repeat(options);
    purpose.notes = [profiles](const ledger_salt& salt) {
        std::map<std::string, std::string> marks;
        for (const ledger_profile& each : profiles)
            if (each.is_named)
                marks.emplace(name_of_mark(each.name), digest_key(each.token, salt).mark());
        return marks;
    };
    if (input.for_each_row)
        purpose.fingerprint = [&input, &profiles](const ledger_salt& salt) {
            return fingerprint_of(input, keys_of(profiles, salt));
        };
    return purpose;
}

std::string name_of_mark(const std::string& profile)
{
    return "token mark of " + profile;
}

std::string recorded_name_of(const std::string& input)
{
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(input, ignored))
        return "-";
    return std::filesystem::weakly_canonical(input).string();
}

std::shared_ptr<ledger_feed> make_ledger_feed(boost::asio::io_context& context, const import_options& options,
                                              std::unique_ptr<ledger_store> store,
                                              const std::vector<ledger_profile>& profiles,
                                              std::unique_ptr<lane_feed> rows,
                                              std::function<void(std::string)> failed,
                                              std::function<void(std::string)> noticed)
{
    if (store->lease() && !rows->can_restart())
        refuse(
            "a ledger that workers share needs an input that can be read twice: a file, not standard input");
    const auto keys = std::make_shared<const digest_keys>(keys_of(profiles, store->salt()));
    return std::make_shared<ledger_feed>(
        context, std::move(rows),
        std::make_unique<ledger_writer>(context, std::move(store), std::move(failed), std::move(noticed)),
        [keys](const input_row& row) { return keys->at(row.profile)(row.settings); }, batch_of(options));
}

} // namespace useapi::bulk
