#include "http/tls/tls_key_log.hpp"

#include <useapi/error.hpp>
#include <useapi/secret.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace useapi::http {
namespace {

int log_index()
{
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

} // namespace

key_log::key_log(const std::string& file)
    : descriptor_(::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600))
{
    if (descriptor_ < 0)
        throw exception(error(errc::invalid_argument)
                            .detail("key log file '" + file +
                                    "' cannot be written: " + std::generic_category().message(errno)));
}

key_log::~key_log()
{
    ::close(descriptor_);
}

void key_log::attach(SSL_CTX* context)
{
    SSL_CTX_set_ex_data(context, log_index(), this);
    SSL_CTX_set_keylog_callback(context, &key_log::on_line);
}

void key_log::on_line(const SSL* connection, const char* line)
{
    if (void* const log = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), log_index()))
        static_cast<key_log*>(log)->append(std::string(line) + '\n');
}

void key_log::append(std::string line) noexcept
{
    const std::lock_guard lock(mutex_);
    // A log for debugging: a full disk must not stop the calls.
    [[maybe_unused]] const auto written = ::write(descriptor_, line.data(), line.size());
    wipe(line);
}

} // namespace useapi::http
