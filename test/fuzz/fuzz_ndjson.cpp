// Rows of NDJSON. The first line says in which pieces the rest comes.

#include "bulk/input/ndjson_reader.hpp"
#include "fuzz/rows.hpp"
#include "runwayml/account_codec.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

using namespace useapi;

namespace {

std::string encode(const runwayml::account_settings& settings)
{
    std::string text;
    runwayml::append_json(text, settings);
    return text + '\n';
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::input from(data, size);
    const std::string_view plan = from.line();
    fuzz::check_rows(plan, from.rest(), [] { return bulk::make_ndjson_reader(); }, encode);
    return 0;
}
