#include "runwayml/account_codec.hpp"

#include "accounts/json/json_text.hpp"

namespace useapi::runwayml {
namespace {

using accounts::append_json_number;
using accounts::append_json_string;
using accounts::longest_json_escape;
using accounts::reserve_more;

constexpr std::string_view hex_digits = "0123456789abcdef";

// The text around the values, digits of maxJobs included.
constexpr std::size_t json_framing = 96;
constexpr std::size_t multipart_framing = 256;
constexpr std::size_t multipart_delimiters = 5;

std::size_t size_of_values(const account_settings& settings, std::string_view password) noexcept
{
    return settings.email().size() + password.size() +
           (settings.use_workspace() ? settings.use_workspace()->size() : 0);
}

void append_part(std::string& out, std::string_view boundary, std::string_view name, std::string_view value)
{
    out.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"").append(name);
    out.append("\"\r\n\r\n").append(value).append("\r\n");
}

/** FNV-1a. The hash only has to differ from try to try, and to be equal in each run. */
std::uint64_t mix(std::uint64_t hash, std::string_view text) noexcept
{
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

} // namespace

void append_json(std::string& out, const account_settings& settings)
{
    append_json(out, settings, settings.password().reveal());
}

void append_json(std::string& out, const account_settings& settings, std::string_view password)
{
    reserve_more(out, json_framing + longest_json_escape * size_of_values(settings, password));
    out += "{\"email\":";
    append_json_string(out, settings.email());
    out += ",\"password\":";
    append_json_string(out, password);
    if (settings.max_jobs()) {
        out += ",\"maxJobs\":";
        append_json_number(out, *settings.max_jobs());
    }
    if (settings.use_workspace()) {
        out += ",\"useWorkspace\":";
        if (*settings.use_workspace() == "true")
            out += "true";
        else
            append_json_string(out, *settings.use_workspace());
    }
    out += '}';
}

void append_multipart(std::string& out, const account_settings& settings, std::string_view boundary)
{
    append_multipart(out, settings, boundary, settings.password().reveal());
}

void append_multipart(std::string& out, const account_settings& settings, std::string_view boundary,
                      std::string_view password)
{
    reserve_more(out, multipart_framing + multipart_delimiters * boundary.size() +
                          size_of_values(settings, password));
    append_part(out, boundary, "email", settings.email());
    append_part(out, boundary, "password", password);
    if (settings.max_jobs())
        append_part(out, boundary, "maxJobs", std::to_string(*settings.max_jobs()));
    if (settings.use_workspace())
        append_part(out, boundary, "useWorkspace", *settings.use_workspace());
    out.append("--").append(boundary).append("--\r\n");
}

std::string choose_boundary(const account_settings& settings, std::uint64_t seed)
{
    const std::string_view values[] = {settings.email(), settings.password().reveal(),
                                       settings.use_workspace() ? std::string_view(*settings.use_workspace())
                                                                : std::string_view()};
    std::uint64_t hash = mix(0xcbf29ce484222325ULL ^ seed, settings.email());
    for (;;) {
        std::string boundary = "useapi-";
        for (int shift = 60; shift >= 0; shift -= 4)
            boundary += hex_digits[(hash >> shift) & 15];
        bool occurs = false;
        for (const std::string_view value : values)
            occurs = occurs || value.find(boundary) != std::string_view::npos;
        if (!occurs)
            return boundary;
        hash = mix(hash, boundary);
    }
}

} // namespace useapi::runwayml
