#include "bulk/prune/named_rows.hpp"

#include "bulk/input/input_file.hpp"
#include "bulk/input/input_rows.hpp"
#include "bulk/ledger/ledger_digest.hpp"
#include "bulk/refuse.hpp"

#include <algorithm>
#include <string>
#include <variant>

namespace useapi::bulk {
namespace {

/** The key for digests of passwords. Key and digests stay in memory and end with the process. */
const digest_key& key_of_process()
{
    static const digest_key key(secret("of no other use"), make_salt());
    return key;
}

class fingerprint
{
public:
    void add(const input_row& row)
    {
        for (const std::uint8_t byte : key_of_process()(row.settings))
            add(byte);
        for (const char c : row.profile)
            add(static_cast<std::uint8_t>(c));
        add(0);
    }

    std::uint64_t value() const noexcept { return value_; }

private:
    // FNV-1a
    void add(std::uint8_t byte) noexcept { value_ = (value_ ^ byte) * 0x100000001b3U; }

    std::uint64_t value_ = 0xcbf29ce484222325U;
};

} // namespace

std::uint64_t read_named_rows(const import_options& options,
                              const std::function<void(std::string_view, std::string_view)>& take,
                              row_needs needs)
{
    input_file file(options.input());
    if (!file.is_regular())
        refuse(file.name() +
               ": can be read once only, and so cannot be looked at again before accounts are deleted");
    input_rows all(file, options, needs);
    fingerprint made;
    while (const auto found = all.next()) {
        if (const auto* const problem = std::get_if<row_problem>(&*found))
            refuse(file.name() + ": " + problem->text());
        const input_row& row = std::get<input_row>(*found);
        made.add(row);
        take(row.profile, row.settings.email());
    }
    if (!file.is_unchanged())
        refuse(file.name() + ": the file was changed while it was read");
    return made.value();
}

} // namespace useapi::bulk
