#include "cli/arguments.hpp"

#include "cli/clean_text.hpp"
#include "cli/completion.hpp"
#include "cli/config_file.hpp"
#include "cli/help_layout.hpp"
#include "cli/help_text.hpp"
#include "cli/man_page.hpp"
#include "cli/usage_error.hpp"
#include "cli/version.hpp"

#include <useapi/version.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
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
        ->option_text(fmt::format("{}", fmt::join(names, "|")));
}

void add_global_options(CLI::App& app, arguments& read, bool& verbose, bool& quiet, bool& no_color)
{
    connection_arguments& connection = read.connection;
    const std::string reach = "Reaching the service";
    app.add_option("--base-url", connection.base_url,
                   "Where the service is; default https://api.useapi.net/v1/runwayml")
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
    CLI::Option* const token_file =
        app.add_option("--token-file", connection.token_file,
                       "File whose first line is the API token; default: USEAPI_TOKEN of the environment")
            ->option_text("F")
            ->group(reach);
    app.add_option(
           "--token-command", connection.token_command,
           "Command that prints the API token on its first line, such as 'pass show useapi'; its words "
           "may be quoted, and no shell reads them")
        ->excludes(token_file)
        ->option_text("CMD")
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

    app.add_option("--config", read.config_file,
                   "TOML file of options; none: no file; default: useapi/config.toml in XDG_CONFIG_HOME or "
                   "~/.config, if it is there")
        ->option_text("F")
        ->group("Configuration");
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
    app.add_option("--profiles", bulk.profiles_file,
                   "TOML file of API tokens, which rows name by their profile; its mode must be 600")
        ->option_text("F");
    app.add_option(
           "--account-limit", bulk.account_limit,
           "Accounts that a subscription may hold, such as 3: a row beyond is bad; default: not known")
        ->check(CLI::Range(1, 1000000))
        ->option_text("N");
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
    app.add_option("--max-logins", bulk.max_logins,
                   "Accounts of one API token that are logged in at once, at most; default: as --concurrency")
        ->check(CLI::Range(1, 10000))
        ->option_text("N");
    app.add_option(
           "--results", bulk.results_file,
           "File for the outcome of each row: CSV if it ends in .csv, else NDJSON; - is standard output")
        ->option_text("F");
    const std::string ledger = "Ledger";
    CLI::Option* const file =
        app.add_option(
               "--ledger", bulk.ledger,
               "File that keeps the state of every row: the same command goes on where it ended; or a "
               "postgresql:// URL, which workers on any number of machines share")
            ->option_text("F")
            ->group(ledger);
    add_seconds(app, "--lease", bulk.lease,
                "How long a worker's rows stay its own after it was last heard of, in seconds; default 30")
        ->group(ledger);
    app.add_flag("--resume", bulk.resume, "With a ledger named after the input: FILE.ledger")
        ->excludes(file)
        ->option_text(" ")
        ->group(ledger);
    app.add_flag(
           "--verify", bulk.verify,
           "Ask the service about rows that an earlier run may have sent, in place of sending them again")
        ->option_text(" ")
        ->group(ledger);
    app.add_flag("--retry-rejected", bulk.retry_rejected,
                 "Send rows again that an earlier run recorded as refused")
        ->option_text(" ")
        ->group(ledger);
    CLI::Option* const progress = add_choice<progress_form>(
        app, "--progress",
        {{"auto", progress_form::automatic},
         {"bar", progress_form::bar},
         {"lines", progress_form::lines},
         {"json", progress_form::json},
         {"none", progress_form::none}},
        bulk.progress,
        "How far it is, on standard error: bar, lines (one every 10 s), json (an object a second), none; "
        "default auto: a bar on a terminal, else lines");
    app.add_flag_function(
           "--no-progress", [&bulk](std::int64_t) { bulk.progress = progress_form::none; },
           "As --progress none")
        ->excludes(progress);
    app.add_flag("--skip-invalid", bulk.skip_invalid, "Pass over bad rows instead of sending nothing");
    add_seconds(app, "--grace", bulk.grace,
                "What calls under way are given after Ctrl-C, in seconds; default 10", true);
    add_pruning(app, bulk);
}

void add_ledger_of_report(CLI::App& app, report_arguments& report)
{
    app.add_option("--ledger", report.ledger, "The ledger that the import keeps, or kept")
        ->required()
        ->option_text("F");
    app.add_flag("--json", report.json, "As JSON; the same as --output json")->option_text(" ");
}

void add_report(CLI::App& accounts, report_arguments& report)
{
    CLI::App& app = *add_command(accounts, "report", "Tell what became of an import", report_help);
    add_ledger_of_report(app, report);
    app.add_option("--html", report.html_file, "File for the report as a page to open in a browser")
        ->option_text("F");
    app.add_option("--csv", report.csv_file, "File for a table of every account; - is standard output")
        ->option_text("F");
}

void add_status(CLI::App& accounts, report_arguments& report)
{
    add_ledger_of_report(*add_command(accounts, "status", "Tell how far an import is", status_help), report);
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
    static constexpr std::array<std::pair<std::string_view, command>, 9> names{{
        {"upsert", command::accounts_upsert},
        {"get", command::accounts_get},
        {"list", command::accounts_list},
        {"delete", command::accounts_delete},
        {"import", command::accounts_import},
        {"validate", command::accounts_validate},
        {"plan", command::accounts_plan},
        {"report", command::accounts_report},
        {"status", command::accounts_status},
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
        if (words[i].starts_with("--output"))
            return false;
    }
    const auto variables = environment_settings({"output"});
    return !variables.empty() && variables.front().value == "json";
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

/// CLI11's, but for what it says of subcommands, which the usage line shows as well, and of what an option
/// needs or excludes, which its description says.
class help_formatter final : public CLI::Formatter
{
public:
    std::string make_description(const CLI::App* app) const override
    {
        return app->get_description() + ".\n";
    }

    std::string make_option_opts(const CLI::Option* option) const override
    {
        const std::string& value = option->get_option_text();
        return value.empty() || value == " " ? std::string() : " " + value;
    }
};

void add_outputs(CLI::App& app, std::string& shell)
{
    CLI::App* const completion = add_command(
        app, "completion", "Print a script that has a shell complete this command", completion_help);
    completion->add_option("SHELL", shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}))
        ->option_text("bash|zsh|fish");
    add_command(app, "man", "Print the manual as roff, for man -l -");
}

bool takes_value(const CLI::Option& option)
{
    return option.get_expected_min() != 0;
}

/// The name without dashes; empty for a positional.
std::string long_name(const CLI::Option& option)
{
    return option.get_lnames().empty() ? std::string() : option.get_lnames().front();
}

option_description describe(const CLI::Option& option, bool is_global)
{
    option_description made;
    if (option.get_positional())
        made.names.push_back(option.get_name(true));
    for (const std::string& name : option.get_snames())
        made.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        made.names.push_back("--" + name);
    made.value = option.get_option_text();
    if (made.value == " ")
        made.value = option.get_positional() ? option.get_name(true) : std::string();
    made.text = option.get_description();
    if (is_global && takes_value(option))
        made.variable = variable_of(long_name(option));
    return made;
}

command_description describe(const CLI::App& app)
{
    command_description made;
    made.name = app.get_name();
    made.text = app.get_description();
    made.more = app.get_footer();
    if (made.more.ends_with(command_help))
        made.more.erase(made.more.size() - command_help.size());
    for (const CLI::Option* const option : app.get_options()) {
        // Every command has it, and it is told of once.
        if (app.get_parent() != nullptr && option == app.get_help_ptr())
            continue;
        auto& kind = option->get_positional() ? made.positionals : made.options;
        kind.push_back(describe(*option, app.get_parent() == nullptr));
    }
    for (const CLI::App* const each : app.get_subcommands({}))
        made.commands.push_back(describe(*each));
    return made;
}

/** The parser, and what it fills. Neither moves: each knows where the other is. */
class parser
{
public:
    parser() : app_("Registers accounts with the Runway API of useapi.net", "useapi")
    {
        app_.formatter(std::make_shared<help_formatter>());
        app_.option_defaults()->take_last();
        app_.set_help_flag("-h,--help", "Print this help");
        app_.set_version_flag("--version", "useapi", "Print the version, and those of the libraries");
        app_.require_subcommand(1);
        app_.footer(std::string(general_help));
        add_global_options(app_, read_, verbose_, quiet_, no_color_);
        CLI::App* const accounts = add_command(app_, "accounts", "Register, show and remove accounts");
        accounts->require_subcommand(1);
        add_upsert(*accounts, read_.account);
        add_email(*add_command(*accounts, "get", "Show an account"), read_.account);
        add_command(*accounts, "list", "Show all accounts of the API token");
        add_email(*add_command(*accounts, "delete", "Remove an account"), read_.account);
        add_import(*accounts, read_.bulk);
        add_validate(*accounts, read_.bulk);
        add_plan(*accounts, read_.bulk);
        add_report(*accounts, read_.report);
        add_status(*accounts, read_.report);
        add_command(app_, "doctor", "Check everything between here and an answer of the service",
                    doctor_help);
        add_emulator(app_, read_.emulator);
        add_outputs(app_, shell_);
    }

    parser(const parser&) = delete;
    parser& operator=(const parser&) = delete;

    /** @return what to do in place of a command, if anything */
    std::optional<std::variant<information, misuse>> parse(std::vector<std::string> words, bool wants_json)
    {
        try {
            std::reverse(words.begin(), words.end());
            app_.parse(std::move(words));
        } catch (const CLI::CallForVersion&) {
            return information{wants_json ? version_json() : version_text()};
        } catch (const CLI::Success&) {
            return information{laid_out(app_.help(), help_width())};
        } catch (const CLI::ExtrasError&) {
            return misuse{describe_extras(app_.remaining(true)), wants_json};
        } catch (const CLI::RequiredError& error) {
            return misuse{describe_missing(app_, error), wants_json};
        } catch (const CLI::ParseError& error) {
            return misuse{printable(error.what()), wants_json};
        }
        return printed_output();
    }

    /** What settings add to the command line that was parsed. A setting is passed over where its option, or
       one that excludes it, was given there or by a layer before its own, and where it is another command's.
        @param layers  the one that counts most first
        @throws usage_error  where no command has such an option */
    [[nodiscard]] std::vector<std::string> words_of(const std::vector<std::vector<setting>>& layers) const
    {
        std::vector<const CLI::Option*> given;
        std::vector<std::string> words;
        const auto is_given = [&given](const CLI::Option* option) {
            return option->count() != 0 || std::find(given.begin(), given.end(), option) != given.end();
        };
        for (const std::vector<setting>& layer : layers) {
            std::vector<const CLI::Option*> added;
            for (const setting& each : layer) {
                const CLI::Option& option = option_of(each);
                const auto& rivals = option.get_excludes();
                if (command_of(each).count() == 0 || is_given(&option) ||
                    std::any_of(rivals.begin(), rivals.end(), is_given))
                    continue;
                if (each.name == "proxy" && each.value.find('@') != std::string::npos)
                    throw usage_error(fmt::format("{}: a user and password are taken from HTTPS_PROXY alone; "
                                                  "set that to the URL that holds them",
                                                  each.origin));
                added.push_back(&option);
                words.push_back(fmt::format("--{}={}", each.name, each.value));
            }
            given.insert(given.end(), added.begin(), added.end());
        }
        return words;
    }

    [[nodiscard]] std::vector<std::string> names_with_variables() const
    {
        std::vector<std::string> names;
        for (const CLI::Option* const option : app_.get_options())
            if (takes_value(*option))
                names.push_back(long_name(*option));
        return names;
    }

    [[nodiscard]] const std::string& config_file() const noexcept { return read_.config_file; }

    [[nodiscard]] bool names_token_source() const
    {
        return app_.get_option("--token-file")->count() + app_.get_option("--token-command")->count() != 0;
    }

    arguments take()
    {
        read_.command = chosen_command(app_);
        read_.console.colors_allowed = !no_color_;
        read_.console.verbosity = verbose_ ? verbosity::verbose
                                  : quiet_ ? verbosity::quiet
                                           : verbosity::normal;
        return std::move(read_);
    }

private:
    // What deletes accounts is typed each time.
    static bool is_configurable(const std::string& name)
    {
        static constexpr std::array<std::string_view, 6> typed_only{"help",  "version", "config",
                                                                    "prune", "yes",     "prune-most"};
        return std::find(typed_only.begin(), typed_only.end(), name) == typed_only.end();
    }

    const CLI::Option& option_of(const setting& wanted) const
    {
        const CLI::Option* const option = command_of(wanted).get_option_no_throw("--" + wanted.name);
        if (option == nullptr || !is_configurable(wanted.name))
            throw usage_error(fmt::format("{}: no option --{}", wanted.origin, printable(wanted.name)));
        return *option;
    }

    const CLI::App& command_of(const setting& wanted) const
    {
        const CLI::App* at = &app_;
        for (const std::string& name : wanted.command) {
            const auto inner =
                at->get_subcommands([&name](const CLI::App* each) { return each->get_name() == name; });
            at = inner.empty() ? nullptr : inner.front();
            if (at == nullptr)
                throw usage_error(fmt::format("{}: no command {}", wanted.origin, printable(name)));
        }
        return *at;
    }

    std::optional<std::variant<information, misuse>> printed_output() const
    {
        const std::string& name = app_.get_subcommands().front()->get_name();
        if (name == "man")
            return information{man_page(describe(app_), USEAPI_VERSION, manual_date())};
        if (name != "completion")
            return std::nullopt;
        const command_description root = describe(app_);
        return information{shell_ == "bash"  ? bash_completion(root)
                           : shell_ == "zsh" ? zsh_completion(root)
                                             : fish_completion(root)};
    }

    arguments read_;
    bool verbose_ = false;
    bool quiet_ = false;
    bool no_color_ = false;
    std::string shell_;
    CLI::App app_;
};

/// Whom to blame for a complaint about an option that does not stand on the command line.
std::string with_origin(const std::string& message, const std::vector<std::vector<setting>>& layers)
{
    for (const std::vector<setting>& layer : layers)
        for (const setting& each : layer)
            if (message.starts_with("--" + each.name + ":") || message.starts_with("--" + each.name + " "))
                return fmt::format("{}: {}", each.origin, message);
    return message;
}

/// Of the environment and of the config file, which either of them or the command line may name.
std::vector<std::vector<setting>> settings_for(const parser& first)
{
    std::vector<setting> variables = environment_settings(first.names_with_variables());
    std::string file = first.config_file();
    for (const setting& each : variables)
        if (file.empty() && each.name == "config")
            file = each.value;
    std::erase_if(variables, [](const setting& each) { return each.name == "config"; });
    if (file.empty())
        file = default_config_file();
    std::vector<setting> configured;
    if (!file.empty() && file != "none")
        configured = read_config_file(file);
    return {std::move(variables), std::move(configured)};
}

} // namespace

std::variant<arguments, information, misuse> parse_arguments(std::vector<std::string> words)
{
    const bool wants_json = asks_for_json(words);
    const auto as_answer = [](std::variant<information, misuse> found) {
        return std::visit([](auto&& each) { return std::variant<arguments, information, misuse>(each); },
                          found);
    };
    parser first;
    if (auto instead = first.parse(words, wants_json))
        return as_answer(std::move(*instead));

    // Once more, with what environment and config file add to what was typed: it is read by the same rules.
    parser second;
    try {
        const std::vector<std::vector<setting>> settings = settings_for(first);
        std::vector<std::string> all = words;
        const std::vector<std::string> added = first.words_of(settings);
        all.insert(std::find(all.begin(), all.end(), "--"), added.begin(), added.end());
        if (auto instead = second.parse(std::move(all), wants_json)) {
            if (auto* const wrong = std::get_if<misuse>(&*instead))
                wrong->message = with_origin(wrong->message, settings);
            return as_answer(std::move(*instead));
        }
    } catch (const usage_error& problem) {
        return misuse{problem.what(), wants_json};
    }
    arguments read = second.take();
    read.words = std::move(words);
    read.connection.token_source_is_on_command_line = first.names_token_source();
    return read;
}

} // namespace useapi::cli
