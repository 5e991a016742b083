#include "http/received_message.hpp"

#include "http/message_syntax.hpp"

#include <useapi/secret.hpp>

#include <algorithm>
#include <utility>

namespace useapi::http {
namespace {

/** Appends, and wipes what it grows out of. */
void append(std::string& to, std::string_view more)
{
    if (to.capacity() - to.size() < more.size()) {
        std::string larger;
        larger.reserve(std::max(2 * to.capacity(), to.size() + more.size()));
        larger.append(to);
        wipe(to.data(), to.size());
        to = std::move(larger);
    }
    to.append(more);
}

} // namespace

void received_message::clear() noexcept
{
    status_ = 0;
    wipe(text_.data(), text_.size());
    text_.clear();
    fields_.clear();
    wipe(body_.data(), body_.size());
    body_.clear();
}

void received_message::add_field(std::string_view name, std::string_view value)
{
    fields_.push_back({text_.size(), name.size(), value.size()});
    append(text_, name);
    append(text_, value);
}

void received_message::append_body(std::string_view bytes)
{
    append(body_, bytes);
}

std::optional<std::string_view> received_message::find(std::string_view name) const noexcept
{
    for (const stored_field& field : fields_)
        if (equals_without_case(name_of(field), name))
            return value_of(field);
    return std::nullopt;
}

response received_message::copy() const
{
    std::vector<field> fields;
    fields.reserve(fields_.size());
    for (const stored_field& stored : fields_)
        fields.emplace_back(std::string(name_of(stored)), std::string(value_of(stored)));
    return response(status_, std::move(fields), body_);
}

std::string_view received_message::name_of(const stored_field& field) const noexcept
{
    return std::string_view(text_).substr(field.name_at, field.name_size);
}

std::string_view received_message::value_of(const stored_field& field) const noexcept
{
    return std::string_view(text_).substr(field.name_at + field.name_size, field.value_size);
}

} // namespace useapi::http
