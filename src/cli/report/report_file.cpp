#include "cli/report/report_file.hpp"

#include "cli/output/clean_text.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

namespace useapi::cli {

report_file::report_file(const std::string& path) : name_(path == "-" ? "standard output" : path)
{
    const int descriptor =
        path == "-" ? ::dup(STDOUT_FILENO)
                    : ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        throw usage_error(printable(failure()));
    file_.reset(::fdopen(descriptor, "w"));
    if (!file_) {
        const std::string reason = printable(failure());
        ::close(descriptor);
        throw usage_error(reason);
    }
}

void report_file::write(std::string_view text)
{
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size())
        throw std::runtime_error(failure());
}

void report_file::close()
{
    if (std::fclose(file_.release()) != 0)
        throw std::runtime_error(failure());
}

std::string report_file::failure() const
{
    return fmt::format("{} cannot be written: {}", name_, std::generic_category().message(errno));
}

} // namespace useapi::cli
