#include <useapi/testing/reply.hpp>

#include "testing/service_content.hpp"

namespace useapi::testing {
namespace {

constexpr int no_content = 204;

reply json_reply(int status, std::string_view body)
{
    return reply::of(status, body).add_field("Content-Type", "application/json");
}

} // namespace

reply reply::of(int status, std::string_view body)
{
    reply made;
    made.status_ = status;
    made.bytes_ = body;
    return made;
}

reply reply::error(int status, std::string_view text, std::string_view details)
{
    return json_reply(status, error_content(status, text, details));
}

reply reply::account(const runwayml::account& shown)
{
    return json_reply(200, account_content(shown));
}

reply reply::accounts(const std::vector<runwayml::account>& shown)
{
    if (shown.empty())
        return of(404, "Configuration not found. To create configuration use POST /accounts/email.");
    return json_reply(200, accounts_content(shown));
}

reply& reply::add_field(std::string name, std::string value) &
{
    fields_.emplace_back(std::move(name), std::move(value));
    return *this;
}

reply& reply::retry_after(std::chrono::seconds value) &
{
    return add_field("Retry-After", std::to_string(value.count()));
}

std::string reply::bytes() const
{
    if (status_ == 0)
        return bytes_.substr(0, cut_at_);
    std::string text = "HTTP/1.1 " + std::to_string(status_) + " Status\r\n";
    for (const http::field& each : fields_)
        text.append(each.name()).append(": ").append(each.value()).append("\r\n");
    if (status_ != no_content)
        text.append("Content-Length: ").append(std::to_string(bytes_.size())).append("\r\n");
    text += "\r\n";
    if (status_ != no_content)
        text += bytes_;
    return text.substr(0, cut_at_);
}

} // namespace useapi::testing
