#ifndef USEAPI_BENCH_FRAME_ACCOUNT_JSON_HPP
#define USEAPI_BENCH_FRAME_ACCOUNT_JSON_HPP

#include "frame/account_request.hpp"
#include "frame/frame.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

/** The content of a request, written with Boost.JSON. */
inline std::string account_json(const std::string& email)
{
    return boost::json::serialize(
        boost::json::value{{"email", email}, {"password", password}, {"maxJobs", max_jobs}});
}

/** The parts of the answer that a client reads. */
struct received_account
{
    std::string email;
    std::int64_t max_jobs;
    std::string token;
    double expires;
};

inline received_account parse_account(std::string_view text)
{
    const boost::json::value parsed = boost::json::parse(boost::json::string_view(text.data(), text.size()));
    const auto& jwt = parsed.at("jwt");
    received_account read{boost::json::value_to<std::string>(parsed.at("email")),
                          parsed.at("maxJobs").as_int64(),
                          boost::json::value_to<std::string>(jwt.at("token")), jwt.at("exp").as_double()};
    if (read.max_jobs != max_jobs || read.token.empty())
        give_up("not the account that was hoped for");
    return read;
}

} // namespace bench

#endif
