#ifndef USEAPI_BULK_ACCOUNT_ROW_HPP
#define USEAPI_BULK_ACCOUNT_ROW_HPP

#include <useapi/runwayml/account_settings.hpp>
#include <useapi/secret.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::bulk {

/** The data of one row. For Runway it is the account's settings. For another service, `email` is the key of
    the account, such as `US:user@example.com` for Dreamina, and the other fields of the row are in `fields`.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class account_row : public runwayml::account_settings
{
public:
    /** A row with no other fields. The conversion is implicit, since a row of Runway consists of its settings
        alone. */
    account_row(runwayml::account_settings settings) : account_settings(std::move(settings)) {} // NOLINT

    /** Adds a field.
        @param name   as the service spells it, such as `region`
        @param value  the value to send; it is never shown
        @return `*this` */
    account_row& add(std::string name, secret value)
    {
        fields_.emplace_back(std::move(name), std::move(value));
        return *this;
    }

    /** The fields that an account of Runway does not have, by name. None for Runway. */
    const std::vector<std::pair<std::string, secret>>& fields() const noexcept { return fields_; }

    /** The value of one of `fields`; empty if the row does not have it. */
    std::string_view field(std::string_view name) const noexcept
    {
        const auto found = std::find_if(fields_.begin(), fields_.end(),
                                        [name](const auto& each) { return each.first == name; });
        return found == fields_.end() ? std::string_view() : found->second.reveal();
    }

    /** The bytes that the names and values take, with the size of each. */
    std::size_t size_of_fields() const noexcept
    {
        std::size_t size = 0;
        for (const auto& [name, value] : fields_)
            size += name.size() + value.size() + 16;
        return size;
    }

private:
    std::vector<std::pair<std::string, secret>> fields_;
};

} // namespace useapi::bulk

#endif
