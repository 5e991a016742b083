#include "bulk/feed/file_feed.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string_view>
#include <variant>

namespace {

using namespace useapi::bulk;

/** Standard input is a pipe for as long as this lives. */
class piped_input
{
public:
    piped_input() : before_(::dup(STDIN_FILENO))
    {
        BOOST_REQUIRE(::pipe2(ends_.data(), O_CLOEXEC) == 0);
        BOOST_REQUIRE(::dup2(ends_[0], STDIN_FILENO) == STDIN_FILENO);
    }

    piped_input(const piped_input&) = delete;
    piped_input& operator=(const piped_input&) = delete;

    ~piped_input()
    {
        ::dup2(before_, STDIN_FILENO);
        for (const int each : {before_, ends_[0], ends_[1]})
            ::close(each);
    }

    void type(std::string_view text) const
    {
        BOOST_REQUIRE(::write(ends_[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }

    void set_non_blocking() const { BOOST_REQUIRE(::fcntl(ends_[0], F_SETFL, O_NONBLOCK) == 0); }

private:
    int before_;
    std::array<int, 2> ends_{};
};

BOOST_AUTO_TEST_SUITE(feed_of_standard_input)

BOOST_AUTO_TEST_CASE(wait_leaves_the_flags_of_standard_input_as_they_were)
{
    const piped_input input;
    boost::asio::io_context context;
    import_options options("-");
    options.format(file_format::csv);
    input_file file("-");
    duplicates seen;
    file_feed feed(file, options, seen, false, context);
    BOOST_TEST(std::holds_alternative<row_source::nothing_yet>(feed.next()));
    bool is_ready = false;
    feed.async_wait([&is_ready] { is_ready = true; });
    context.poll();
    BOOST_TEST(!is_ready);
    BOOST_TEST((::fcntl(STDIN_FILENO, F_GETFL) & O_NONBLOCK) == 0);
    input.type("email,password,maxJobs\na@b.cd,pw,5\n");
    context.restart();
    context.run_for(std::chrono::seconds(10));
    BOOST_TEST(is_ready);
    BOOST_TEST(std::holds_alternative<input_row>(feed.next()));
}

BOOST_AUTO_TEST_CASE(standard_input_that_was_made_non_blocking_is_read)
{
    const piped_input input;
    input.set_non_blocking();
    input_file file("-");
    input.type("a@b.cd");
    std::array<char, 16> space{};
    BOOST_TEST(file.read(space) == 6U);
    BOOST_TEST(!file.is_ready());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
