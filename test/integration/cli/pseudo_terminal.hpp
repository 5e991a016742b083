#ifndef USEAPI_TEST_INTEGRATION_CLI_PSEUDO_TERMINAL_HPP
#define USEAPI_TEST_INTEGRATION_CLI_PSEUDO_TERMINAL_HPP

#include "integration/cli/process.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <sys/ioctl.h>
#include <system_error>
#include <termios.h>
#include <unistd.h>

namespace useapi::test {

/** A terminal, seen from its keyboard and its screen. */
class pseudo_terminal
{
public:
    pseudo_terminal() : master_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC))
    {
        if (master_.get() < 0 || ::grantpt(master_.get()) != 0 || ::unlockpt(master_.get()) != 0)
            throw std::system_error(errno, std::generic_category(), "posix_openpt");
        std::array<char, 64> name{};
        if (::ptsname_r(master_.get(), name.data(), name.size()) != 0)
            throw std::system_error(errno, std::generic_category(), "ptsname_r");
        device_ = name.data();
        // Held open, so that the terminal outlives the process that uses it.
        slave_ = descriptor(::open(device_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    }

    const std::string& device() const noexcept { return device_; }

    void resize(unsigned short columns, unsigned short rows) const
    {
        winsize size{};
        size.ws_col = columns;
        size.ws_row = rows;
        if (::ioctl(master_.get(), TIOCSWINSZ, &size) != 0)
            throw std::system_error(errno, std::generic_category(), "ioctl");
    }

    bool echoes() const
    {
        termios settings{};
        if (::tcgetattr(slave_.get(), &settings) != 0)
            throw std::system_error(errno, std::generic_category(), "tcgetattr");
        return (settings.c_lflag & ECHO) != 0;
    }

    void type(std::string_view text) const
    {
        if (::write(master_.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
            throw std::system_error(errno, std::generic_category(), "write to the terminal");
    }

    void wait_for(std::string_view text)
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (screen_.find(text) == std::string::npos)
            read_some(deadline);
    }

    /// Everything that was shown so far.
    const std::string& screen()
    {
        pollfd watched{master_.get(), POLLIN, 0};
        while (::poll(&watched, 1, 0) == 1 && (watched.revents & POLLIN) != 0)
            read_some(std::chrono::steady_clock::now() + std::chrono::seconds(1));
        return screen_;
    }

private:
    void read_some(std::chrono::steady_clock::time_point deadline)
    {
        pollfd watched{master_.get(), POLLIN, 0};
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        if (left <= 0 || ::poll(&watched, 1, static_cast<int>(left)) != 1)
            throw std::runtime_error("the terminal shows no more than: " + screen_);
        std::array<char, 1024> bytes{};
        const ssize_t count = ::read(master_.get(), bytes.data(), bytes.size());
        if (count <= 0)
            throw std::runtime_error("the terminal has gone");
        screen_.append(bytes.data(), static_cast<std::size_t>(count));
    }

    descriptor master_;
    descriptor slave_;
    std::string device_;
    std::string screen_;
};

} // namespace useapi::test

#endif
