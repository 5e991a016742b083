// Uses an installed useapi::bulk as a user's program does: imports a file of accounts with a ledger, and
// imports it once more, when nothing is left to send.
#include <useapi/bulk/import.hpp>
#include <useapi/client.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

int failures = 0;

void check(bool holds, const char* what)
{
    std::cout << (holds ? "  ok    " : "  WRONG ") << what << '\n';
    failures += holds ? 0 : 1;
}

useapi::bulk::import_summary import_file(const std::string& file, const useapi::client_options& options)
{
    boost::asio::io_context context(1);
    const useapi::client client(context, options);
    useapi::bulk::import_options how(file);
    how.concurrency(4).ledger(file + ".ledger");
    useapi::bulk::import run(how);
    if (run.check().problem_count != 0)
        throw std::runtime_error("the rows are acceptable, but were not accepted");
    useapi::bulk::import_summary made;
    run.async_run(client, [&made](useapi::bulk::import_summary summary) { made = std::move(summary); });
    context.run();
    return made;
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 3)
        return EXIT_FAILURE;
    const std::string file = std::string(arguments[0]) + ".csv";
    std::filesystem::remove(file + ".ledger");
    std::ofstream(file) << "email,password,maxJobs\n"
                           "bulk1@example.com,hunter22,5\n"
                           "bulk2@example.com,hunter22,3\n"
                           "bulk3@example.com,hunter22,1\n";
    useapi::client_options options(useapi::secret("user:1234-abcdefghijklmnop"));
    options.base_url(arguments[1]).ca_file(arguments[2]);

    const auto first = import_file(file, options);
    check(first.exit_code() == 0 && first.applied == 3, "a file of accounts is registered");
    const auto second = import_file(file, options);
    check(second.exit_code() == 0 && second.from_ledger == 3, "its ledger leaves nothing to send");
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
