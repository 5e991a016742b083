#include "cli/import_setup.hpp"

#include "bulk/ledger_store.hpp"
#include "cli/client_setup.hpp"
#include "cli/usage_error.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace useapi::cli {

void refuse_password(std::string_view ledger)
{
    if (bulk::holds_password(ledger))
        throw usage_error("--ledger: a password does not belong on a command line, where other users of the "
                          "machine can see it; "
                          "set PGPASSWORD, or keep it in ~/.pgpass");
}

namespace {

std::string ledger_of(const import_arguments& given)
{
    if (given.ledger.empty() && !given.resume && (given.verify || given.retry_rejected))
        throw usage_error("--verify and --retry-rejected need a ledger: name one with --ledger, or --resume");
    if (given.only_changes && (given.resume || !given.ledger.empty()))
        throw usage_error("--only-changes asks the service what it holds, and goes without a ledger");
    refuse_password(given.ledger);
    if (!given.resume)
        return given.ledger;
    if (given.file == "-")
        throw usage_error(
            "--resume: standard input has no name to make a ledger's of, name one with --ledger");
    return given.file + ".ledger";
}

} // namespace

bulk::import_options make_import_options(const arguments& all)
{
    const import_arguments& given = all.bulk;
    bulk::import_options options(given.file);
    options.delimiter(given.delimiter);
    if (given.format)
        options.format(*given.format == input_format::csv ? bulk::file_format::csv
                                                          : bulk::file_format::ndjson);
    if (given.concurrency)
        options.concurrency(*given.concurrency);
    if (given.rate)
        options.rate(*given.rate);
    if (given.grace)
        options.grace(*given.grace);
    // The deadline of a call is also how long an account that cannot be reached is worth trying.
    if (all.connection.timeout)
        options.row_timeout(*all.connection.timeout);
    if (given.lease)
        options.lease(*given.lease);
    options.ledger(ledger_of(given)).verify(given.verify).retry_rejected(given.retry_rejected);
    return options.skip_invalid(given.skip_invalid).results(given.results_file);
}

// Each call in flight has a connection of its own; with fewer, calls would only wait inside the client.
client_options make_bulk_client_options(const arguments& given, secret token,
                                        const bulk::import_options& bulk, const console& out)
{
    client_options options = make_client_options(given.connection, std::move(token), out);
    options.max_connections(std::clamp<std::size_t>(bulk.concurrency(), 1, 10'000));
    return options;
}

} // namespace useapi::cli
