#ifndef USEAPI_RUNWAYML_JOB_HPP
#define USEAPI_RUNWAYML_JOB_HPP

#include <useapi/config.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace useapi::runwayml {

/** A job under way. It takes one of the `max_jobs` places of its account. */
class job
{
public:
    /** @param task_id the service's name for the job, such as `user:1234-runwayml:user@example.com-task:UUID`
     */
    explicit job(std::string task_id) : task_id_(std::move(task_id)) {}

    /** The service's name for the job, which `release_job` takes. */
    const std::string& task_id() const noexcept { return task_id_; }

    /** The email of the account that the job runs on, taken from the job's name. Empty if the name has
        another form.
     */
    USEAPI_API std::string email() const;

    /** The URL to which the service reports the end of the job; empty if none was given. */
    const std::string& reply_url() const noexcept { return reply_url_; }

    /** The reference in that report; empty if none was given. */
    const std::string& reply_ref() const noexcept { return reply_ref_; }

    /** Sets it. @return `*this` */
    job& reply_url(std::string value) &
    {
        reply_url_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    job reply_url(std::string value) && { return std::move(reply_url(std::move(value))); }

    /** Sets it. @return `*this` */
    job& reply_ref(std::string value) &
    {
        reply_ref_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    job reply_ref(std::string value) && { return std::move(reply_ref(std::move(value))); }

private:
    std::string task_id_;
    std::string reply_url_;
    std::string reply_ref_;
};

/** How many places of `max_jobs` are taken, for each account: pairs of email and number, in the order of the
    emails, with domains in lower case. Jobs whose names tell no email count under an empty email. */
USEAPI_API std::vector<std::pair<std::string, std::size_t>> places_in_use(const std::vector<job>& jobs);

} // namespace useapi::runwayml

#endif
