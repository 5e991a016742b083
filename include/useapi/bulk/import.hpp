#ifndef USEAPI_BULK_IMPORT_HPP
#define USEAPI_BULK_IMPORT_HPP

#include <useapi/bulk/account_row.hpp>
#include <useapi/bulk/check_report.hpp>
#include <useapi/bulk/import_options.hpp>
#include <useapi/bulk/import_plan.hpp>
#include <useapi/bulk/import_summary.hpp>
#include <useapi/bulk/progress.hpp>
#include <useapi/bulk/row_result.hpp>
#include <useapi/client/client.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk {

namespace detail {
class import_state;
}

/** Registers every account of a file, many at a time. The memory that it needs does not grow with the file.

    A file is read twice: `check` finds every invalid row before anything is sent, and `async_run` sends.
    Standard input can be read only once: `check` reads nothing of it, and the first invalid row ends the run
    in an orderly way, unless `skip_invalid` is set.

    A row whose call fails in a transient way gets another call later, after rows that were not tried yet.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe; `stop`, `cut`, `pause`, `go_on`, `change_pace` and
    `snapshot` must be called on the thread that runs the run's `io_context`.
*/
class import
{
public:
    /** Opens the input and the results file.

        @throws useapi::exception  `errc::invalid_argument` if an option is out of its range, the format
                                   cannot be recognised, or a file cannot be opened; the message names it.
    */
    explicit import(import_options options);
    ~import();
    /** Allowed only before its run. */
    import(import&&) noexcept;
    /** Allowed only before its run. */
    import& operator=(import&&) noexcept;

    /** Reads the whole input and reports every invalid row. Does nothing for standard input.

        @throws useapi::exception  `errc::invalid_argument` if the input cannot be read. */
    check_report check();

    /** Compares every row that `check` accepted with the accounts that the service holds. Sends nothing. Not
        for standard input, which can be read only once.

        @param plan  must know the accounts that the service holds; receives the rows.
        @param note  is called with every row, in order, and the data that would be sent; may be empty
        @throws useapi::exception  `errc::invalid_argument` if the input cannot be read, or was changed.
    */
    void compare(import_plan& plan, const std::function<void(const plan_entry&, const account_row&)>& note);

    /** Sends only rows that would create or change an account. The other rows are reported as `unchanged`, or
        as `failed` if the service keeps the account in an error state. Call it before `async_run`. */
    void send_only_changes(std::shared_ptr<import_plan> plan);

    /** Sends only the rows of some accounts, even if the ledger has them as registered. A row that the ledger
        has as refused stays refused. All other rows are ignored. Call it before `async_run`.

        @param is_chosen  is called with each row's profile and email
        @param rows       the number of chosen rows, for the progress */
    void send_chosen(std::function<bool(const std::string& profile, const std::string& email)> is_chosen,
                     std::uint64_t rows);

    /** Opens the ledger now. Otherwise the run opens it when it begins. Use it to report a ledger that cannot
        be used before anything else happens. Waits up to two minutes for a PostgreSQL server that starts,
        stops or takes no writes, and says so by `on_notice`.

        @param clients  the same as for `async_run`
        @throws useapi::exception  `errc::invalid_argument` if the ledger cannot be opened, is damaged, is in
                                   use, or belongs to another input or service, and if two profiles that rows
                                   name are the same subscription. */
    void open_ledger(const std::map<std::string, client>& clients);

    /** Records in the ledger that accounts are about to be deleted (outcome `deleted`), or were not deleted
        after all (`not_deleted`). If a row of a deleted account comes back to the input, a later run sends
        it. The record is on the disk when this function returns. Call it after `open_ledger`; without a
        ledger it does nothing.

        @throws useapi::exception  `errc::invalid_argument` if the ledger cannot be written. */
    void note_deletions(const std::vector<row_result>& accounts);

    /** Writes a line to the results about an account that was deleted, or that should have been. */
    void report_deletion(const row_result& account);

    /** Sends a row, even if the ledger has it as registered, if the service does not hold its account. Call
        it before `async_run`.

        @param plan  must know the accounts that the service holds, for every profile that rows name. */
    void send_what_is_gone(std::shared_ptr<const import_plan> plan);

    /** Sends the rows that `check` accepted. Call it only once.

        @param client  its `io_context` must be run by one thread.
        @param token   a completion token for `void(import_summary)`.
        @throws useapi::exception  `errc::invalid_argument` if the ledger cannot be opened, is damaged, or
                                   belongs to another input or service, and if the import ran before. Nothing
                                   was sent then.
        @par Cancellation  none through the token's slot: call `stop` or `cut`.
        @par End of the io_context  You may destroy the `io_context` at any point of the run. This drops calls
          under way and the handler, records the outcomes so far, and closes the ledger. It waits until the
          ledger has finished its present write to the disk. With a database it waits for a statement, at most
          half a lease, or for a connect, at most ten seconds. The next run with the ledger sends the rows
          without an outcome.
    */
    template <
        boost::asio::completion_token_for<void(import_summary)> CompletionToken = boost::asio::deferred_t>
    auto async_run(const client& client, CompletionToken&& token = CompletionToken())
    {
        return boost::asio::async_initiate<CompletionToken, void(import_summary)>(initiate_run(), token,
                                                                                  state_, one_client(client));
    }

    /** Sends rows that name profiles.

        @param clients  by profile; the one with an empty name is for rows without a profile. Not empty. All
                        clients must be on one `io_context`, which one thread runs.
        @param token    a completion token for `void(import_summary)`.
        @throws useapi::exception  `errc::invalid_argument` if there is no client, a profile of the options
                                   has no client, or the clients are on several `io_context`s; if the ledger
                                   cannot be opened, is damaged, or belongs to another input or service; and
                                   if the import ran before. Nothing was sent then.
        @par Cancellation  none through the token's slot: call `stop` or `cut`.
        @par End of the io_context  as above
    */
    template <
        boost::asio::completion_token_for<void(import_summary)> CompletionToken = boost::asio::deferred_t>
    auto async_run(std::map<std::string, client> clients, CompletionToken&& token = CompletionToken())
    {
        return boost::asio::async_initiate<CompletionToken, void(import_summary)>(initiate_run(), token,
                                                                                  state_, std::move(clients));
    }

    /** Begins no more calls. Calls under way may go on for `import_options::grace`; then they are cancelled.
        Rows that were not sent are reported as skipped.

        Before `async_run`: the run begins no call, reports every row as skipped, and ends as
       `stop_reason::interrupted`. After the run: nothing. */
    void stop();

    /** Like `stop`, but calls under way are cancelled at once. */
    void cut();

    /** Begins no more calls until `go_on`. Calls under way go on. `pause`, `go_on` and `change_pace` have an
        effect only during the run. */
    void pause();

    /** Ends a pause. */
    void go_on();

    /** Changes how hard the run works, from now on.
        @param concurrency  the most calls in flight; never more than `import_options::concurrency`
        @param rate         the most calls begun in a second; 0 for no limit */
    void change_pace(std::size_t concurrency, double rate);

    /** How far the run is. Before the run: how many rows there are, once `check` has counted them. After the
        run: how far it came, even if its `io_context` was destroyed before the end. */
    progress snapshot() const;

private:
    using handler = boost::asio::any_completion_handler<void(import_summary)>;

    struct initiate_run
    {
        template <class Handler>
        void operator()(Handler&& completion, std::shared_ptr<detail::import_state> state,
                        std::map<std::string, client> clients) const
        {
            start_run(std::move(state), std::move(clients), handler(std::forward<Handler>(completion)));
        }
    };

    static std::map<std::string, client> one_client(const client& all)
    {
        std::map<std::string, client> clients;
        clients.emplace(std::string(), all);
        return clients;
    }

    static void start_run(std::shared_ptr<detail::import_state> state, std::map<std::string, client> clients,
                          handler handler);

    std::shared_ptr<detail::import_state> state_;
};

/** Reads an input to its end, also standard input, and reports every invalid row. Sends nothing and writes
    nothing. Waits for standard input if necessary.

    @throws useapi::exception  `errc::invalid_argument` if an option is out of its range, the format cannot be
                               recognised, or the input cannot be read or unpacked; the message names it.
*/
check_report check_input(const import_options& options);

} // namespace useapi::bulk

#endif
