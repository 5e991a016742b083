#ifndef USEAPI_SRC_ACCOUNTS_CONTENT_FREE_CALL_HPP
#define USEAPI_SRC_ACCOUNTS_CONTENT_FREE_CALL_HPP

#include "client/call/typed_call.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace useapi::accounts {

/** A call whose request has no content, such as a GET or a DELETE. */
template <class T>
class content_free_call : public useapi::detail::typed_call<T>
{
protected:
    using call_basis = useapi::detail::call_basis;
    using secret_views = boost::container::small_vector<std::string_view, 2>;
    using handler_type = typename useapi::detail::typed_call<T>::handler_type;

    /** @param method, url_template  live as long as the call */
    content_free_call(call_basis basis, std::string_view method, std::string_view url_template,
                      handler_type handler)
        : useapi::detail::typed_call<T>(std::move(basis), true, std::move(handler)), method_(method),
          url_template_(url_template)
    {
    }

    /** The path below the client's base URL, query included. */
    virtual void append_path(std::string& out) const = 0;

    std::optional<error> validate() override { return std::nullopt; }

    std::string_view method() const noexcept final { return method_; }

    std::string_view url_template() const noexcept final { return url_template_; }

    void append_request(std::string& wire, std::string& scratch) override
    {
        append_path(scratch);
        this->append_head(wire, this->core().path_prefix(), scratch, {}, {}, 0);
    }

    secret_views secrets() const final { return {this->token()}; }

private:
    std::string_view method_;
    std::string_view url_template_;
};

} // namespace useapi::accounts

#endif
