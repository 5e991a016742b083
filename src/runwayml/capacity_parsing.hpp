#ifndef USEAPI_SRC_RUNWAYML_CAPACITY_PARSING_HPP
#define USEAPI_SRC_RUNWAYML_CAPACITY_PARSING_HPP

#include <useapi/error.hpp>
#include <useapi/runwayml/features.hpp>
#include <useapi/runwayml/job.hpp>

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace useapi::runwayml {

// Functions that read answers with 2xx. Unknown members are ignored, missing ones stay unset. Each returns
// nothing on success; only then it fills in `out`. An answer without any expected member is
// `errc::unexpected_content`.

/** Reads the answer to `GET /features`. */
std::optional<error> read_features_answer(std::span<const std::string_view> secrets, int status,
                                          std::string_view body, features& out);

/** Reads the answer to `GET /scheduler`: a list of jobs, or an object with one under `jobs`. A job is an
   object with a `taskId`, or the text of one. */
std::optional<error> read_jobs_answer(std::span<const std::string_view> secrets, int status,
                                      std::string_view body, std::vector<job>& out);

/** Reads the answer to `DELETE /scheduler/<taskId>`: anything but an object with `error`. */
std::optional<error> read_release_answer(std::span<const std::string_view> secrets, int status,
                                         std::string_view body);

} // namespace useapi::runwayml

#endif
