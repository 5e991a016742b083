#include "cli/command_line/version.hpp"

#include "http/tls/tls_trust.hpp"

#include <useapi/version.hpp>

#include <CLI/Version.hpp>
#include <SQLiteCpp/Database.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/version.hpp>
#include <csv.h>
#include <fmt/format.h>
#include <toml++/toml.h>
#include <zlib.h>
#include <zstd.h>

#ifdef USEAPI_WITH_POSTGRESQL
#include <libpq-fe.h>
#endif

#include <array>
#include <utility>
#include <vector>

namespace useapi::cli {
namespace {

using named_version = std::pair<std::string_view, std::string>;

/// The versions of the libraries. A library that is linked at run time tells its version itself; the headers
/// tell the version of one that is compiled in.
std::vector<named_version> library_versions()
{
    return {
        {"Boost",
         fmt::format("{}.{}.{}", BOOST_VERSION / 100'000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
        {"OpenSSL", http::tls_library_version()},
        {"SQLite", SQLite::getLibVersion()},
#ifdef USEAPI_WITH_POSTGRESQL
        {"libpq", fmt::format("{}.{}", ::PQlibVersion() / 10'000, ::PQlibVersion() % 10'000)},
#endif
        {"libcsv", fmt::format("{}.{}.{}", CSV_MAJOR, CSV_MINOR, CSV_RELEASE)},
        {"zlib", ::zlibVersion()},
        {"zstd", ::ZSTD_versionString()},
        {"CLI11", CLI11_VERSION},
        {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10'000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
        {"toml++", fmt::format("{}.{}.{}", TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH)},
    };
}

} // namespace

std::string version_text()
{
    std::string text = "useapi " USEAPI_VERSION "\n";
    for (const auto& [name, version] : library_versions())
        text += fmt::format("{} {}\n", name, version);
    return text;
}

std::string version_json()
{
    boost::json::object libraries;
    for (const auto& [name, version] : library_versions())
        libraries[name] = version;
    boost::json::object all;
    all["version"] = USEAPI_VERSION;
    all["libraries"] = std::move(libraries);
    return boost::json::serialize(all) + '\n';
}

std::string manual_date()
{
    // Such as "Nov  4 2024".
    const std::string_view built = __DATE__;
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::size_t month = months.find(built.substr(0, 3)) / 3 + 1;
    const std::string_view day = built.substr(built[4] == ' ' ? 5 : 4, built[4] == ' ' ? 1 : 2);
    return fmt::format("{}-{:02}-{:0>2}", built.substr(7), month, day);
}

} // namespace useapi::cli
