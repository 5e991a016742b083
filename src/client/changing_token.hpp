#ifndef USEAPI_SRC_CLIENT_CHANGING_TOKEN_HPP
#define USEAPI_SRC_CLIENT_CHANGING_TOKEN_HPP

#include <useapi/client/client_options.hpp>
#include <useapi/error.hpp>
#include <useapi/result.hpp>
#include <useapi/secret.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::detail {

/** An API token, and the fields that every request carries with it. */
struct token_answer
{
    secret token;
    secret fields;                  ///< complete lines, each with its CRLF
    std::optional<error> failure{}; ///< why there is no token
};

/** Why a request cannot carry a token; nothing if it can. */
std::optional<std::string> problem_of_token(std::string_view token);

/** The API token of a client with a `token_source`. The source runs once, on the `io_context`, for all calls
    that wait for a token.

    @par Thread safety
    shared objects: safe.
*/
class changing_token : public std::enable_shared_from_this<changing_token>
{
public:
    /** A call that waits. */
    class waiter
    {
    public:
        /** Takes the answer. Called on the `io_context`, under no lock. */
        virtual void on_token(const std::shared_ptr<const token_answer>& answer) noexcept = 0;

    protected:
        ~waiter() = default;
    };

    /** @param fields_of  makes the fields of a request.
        @param first      used until the service refuses it; may be empty. */
    changing_token(boost::asio::io_context& context, token_source source,
                   std::function<secret(std::string_view token)> fields_of, const secret& first);

    /** The token; null if the source has to be asked. */
    std::shared_ptr<const token_answer> known() const;

    /** Asks for a token, or joins the calls that wait for one.
        @return the token if there is one by now: then there is nothing to wait for. */
    std::shared_ptr<const token_answer> wait(const std::shared_ptr<waiter>& who);

    /** @return false if the waiter has its answer, or is about to get it. */
    bool give_up(const waiter& who) noexcept;

    /** The service refused a token: makes the next call ask for another one, unless there is a newer one
        already. */
    void refuse(const token_answer& which) noexcept;

private:
    static boost::asio::awaitable<void> ask(std::shared_ptr<changing_token> self);
    void on_answer(result<secret> answer);

    boost::asio::io_context& context_;
    const token_source source_;
    const std::function<secret(std::string_view)> fields_of_;

    mutable std::mutex mutex_;
    std::shared_ptr<const token_answer> known_;
    bool asking_ = false;
    std::vector<std::pair<const waiter*, std::weak_ptr<waiter>>> waiting_;
};

} // namespace useapi::detail

#endif
