#include "accounts/foreign_answer.hpp"

#include "client/server_error.hpp"

#include <string>
#include <utility>

namespace useapi::accounts {
namespace {

constexpr int nothing_configured = 404;

} // namespace

bool is_web_page(std::string_view body) noexcept
{
    const std::size_t begin = body.find_first_not_of(" \t\r\n");
    return begin != std::string_view::npos && body[begin] == '<';
}

std::optional<error> read_missing_answer(std::span<const std::string_view> secrets, std::string_view body)
{
    server_error texts = read_server_error(nothing_configured, body, secrets);
    if (!texts.is_foreign)
        return std::nullopt;
    return error(texts.code, effect::rejected)
        .status(nothing_configured)
        .server_error(std::move(texts.error))
        .server_details(std::move(texts.details))
        .detail(std::string(foreign_answer));
}

} // namespace useapi::accounts
