#include "emulator/options.hpp"

#include <stdexcept>
#include <utility>
#include <variant>

namespace useapi::emulator {

options::options() = default;

options& options::port(std::uint16_t value)
{
    port_ = value;
    return *this;
}

options& options::tls_dir(std::filesystem::path value)
{
    tls_dir_ = std::move(value);
    return *this;
}

options& options::seed(std::uint64_t value)
{
    seed_ = value;
    return *this;
}

options& options::add_fault(fault value)
{
    faults_.push_back(std::move(value));
    return *this;
}

options& options::add_fault(std::string_view spec)
{
    auto parsed = parse_fault(spec);
    if (const auto* error = std::get_if<fault_error>(&parsed))
        throw std::invalid_argument("fault '" + std::string(spec) + "', " + error->message());
    return add_fault(std::get<fault>(std::move(parsed)));
}

options& options::account_limit(std::size_t value)
{
    account_limit_ = value;
    return *this;
}

options& options::login_delay(std::chrono::milliseconds value)
{
    login_delay_ = value;
    return *this;
}

options& options::accept_token(std::string value)
{
    tokens_.push_back(std::move(value));
    return *this;
}

options& options::wrong_password(std::string value)
{
    wrong_password_ = std::move(value);
    return *this;
}

options& options::suspended_password(std::string value)
{
    suspended_password_ = std::move(value);
    return *this;
}

options& options::dead_password(std::string value)
{
    dead_password_ = std::move(value);
    return *this;
}

options& options::workspace(workspace_form value)
{
    workspace_ = value;
    return *this;
}

options& options::no_accounts(empty_list value)
{
    no_accounts_ = value;
    return *this;
}

options& options::idle_timeout(std::chrono::milliseconds value)
{
    idle_timeout_ = value;
    return *this;
}

options& options::announce_idle_timeout(bool value)
{
    announce_idle_timeout_ = value;
    return *this;
}

options& options::max_tls_version(tls_version value)
{
    max_tls_version_ = value;
    return *this;
}

options& options::certificate_host(std::string value)
{
    certificate_host_ = std::move(value);
    return *this;
}

options& options::expired_certificate(bool value)
{
    expired_certificate_ = value;
    return *this;
}

options& options::certificate_without_san(bool value)
{
    certificate_without_san_ = value;
    return *this;
}

options& options::revoked_certificate(bool value)
{
    revoked_certificate_ = value;
    return *this;
}

options& options::require_client_certificate(bool value)
{
    require_client_certificate_ = value;
    return *this;
}

options& options::date_offset(std::chrono::seconds value)
{
    date_offset_ = value;
    return *this;
}

options& options::verbose(bool value)
{
    verbose_ = value;
    return *this;
}

options& options::log(std::function<void(std::string_view)> value)
{
    log_ = std::move(value);
    return *this;
}

} // namespace useapi::emulator
