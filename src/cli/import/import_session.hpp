#ifndef USEAPI_SRC_CLI_IMPORT_IMPORT_SESSION_HPP
#define USEAPI_SRC_CLI_IMPORT_IMPORT_SESSION_HPP

#include "accounts/service/service_traits.hpp"
#include "cli/import/control/control_file.hpp"
#include "cli/import/progress_display.hpp"

#include <useapi/accounts/subscription.hpp>
#include <useapi/bulk/import.hpp>
#include <useapi/client/client.hpp>
#include <useapi/result.hpp>
#include <useapi/runwayml/account.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::cli {

class console;

/** An import on this thread, with its progress on the screen. SIGINT, SIGTERM and SIGHUP end it: the first
    signal in order, the second one at once; the third one ends the process. SIGUSR1 pauses the import,
    SIGUSR2 continues it. */
class import_session
{
public:
    /// @param for_clients by profile; the one with an empty name is for rows without a profile @throws
    /// useapi::exception where an option, the input or the results file is not usable
    import_session(std::map<std::string, client_options> for_clients, const bulk::import_options& for_import,
                   const import_arguments& given, console& out);
    import_session(const import_session&) = delete;
    import_session& operator=(const import_session&) = delete;
    ~import_session();

    /// Ends all waits and connections, as the destructor does. @return whether nothing was left to wait for
    bool end() noexcept;

    /// Reads the whole input, and nothing else. @throws useapi::exception  if it cannot be read
    [[nodiscard]] bulk::check_report check() { return import_.check(); }

    /// All accounts that the service holds for a profile's API token.
    [[nodiscard]] result<std::vector<runwayml::account>> list_accounts(const std::string& profile);

    /// The subscription of a profile's API token.
    [[nodiscard]] result<subscription> get_subscription(const std::string& profile);

    /// Deletes an account. A first SIGINT or SIGTERM lets the deletion end, and is remembered; the second one
    /// cuts it short.
    [[nodiscard]] result<void> delete_account(const std::string& profile, const std::string& key);

    /// Whether a signal came while accounts were deleted.
    [[nodiscard]] bool is_interrupted() const noexcept { return stopping_; }

    /// Opens the ledger, and makes the checks that need an open ledger.
    void open_ledger() { import_.open_ledger(clients_); }

    /// Notes the time at the service of a profile, which another client got.
    void note_service_time(const std::string& profile, std::chrono::system_clock::time_point there);

    /// The time at the service of a profile. If no answer told it, the time of this machine, with a note.
    [[nodiscard]] std::chrono::system_clock::time_point service_time(const std::string& profile,
                                                                     const console& out) const;

    /// The service of the rows; null for Runway.
    [[nodiscard]] const accounts::service_traits* service() const noexcept { return service_; }

    [[nodiscard]] bulk::import& import() noexcept { return import_; }

    /// @throws useapi::exception  if the input cannot be read, or was changed
    void compare(bulk::import_plan& plan,
                 const std::function<void(const bulk::plan_entry&, const bulk::account_row&)>& note)
    {
        import_.compare(plan, note);
    }

    void send_only_changes(std::shared_ptr<bulk::import_plan> plan)
    {
        import_.send_only_changes(std::move(plan));
    }

    /// Sends the rows, and returns at the end of the run. Once only.
    [[nodiscard]] bulk::import_summary finish();

private:
    void watch_signals();
    void wait_for_signal();
    void on_signal();
    void wait_for_control();
    void look_at_control();
    void wait_for_pause();
    void set_paused(bool value, std::string_view how);

    // The order matters: objects that use the io_context are destroyed before it.
    boost::asio::io_context context_{1};
    boost::asio::signal_set signals_;
    boost::asio::signal_set pause_signals_;
    boost::asio::steady_timer control_timer_;
    std::map<std::string, client> clients_;   ///< by profile
    const accounts::service_traits* service_; ///< null for Runway
    bulk::import import_;
    progress_display display_;
    console& out_;
    std::chrono::milliseconds grace_;
    control_file control_;
    control_settings as_given_;
    bool paused_ = false;
    bool watching_ = false; ///< for signals
    bool stopping_ = false;
    boost::asio::cancellation_signal deletion_; ///< of the deletion under way
    std::optional<bulk::import_summary> summary_;
};

} // namespace useapi::cli

#endif
