#include "client/changing_token.hpp"

#include "http/exchange/message_syntax.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace useapi::detail {

namespace asio = boost::asio;

std::optional<std::string> problem_of_token(std::string_view token)
{
    if (token.empty())
        return "the API token is empty";
    if (!http::is_field_value(token) || token.find(' ') != std::string_view::npos)
        return "the API token holds a blank or a control character";
    return std::nullopt;
}

changing_token::changing_token(asio::io_context& context, token_source source,
                               std::function<secret(std::string_view token)> fields_of, const secret& first)
    : context_(context), source_(std::move(source)), fields_of_(std::move(fields_of))
{
    if (!first.empty())
        known_ = std::make_shared<const token_answer>(token_answer{first, fields_of_(first.reveal())});
}

std::shared_ptr<const token_answer> changing_token::known() const
{
    const std::lock_guard lock(mutex_);
    return known_;
}

std::shared_ptr<const token_answer> changing_token::wait(const std::shared_ptr<waiter>& who)
{
    const std::lock_guard lock(mutex_);
    if (known_)
        return known_;
    waiting_.emplace_back(who.get(), who);
    if (!std::exchange(asking_, true))
        // Posts the call of the source, which is user code: the caller holds a lock.
        asio::post(context_, [self = shared_from_this()] {
            asio::co_spawn(self->context_, ask(self), asio::detached);
        });
    return nullptr;
}

bool changing_token::give_up(const waiter& who) noexcept
{
    const std::lock_guard lock(mutex_);
    return std::erase_if(waiting_, [&who](const auto& each) { return each.first == &who; }) != 0;
}

void changing_token::refuse(const token_answer& which) noexcept
{
    const std::lock_guard lock(mutex_);
    if (known_.get() == &which)
        known_.reset();
}

asio::awaitable<void> changing_token::ask(std::shared_ptr<changing_token> self)
{
    result<secret> answer = error(errc::invalid_argument).detail("the token source threw an exception");
    try {
        answer = co_await self->source_();
    } catch (...) {
        // The text of the exception is not passed on, since it may hold a secret.
    }
    self->on_answer(std::move(answer));
}

void changing_token::on_answer(result<secret> answer)
{
    if (answer)
        if (const auto problem = problem_of_token(answer->reveal()))
            answer = error(errc::invalid_argument).detail("the token source: " + *problem);
    token_answer made;
    if (answer) {
        made.fields = fields_of_(answer->reveal());
        made.token = std::move(*answer);
    } else {
        made.failure = answer.error();
    }
    const auto shared = std::make_shared<const token_answer>(std::move(made));
    decltype(waiting_) told;
    {
        const std::lock_guard lock(mutex_);
        asking_ = false;
        if (!shared->failure)
            known_ = shared;
        told.swap(waiting_);
    }
    for (const auto& [who, alive] : told)
        if (const auto held = alive.lock())
            held->on_token(shared);
}

} // namespace useapi::detail
