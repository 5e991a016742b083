#ifndef USEAPI_TEST_FUZZ_INPUT_HPP
#define USEAPI_TEST_FUZZ_INPUT_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace useapi::fuzz {

/** An input that people can read and write: some lines that control the test, and then the bytes for it. */
class input
{
public:
    input(const std::uint8_t* data, std::size_t size)
        : rest_(size == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char*>(data), size))
    {
    }

    /** The next line without its end; the rest if no further line ends. */
    std::string_view line()
    {
        const std::string_view taken = rest_.substr(0, rest_.find('\n'));
        rest_.remove_prefix(std::min(taken.size() + 1, rest_.size()));
        return taken;
    }

    std::string_view rest() const noexcept { return rest_; }

private:
    std::string_view rest_;
};

/** Cuts `bytes` into pieces. Each character of `plan` is the size of a piece, over and over again: `0` is one
    byte, `1` two, and so on. With an empty plan there is one piece. */
inline std::vector<std::string_view> pieces(std::string_view bytes, std::string_view plan)
{
    std::vector<std::string_view> cut;
    for (std::size_t i = 0; !bytes.empty(); ++i) {
        const std::size_t size =
            plan.empty() ? bytes.size()
                         : 1 + (static_cast<unsigned char>(plan[i % plan.size()]) + 256U - '0') % 256U;
        cut.push_back(bytes.substr(0, size));
        bytes.remove_prefix(cut.back().size());
    }
    return cut;
}

} // namespace useapi::fuzz

#endif
