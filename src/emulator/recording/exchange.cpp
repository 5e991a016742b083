#include "emulator/recording/exchange.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace useapi::emulator {
namespace {

namespace json = boost::json;

json::value body_value(const std::string& body)
{
    boost::system::error_code ec;
    json::value parsed = json::parse(json::string_view(body.data(), body.size()), ec);
    if (!ec && (parsed.is_object() || parsed.is_array()))
        return parsed;
    return json::string(json::string_view(body.data(), body.size()));
}

std::string body_text(const json::value& value)
{
    if (const json::string* const text = value.if_string())
        return std::string(text->data(), text->size());
    return json::serialize(value);
}

void add_message(json::object& shown, const header_fields& fields, const std::string& body)
{
    json::object& by_name = shown["fields"].emplace_object();
    for (const auto& [name, value] : fields)
        by_name[name] = value;
    if (!body.empty())
        shown["body"] = body_value(body);
}

void read_message(const json::object& shown, header_fields& fields, std::string& body)
{
    for (const auto& [name, value] : shown.at("fields").as_object())
        fields.emplace_back(std::string(name.data(), name.size()), std::string(value.as_string()));
    if (const json::value* const content = shown.if_contains("body"))
        body = body_text(*content);
}

std::string read_whole(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw std::runtime_error("cannot read " + file.string() + ": " +
                                 std::generic_category().message(errno));
    return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

} // namespace

std::string lower_case(std::string_view text)
{
    std::string small(text);
    for (char& c : small)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return small;
}

std::string_view value_of(const header_fields& fields, std::string_view name)
{
    const std::string wanted = lower_case(name);
    for (const auto& [each, value] : fields)
        if (lower_case(each) == wanted)
            return value;
    return {};
}

std::string line_of(const exchange& recorded)
{
    json::object line;
    json::object& request = line["request"].emplace_object();
    request["method"] = recorded.method;
    request["target"] = recorded.target;
    add_message(request, recorded.request_fields, recorded.request_body);
    json::object& answer = line["answer"].emplace_object();
    answer["status"] = recorded.status;
    add_message(answer, recorded.answer_fields, recorded.answer_body);
    line["took_ms"] = static_cast<std::int64_t>(recorded.took.count());
    return json::serialize(line) + "\n";
}

exchange read_line(std::string_view line)
{
    try {
        const json::value parsed = json::parse(json::string_view(line.data(), line.size()));
        const json::object& request = parsed.at("request").as_object();
        const json::object& answer = parsed.at("answer").as_object();
        exchange read;
        read.method = std::string(request.at("method").as_string());
        read.target = std::string(request.at("target").as_string());
        read_message(request, read.request_fields, read.request_body);
        read.status = answer.at("status").to_number<unsigned>();
        if (read.status < 200 || read.status > 599)
            throw std::out_of_range("status");
        read_message(answer, read.answer_fields, read.answer_body);
        read.took = std::chrono::milliseconds(parsed.at("took_ms").to_number<std::uint32_t>());
        return read;
    } catch (const std::exception&) {
        throw std::runtime_error("is no line of a recording");
    }
}

std::vector<exchange> read_recording(const std::filesystem::path& file)
{
    const std::string text = read_whole(file);
    std::vector<exchange> read;
    std::string_view rest = text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        try {
            read.push_back(read_line(rest.substr(0, end)));
        } catch (const std::runtime_error& problem) {
            throw std::runtime_error(file.string() + ": line " + std::to_string(number) + " " +
                                     problem.what());
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return read;
}

} // namespace useapi::emulator
