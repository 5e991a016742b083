#include "http/exchange/message_syntax.hpp"

#include <useapi/http/response.hpp>

namespace useapi::http {

std::optional<std::string_view> response::find(std::string_view name) const noexcept
{
    for (const field& field : fields_)
        if (equals_without_case(field.name(), name))
            return field.value();
    return std::nullopt;
}

} // namespace useapi::http
