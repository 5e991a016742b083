#include "client/observe/prometheus_writer.hpp"

#include <charconv>
#include <cstddef>
#include <iterator>

namespace useapi {
namespace {

template <class Number>
std::string text_of(Number value)
{
    char digits[32];
    return {std::begin(digits), std::to_chars(std::begin(digits), std::end(digits), value).ptr};
}

std::string escaped(std::string_view text, bool quotes)
{
    std::string out;
    out.reserve(text.size());
    for (const char each : text) {
        if (each == '\n') {
            out += "\\n";
            continue;
        }
        if (each == '\\' || (quotes && each == '"'))
            out += '\\';
        out += each;
    }
    return out;
}

} // namespace

void prometheus_writer::begin(std::string_view name, std::string_view type, std::string_view help)
{
    family_ = name;
    text_.append("# HELP ").append(name).append(" ").append(escaped(help, false)).append("\n");
    text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void prometheus_writer::add(std::uint64_t value, std::initializer_list<label> labels)
{
    sample({}, labels, {}, text_of(value));
}

void prometheus_writer::add(const histogram& values, std::initializer_list<label> labels)
{
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < histogram::bounds.size(); ++i) {
        so_far += values.buckets()[i];
        sample("_bucket", labels, {"le", text_of(histogram::bounds[i])}, text_of(so_far));
    }
    sample("_bucket", labels, {"le", "+Inf"}, text_of(values.count()));
    sample("_sum", labels, {}, text_of(values.sum()));
    sample("_count", labels, {}, text_of(values.count()));
}

void prometheus_writer::sample(std::string_view suffix, std::initializer_list<label> labels, label last,
                               std::string_view value)
{
    text_.append(family_).append(suffix);
    char before = '{';
    const auto append = [&](const label& each) {
        if (each.second.empty())
            return;
        text_ += std::exchange(before, ',');
        text_.append(each.first).append("=\"").append(escaped(each.second, true)).append("\"");
    };
    for (const label& each : labels)
        append(each);
    append(last);
    text_.append(before == ',' ? "} " : " ").append(value).append("\n");
}

} // namespace useapi
