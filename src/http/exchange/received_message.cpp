#include "http/exchange/received_message.hpp"

#include "http/exchange/message_syntax.hpp"

#include <useapi/secret.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace useapi::http {
namespace {

/** Appends; if the string reallocates, wipes the old buffer. */
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
    header_ = {};
    fields_.clear();
    wipe(body_.data(), body_.size());
    body_.clear();
    borrowed_body_ = {};
}

void received_message::keep_borrowed_header()
{
    append(text_, header_);
}

void received_message::add_field(std::string_view name, std::string_view value)
{
    fields_.push_back({keep(name), keep(value)});
}

received_message::extent received_message::keep(std::string_view part)
{
    const std::less_equal<> no_later;
    if (part.empty())
        return {0, 0};
    if (no_later(header_.data(), part.data()) &&
        no_later(part.data() + part.size(), header_.data() + header_.size()))
        return {static_cast<std::size_t>(part.data() - header_.data()), part.size()};
    const extent kept{text_.size(), part.size()};
    append(text_, part);
    return kept;
}

void received_message::append_body(std::string_view bytes)
{
    append(body_, bytes);
}

std::optional<std::string_view> received_message::find(std::string_view name) const noexcept
{
    for (const stored_field& field : fields_)
        if (equals_without_case(text_at(field.name), name))
            return text_at(field.value);
    return std::nullopt;
}

response received_message::copy() const
{
    std::vector<field> fields;
    fields.reserve(fields_.size());
    for (const stored_field& stored : fields_)
        fields.emplace_back(std::string(text_at(stored.name)), std::string(text_at(stored.value)));
    return response(status_, std::move(fields), std::string(body()));
}

} // namespace useapi::http
