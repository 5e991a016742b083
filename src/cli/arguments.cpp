#include "cli/arguments.hpp"

#include "cli/clean_text.hpp"
#include "cli/help_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

namespace useapi::cli {
namespace {

using milliseconds = std::chrono::milliseconds;

constexpr double longest_seconds = 7 * 24 * 3600;
constexpr std::int64_t longest_offset = 7 * 24 * 3600;
constexpr double shortest_seconds = 1e-9;

// In place of CLI::Range, which lets pass what is not a number (NaN): that fails every comparison.
CLI::Validator number_between(double lowest, double highest, const std::string& meaning)
{
    const auto check = [=](const std::string& text) -> std::string {
        double value = std::numeric_limits<double>::quiet_NaN();
        if (CLI::detail::lexical_cast(text, value) && value >= lowest && value <= highest)
            return {};
        return fmt::format("{} is not {}", printable(text), meaning);
    };
    return {check, "", meaning};
}

// Up, since a time-out of 0.0001 s must not become none.
milliseconds to_milliseconds(double seconds)
{
    return milliseconds(static_cast<milliseconds::rep>(std::ceil(seconds * 1000)));
}

CLI::Option* add_seconds(CLI::App& app, const std::string& name, std::optional<milliseconds>& target,
                         const std::string& description, bool zero_allowed = false)
{
    return app
        .add_option_function<double>(
            name, [&target](const double& value) { target = to_milliseconds(value); }, description)
        ->check(zero_allowed ? number_between(0, longest_seconds, "a time in seconds, 0 to a week")
                             : number_between(shortest_seconds, longest_seconds,
                                              "a time in seconds, more than 0 and at most a week"))
        ->option_text("S");
}

// In place of CLI::CheckedTransformer, which takes the numbers of the values as well as their names.
template <class Value, class Target>
CLI::Option* add_choice(CLI::App& app, const std::string& name, std::map<std::string, Value> choices,
                        Target& target, const std::string& description)
{
    std::vector<std::string> names;
    for (const auto& choice : choices)
        names.push_back(choice.first);
    const auto choose = [&target, choices](const std::string& chosen) { target = choices.at(chosen); };
    return app.add_option_function<std::string>(name, choose, description)
        ->check(CLI::IsMember(names))
        ->option_text("FORMAT");
}

void add_global_options(CLI::App& app, arguments& read, bool& verbose, bool& quiet, bool& no_color)
{
    connection_arguments& connection = read.connection;
    const std::string reach = "Reaching the service";
    app.add_option("--base-url", connection.base_url,
                   "Where the service is; default https://api.useapi.net/v1/runwayml")
        ->envname("USEAPI_BASE_URL")
        ->option_text("URL")
        ->group(reach);
    app.add_option("--ca-file", connection.ca_file,
                   "PEM file of the certificate authorities to trust in place of the system's")
        ->option_text("F")
        ->group(reach);
    app.add_option(
           "--proxy", connection.proxy,
           "HTTP proxy to go through, as http://HOST:PORT, or none; default: HTTPS_PROXY and NO_PROXY of "
           "the environment")
        ->option_text("URL")
        ->group(reach);
    app.add_option("--token-file", connection.token_file,
                   "File whose first line is the API token; default: USEAPI_TOKEN of the environment")
        ->option_text("F")
        ->group(reach);
    add_seconds(app, "--timeout", connection.timeout,
                "Limit of a call with all its retries, in seconds; in an import also how long an account "
                "that cannot be reached is tried again; default 120")
        ->group(reach);
    add_seconds(app, "--attempt-timeout", connection.attempt_timeout,
                "Limit of one attempt, in seconds; default 60")
        ->group(reach);
    app.add_option("--max-attempts", connection.max_attempts,
                   "Attempts a call, the first one included, 1 to 100; default 4")
        ->check(CLI::Range(1, 100))
        ->option_text("N")
        ->group(reach);

    const std::string output = "Output";
    add_choice<output_format>(app, "--output", {{"text", output_format::text}, {"json", output_format::json}},
                              read.console.format, "text or json; with json, standard output holds JSON only")
        ->group(output);
    CLI::Option* const loud =
        app.add_flag("--verbose", verbose, "Log what every call does, a line an event, on standard error")
            ->option_text(" ")
            ->group(output);
    app.add_flag("--quiet", quiet, "Say nothing but what was asked for, and errors")
        ->excludes(loud)
        ->option_text(" ")
        ->group(output);
    app.add_flag("--no-color", no_color, "No colours, on a terminal neither")->group(output);
}

CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& description,
                      std::string_view footer = {})
{
    CLI::App* const added = parent.add_subcommand(name, description);
    added->fallthrough();
    added->footer(footer.empty() ? std::string(command_help) : fmt::format("{}\n\n{}", footer, command_help));
    return added;
}

void add_email(CLI::App& app, account_arguments& account)
{
    app.add_option("EMAIL", account.email, "The account's email address")->required()->option_text(" ");
}

void add_upsert(CLI::App& accounts, account_arguments& account)
{
    CLI::App& app =
        *add_command(accounts, "upsert", "Register an account, or replace its configuration", upsert_help);
    add_email(app, account);
    app.add_option("--max-jobs", account.max_jobs, "Jobs that may run at once, 1 to 10; default 5")
        ->check(CLI::Range(1, 10))
        ->option_text("N");
    app.add_option("--use-workspace", account.use_workspace, "true, or the id of a team; default: none")
        ->option_text("true|TEAM");
    app.add_option("--password-file", account.password_file,
                   "File whose first line is the account's password")
        ->option_text("F");
}

void add_input(CLI::App& app, import_arguments& bulk)
{
    app.add_option("FILE", bulk.file, "The file, which gzip or zstd may have compressed; - is standard input")
        ->required()
        ->option_text(" ");
    add_choice<input_format>(app, "--format", {{"csv", input_format::csv}, {"ndjson", input_format::ndjson}},
                             bulk.format,
                             "csv or ndjson; default: by the file's ending, .csv, .ndjson or .jsonl");
    add_choice<char>(app, "--delimiter",
                     {{",", ','}, {";", ';'}, {"|", '|'}, {"\t", '\t'}, {"tab", '\t'}, {"semicolon", ';'}},
                     bulk.delimiter, "What stands between the fields of CSV: , or ; or | or tab; default ,")
        ->option_text("C");
}

void add_validate(CLI::App& accounts, import_arguments& bulk)
{
    add_input(*add_command(accounts, "validate", "Check a file of accounts, and send nothing", validate_help),
              bulk);
}

void add_plan(CLI::App& accounts, import_arguments& bulk)
{
    add_input(*add_command(accounts, "plan", "Show what importing a file would change, and change nothing",
                           plan_help),
              bulk);
}

void add_pruning(CLI::App& app, import_arguments& bulk)
{
    const std::string group = "Compared with what the service holds";
    app.add_flag(
           "--only-changes", bulk.only_changes,
           "Send only rows that create an account or change its maxJobs or useWorkspace; a password cannot "
           "be compared: a row with nothing new but its password is not sent")
        ->group(group);
    CLI::Option* const prune =
        app.add_flag("--prune", bulk.prune,
                     "Delete the accounts that no row names, after showing them and asking")
            ->excludes("--skip-invalid")
            ->group(group);
    app.add_flag("--yes", bulk.yes, "Delete without asking")->needs(prune)->group(group);
    app.add_flag("--prune-most", bulk.prune_most, "Delete even more than half of the accounts that are there")
        ->needs(prune)
        ->group(group);
}

void add_import(CLI::App& accounts, import_arguments& bulk)
{
    CLI::App& app = *add_command(accounts, "import", "Register the accounts of a file", import_help);
    add_input(app, bulk);
    app.add_option("--concurrency", bulk.concurrency, "Calls in flight at most, 1 to 10000; default 16")
        ->check(CLI::Range(1, 10000))
        ->option_text("N");
    app.add_option("--rate", bulk.rate, "Accounts a second at most, such as 0.5; default: no limit")
        ->check(number_between(0.001, 1e6, "a number of 0.001 to 1000000"))
        ->option_text("R");
    app.add_option(
           "--results", bulk.results_file,
           "File for the outcome of each row: CSV if it ends in .csv, else NDJSON; - is standard output")
        ->option_text("F");
    app.add_flag("--skip-invalid", bulk.skip_invalid, "Pass over bad rows instead of sending nothing");
    add_seconds(app, "--grace", bulk.grace,
                "What calls under way are given after Ctrl-C, in seconds; default 10", true);
    add_pruning(app, bulk);
}

void add_emulator(CLI::App& root, emulator_arguments& emulator)
{
    CLI::App& app = *add_command(root, "emulator", "Stand in for the service on 127.0.0.1", emulator_help);
    app.add_option("--port", emulator.port, "Port to listen on; default 0: the system chooses")
        ->check(CLI::Range(0, 65535))
        ->option_text("N");
    app.add_option("--port-file", emulator.port_file, "File that gets the port once the emulator listens")
        ->option_text("F");
    app.add_option("--tls-dir", emulator.tls_dir,
                   "Folder for ca.pem, server.pem and server.key, made if missing; default: a temporary one")
        ->option_text("D");
    app.add_option("--seed", emulator.seed, "Decides which requests the rate of a fault hits; default 0")
        ->option_text("N");
    app.add_option("--fault", emulator.faults, "What to get wrong; may be given more than once")
        ->allow_extra_args(false)
        ->take_all()
        ->option_text("SPEC");
    app.add_option("--account-limit", emulator.account_limit,
                   "Accounts that a token may hold; default 0: no limit")
        ->option_text("N");
    add_seconds(app, "--login-delay", emulator.login_delay,
                "How long the login of a POST takes, in seconds; default 0", true);
    add_seconds(app, "--idle-timeout", emulator.idle_timeout,
                "A connection with no request for so long is closed; default 60, 0: never", true);
    app.add_option("--accept-tokens", emulator.accepted_tokens_file,
                   "File of the API tokens to accept, one a line; default: all that look like one")
        ->option_text("F");
    app.add_option("--certificate-host", emulator.certificate_host,
                   "Show a certificate for this host alone; default: for localhost, 127.0.0.1 and ::1")
        ->option_text("NAME");
    app.add_flag("--expired-certificate", emulator.expired_certificate,
                 "Show a certificate that ended yesterday");
    app.add_option_function<std::int64_t>(
           "--date-offset",
           [&emulator](const std::int64_t& value) { emulator.date_offset = std::chrono::seconds(value); },
           "What the Date of answers is ahead by, in seconds; default 0, negative: behind")
        ->check(CLI::Range(-longest_offset, longest_offset))
        ->option_text("S");
}

command chosen_command(const CLI::App& root)
{
    static constexpr std::array<std::pair<std::string_view, command>, 7> names{{
        {"upsert", command::accounts_upsert},
        {"get", command::accounts_get},
        {"list", command::accounts_list},
        {"delete", command::accounts_delete},
        {"import", command::accounts_import},
        {"validate", command::accounts_validate},
        {"plan", command::accounts_plan},
    }};
    const CLI::App& first = *root.get_subcommands().front();
    if (first.get_name() == "doctor")
        return command::doctor;
    if (first.get_name() == "emulator")
        return command::emulator;
    const std::string& second = first.get_subcommands().front()->get_name();
    return std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.first == second; })
        ->second;
}

bool asks_for_json(const std::vector<std::string>& words)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--output=json" ||
            (words[i] == "--output" && i + 1 < words.size() && words[i + 1] == "json"))
            return true;
    }
    return false;
}

// Names alone: what follows an unknown option may well be the password that somebody meant to give.
std::string describe_extras(const std::vector<std::string>& extras)
{
    std::string options;
    bool looks_secret = false;
    for (const std::string& extra : extras) {
        if (!extra.starts_with('-'))
            continue;
        const std::string name = extra.substr(0, extra.find('='));
        looks_secret |= name == "--token" || name == "--password";
        options += (options.empty() ? "" : ", ") + printable(name);
    }
    if (options.empty())
        return "too many arguments";
    return fmt::format(
        "unknown option {}{}", options,
        looks_secret ? ": secrets are not taken from the command line, where others can see them" : "");
}

std::string describe_missing(const CLI::App& app, const CLI::RequiredError& error)
{
    if (!app.get_subcommands().empty() && !app.get_subcommands().front()->get_subcommands().empty())
        return printable(error.what());
    const std::vector<std::string> extras = app.remaining(true);
    if (extras.empty())
        return "a command is missing";
    return extras.front().starts_with('-') ? describe_extras(extras)
                                           : fmt::format("no command {}", printable(extras.front()));
}

} // namespace

std::variant<arguments, information, misuse> parse_arguments(std::vector<std::string> words)
{
    arguments read;
    read.words = words;
    bool verbose = false;
    bool quiet = false;
    bool no_color = false;
    const bool wants_json = asks_for_json(words);

    CLI::App app("Registers accounts with the Runway API of useapi.net.", "useapi");
    app.option_defaults()->take_last();
    app.set_help_flag("-h,--help", "Print this help");
    app.set_version_flag("--version", "useapi " USEAPI_VERSION, "Print the version");
    app.require_subcommand(1);
    app.footer(std::string(general_help));
    add_global_options(app, read, verbose, quiet, no_color);
    CLI::App* const accounts = add_command(app, "accounts", "Register, show and remove accounts");
    accounts->require_subcommand(1);
    add_upsert(*accounts, read.account);
    add_email(*add_command(*accounts, "get", "Show an account"), read.account);
    add_command(*accounts, "list", "Show all accounts of the API token");
    add_email(*add_command(*accounts, "delete", "Remove an account"), read.account);
    add_import(*accounts, read.bulk);
    add_validate(*accounts, read.bulk);
    add_command(app, "doctor", "Check everything between here and an answer of the service", doctor_help);
    add_plan(*accounts, read.bulk);
    add_emulator(app, read.emulator);

    try {
        std::reverse(words.begin(), words.end());
        app.parse(std::move(words));
    } catch (const CLI::Success& asked) {
        if (dynamic_cast<const CLI::CallForVersion*>(&asked) != nullptr)
            return information{fmt::format("{}\n", asked.what())};
        return information{app.help()};
    } catch (const CLI::ExtrasError&) {
        return misuse{describe_extras(app.remaining(true)), wants_json};
    } catch (const CLI::RequiredError& error) {
        return misuse{describe_missing(app, error), wants_json};
    } catch (const CLI::ParseError& error) {
        return misuse{printable(error.what()), wants_json};
    }
    read.command = chosen_command(app);
    read.console.colors_allowed = !no_color;
    read.console.verbosity = verbose ? verbosity::verbose : quiet ? verbosity::quiet : verbosity::normal;
    return read;
}

} // namespace useapi::cli
