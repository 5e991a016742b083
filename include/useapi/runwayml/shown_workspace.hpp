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
    unknown ///< The two forms cannot be compared: the workspaces may be equal or not.
};

/** The workspace of an account as the service shows it, in a form that can be compared.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class shown_workspace
{
public:
    /** No workspace. */
    shown_workspace() = default;

    /** The workspace of an account, as the service shows it. */
    USEAPI_API explicit shown_workspace(const account& of);

    /** Compares it with the workspace that a row asks for.

        The service shows the workspace that it found, in a form that is not documented: if the paid one was
        asked for, a team's id may come back. So only a team's id is compared, and only with an id of the same
        form.

        @param wanted  `"true"`, a team's id, or nothing. */
    USEAPI_API workspace_match compare(const std::optional<std::string>& wanted) const;

    /** A text for people: `"true"`, an id, a name, the JSON of the answer, or `"unknown"` if the account may
        or may not have a workspace. Unset if the account has none. */
    const std::optional<std::string>& text() const noexcept { return text_; }

private:
    bool is_paid_ = false; ///< the service says that the paid one was asked for
    std::optional<std::string> id_;
    std::optional<std::string> text_;
};

} // namespace useapi::runwayml

#endif
