#include "cli/commands.hpp"

#include "bulk/ledger/ledger_store.hpp"
#include "bulk/ledger/shared_ledger.hpp"
#include "cli/client_setup.hpp"
#include "cli/doctor/connection_findings.hpp"
#include "cli/doctor/doctor_probe.hpp"
#include "cli/doctor/doctor_verdicts.hpp"
#include "cli/doctor/finding.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/token.hpp"
#include "cli/single_call.hpp"
#include "cli/usage_error.hpp"
#include "http/tls/tls_trust.hpp"

#include <useapi/accounts/subscription.hpp>
#include <useapi/client/client.hpp>

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdlib>
#include <utility>

namespace useapi::cli {
namespace {

/** The checks in their order. Each may use the results of the earlier ones. */
class examination
{
public:
    examination(const arguments& given, environment_secrets secrets, const console& out)
        : given_(given.connection), ledger_(given.ledger.url), secrets_(std::move(secrets)), out_(out)
    {
    }

    std::vector<finding> run()
    {
        check_token();
        const bool can_connect = set_up() && check_base_url() && check_authorities() && check_proxy();
        if (can_connect)
            check_service();
        else
            add({"service", verdict::skipped, "not tried", {}});
        if (!ledger_.empty())
            check_ledger();
        return std::move(found_);
    }

private:
    void add(finding what) { found_.push_back(std::move(what)); }

    void check_token()
    {
        try {
            found_token token = locate_token(given_, std::move(secrets_.token));
            token_ = std::move(token.value);
            add({"token", verdict::ok, token.source, {}});
            for (std::string& warning : token.warnings)
                add({"token", verdict::warning, std::move(warning),
                     "anyone with the token has the accounts"});
        } catch (const usage_error& problem) {
            add(failed_check("token", problem.what(), {}, exit_code::usage));
        }
    }

    bool set_up()
    {
        try {
            options_ = make_client_options(given_, std::move(token_), out_);
            return true;
        } catch (const usage_error& problem) {
            add(failed_check("options", problem.what(), {}, exit_code::usage));
            return false;
        }
    }

    bool check_base_url()
    {
        auto read = http::parse_base_url(options_.base_url());
        if (!read) {
            add(failed_check("base URL", read.error().message(),
                             "it looks like https://HOST[:PORT]/v1/runwayml", exit_code::usage));
            return false;
        }
        where_ = std::move(*read);
        add({"base URL", verdict::ok, options_.base_url(), {}});
        return true;
    }

    bool check_authorities()
    {
        const std::string& file = options_.tls().ca_file();
        if (!file.empty()) {
            const std::size_t count = http::count_certificates(file);
            if (count == 0) {
                add(failed_check(
                    "authorities", fmt::format("{} holds no PEM certificate, or cannot be read", file),
                    "--ca-file names a file with lines -----BEGIN CERTIFICATE-----", exit_code::usage));
                return false;
            }
            add({"authorities", verdict::ok, fmt::format("{} in {} alone", count, file), {}});
            return true;
        }
        const http::system_trust system = http::inspect_system_trust();
        if (system.authorities == 0) {
            add(failed_check(
                "authorities",
                fmt::format("the system trusts no authority: neither {} nor {} holds a certificate",
                            system.file, system.folder),
                "install the package ca-certificates, or name a file with --ca-file", exit_code::usage));
            return false;
        }
        add({"authorities", verdict::ok, fmt::format("{} of the system's", system.authorities), {}});
        return true;
    }

    bool check_proxy()
    {
        auto chosen = http::choose_proxy(options_.proxy(), where_, std::getenv);
        if (!chosen) {
            add(failed_check("proxy", chosen.error().message(),
                             "it looks like http://[USER:PASSWORD@]HOST:PORT, or socks5h://...",
                             exit_code::usage));
            return false;
        }
        through_ = std::move(*chosen);
        if (through_)
            add({"proxy",
                 verdict::ok,
                 fmt::format("{}{}, from {}", through_->url(),
                             through_->authorization.empty() ? "" : " with credentials",
                             given_.proxy.empty() ? "the environment" : "--proxy"),
                 {}});
        else
            add({"proxy",
                 verdict::ok,
                 is_set("https_proxy") || is_set("HTTPS_PROXY") ? "none for this host; HTTPS_PROXY is set"
                                                                : "none",
                 {}});
        return true;
    }

    static bool is_set(const char* variable)
    {
        const char* const value = std::getenv(variable);
        return value != nullptr && *value != '\0';
    }

    void check_service()
    {
        probe_result probed;
        try {
            probed = probe_service(options_, where_, through_);
        } catch (const exception& problem) {
            add(failed_check("options", problem.reason().message(), {}, exit_code::usage));
            return;
        }
        for (finding& each : judge_connection(probed, where_, through_, std::chrono::system_clock::now()))
            add(std::move(each));
        if (!probed.connect_failure)
            tell_answer(probed);
    }

    void check_ledger()
    {
        try {
            require_ledger_name(ledger_);
            if (!bulk::is_shared_ledger(ledger_))
                throw usage_error("--ledger takes the URL of a database, such as postgresql://HOST/DATABASE");
            add(judge_link(bulk::examine_shared_ledger(ledger_)));
        } catch (const usage_error& problem) {
            add(failed_check("ledger", problem.what(), {}, exit_code::usage));
        } catch (const exception& problem) {
            add(failed_check("ledger", problem.reason().detail(), "check host, port, role and PGPASSWORD",
                             exit_code::unreachable));
        }
    }

    void tell_answer(const probe_result& probed)
    {
        if (probed.answer_failure) {
            add(failed_check("answer", probed.answer_failure->message(),
                             "the connection was made, and no usable answer came over it",
                             cli::exit_code_of(*probed.answer_failure)));
            return;
        }
        add(judge_clock(probed.date, probed.sent, probed.received));
        if (options_.token().empty())
            add({"API token", verdict::skipped, "there is no token to try", {}});
        else
            tell_token(judge_token_answer(probed.status, probed.body.reveal(), probed.said));
    }

    void tell_token(finding judged)
    {
        const bool is_accepted = judged.verdict == verdict::ok;
        add(std::move(judged));
        if (!is_accepted)
            return;
        boost::asio::io_context context{1};
        const client asking(context, client_options(options_).retry(retry_options().max_attempts(1)));
        add(judge_places(run_call<subscription>(
            context, asking, [&](auto handler) { async_get_subscription(asking, std::move(handler)); })));
        wind_up(context, asking);
    }

    const connection_arguments& given_;
    const std::string& ledger_;
    environment_secrets secrets_;
    const console& out_;
    secret token_;
    client_options options_{secret()};
    http::origin where_;
    std::optional<http::proxy> through_;
    std::vector<finding> found_;
};

} // namespace

exit_code run_doctor_command(const arguments& given, environment_secrets secrets, console& out)
{
    const std::vector<finding> found = examination(given, std::move(secrets), out).run();
    out.print(out.is_json() ? findings_json(found) : finding_lines(found, out.colors_output()));
    return exit_code_of(found);
}

} // namespace useapi::cli
