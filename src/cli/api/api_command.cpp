#include "cli/commands.hpp"

#include "cli/api/answer_text.hpp"
#include "cli/client_setup.hpp"
#include "cli/output/console.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/token.hpp"
#include "cli/single_call.hpp"
#include "cli/usage_error.hpp"
#include "http/connect/origin.hpp"

#include <useapi/client/client.hpp>
#include <useapi/client/send.hpp>
#include <useapi/http/request.hpp>
#include <useapi/http/response.hpp>
#include <useapi/retry/retry_policy.hpp>

#include <boost/asio/io_context.hpp>

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace useapi::cli {
namespace {

constexpr std::size_t largest_input = 16 * 1024 * 1024;

std::string read_all(int descriptor, const std::string& name)
{
    std::string text;
    char piece[16 * 1024];
    for (;;) {
        const ssize_t count = ::read(descriptor, piece, sizeof piece);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw usage_error(name + ": " + std::generic_category().message(errno));
        if (count == 0)
            return text;
        text.append(piece, static_cast<std::size_t>(count));
        if (text.size() > largest_input)
            throw usage_error(name + ": it is larger than 16 MiB");
    }
}

std::string read_input(const std::string& path)
{
    if (path == "-")
        return read_all(STDIN_FILENO, "standard input");
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0)
        throw usage_error(printable(path) + ": " + std::generic_category().message(errno));
    try {
        std::string text = read_all(descriptor, printable(path));
        ::close(descriptor);
        return text;
    } catch (...) {
        ::close(descriptor);
        throw;
    }
}

http::request request_of(const api_arguments& given)
{
    http::request made(given.method, given.path);
    if (!given.input.empty())
        made.content(given.content_type, read_input(given.input));
    return made;
}

/// Sends a request again only if it got no answer: every status is a result of this command.
class takes_any_answer final : public retry_policy
{
public:
    retry_choice choose(const failed_attempt& failed, retry_choice proposed) const noexcept override
    {
        return failed.status() == 0 ? proposed : retry_choice::give_up();
    }
};

client_options options_of(const connection_arguments& connection, secret token, const console& out)
{
    client_options options = make_client_options(connection, std::move(token), out);
    // PATH begins at the host, not below the path of the base URL. The client refuses a malformed URL.
    if (const auto where = http::parse_base_url(options.base_url()))
        options.base_url("https://" + where->authority());
    retry_options retry = options.retry();
    options.retry(retry.policy(std::make_shared<takes_any_answer>()));
    return options;
}

void print_answer(const http::response& answer, const secret& token, bool with_header, console& out)
{
    std::string text;
    if (with_header && out.is_json())
        text = answer_json(answer) + '\n';
    else if (with_header)
        text = header_text(answer);
    if (!(with_header && out.is_json()) && !answer.body().empty())
        text += content_json(answer) + '\n';
    out.print(without_tokens(std::move(text), token));
}

} // namespace

exit_code run_api_command(const arguments& given, environment_secrets secrets, console& out)
{
    const http::request request = request_of(given.api);
    const secret token = find_token(given.connection, std::move(secrets.token), out);
    boost::asio::io_context context{1};
    const client asking(context, options_of(given.connection, token, out));
    const auto answer = run_call<http::response>(
        context, asking, [&](auto handler) { async_send(asking, request, std::move(handler)); });
    wind_up(context, asking);
    if (answer) {
        print_answer(*answer, token, given.api.include_header, out);
        return exit_code::done;
    }
    error refused = answer.error();
    if (!refused.response())
        return report_failure(out, refused, {}, {});
    print_answer(*refused.response(), token, given.api.include_header, out);
    // With JSON, or if the content already tells the error, this message is enough.
    out.complain(printable(refused.retry_refusal(retry_refusal::not_considered).message()));
    return exit_code_of(refused);
}

} // namespace useapi::cli
