#ifndef USEAPI_SRC_EMULATOR_SERVICE_SERVICE_HPP
#define USEAPI_SRC_EMULATOR_SERVICE_SERVICE_HPP

#include "emulator/faults/fault_plan.hpp"
#include "emulator/options.hpp"
#include "emulator/service/answer.hpp"
#include "emulator/service/route.hpp"
#include "emulator/service/store.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::emulator {

/** A request whose header was read, with its route and its faults. */
struct opened_request
{
    request_method method = request_method::other;
    route where;
    std::optional<std::string> token; ///< the API token, if it is accepted
    verdict plan;
};

/** The accounts API without its transport: requests in, answers out, with the store between them.
    A request is taken in two steps, since what goes wrong with it may have to happen before its body is read.
    @par Thread safety  shared object: safe
*/
class service
{
public:
    service(const options& settings, std::shared_ptr<store> state);

    /// Counts the request and decides its fate.
    opened_request open(std::string_view method, std::string_view target, std::string_view authorization);
    /// How long the request would take to log in.
    [[nodiscard]] std::chrono::milliseconds login_delay(const opened_request& request) const;
    /// Does what the request asks for. @param commit  false: answer as if, and leave the store alone
    answer respond(const opened_request& request, std::string_view content_type, std::string_view body,
                   bool commit, std::chrono::system_clock::time_point now);

private:
    [[nodiscard]] answer respond_as(const sibling& of, const opened_request& request, std::string_view body,
                                    bool commit, std::chrono::system_clock::time_point now);
    /// Logs in and stores. @return nothing if the login is refused
    [[nodiscard]] std::optional<put_result> register_account(const std::string& owner,
                                                             const opened_request& request, account& given,
                                                             bool commit,
                                                             std::chrono::system_clock::time_point now);
    [[nodiscard]] std::optional<std::string> accepted_token(std::string_view authorization) const;
    [[nodiscard]] answer read_all(const std::string& token) const;
    [[nodiscard]] answer read_one(const std::string& token, const std::string& email) const;
    [[nodiscard]] answer read_subscription(const std::string& token) const;
    [[nodiscard]] answer read_features(const std::string& token, const std::string& email) const;
    [[nodiscard]] static answer features_of(const account& found);
    [[nodiscard]] answer erase(const std::string& token, const std::string& email, bool commit);
    [[nodiscard]] answer release(const std::string& token, const std::string& task_id, bool commit);
    [[nodiscard]] answer create(const opened_request& request, std::string_view content_type,
                                std::string_view body, bool commit,
                                std::chrono::system_clock::time_point now);
    [[nodiscard]] std::optional<answer> refused_login(const opened_request& request,
                                                      const account& given) const;

    fault_plan plan_;
    std::shared_ptr<store> store_;
    std::size_t account_limit_;
    std::chrono::milliseconds login_delay_;
    std::vector<std::string> tokens_;
    std::string wrong_password_;
    std::string suspended_password_;
    std::string dead_password_;
    workspace_form workspace_;
    empty_list no_accounts_;
};

} // namespace useapi::emulator

#endif
