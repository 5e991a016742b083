#ifndef USEAPI_SRC_EMULATOR_SERVICE_TEAMS_HPP
#define USEAPI_SRC_EMULATOR_SERVICE_TEAMS_HPP

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace useapi::emulator {

/** A workspace of an account. */
struct team
{
    std::string id;
    std::string name;
    std::string plan; ///< empty: none, so that the workspace is a free one
};

/// The workspaces of an account, always the same for the same address: a free one, then a paid one.
[[nodiscard]] std::array<team, 2> teams_of(std::string_view email);

/** The workspace that `useWorkspace` chooses: the paid one for "true", else the one of that id.
    An id that is not among the account's own is taken as a workspace that is shared with it.
*/
[[nodiscard]] team chosen_team(std::string_view email, std::string_view requested);

/// When the plan of a paid workspace ends.
[[nodiscard]] std::chrono::system_clock::time_point plan_expiration();

} // namespace useapi::emulator

#endif
