#include <useapi/client/send.hpp>

#include "client/call/typed_call.hpp"
#include "http/exchange/message_syntax.hpp"

#include <utility>

namespace useapi {
namespace detail {
namespace {

class send_call final : public typed_call<http::response>
{
public:
    send_call(call_basis basis, http::request request, send_handler handler)
        : typed_call(std::move(basis), request.idempotent(), std::move(handler)), request_(std::move(request))
    {
    }

private:
    std::optional<error> validate() override { return http::check(request_); }

    bool is_head() const noexcept override { return request_.method() == "HEAD"; }

    std::string_view method() const noexcept override { return request_.method(); }

    std::string_view url_template() const noexcept override { return request_.url_template(); }

    void append_request(std::string& wire, std::string& scratch) override
    {
        append_lines(scratch, request_.fields());
        append_head(wire, core().path_prefix(), request_.path(), scratch, request_.media_type(),
                    request_.body().size());
        wire.append(request_.body());
    }

    std::optional<error> decode(const http::response_reader& response) override
    {
        value = response.copy();
        return std::nullopt;
    }

    std::shared_ptr<const http::response>
    copy_of_refusal(const http::response_reader& response) const override
    {
        if (response.cut_short_by())
            return nullptr;
        return std::make_shared<const http::response>(response.copy());
    }

    bool takes_coded_content() const noexcept override { return true; }

    boost::container::small_vector<std::string_view, 2> secrets() const override { return {token()}; }

    http::request request_;
};

} // namespace

void start_send(const client& client, http::request request, send_handler handler)
{
    std::make_shared<send_call>(access::basis(client), std::move(request), std::move(handler))->initiate();
}

} // namespace detail

boost::asio::awaitable<result<http::response>> send(client client, http::request request)
{
    return detail::await_call<detail::send_call, http::response>(detail::access::basis(client),
                                                                 std::move(request));
}

} // namespace useapi
