#ifndef USEAPI_TEST_UNIT_SET_VARIABLE_HPP
#define USEAPI_TEST_UNIT_SET_VARIABLE_HPP

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

namespace useapi::test {

/** A variable of the environment that is as before when this goes. */
class set_variable
{
public:
    set_variable(std::string name, const std::string& value) : name_(std::move(name))
    {
        if (const char* const before = std::getenv(name_.c_str()))
            before_ = before;
        ::setenv(name_.c_str(), value.c_str(), 1);
    }

    set_variable(const set_variable&) = delete;
    set_variable& operator=(const set_variable&) = delete;

    ~set_variable()
    {
        if (before_)
            ::setenv(name_.c_str(), before_->c_str(), 1);
        else
            ::unsetenv(name_.c_str());
    }

private:
    std::string name_;
    std::optional<std::string> before_;
};

} // namespace useapi::test

#endif
