#include <useapi/client/client_options.hpp>

#include "client/more_client_options.hpp"

#include <memory>
#include <utility>

namespace useapi {
namespace {

/** Makes a copy of the options to change, because copies of this object share the old ones. */
detail::more_client_options& own(std::shared_ptr<const detail::more_client_options>& shared)
{
    auto made = shared ? std::make_shared<detail::more_client_options>(*shared)
                       : std::make_shared<detail::more_client_options>();
    detail::more_client_options& options = *made;
    shared = std::move(made);
    return options;
}

const detail::more_client_options&
view(const std::shared_ptr<const detail::more_client_options>& shared) noexcept
{
    static const detail::more_client_options defaults;
    return shared ? *shared : defaults;
}

} // namespace

client_options& client_options::connecting(http::connect_options value) &
{
    own(more_).connecting = std::move(value);
    return *this;
}

client_options& client_options::load(load_options value) &
{
    own(more_).load = value;
    return *this;
}

const http::connect_options& client_options::connecting() const noexcept
{
    return view(more_).connecting;
}

const load_options& client_options::load() const noexcept
{
    return view(more_).load;
}

} // namespace useapi
