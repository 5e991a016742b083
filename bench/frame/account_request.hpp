#ifndef USEAPI_BENCH_FRAME_ACCOUNT_REQUEST_HPP
#define USEAPI_BENCH_FRAME_ACCOUNT_REQUEST_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace bench {

// The request that every client sends. The responder answers it.
inline constexpr std::string_view host = "127.0.0.1";
inline constexpr std::string_view token = "user:1234-abcdefghijklmnop";
inline constexpr std::string_view password = "correct horse battery staple 42";
inline constexpr int max_jobs = 5;
inline constexpr std::string_view base_path = "/v1/runwayml";

/** `user000042@example.com`: all of one length, so that a request can be made by patching another. */
inline std::string email(std::size_t index)
{
    std::string digits = std::to_string(index % 1'000'000);
    return "user" + std::string(6 - digits.size(), '0') + digits + "@example.com";
}

/** A whole request with its content, for clients that do not make JSON. */
inline std::string whole_request(std::string_view email)
{
    const std::string body = R"({"email":")" + std::string(email) + R"(","password":")" +
                             std::string(password) + R"(","maxJobs":)" + std::to_string(max_jobs) + "}";
    return "POST " + std::string(base_path) + "/accounts/" + std::string(email) +
           " HTTP/1.1\r\nHost: " + std::string(host) + "\r\nAuthorization: Bearer " + std::string(token) +
           "\r\nUser-Agent: bench/1.0\r\nAccept: application/json\r\nContent-Type: application/json\r\n"
           "Content-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace bench

#endif
