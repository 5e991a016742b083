#include "http/tls/read_pacing.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using useapi::http::read_pacing;

namespace {

/** The outcome of each read in turn: `!` found, `?` tried in vain, `.` not tried. In the script, `+` is a
    read whose answer is there already. */
std::string play(std::string_view script)
{
    read_pacing pacing;
    std::string done;
    for (const char answer : script) {
        if (!pacing.is_due()) {
            pacing.skip();
            done += '.';
            continue;
        }
        const bool found = answer == '+';
        pacing.note(found);
        done += found ? '!' : '?';
    }
    return done;
}

} // namespace

BOOST_AUTO_TEST_SUITE(read_pacing_of_reads)

BOOST_AUTO_TEST_CASE(looks_in_vain_become_rare_and_one_that_finds_brings_them_back)
{
    BOOST_TEST(play("++++") == "!!!!");
    BOOST_TEST(play("-+-+") == "?.?.");
    BOOST_TEST(play("-------+-+") == "?.?...?...");
    // The second answer is taken for slow as well. The read after it is tried at once again.
    BOOST_TEST(play("-++++-++") == "?.!!!?.!");
}

BOOST_AUTO_TEST_CASE(looks_are_never_further_apart_than_their_limit)
{
    const std::string done = play(std::string(200, '-'));
    const std::string apart(read_pacing::most_skipped, '.');
    BOOST_TEST(done.find('?' + apart + '?') != std::string::npos);
    BOOST_TEST(done.find(apart + '.') == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
