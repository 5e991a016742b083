#include "cli/command_line/arguments.hpp"

#include "cli/command_line/command_options.hpp"
#include "cli/command_line/completion.hpp"
#include "cli/command_line/config_file.hpp"
#include "cli/command_line/describe_parser.hpp"
#include "cli/command_line/help_formatter.hpp"
#include "cli/command_line/help_layout.hpp"
#include "cli/command_line/help_text.hpp"
#include "cli/command_line/man_page.hpp"
#include "cli/command_line/option_forms.hpp"
#include "cli/command_line/version.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/usage_error.hpp"

#include <useapi/version.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace useapi::cli {
namespace {

command chosen_command(const CLI::App& root)
{
    static constexpr std::array<std::pair<std::string_view, command>, 14> names{{
        {"upsert", command::accounts_upsert},
        {"get", command::accounts_get},
        {"list", command::accounts_list},
        {"delete", command::accounts_delete},
        {"health", command::accounts_health},
        {"export", command::accounts_export},
        {"verify", command::accounts_verify},
        {"import", command::accounts_import},
        {"repair", command::accounts_repair},
        {"renew", command::accounts_renew},
        {"validate", command::accounts_validate},
        {"plan", command::accounts_plan},
        {"report", command::accounts_report},
        {"status", command::accounts_status},
    }};
    const CLI::App& first = *root.get_subcommands().front();
    if (first.get_name() == "api")
        return command::api;
    if (first.get_name() == "doctor")
        return command::doctor;
    if (first.get_name() == "emulator")
        return command::emulator;
    if (first.get_name() == "explain")
        return command::explain;
    if (first.get_name() == "record")
        return command::record;
    if (first.get_name() == "ledger")
        return first.got_subcommand("init") ? command::ledger_init : command::ledger_backup;
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

void add_outputs(CLI::App& app, std::string& shell)
{
    CLI::App* const completion = add_command(
        app, "completion", "Print a script that makes a shell complete this command", completion_help);
    completion->add_option("SHELL", shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}))
        ->option_text("bash|zsh|fish");
    add_command(app, "man", "Print the manual as roff, for man -l -");
}

/** The parser, and the arguments that it fills. Neither can be moved, since each holds the address of the
    other. */
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
        add_global_options(app_, read_, flags_);
        // The option may also come before the command. The help shows it only at the commands that have it.
        service_ = add_service(app_, read_.account)->group(std::string(group_not_shown));
        CLI::App* const accounts = add_command(app_, "accounts", "Register, show and remove accounts");
        accounts->require_subcommand(1);
        add_account_commands(*accounts, read_.account, read_.bulk);
        add_health(*accounts, read_.health, read_.account, read_.bulk.profiles_file);
        add_export(*accounts, read_.account, read_.bulk.profiles_file);
        add_import_commands(*accounts, read_.bulk, read_.account, read_.health);
        add_report_commands(*accounts, read_.report);
        add_ledger_commands(app_, read_.ledger);
        add_api(app_, read_.api);
        add_command(app_, "doctor", "Check everything between here and an answer of the service", doctor_help)
            ->add_option("--ledger", read_.ledger.url,
                         "Also check the way to this shared ledger: postgresql://...")
            ->option_text("URL");
        add_emulator(app_, read_.emulator);
        add_record(app_, read_.record, read_.emulator);
        add_command(app_, "explain", "Explain an error code, and what to do about it", explain_help)
            ->add_option("CODE", read_.code,
                         "The code, such as token_refused; without it all codes are listed")
            ->option_text(" ");
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
            return misused(describe_extras(app_, app_.remaining(true)), wants_json);
        } catch (const CLI::RequiredError& error) {
            return misused(describe_missing(app_, error), wants_json);
        } catch (const CLI::ParseError& error) {
            return misused(describe_wrong_value(app_, error.what()), wants_json);
        }
        if (const auto why = misplaced_service())
            return misused(*why, wants_json);
        return printed_output();
    }

    /** The arguments that settings add to the parsed command line. A setting is passed over if its option, or
        one that excludes it, was given there or by a layer before its own, and where it is another command's.
        @param layers  the one that counts most first
        @throws usage_error  if no command has such an option */
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
                    throw usage_error(fmt::format("{}: a user and password are taken only from HTTPS_PROXY; "
                                                  "set it to the URL that holds them",
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
            if (takes_value(*option) && option != service_)
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
        read_.console.colors_allowed = !flags_.no_color;
        read_.console.verbosity = flags_.verbose ? verbosity::verbose
                                  : flags_.quiet ? verbosity::quiet
                                                 : verbosity::normal;
        return std::move(read_);
    }

private:
    /// Adds the name of the command whose help explains the problem.
    [[nodiscard]] misuse misused(const std::string& why, bool wants_json) const
    {
        return {fmt::format("{} (see useapi {}--help)", why, chosen_command_name(app_)), wants_json};
    }

    /// The problem with a `--service` before the command; nothing if the command line is right.
    [[nodiscard]] std::optional<std::string> misplaced_service() const
    {
        if (service_->count() == 0)
            return std::nullopt;
        const CLI::App* chosen = &app_;
        while (!chosen->get_subcommands().empty())
            chosen = chosen->get_subcommands().front();
        const CLI::Option* const own = chosen->get_option_no_throw("--service");
        if (own == nullptr)
            return "unknown option --service";
        return own->count() == 0 ? std::nullopt : std::optional<std::string>("--service is given twice");
    }

    // An option that deletes accounts must be typed each time.
    static bool is_configurable(const std::string& name)
    {
        static constexpr std::array<std::string_view, 9> typed_only{
            "help",       "version",      "config",        "prune", "yes",
            "prune-most", "keep-rows-of", "no-other-file", "file"};
        return std::find(typed_only.begin(), typed_only.end(), name) == typed_only.end();
    }

    const CLI::Option& option_of(const setting& wanted) const
    {
        const CLI::Option* const option = command_of(wanted).get_option_no_throw("--" + wanted.name);
        if (option == nullptr || option == service_)
            throw usage_error(fmt::format("{}: no option --{}", wanted.origin, printable(wanted.name)));
        if (!is_configurable(wanted.name))
            throw usage_error(
                fmt::format("{}: --{} is for the command line only", wanted.origin, wanted.name));
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
    output_flags flags_;
    std::string shell_;
    CLI::App app_;
    const CLI::Option* service_ = nullptr; ///< the one before the command
};

/// Adds the origin of an option to a complaint: the file and line, or the variable, that set it.
std::string with_origin(const std::string& message, const std::vector<std::vector<setting>>& layers)
{
    for (const std::vector<setting>& layer : layers)
        for (const setting& each : layer)
            if (message.starts_with("--" + each.name + ":") || message.starts_with("--" + each.name + " "))
                return fmt::format("{}: {}", each.origin, message);
    return message;
}

/// The settings of the environment and of the config file. The command line or the environment may name the
/// file. @param file is set to the config file's name
std::vector<std::vector<setting>> settings_for(const parser& first, std::string& file)
{
    std::vector<setting> variables = environment_settings(first.names_with_variables());
    file = first.config_file();
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

    // Parses again, with the arguments that environment and config file add: the same rules apply to them.
    parser second;
    std::string config_file;
    try {
        const std::vector<std::vector<setting>> settings = settings_for(first, config_file);
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
    read.config_file = std::move(config_file);
    read.connection.token_source_is_on_command_line = first.names_token_source();
    return read;
}

} // namespace useapi::cli
