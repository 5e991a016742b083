#include "cli/record/forwarding.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace useapi::cli {
namespace {

/// Fields that are not passed on: they belong to one connection, or the sender of each connection sets them.
constexpr std::array<std::string_view, 20> fields_of_a_connection{"accept",
                                                                  "accept-encoding",
                                                                  "authorization",
                                                                  "connection",
                                                                  "content-length",
                                                                  "content-type",
                                                                  "expect",
                                                                  "host",
                                                                  "keep-alive",
                                                                  "proxy-authenticate",
                                                                  "proxy-authorization",
                                                                  "proxy-connection",
                                                                  "te",
                                                                  "trailer",
                                                                  "transfer-encoding",
                                                                  "upgrade",
                                                                  "user-agent",
                                                                  "alt-svc",
                                                                  "strict-transport-security",
                                                                  "http2-settings"};

bool is_passed_on(std::string_view name)
{
    const std::string small = emulator::lower_case(name);
    return std::find(fields_of_a_connection.begin(), fields_of_a_connection.end(), small) ==
           fields_of_a_connection.end();
}

} // namespace

secret token_of(const emulator::relayed_request& request)
{
    constexpr std::string_view scheme = "bearer ";
    const std::string_view given = emulator::value_of(request.fields, "Authorization");
    if (emulator::lower_case(given.substr(0, scheme.size())) != scheme)
        return secret();
    return secret(given.substr(scheme.size()));
}

http::request request_for_service(const emulator::relayed_request& request)
{
    http::request made(request.method, request.target);
    for (const auto& [name, value] : request.fields)
        if (is_passed_on(name))
            made.add_field(name, value);
    made.content(std::string(emulator::value_of(request.fields, "Content-Type")), request.body);
    return made;
}

emulator::answer answer_for_client(const http::response& from_service)
{
    emulator::answer made(static_cast<unsigned>(from_service.status()),
                          std::string(from_service.find("Content-Type").value_or("")), from_service.body());
    for (const http::field& each : from_service.fields()) {
        const bool is_date = emulator::lower_case(each.name()) == "date";
        if (is_passed_on(each.name()))
            made.header(is_date ? "Date" : each.name(), each.value());
    }
    return made;
}

emulator::answer answer_for_client(const error& failure)
{
    unsigned status = 502;
    if (failure.code() == errc::invalid_argument)
        status = 400;
    else if (failure.code() == condition::timed_out)
        status = 504;
    return emulator::error_answer(status, "useapi record: " + failure.message());
}

emulator::exchange exchange_of(const emulator::relayed_request& request, const http::response& answer,
                               std::chrono::milliseconds took)
{
    emulator::exchange made;
    made.method = request.method;
    made.target = request.target;
    made.request_fields = request.fields;
    made.request_body = request.body;
    made.status = static_cast<unsigned>(answer.status());
    for (const http::field& each : answer.fields())
        made.answer_fields.emplace_back(each.name(), each.value());
    made.answer_body = answer.body();
    made.took = took;
    return made;
}

} // namespace useapi::cli
