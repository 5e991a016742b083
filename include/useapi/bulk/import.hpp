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

/** Registers every account of a file, many at a time, in memory that does not grow with the file.

    A file is read twice: `check` finds every unacceptable row before anything is sent, `async_run` sends.
    Standard input can be read once only: `check` finds nothing out there, and the first unacceptable row ends
    the run in an orderly way, unless `skip_invalid` is set.

    A row whose call fails in a way that may pass gets another call later, behind fresh rows.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe; `stop`, `cut`, `pause`, `go_on`, `change_pace` and
   `snapshot` belong on the thread, or the strand, that the run's `io_context` runs on.
*/
class import
{
public:
    /** Opens the input and the results file.

        @throws useapi::exception  `errc::invalid_argument` where an option is out of its range, the format
                                   cannot be told, or a file cannot be opened; the message names it.
    */
    explicit import(import_options options);
    ~import();
    /** Before its run only. */
    import(import&&) noexcept;
    /** Before its run only. */
    import& operator=(import&&) noexcept;

    /** Reads the whole input and reports every row that is not acceptable. For standard input: nothing.

        @throws useapi::exception  `errc::invalid_argument` where the input cannot be read.
    */
    check_report check();

    /** Compares every row that `check` accepted with what the service holds. Sends nothing. Not for standard
       input, which can be read once only.

        @param plan  fed with what the service holds; gets the rows.
        @param note  is told of every row, in order, and what it would send; may be empty
        @throws useapi::exception  `errc::invalid_argument` where the input cannot be read, or was changed.
    */
    void compare(import_plan& plan, const std::function<void(const plan_entry&, const account_row&)>& note);

    /** Sends only rows that would create or change an account, in place of all. The others are `unchanged`,
       or, where the service says that something is wrong with them, `failed`. Before `async_run`. */
    void send_only_changes(std::shared_ptr<import_plan> plan);

    /** Sends only rows of some accounts, whatever the ledger says of earlier runs that registered them; one
       that it has as refused stays so. The other rows are as if they were not there. Before `async_run`.

        @param is_chosen  is asked about each row's profile and email
        @param rows       how many rows that are, for the progress */
    void send_chosen(std::function<bool(const std::string& profile, const std::string& email)> is_chosen,
                     std::uint64_t rows);

    /** Opens the ledger now, in place of when the run begins: what could refuse it has refused by then. Waits
       up to two minutes for a PostgreSQL server that starts, stops or takes no writes, and tells `on_notice`.

        @param clients  as `async_run` takes them
        @throws useapi::exception  `errc::invalid_argument` where the ledger cannot be opened, is damaged, is
       in use, or belongs to another input or service, and where two profiles that rows name are one
       subscription. */
    void open_ledger(const std::map<std::string, client>& clients);

    /** Notes in the ledger that accounts are about to be deleted (outcome `deleted`), or were not deleted
       after all (`not_deleted`): a row of such an account is sent if it comes back. It is on the disk when
       this returns. After `open_ledger`; without a ledger, nothing happens.

        @throws useapi::exception  `errc::invalid_argument` where the ledger cannot be written. */
    void note_deletions(const std::vector<row_result>& accounts);

    /** Writes a line about an account that was, or was not, deleted to the results. */
    void report_deletion(const row_result& account);

    /** Sends a row, whatever the ledger says of it, where the service does not hold its account. Before
       `async_run`.

        @param plan  knows what the service holds for every profile that rows name. */
    void send_what_is_gone(std::shared_ptr<const import_plan> plan);

    /** Sends what `check` accepted. Once only.

        @param client  its `io_context` must be run by one thread.
        @param token   a completion token for `void(import_summary)`.
        @throws useapi::exception  `errc::invalid_argument` where the ledger cannot be opened, is damaged, or
                                   belongs to another input or service, and where it ran before. Nothing was
                                   sent then.
        @par Cancellation  none through the token's slot: call `stop` or `cut`.
        @par End of the io_context  It may be destroyed at any point of the run. That drops calls under way
                                   and the handler, records the outcomes so far and closes the ledger. It
                                   waits for what the ledger is doing: a write to the disk, or in a database
                                   a statement, for half a lease at most, or a connect, for ten seconds. The
                                   next run with the ledger sends what has no outcome.
    */
    template <
        boost::asio::completion_token_for<void(import_summary)> CompletionToken = boost::asio::deferred_t>
    auto async_run(const client& client, CompletionToken&& token = CompletionToken())
    {
        return boost::asio::async_initiate<CompletionToken, void(import_summary)>(initiate_run(), token,
                                                                                  state_, one_client(client));
    }

    /** The same for rows that name profiles.

        @param clients  by profile; that of no name is for rows that name none. Not empty; all on one
                        `io_context`, which must be run by one thread.
        @param token    a completion token for `void(import_summary)`.
        @throws useapi::exception  `errc::invalid_argument` where there is no client, a profile of the options
                                   has none, or they are on several `io_context`s; where the ledger cannot be
                                   opened, is damaged, or belongs to another input or service; and where it
                                   ran before. Nothing was sent then.
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

    /** Begins no more calls. Those that run may go on for `import_options::grace`, then are cancelled. What
       was not sent is reported as skipped.

        Before `async_run`: the run begins no call, reports every row as skipped, and ends as
       `stop_reason::interrupted`. After the run: nothing. */
    void stop();

    /** As `stop`, with no grace at all. */
    void cut();

    /** Begins no more calls until `go_on`; those under way end as they do. Without effect before the run and
        after it, as `go_on` and `change_pace` are. */
    void pause();

    /** Ends a pause. */
    void go_on();

    /** Changes how hard the run works, from now on.
        @param concurrency  calls in flight at most; never more than `import_options::concurrency`
        @param rate         calls begun a second at most; 0 for no limit */
    void change_pace(std::size_t concurrency, double rate);

    /** How far the run is. Before it: how many rows there are, once `check` has counted them. After it, also
       where its `io_context` was destroyed in the middle: how far it came. */
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

/** Reads an input to its end, standard input too, and reports every row that is not acceptable. Nothing is
   sent, nothing is written. Waits where standard input has nothing to give yet.

    @throws useapi::exception  `errc::invalid_argument` where an option is out of its range, the format cannot
                               be told, or the input cannot be read or unpacked; the message names it.
*/
check_report check_input(const import_options& options);

} // namespace useapi::bulk

#endif
