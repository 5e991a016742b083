#ifndef USEAPI_TEST_UNIT_CLIENT_OBSERVE_EXPOSITION_HPP
#define USEAPI_TEST_UNIT_CLIENT_OBSERVE_EXPOSITION_HPP

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace useapi::testing {

using labels = std::map<std::string, std::string>;

struct family
{
    std::string type;
    std::string help;
    std::map<std::string, std::map<labels, double>> samples; ///< by name and labels
};

/** A strict reader of the text format of Prometheus, version 0.0.4; throws at what it does not allow. */
class exposition
{
public:
    explicit exposition(const std::string& text)
    {
        require(text.empty() || text.ends_with('\n'), "no line feed at the end");
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);)
            read(line);
        for (const auto& [name, each] : families_)
            check(name, each);
    }

    const family& of(const std::string& name) const { return families_.at(name); }

    double value(const std::string& name, const labels& wanted = {}) const
    {
        for (const auto& [family_name, each] : families_) {
            const auto found = each.samples.find(name);
            if (found == each.samples.end())
                continue;
            const auto sample = found->second.find(wanted);
            return sample == found->second.end() ? 0 : sample->second;
        }
        return 0;
    }

    std::size_t size() const noexcept { return families_.size(); }

private:
    static void require(bool holds, const std::string& otherwise)
    {
        if (!holds)
            throw std::runtime_error(otherwise);
    }

    static bool is_name(std::string_view text)
    {
        constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_:";
        return !text.empty() && letters.find(text.front()) != std::string_view::npos &&
               text.find_first_not_of(std::string(letters) + "0123456789") == std::string_view::npos;
    }

    static std::string unescaped(std::string_view text, bool quotes)
    {
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] != '\\') {
                out += text[i];
                continue;
            }
            require(++i < text.size(), "backslash at the end");
            require(text[i] == '\\' || text[i] == 'n' || (quotes && text[i] == '"'), "unknown escape");
            out += text[i] == 'n' ? '\n' : text[i];
        }
        return out;
    }

    void read(const std::string& line)
    {
        if (line.starts_with("# HELP ") || line.starts_with("# TYPE ")) {
            const std::size_t space = line.find(' ', 7);
            require(space != std::string::npos, line);
            const std::string name = line.substr(7, space - 7);
            const std::string rest = line.substr(space + 1);
            require(is_name(name), line);
            if (line[2] == 'H') {
                require(families_.emplace(name, family{}).second, "family twice: " + line);
                families_[name].help = unescaped(rest, false);
            } else {
                require(name == last_ && families_[name].type.empty(), "TYPE not behind its HELP: " + line);
                require(rest == "counter" || rest == "gauge" || rest == "histogram", line);
                families_[name].type = rest;
            }
            last_ = name;
            return;
        }
        sample(line);
    }

    void sample(const std::string& line)
    {
        std::size_t at = line.find_first_of("{ ");
        require(at != std::string::npos, line);
        const std::string name = line.substr(0, at);
        require(is_name(name) && name.starts_with(last_), "sample outside its family: " + line);
        labels seen;
        if (line[at] == '{') {
            do {
                const std::size_t equals = line.find("=\"", ++at);
                require(equals != std::string::npos, line);
                const std::string label = line.substr(at, equals - at);
                require(is_name(label) && label.find(':') == std::string::npos, line);
                std::size_t end = equals + 2;
                while (end < line.size() && line[end] != '"')
                    end += line[end] == '\\' ? 2 : 1;
                require(end < line.size(), line);
                const std::string value = unescaped(line.substr(equals + 2, end - equals - 2), true);
                require(seen.emplace(label, value).second, "label twice: " + line);
                at = end + 1;
            } while (line.at(at) == ',');
            require(line.at(at) == '}', line);
            ++at;
        }
        require(line.at(at) == ' ', line);
        char* end = nullptr;
        const double value = std::strtod(line.c_str() + at + 1, &end);
        require(end == line.c_str() + line.size(), "not a number: " + line);
        require(families_[last_].samples[name].emplace(seen, value).second, "sample twice: " + line);
    }

    static void check(const std::string& name, const family& each)
    {
        require(!each.type.empty() && !each.help.empty(), name + " has no TYPE or HELP");
        if (each.type != "histogram") {
            require(each.samples.empty() || (each.samples.size() == 1 && each.samples.count(name) == 1),
                    name);
            require(each.type != "counter" || name.ends_with("_total"), name);
            return;
        }
        if (each.samples.empty())
            return;
        require(each.samples.size() == 3, name + " lacks _bucket, _sum or _count");
        std::map<labels, std::map<double, double>> buckets;
        for (const auto& [with_bound, value] : each.samples.at(name + "_bucket")) {
            labels without = with_bound;
            const std::string bound = without.at("le");
            without.erase("le");
            buckets[without][bound == "+Inf" ? std::numeric_limits<double>::infinity() : std::stod(bound)] =
                value;
        }
        const auto& counts = each.samples.at(name + "_count");
        require(buckets.size() == counts.size() && each.samples.at(name + "_sum").size() == counts.size(),
                name);
        for (const auto& [which, values] : buckets) {
            double last = 0;
            for (const auto& [bound, value] : values) {
                require(value >= last, name + " is not cumulative");
                last = value;
            }
            require(values.rbegin()->first == std::numeric_limits<double>::infinity(), name + " lacks +Inf");
            require(last == counts.at(which), name + ": +Inf is not the count");
        }
    }

    std::map<std::string, family> families_;
    std::string last_;
};

} // namespace useapi::testing

#endif
