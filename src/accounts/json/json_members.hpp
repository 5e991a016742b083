#ifndef USEAPI_SRC_ACCOUNTS_JSON_MEMBERS_HPP
#define USEAPI_SRC_ACCOUNTS_JSON_MEMBERS_HPP

#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::accounts {

// Functions that read members of an answer leniently: a member that is missing, or has an unusable type, is
// unset. A number may come as text.

std::string_view view(const boost::json::string& text) noexcept;

std::optional<std::string_view> text_member(const boost::json::object& object, std::string_view name);
std::optional<double> number_member(const boost::json::object& object, std::string_view name);
std::optional<int> integer_member(const boost::json::object& object, std::string_view name);

/** The value of a member that is a text and not empty. */
std::optional<std::string> filled_member(const boost::json::object& object, std::string_view name);

/** Ids come as text or as numbers. */
std::optional<std::string> id_member(const boost::json::object& object, std::string_view name);

/** A count: a whole number from 0. */
std::optional<std::uint64_t> count_member(const boost::json::object& object, std::string_view name);

/** A time as ISO 8601 in UTC, with or without a time of day and fractions, or as seconds or milliseconds
   since the epoch. */
std::optional<std::chrono::sys_time<std::chrono::milliseconds>> time_member(const boost::json::object& object,
                                                                            std::string_view name);

/** The error that the service stored with an account: at most 512 bytes of its text, or of its JSON if it has
    no text. */
std::optional<std::string> error_member(const boost::json::object& object);

/** Shortens a text to at most so many bytes, without cutting a character in two. */
void cut(std::string& text, std::size_t longest);

} // namespace useapi::accounts

#endif
