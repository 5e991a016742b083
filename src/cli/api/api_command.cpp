#include "cli/commands.hpp"

#include "cli/api/answer_text.hpp"
#include "cli/api/raw_call.hpp"
#include "cli/client_setup.hpp"
#include "cli/output/console.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/token.hpp"
#include "cli/single_call.hpp"
#include "cli/usage_error.hpp"

#include <useapi/client/client.hpp>
#include <useapi/http/request.hpp>

#include <boost/asio/io_context.hpp>

#include <cerrno>
#include <fcntl.h>
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
    const client asking(context, make_client_options(given.connection, token, out));
    const auto answer = run_call<raw_answer>(
        context, asking, [&](auto handler) { start_raw_call(asking, request, std::move(handler)); });
    wind_up(context, asking);
    if (!answer)
        return report_failure(out, answer.error(), {}, {});
    print_answer(answer->response, token, given.api.include_header, out);
    if (!answer->refusal)
        return exit_code::done;
    // With JSON, or if the content already tells the error, this message is enough.
    out.complain(printable(answer->refusal->message()));
    return exit_code_of(*answer->refusal);
}

} // namespace useapi::cli
