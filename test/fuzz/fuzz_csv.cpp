// Rows of CSV. The first line says in which pieces the rest comes.

#include "bulk/input/csv_reader.hpp"
#include "fuzz/rows.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

using namespace useapi;

namespace {

std::string in_quotes(std::string_view text)
{
    std::string made = "\"";
    for (const char c : text)
        made.append(c == '"' ? 2 : 1, c);
    return made + '"';
}

std::string encode(const runwayml::account_settings& settings)
{
    return "email,password,maxJobs,useWorkspace\r\n" + in_quotes(settings.email()) + ',' +
           in_quotes(settings.password().reveal()) + ',' + std::to_string(settings.max_jobs().value()) + ',' +
           in_quotes(settings.use_workspace().value_or("")) + "\r\n";
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::input from(data, size);
    const std::string_view plan = from.line();
    fuzz::check_rows(plan, from.rest(), [] { return bulk::make_csv_reader(); }, encode);
    return 0;
}
