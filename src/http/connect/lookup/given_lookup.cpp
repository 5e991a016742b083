#include "http/connect/lookup/given_lookup.hpp"

#include "http/connect/inbox.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;

endpoint_list endpoints_of(const std::vector<std::string>& addresses, std::uint16_t port, error_code& failure)
{
    endpoint_list endpoints;
    for (const std::string& text : addresses) {
        const asio::ip::address address = asio::ip::make_address(text, failure);
        if (failure)
            return {};
        endpoints.emplace_back(address, port);
    }
    if (endpoints.empty())
        failure = asio::error::no_data;
    return endpoints;
}

/** One question to the user's resolver. It is answered once: with an error if the resolver drops its handler
    without a call. */
class given_question
{
public:
    given_question(std::weak_ptr<inbox<endpoint_list>> asker, std::uint64_t number,
                   std::uint16_t port) noexcept
        : asker_(std::move(asker)), number_(number), port_(port)
    {
    }

    given_question(const given_question&) = delete;
    given_question& operator=(const given_question&) = delete;

    ~given_question() { answer(asio::error::operation_aborted, {}); }

    void answer(error_code failure, const std::vector<std::string>& addresses)
    {
        if (is_answered_.exchange(true))
            return;
        const auto asker = asker_.lock();
        if (!asker)
            return;
        endpoint_list found;
        if (!failure)
            found = endpoints_of(addresses, port_, failure);
        asker->deliver(number_, failure, std::move(found));
    }

private:
    const std::weak_ptr<inbox<endpoint_list>> asker_;
    const std::uint64_t number_;
    const std::uint16_t port_;
    std::atomic<bool> is_answered_ = false;
};

} // namespace

name_lookup given_lookup(asio::io_context& context, name_resolver resolver)
{
    const auto shared = std::make_shared<const name_resolver>(std::move(resolver));
    return [&context, shared](const std::string& host, std::uint16_t port, lookup_handler handler) {
        const std::shared_ptr<inbox<endpoint_list>>& answers = inbox<endpoint_list>::of(context);
        const auto asked = std::make_shared<given_question>(answers, answers->add(std::move(handler)), port);
        asio::post(context, [shared, asked, host] {
            try {
                (*shared)(host,
                          [asked](const error_code& failure, const std::vector<std::string>& addresses) {
                              asked->answer(failure, addresses);
                          });
            } catch (...) {
                asked->answer(asio::error::operation_aborted, {});
            }
        });
    };
}

} // namespace useapi::http
