// Your own retry policy. It waits for a conflict to pass, which the library takes as final. It gives up on a
// service that is in trouble, because a queue tries the job again later.
#include <useapi/runwayml.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>

namespace asio = boost::asio;

namespace {

class patient_with_conflicts : public useapi::retry_policy
{
public:
    useapi::retry_choice choose(const useapi::failed_attempt& failed,
                                useapi::retry_choice proposed) const noexcept override
    {
        if (failed.status() == 409)
            return useapi::retry_choice::again_after(std::chrono::milliseconds(20) * failed.number());
        if (failed.code() == useapi::errc::service_unavailable)
            return useapi::retry_choice::give_up();
        return proposed;
    }
};

asio::awaitable<void> register_one(useapi::client client, std::string email)
{
    useapi::runwayml::account_settings settings(email, useapi::secret("password"));
    settings.max_jobs(5);
    auto outcome = co_await useapi::runwayml::upsert_account(client, settings);
    if (outcome)
        std::cout << outcome->email() << " is registered\n";
    else
        std::cout << email << ": " << useapi::name_of(outcome.error().code()) << " after "
                  << outcome.error().attempts() << " attempts, no more because of "
                  << useapi::name_of(outcome.error().retry_refusal()) << '\n';
}

asio::awaitable<void> register_both(useapi::client client)
{
    co_await register_one(client, "conflict@example.com");
    co_await register_one(client, "trouble@example.com");
}

void rethrow(std::exception_ptr failure)
{
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace

int main(int argc, char** arguments)
{
    const char* const token = std::getenv("USEAPI_TOKEN");
    if (argc != 3 || !token) {
        std::cerr << "usage: USEAPI_TOKEN=... own_retry_policy BASE_URL CA_FILE\n";
        return 2;
    }
    useapi::retry_options retry;
    retry.policy(std::make_shared<patient_with_conflicts>());
    useapi::client_options options{useapi::secret(token)};
    options.base_url(arguments[1]).ca_file(arguments[2]).retry(retry);

    asio::io_context context;
    asio::co_spawn(context, register_both(useapi::client(context, options)), rethrow);
    context.run();
}
