// A span for each call, and a child span for each attempt, whose id is sent as `traceparent`, with
// opentelemetry-cpp.
#include <useapi/runwayml.hpp>

#include <boost/asio/io_context.hpp>

#include <opentelemetry/exporters/ostream/span_exporter_factory.h>
#include <opentelemetry/sdk/trace/simple_processor_factory.h>
#include <opentelemetry/sdk/trace/tracer_provider.h>
#include <opentelemetry/sdk/trace/tracer_provider_factory.h>
#include <opentelemetry/trace/span.h>
#include <opentelemetry/trace/span_startoptions.h>
#include <opentelemetry/trace/tracer.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace nostd = opentelemetry::nostd;
namespace trace = opentelemetry::trace;
namespace event = useapi::event;

nostd::string_view view(std::string_view text)
{
    return {text.data(), text.size()};
}

std::int64_t milliseconds(event::duration value)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(value).count();
}

/** The trace id, the span's id and the flags. @see W3C Trace Context, section 3.2 */
std::string traceparent(const trace::SpanContext& context)
{
    char trace_id[2 * trace::TraceId::kSize];
    char span_id[2 * trace::SpanId::kSize];
    char flags[2];
    context.trace_id().ToLowerBase16(trace_id);
    context.span_id().ToLowerBase16(span_id);
    context.trace_flags().ToLowerBase16(flags);
    return "00-" + std::string(trace_id, sizeof trace_id) + '-' + std::string(span_id, sizeof span_id) + '-' +
           std::string(flags, sizeof flags);
}

/** The spans of one call. The events of a call come one after the other, so this needs no lock. */
class call_trace
{
public:
    call_trace(nostd::shared_ptr<trace::Tracer> tracer, std::string_view name)
        : tracer_(std::move(tracer)), call_(tracer_->StartSpan(view(name)))
    {
    }

    /** Names the call for its events. */
    std::string id() const { return traceparent(call_->GetContext()); }

    /** Begins the span of the attempt. The client calls it twice if an attempt had to begin anew. */
    std::vector<useapi::http::field> begin_attempt(unsigned number)
    {
        if (number != number_) {
            number_ = number;
            trace::StartSpanOptions options;
            options.kind = trace::SpanKind::kClient;
            options.parent = call_->GetContext();
            attempt_ = tracer_->StartSpan(view(method_ + ' ' + url_template_), options);
            attempt_->SetAttribute("http.request.method", view(method_));
            attempt_->SetAttribute("url.template", view(url_template_));
            attempt_->SetAttribute("server.address", view(address_));
            attempt_->SetAttribute("server.port", port_);
            if (number != 1)
                attempt_->SetAttribute("http.request.resend_count", static_cast<std::int64_t>(number - 1));
        }
        return {{"traceparent", traceparent(attempt_->GetContext())}};
    }

    void hear(const event::call_queued& seen)
    {
        method_ = seen.call().method();
        url_template_ = seen.call().url_template();
        address_ = seen.call().server().address();
        port_ = seen.call().server().port();
    }

    void hear(const event::call_held_back& seen)
    {
        call_->AddEvent("useapi.held_back", {{"useapi.wait_ms", milliseconds(seen.wait())}});
    }

    void hear(const event::connection_acquired& seen)
    {
        if (!attempt_)
            return;
        attempt_->SetAttribute("useapi.connection.id", seen.connection());
        attempt_->SetAttribute("useapi.connection.reused", seen.reused());
    }

    void hear(const event::response_received& seen)
    {
        if (attempt_)
            attempt_->SetAttribute("http.response.status_code", seen.status());
    }

    void hear(const event::retry_decided& seen)
    {
        if (!attempt_)
            return;
        if (seen.replaces_connection()) { // the attempt goes on
            attempt_->AddEvent("useapi.connection_replaced");
            return;
        }
        const std::string reason = seen.reason();
        attempt_->SetAttribute("useapi.retry.reason", view(reason));
        end_attempt(seen.code(), seen.effect());
    }

    void hear(const event::gate_closed& seen)
    {
        call_->AddEvent("useapi.gate_closed", {{"useapi.wait_ms", milliseconds(seen.wait())}});
    }

    void hear(const event::call_ended& seen)
    {
        end_attempt(seen.code(), seen.effect());
        call_->SetAttribute("useapi.attempts", static_cast<std::int64_t>(seen.attempts()));
        finish(*call_, seen.code(), seen.effect());
    }

private:
    static void finish(trace::Span& span, const useapi::error_code& code, useapi::effect effect)
    {
        span.SetAttribute("useapi.effect", view(to_string(effect)));
        if (code) {
            span.SetAttribute("error.type", view(useapi::name_of(code)));
            span.SetStatus(trace::StatusCode::kError);
        }
        span.End();
    }

    void end_attempt(const useapi::error_code& code, useapi::effect effect)
    {
        if (attempt_)
            finish(*attempt_, code, effect);
        attempt_ = nostd::shared_ptr<trace::Span>();
    }

    nostd::shared_ptr<trace::Tracer> tracer_;
    nostd::shared_ptr<trace::Span> call_;
    nostd::shared_ptr<trace::Span> attempt_; ///< null between two attempts
    unsigned number_ = 0;
    std::string method_;
    std::string url_template_;
    std::string address_;
    std::uint16_t port_ = 0;
};

/** Traces the calls of the handles that it returns. Clients and threads may share it. */
class tracing_observer : public useapi::observer
{
public:
    explicit tracing_observer(nostd::shared_ptr<trace::Tracer> tracer) : tracer_(std::move(tracer)) {}

    /** A handle for one call. Its span is a child of the span that is active on this thread. */
    useapi::client traced(const useapi::client& client, std::string_view name)
    {
        const auto made = std::make_shared<call_trace>(tracer_, name);
        useapi::call_options options;
        options.tag(made->id());
        options.attempt_fields([made](unsigned attempt) { return made->begin_attempt(attempt); });
        const std::lock_guard lock(mutex_);
        calls_.emplace(made->id(), made);
        return client.with(options);
    }

    void on_call_queued(const event::call_queued& seen) noexcept override { pass_on(seen); }

    void on_call_held_back(const event::call_held_back& seen) noexcept override { pass_on(seen); }

    void on_connection_acquired(const event::connection_acquired& seen) noexcept override { pass_on(seen); }

    void on_response_received(const event::response_received& seen) noexcept override { pass_on(seen); }

    void on_retry_decided(const event::retry_decided& seen) noexcept override { pass_on(seen); }

    void on_gate_closed(const event::gate_closed& seen) noexcept override { pass_on(seen); }

    void on_call_ended(const event::call_ended& seen) noexcept override
    {
        pass_on(seen);
        const std::lock_guard lock(mutex_);
        calls_.erase(std::string(seen.call().tag()));
    }

private:
    template <class Event>
    void pass_on(const Event& seen)
    {
        if (const auto found = find(std::string(seen.call().tag())))
            found->hear(seen);
    }

    std::shared_ptr<call_trace> find(const std::string& tag)
    {
        const std::lock_guard lock(mutex_);
        const auto found = calls_.find(tag);
        return found == calls_.end() ? nullptr : found->second;
    }

    const nostd::shared_ptr<trace::Tracer> tracer_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<call_trace>> calls_; ///< calls that have not ended, by tag
};

} // namespace

int main(int argc, char** arguments)
{
    const char* const token = std::getenv("USEAPI_TOKEN");
    if (argc != 3 || !token) {
        std::cerr << "usage: USEAPI_TOKEN=... trace_with_opentelemetry BASE_URL CA_FILE\n";
        return 2;
    }
    // Prints each span when it ends. A service would use the OTLP exporter and a batch processor here.
    const std::shared_ptr<trace::TracerProvider> provider =
        opentelemetry::sdk::trace::TracerProviderFactory::Create(
            opentelemetry::sdk::trace::SimpleSpanProcessorFactory::Create(
                opentelemetry::exporter::trace::OStreamSpanExporterFactory::Create()));
    const auto observer = std::make_shared<tracing_observer>(provider->GetTracer("registration"));

    boost::asio::io_context context;
    useapi::client_options options{useapi::secret(token)};
    options.base_url(arguments[1]).ca_file(arguments[2]).observe_with(observer);
    {
        const useapi::client client(context, options);
        useapi::runwayml::async_upsert_account(
            observer->traced(client, "upsert_account"),
            useapi::runwayml::account_settings("user@example.com", useapi::secret("password")).max_jobs(5),
            [client](useapi::result<useapi::runwayml::account>) {});
    }
    context.run();
}
