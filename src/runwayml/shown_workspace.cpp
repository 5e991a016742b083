#include <useapi/runwayml/shown_workspace.hpp>

namespace useapi::runwayml {
namespace {

constexpr const char* paid = "true";

bool is_number(const std::string& id) noexcept
{
    return id.find_first_not_of("0123456789") == std::string::npos;
}

} // namespace

shown_workspace::shown_workspace(const account& of)
{
    // For an account without a workspace, the service may show none, or an empty one.
    if (const auto& shown = of.use_workspace(); shown && !shown->empty() && *shown != "false") {
        is_paid_ = *shown == paid;
        text_ = shown;
        if (!is_paid_)
            id_ = shown;
    }
    if (const auto& found = of.workspace()) {
        if (found->id())
            id_ = found->id();
        if (!text_)
            text_ = found->id() ? found->id() : found->name();
        if (!text_)
            text_ = found->json().empty() ? "unknown" : found->json();
    }
}

workspace_match shown_workspace::compare(const std::optional<std::string>& wanted) const
{
    using enum workspace_match;
    const bool is_readable = is_paid_ || id_;
    if (text_ && !is_readable)
        return unknown;
    if (!wanted || !text_)
        return wanted.has_value() == text_.has_value() ? same : different;
    if (*wanted == paid)
        return is_paid_ ? same : unknown;
    if (!id_)
        return different;
    if (*id_ == *wanted)
        return same;
    return is_number(*id_) == is_number(*wanted) ? different : unknown;
}

} // namespace useapi::runwayml
