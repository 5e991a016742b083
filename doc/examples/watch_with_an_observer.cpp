// Metrics for a scraper, and your own log lines about retries, from the same events.
#include <useapi/runwayml.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

namespace {

// Logs events, and passes them on to the metrics. If several threads run the io_context, they may call it at
// the same time; here there is one thread.
class logging_observer : public useapi::observer
{
public:
    void on_retry_decided(const useapi::event::retry_decided& seen) noexcept override
    {
        std::cout << "call " << seen.call().id() << " " << seen.call().url_template() << ": attempt "
                  << seen.attempt() << " failed, " << (seen.again() ? "once more: " : "no more: ")
                  << seen.reason() << '\n';
        counted_->on_retry_decided(seen);
    }

    void on_call_queued(const useapi::event::call_queued& seen) noexcept override
    {
        counted_->on_call_queued(seen);
    }

    void on_call_ended(const useapi::event::call_ended& seen) noexcept override
    {
        counted_->on_call_ended(seen);
    }

    const useapi::metrics& metrics() const noexcept { return *counted_; }

private:
    std::shared_ptr<useapi::metrics> counted_ = std::make_shared<useapi::metrics>();
};

// A handler of GET /metrics would send all lines; this prints only the lines about these calls.
void print_metrics(const useapi::metrics& counted)
{
    const std::string text = counted.prometheus_text();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        const std::string line = text.substr(at, end - at);
        if (line.starts_with("useapi_calls_total{") || line.starts_with("useapi_retries_total{"))
            std::cout << line << '\n';
        at = end + 1;
    }
}

} // namespace

int main(int argc, char** arguments)
{
    const char* const token = std::getenv("USEAPI_TOKEN");
    if (argc != 3 || !token) {
        std::cerr << "usage: USEAPI_TOKEN=... watch_with_an_observer BASE_URL CA_FILE\n";
        return 2;
    }
    boost::asio::io_context context;
    const auto observer = std::make_shared<logging_observer>();
    useapi::client_options options{useapi::secret(token)};
    options.base_url(arguments[1]).ca_file(arguments[2]).observe_with(observer);
    {
        const useapi::client client(context, options);
        for (const char* email : {"one@example.com", "two@example.com"}) {
            useapi::runwayml::account_settings settings(email, useapi::secret("password"));
            settings.max_jobs(5);
            useapi::runwayml::async_upsert_account(client, settings,
                                                   [client](useapi::result<useapi::runwayml::account>) {});
        }
    }
    context.run();
    print_metrics(observer->metrics());
}
