#ifndef USEAPI_RUNWAYML_SHOWN_WORKSPACE_HPP
#define USEAPI_RUNWAYML_SHOWN_WORKSPACE_HPP

#include <useapi/config.hpp>
#include <useapi/runwayml/account.hpp>

#include <optional>
#include <string>

namespace useapi::runwayml {

/** The result of comparing workspaces. */
enum class workspace_match
{
    same,
    different,
    unknown ///< The two forms cannot be compared, so that nothing may be concluded.
};

/** The workspace of an account, as far as the service shows it, and made to be compared.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class shown_workspace
{
public:
    /** None. */
    shown_workspace() = default;

    /** The workspace of an account, as the service shows it. */
    USEAPI_API explicit shown_workspace(const account& of);

    /** Compares with what a row asks for.

        The service shows the workspace that it found, and the form of that is not documented: the paid one
        was asked for, and a team's id comes back. So only ids of one form are compared with each other, and
        only with a team's id.

        @param wanted  `"true"`, a team's id, or nothing. */
    USEAPI_API workspace_match compare(const std::optional<std::string>& wanted) const;

    /** For people: `"true"`, an id, a name, the JSON that came, or `"unknown"` where the account only
        may have one; nothing if the account has no workspace. */
    const std::optional<std::string>& text() const noexcept { return text_; }

private:
    bool is_paid_ = false; ///< the service says that the paid one was asked for
    std::optional<std::string> id_;
    std::optional<std::string> text_;
};

} // namespace useapi::runwayml

#endif
