#include "bulk/feed/file_feed.hpp"
#include "bulk/input/check_rows.hpp"
#include "unit/bulk/temporary_file.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
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

// Neither of the two rows is sent, so each has to say where the other one is.
BOOST_AUTO_TEST_CASE(rows_that_contradict_each_other_each_tell_of_the_other)
{
    const testing::temporary_file in("in.csv", "email,password,maxJobs\na@b.cd,x,5\na@b.cd,y,5\n"
                                               "b@b.cd,x,5\nb@b.cd,x,5\n");
    const import_options options(in.path());
    input_file file(in.path());
    duplicates seen;
    {
        input_rows rows(file, options);
        account_limits limits(options);
        BOOST_TEST(check_rows(rows, seen, limits).rows == 3U);
        file.rewind();
    }
    boost::asio::io_context context;
    file_feed feed(file, options, seen, true, context);
    for (const std::string expected : {"line 2 (email): the email is on a later line again, with other data",
                                       "line 3 (email): the email is on line 2 already, with other data"}) {
        const auto item = feed.next();
        BOOST_TEST_REQUIRE(std::holds_alternative<row_problem>(item));
        BOOST_TEST(std::get<row_problem>(item).text() == expected);
        BOOST_TEST(std::get<row_problem>(item).email == "a@b.cd");
    }
    BOOST_TEST(std::holds_alternative<input_row>(feed.next()));
    BOOST_TEST(std::holds_alternative<row_source::repeated>(feed.next()));
    BOOST_TEST(std::holds_alternative<row_source::end_of_input>(feed.next()));
}

BOOST_AUTO_TEST_CASE(standard_input_that_is_a_file_is_read_once)
{
    const testing::temporary_file in("in.csv", "email,password\n");
    const int opened = ::open(in.path().c_str(), O_RDONLY | O_CLOEXEC);
    const int before = ::dup(STDIN_FILENO);
    BOOST_REQUIRE(::dup2(opened, STDIN_FILENO) == STDIN_FILENO);
    {
        const input_file file("-");
        BOOST_TEST(!file.is_regular());
        BOOST_TEST(file.is_ready());
        BOOST_TEST(file.name() == "standard input");
    }
    ::dup2(before, STDIN_FILENO);
    for (const int each : {before, opened})
        ::close(each);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
