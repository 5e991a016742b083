#ifndef USEAPI_SRC_BULK_INPUT_DUPLICATES_HPP
#define USEAPI_SRC_BULK_INPUT_DUPLICATES_HPP

#include <useapi/bulk/account_row.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace useapi::bulk {

/** Remembers the emails of all rows, with their profile and data, in 32 bytes each.

    Emails are compared as the service does: the case of the domain does not matter. It keeps parts of SHA-256
    digests with a random key, never the data.
*/
class duplicates
{
public:
    enum class verdict
    {
        first,      ///< not seen before
        identical,  ///< seen before with the same data
        conflicting ///< seen before with other data
    };

    struct finding
    {
        verdict what;
        std::uint64_t first_line; ///< where the email was seen first
        std::uint64_t other_case_line =
            0; ///< if this is the first row: the line of an email that differs only in case; 0: none
    };

    duplicates();

    /** Notes a row. */
    finding add(const account_row& row, std::uint64_t line, std::string_view profile = {});

    /** Compares a row with the noted ones: `first` if its line was noted first, `conflicting` for every row
        whose email came with different data. */
    finding look_up(const account_row& row, std::uint64_t line, std::string_view profile = {}) const;

private:
    struct entry
    {
        std::uint64_t email_high = 0;
        std::uint64_t email_low = 0; ///< of the email without regard to case
        std::uint64_t data = 0;
        std::uint64_t line : 62 = 0;
        std::uint64_t used : 1 = 0;
        std::uint64_t conflicting : 1 = 0;
    };

    struct digest
    {
        std::uint64_t email_high;
        std::uint64_t email_low;
        std::uint64_t data;
    };

    /** Open addressing. */
    class table
    {
    public:
        entry& find(const digest& key) noexcept { return entries_[place(key)]; }

        const entry& find(const digest& key) const noexcept { return entries_[place(key)]; }

        /** The line of an email that differs only in case; 0 if no line has one. */
        std::uint64_t line_of_other_case(const digest& key) const noexcept;

        /** Makes room for one entry more. */
        void reserve_one();

        /** Counts the found entry as used. */
        void note_one() noexcept { ++used_; }

    private:
        std::size_t place(const digest& key) const noexcept;

        std::vector<entry> entries_ = std::vector<entry>(64); ///< its size is a power of two
        std::size_t used_ = 0;
    };

    digest digest_of(const account_row& row, std::string_view profile) const;

    std::uint64_t key_;
    std::array<table, 64> tables_; ///< chosen by the email; each table grows by itself, so that little memory
                                   ///< is needed for copies
};

} // namespace useapi::bulk

#endif
