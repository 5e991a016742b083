#include "cli/output/failure_report.hpp"

#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/output/render_json.hpp"

#include <fmt/format.h>

namespace useapi::cli {
namespace {

std::string_view hint_for(const error& failure)
{
    if (failure.code() == errc::token_refused)
        return "check USEAPI_TOKEN, or the file named with --token-file";
    // Another authority does not help if the certificate has expired or belongs to another host.
    if (failure.code() == errc::certificate_rejected &&
        failure.detail().find(" trusted ") != std::string::npos)
        return "to trust a service with its own authority, such as the emulator, use --ca-file";
    if (failure.code() == errc::proxy_failed || failure.code() == errc::proxy_refused)
        return "check --proxy, or HTTPS_PROXY, which may hold user:password@ as well; NO_PROXY names hosts "
               "to reach "
               "directly";
    if (failure.code() == errc::unexpected_status || failure.code() == errc::unexpected_content)
        return "check that --base-url names the service";
    return {};
}

} // namespace

exit_code report_failure(console& out, const error& failure, std::string_view subject,
                         std::string_view advice)
{
    const std::string message = printable(failure.message());
    out.complain(subject.empty() ? message : fmt::format("{}: {}", printable(subject), message));
    if (const std::string_view hint = hint_for(failure); !hint.empty())
        out.note(fmt::format("  {}", hint));
    if (!failure.request_id().empty())
        out.note(fmt::format("  the service names this request {}", printable(failure.request_id())));
    if (failure.effect() == effect::unknown && !advice.empty())
        out.note(fmt::format("  {}", printable(advice)));
    if (out.is_json())
        out.print(error_json(failure));
    return exit_code_of(failure);
}

exit_code report_misuse(console& out, std::string_view message)
{
    out.complain(message);
    if (out.is_json())
        out.print(error_json("usage", message));
    return exit_code::usage;
}

exit_code report_breakdown(console& out, std::string_view message)
{
    out.complain(message);
    if (out.is_json())
        out.print(error_json("internal", message));
    return exit_code::failed;
}

} // namespace useapi::cli
