// Settings as multipart/form-data, read by the emulator's parser; and that parser on any bytes. The first
// line is a Content-Type for the rest, which is read as a body and as settings.

#include "emulator/service/account_form.hpp"
#include "emulator/service/multipart.hpp"
#include "fuzz/property.hpp"
#include "fuzz/settings_text.hpp"
#include "runwayml/account_codec.hpp"

#include <useapi/runwayml/validate.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

using namespace useapi;
using fuzz::require;

namespace {

void check_raw(std::string_view content_type, std::string_view body)
{
    const auto parsed = emulator::parse_multipart(content_type, body);
    if (const auto* refusal = std::get_if<std::string>(&parsed)) {
        require(!refusal->empty(), "a refusal says why");
        return;
    }
    std::size_t size = 0;
    for (const auto& [name, value] : std::get<emulator::form_fields>(parsed)) {
        size += name.size() + value.size();
        require(body.find(value) != std::string_view::npos, "a value is in the body as it is");
    }
    require(size <= body.size(), "the fields are not larger than the body");
}

void check_round_trip(const runwayml::account_settings& settings)
{
    const std::string boundary = runwayml::choose_boundary(settings, 7);
    const std::string content_type = "multipart/form-data; boundary=" + boundary;
    std::string body;
    runwayml::append_multipart(body, settings, boundary);

    const auto parsed = emulator::parse_multipart(content_type, body);
    const auto* fields = std::get_if<emulator::form_fields>(&parsed);
    require(fields != nullptr, "what was encoded can be read");
    const auto is_field = [fields](std::string_view name, std::string_view value) {
        const auto found = fields->find(name);
        return found != fields->end() && found->second == value;
    };
    require(is_field("email", settings.email()), "the email comes back");
    require(is_field("password", settings.password().reveal()), "the password comes back");
    require(!settings.max_jobs() || is_field("maxJobs", std::to_string(*settings.max_jobs())),
            "maxJobs comes back");
    require(!settings.use_workspace() || is_field("useWorkspace", *settings.use_workspace()),
            "the workspace comes back");
    require(fields->size() == 2U + settings.max_jobs().has_value() + settings.use_workspace().has_value(),
            "nothing else comes back");

    if (runwayml::validate(settings))
        return;
    const auto stored = emulator::read_account_form(settings.email(), content_type, body);
    const auto* account = std::get_if<emulator::account>(&stored);
    require(account != nullptr && account->password() == settings.password().reveal(),
            "the service takes what is valid");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::input from(data, size);
    const std::string_view content_type = from.line();
    check_raw(content_type, from.rest());
    check_round_trip(fuzz::read_settings(from));
    return 0;
}
