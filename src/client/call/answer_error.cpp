#include "client/call/answer_error.hpp"

#include "client/server_error.hpp"
#include "retry/effect_of_status.hpp"

#include <algorithm>
#include <utility>

namespace useapi::detail {
namespace {

constexpr std::size_t longest_coding = 40;

} // namespace

std::optional<std::string> content_coding(const http::response_reader& response)
{
    const auto field = response.find("Content-Encoding");
    if (!field || response.body().empty() || field->empty() || *field == "identity")
        return std::nullopt;
    std::string coding(field->substr(0, longest_coding));
    std::replace_if(coding.begin(), coding.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return coding;
}

error unreadable(const http::response_reader& response, const std::string& coding)
{
    const int status = response.status();
    const error_code by_status = read_server_error(status, {}, {}).code;
    const bool is_success = status < 300;
    const bool is_known = !is_success && by_status == condition::transient;
    return error(is_known ? by_status : error_code(errc::unexpected_content),
                 is_success ? effect::unknown : retry::effect_of_status(status))
        .status(status)
        .detail("the content is compressed (" + coding + "), which was not asked for");
}

error refusal(const http::response_reader& response, std::span<const std::string_view> secrets)
{
    server_error said = read_server_error(response.status(), response.body(), secrets);
    const error_code code = said.code;
    const effect what =
        code == condition::refused ? effect::rejected : retry::effect_of_status(response.status());
    error refused(code, what);
    refused.status(response.status())
        .server_error(std::move(said.error))
        .server_details(std::move(said.details));
    if (said.is_foreign)
        refused.detail(std::string(foreign_answer));
    if (const error_code why = response.cut_short_by())
        refused.detail("the content of the answer did not come whole: " + why.message());
    return refused;
}

} // namespace useapi::detail
