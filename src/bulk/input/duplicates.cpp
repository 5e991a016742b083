#include "bulk/input/duplicates.hpp"

#include "bulk/account_key.hpp"
#include "bulk/sized_text.hpp"
#include "vocabulary/lower_case.hpp"

#include <openssl/sha.h>

#include <array>
#include <cstring>
#include <random>
#include <string>
#include <utility>

namespace useapi::bulk {
namespace {

std::array<std::uint64_t, 4> sha256(const std::string& text)
{
    std::array<std::uint64_t, 4> words{};
    static_assert(sizeof words == SHA256_DIGEST_LENGTH);
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
           reinterpret_cast<unsigned char*>(words.data()));
    return words;
}

/** The place comes from the bits that did not choose the table. */
std::size_t first_place(std::uint64_t email) noexcept
{
    return static_cast<std::size_t>(email >> 6);
}

} // namespace

duplicates::duplicates()
{
    std::random_device device;
    key_ = (static_cast<std::uint64_t>(device()) << 32) | device();
}

duplicates::finding duplicates::add(const account_row& row, std::uint64_t line, std::string_view profile)
{
    const digest key = digest_of(row, profile);
    table& where = tables_[key.email_low % tables_.size()];
    where.reserve_one();
    entry& found = where.find(key);
    if (!found.used) {
        const std::uint64_t other_case = where.line_of_other_case(key);
        found.email_high = key.email_high;
        found.email_low = key.email_low;
        found.data = key.data;
        found.line = line & ((std::uint64_t(1) << 62) - 1);
        found.used = 1;
        where.note_one();
        return {verdict::first, line, other_case};
    }
    if (found.data == key.data)
        return {found.line == line ? verdict::first : verdict::identical, found.line};
    found.conflicting = 1;
    return {verdict::conflicting, found.line};
}

duplicates::finding duplicates::look_up(const account_row& row, std::uint64_t line,
                                        std::string_view profile) const
{
    const digest key = digest_of(row, profile);
    const entry& found = tables_[key.email_low % tables_.size()].find(key);
    if (!found.used || found.conflicting || found.data != key.data)
        return {verdict::conflicting, found.line};
    return {found.line == line ? verdict::first : verdict::identical, found.line};
}

duplicates::digest duplicates::digest_of(const account_row& row, std::string_view profile) const
{
    std::string text(reinterpret_cast<const char*>(&key_), sizeof key_);
    append_sized(text, profile);
    append_sized(text, account_key(row.email()));
    const auto email = sha256(text);
    append_data(text, row);
    const auto data = sha256(text);
    wipe(text);
    std::string without_case(reinterpret_cast<const char*>(&key_), sizeof key_);
    append_sized(without_case, profile);
    for (const char c : row.email())
        without_case += lower_case(c);
    return {email[0], sha256(without_case)[0], data[0]};
}

std::size_t duplicates::table::place(const digest& key) const noexcept
{
    const std::size_t mask = entries_.size() - 1;
    std::size_t at = first_place(key.email_low) & mask;
    while (entries_[at].used &&
           (entries_[at].email_high != key.email_high || entries_[at].email_low != key.email_low))
        at = (at + 1) & mask;
    return at;
}

std::uint64_t duplicates::table::line_of_other_case(const digest& key) const noexcept
{
    const std::size_t mask = entries_.size() - 1;
    for (std::size_t at = first_place(key.email_low) & mask; entries_[at].used; at = (at + 1) & mask)
        if (entries_[at].email_low == key.email_low && entries_[at].email_high != key.email_high)
            return entries_[at].line;
    return 0;
}

void duplicates::table::reserve_one()
{
    if ((used_ + 1) * 4 <= entries_.size() * 3)
        return;
    std::vector<entry> old(entries_.size() * 2);
    old.swap(entries_);
    for (const entry& each : old)
        if (each.used)
            entries_[place({each.email_high, each.email_low, each.data})] = each;
}

} // namespace useapi::bulk
