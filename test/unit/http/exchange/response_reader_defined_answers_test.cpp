#include "unit/http/exchange/defined_answers.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

BOOST_AUTO_TEST_SUITE(defined_answers_read)

using namespace useapi;
using namespace useapi::testing;

namespace {

// A longer answer is cut at some positions only, since every position would take too long.
constexpr std::size_t short_answer = 700;

/** The outcome if no bytes come together with the end: later bytes are for the stream to notice. */
std::string kept(std::string outcome)
{
    return outcome.replace(outcome.find(" close"), 6, " keep");
}

} // namespace

BOOST_AUTO_TEST_CASE(answer_has_one_outcome_however_it_is_cut)
{
    http::response_reader reader(table_header_limit, table_body_limit);
    for (const defined_answer& row : defined_answers()) {
        BOOST_TEST_CONTEXT(row.name)
        {
            const answer_case answer{row.name, row.bytes, row.outcome, row.then, row.method == "HEAD"};
            const std::size_t size = row.bytes.size() - row.more;
            const std::string at_its_end = row.more == 0 ? row.outcome : kept(row.outcome);
            BOOST_TEST(feed(reader, answer) == row.outcome);
            BOOST_TEST(feed_bytes(reader, answer) == at_its_end);
            const std::size_t step = size < short_answer ? 1 : 1 + size / 300;
            for (std::size_t cut = 1; cut < row.bytes.size(); cut += step) {
                const std::string in_two = feed(reader, answer, {cut});
                if (in_two != (cut == size ? at_its_end : row.outcome))
                    BOOST_ERROR("cut at " << cut << ": " << in_two.substr(0, 200));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(answer_has_a_name_of_its_own)
{
    std::set<std::string> names;
    for (const defined_answer& row : defined_answers())
        BOOST_TEST(names.insert(row.name).second, row.name);
}

BOOST_AUTO_TEST_SUITE_END()
