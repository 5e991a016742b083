#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace useapi::cli {

/** A file that a report is written to, for its owner alone; what was in it is replaced. `-` is standard
   output.
    @throws usage_error         where the file cannot be opened; names it
    @throws std::runtime_error  where it cannot be written to its end; names it */
class report_file
{
public:
    explicit report_file(const std::string& path);

    void write(std::string_view text);

    /** All of it is handed to the system. */
    void close();

private:
    struct closer
    {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };

    std::string failure() const;

    std::string name_;
    std::unique_ptr<std::FILE, closer> file_;
};

} // namespace useapi::cli
