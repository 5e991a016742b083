#ifndef USEAPI_SRC_EMULATOR_RECORDING_PUBLIC_WORDS_HPP
#define USEAPI_SRC_EMULATOR_RECORDING_PUBLIC_WORDS_HPP

#include <string_view>

namespace useapi::emulator {

// The words that may appear in a recording, since the service's documentation or the standard has them. Any
// other word is taken for a secret.

/** A method of HTTP. */
[[nodiscard]] bool is_public_method(std::string_view method);

/** A segment of the service's paths. */
[[nodiscard]] bool is_public_segment(std::string_view segment);

/** A member of the service's JSON, a field of its forms, or a parameter of its queries. */
[[nodiscard]] bool is_public_name(std::string_view name);

/** Whether a member of this name is no secret if it is a number. */
[[nodiscard]] bool has_public_numbers(std::string_view name);

/** A word of the service's sentences, in any case, or several with punctuation between them, such as
    `username/password`. */
[[nodiscard]] bool is_public_word(std::string_view word);

/** The form of a text that cannot hold a secret: for the text of a member, or the value of a field. */
enum class text_form
{
    hidden, ///< no such form: the text is taken for a secret
    prose,  ///< words of the service
    time,   ///< an ISO 8601 time or date
    day     ///< YYMMDD
};

[[nodiscard]] text_form form_of_member(std::string_view name);

/** Whether the text is of a form that holds no secret. @param form  not `prose` */
[[nodiscard]] bool fits(text_form form, std::string_view text);

/** Whether the value of a header field may be recorded: the field is known, and its value is the date or the
    count that it should be. `Content-Type` is not such a field. @param name  in lower case */
[[nodiscard]] bool is_public_field(std::string_view name, std::string_view value);

/** The media type without its parameters; empty if it is not known. */
[[nodiscard]] std::string_view public_media_type(std::string_view content_type);

} // namespace useapi::emulator

#endif
