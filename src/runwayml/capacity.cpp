#include <useapi/runwayml/capacity.hpp>
#include <useapi/runwayml/validate.hpp>

#include "accounts/account_path.hpp"
#include "accounts/content_free_call.hpp"
#include "runwayml/capacity_parsing.hpp"

#include <algorithm>
#include <utility>

namespace useapi::runwayml {
namespace {

using accounts::content_free_call;

class features_call final : public content_free_call<features>
{
public:
    using handler_type = useapi::detail::typed_call<features>::handler_type;

    features_call(call_basis basis, std::string email, handler_type handler)
        : content_free_call(std::move(basis), "GET", "/features/", std::move(handler)),
          email_(std::move(email))
    {
    }

private:
    std::optional<error> validate() override
    {
        const auto problem = email_.empty() ? std::nullopt : validate_email(email_);
        return problem ? std::optional(problem->to_error()) : std::nullopt;
    }

    void append_path(std::string& out) const override
    {
        out += "/features/";
        if (email_.empty())
            return;
        out += "?email=";
        append_query_value(out, email_);
    }

    std::optional<error> decode(const http::response_reader& response) override
    {
        const auto hidden = secrets();
        return read_features_answer(hidden, response.status(), response.body(), value);
    }

    std::string email_;
};

class jobs_call final : public content_free_call<std::vector<job>>
{
public:
    using handler_type = useapi::detail::typed_call<std::vector<job>>::handler_type;

    jobs_call(call_basis basis, handler_type handler)
        : content_free_call(std::move(basis), "GET", "/scheduler", std::move(handler))
    {
    }

private:
    void append_path(std::string& out) const override { out += "/scheduler"; }

    std::optional<error> decode(const http::response_reader& response) override
    {
        const auto hidden = secrets();
        return read_jobs_answer(hidden, response.status(), response.body(), value);
    }
};

class release_call final : public content_free_call<void>
{
public:
    using handler_type = useapi::detail::typed_call<void>::handler_type;

    release_call(call_basis basis, std::string task_id, handler_type handler)
        : content_free_call(std::move(basis), "DELETE", "/scheduler/{taskId}", std::move(handler)),
          task_id_(std::move(task_id))
    {
    }

private:
    static constexpr std::size_t longest_task_id = 1024;

    std::optional<error> validate() override
    {
        const bool is_printable = std::all_of(task_id_.begin(), task_id_.end(), [](char c) {
            return c > ' ' && static_cast<unsigned char>(c) < 0x7f;
        });
        if (!task_id_.empty() && task_id_.size() <= longest_task_id && is_printable)
            return std::nullopt;
        return error(errc::invalid_argument).detail("a task id is 1 to 1024 bytes of printable ASCII");
    }

    void append_path(std::string& out) const override
    {
        out += "/scheduler/";
        append_path_segment(out, task_id_);
    }

    std::optional<error> decode(const http::response_reader& response) override
    {
        const auto hidden = secrets();
        return read_release_answer(hidden, response.status(), response.body());
    }

    std::string task_id_;
};

} // namespace

using useapi::detail::access;
using useapi::detail::await_call;

namespace detail {

void start_get_features(const client& client, std::string email,
                        boost::asio::any_completion_handler<void(result<features>&&)> handler)
{
    std::make_shared<features_call>(access::basis(client), std::move(email), std::move(handler))->initiate();
}

void start_list_jobs(const client& client,
                     boost::asio::any_completion_handler<void(result<std::vector<job>>&&)> handler)
{
    std::make_shared<jobs_call>(access::basis(client), std::move(handler))->initiate();
}

void start_release_job(const client& client, std::string task_id,
                       boost::asio::any_completion_handler<void(result<void>&&)> handler)
{
    std::make_shared<release_call>(access::basis(client), std::move(task_id), std::move(handler))->initiate();
}

} // namespace detail

boost::asio::awaitable<result<features>> get_features(client client, std::string email)
{
    return await_call<features_call, features>(access::basis(client), std::move(email));
}

boost::asio::awaitable<result<std::vector<job>>> list_jobs(client client)
{
    return await_call<jobs_call, std::vector<job>>(access::basis(client));
}

boost::asio::awaitable<result<void>> release_job(client client, std::string task_id)
{
    return await_call<release_call, void>(access::basis(client), std::move(task_id));
}

} // namespace useapi::runwayml
