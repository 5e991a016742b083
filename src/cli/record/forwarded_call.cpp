#include "cli/record/forwarded_call.hpp"

#include "client/call/typed_call.hpp"
#include "http/exchange/message_syntax.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace useapi::cli {
namespace {

class forwarded_call final : public detail::typed_call<http::response>
{
public:
    forwarded_call(detail::call_basis basis, http::request request, handler_type handler)
        : typed_call(std::move(basis), request.idempotent(), std::move(handler)), request_(std::move(request))
    {
    }

private:
    std::optional<error> validate() override { return http::check(request_); }

    bool is_head() const noexcept override { return request_.method() == "HEAD"; }

    std::string_view method() const noexcept override { return request_.method(); }

    std::string_view url_template() const noexcept override { return request_.url_template(); }

    bool accepts(int) const noexcept override { return true; }

    bool takes_coded_content() const noexcept override { return true; }

    void append_request(std::string& wire, std::string& scratch) override
    {
        detail::append_lines(scratch, request_.fields());
        append_head(wire, {}, request_.path(), scratch, request_.media_type(), request_.body().size());
        wire.append(request_.body());
    }

    std::optional<error> decode(const http::response_reader& response) override
    {
        value = response.copy();
        return std::nullopt;
    }

    boost::container::small_vector<std::string_view, 2> secrets() const override { return {token()}; }

    http::request request_;
};

} // namespace

void start_forwarded_call(const client& client, http::request request,
                          boost::asio::any_completion_handler<void(result<http::response>&&)> handler)
{
    std::make_shared<forwarded_call>(detail::access::basis(client), std::move(request), std::move(handler))
        ->initiate();
}

} // namespace useapi::cli
