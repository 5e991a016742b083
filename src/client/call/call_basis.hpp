#ifndef USEAPI_SRC_CLIENT_CALL_CALL_BASIS_HPP
#define USEAPI_SRC_CLIENT_CALL_CALL_BASIS_HPP

#include <useapi/client/call_options.hpp>
#include <useapi/error.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace useapi {

namespace detail {

class client_core;

/** A client, and the options of the handle that the call was started with. */
struct call_basis
{
    std::shared_ptr<client_core> core;
    std::shared_ptr<const call_options> options; ///< null: the client's own apply
};

/** The error of calls with invalid options: `errc::invalid_argument`, with the name of the option. Nothing if
    the options are valid. */
std::optional<error> check_call(const call_options& options);

/** Whether a call with these options may share the outcome of an equal call: the options do not change the
    outcome, but only report it.
    @param options  null: the client's own apply */
bool may_share(const call_options* options) noexcept;

/** When a call that begins now has to end.
    @param options  null: the client's own apply */
call_options::clock::time_point deadline_of(const call_options* options, std::chrono::milliseconds timeout,
                                            call_options::clock::time_point now) noexcept;

/** Appends the lines of header fields, each with its CRLF. */
void append_lines(std::string& header, std::span<const http::field> fields);

/** Sets `header` to the lines that the options add to an attempt.
    @return why the attempt cannot be made, if there is a reason */
std::optional<error> make_attempt_fields(const call_options& options, unsigned attempt, std::string& header);

} // namespace detail
} // namespace useapi

#endif
