#include "bulk/ledger/postgres/postgres_failure.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <utility>

namespace {

using useapi::bulk::postgres::failure_kind;
using useapi::bulk::postgres::kind_of;

BOOST_AUTO_TEST_SUITE(failures_of_postgresql)

BOOST_AUTO_TEST_CASE(failures_that_pass_are_told_from_those_that_last)
{
    for (const auto& [state, kind] : {
             std::pair<std::string_view, failure_kind>("40001", failure_kind::conflict),
             {"40P01", failure_kind::conflict},
             {"55P03", failure_kind::held_up},
             {"57014", failure_kind::held_up},
             {"25006", failure_kind::read_only},
             {"57P01", failure_kind::not_ready},
             {"57P02", failure_kind::not_ready},
             {"57P03", failure_kind::not_ready},
             {"57P05", failure_kind::not_ready},
             {"25P03", failure_kind::not_ready},
             {"25P04", failure_kind::not_ready},
             {"40003", failure_kind::not_ready},
             {"08000", failure_kind::not_ready},
             {"08006", failure_kind::not_ready},
             {"08P01", failure_kind::not_ready},
             {"53100", failure_kind::not_ready},
             {"53200", failure_kind::not_ready},
             {"53300", failure_kind::not_ready},
             {"42501", failure_kind::no_right},
             {"57P04", failure_kind::lasting},
             {"42P01", failure_kind::lasting},
             {"28P01", failure_kind::lasting},
             {"22P05", failure_kind::lasting},
             {"", failure_kind::lasting},
         })
        BOOST_TEST((kind_of(state) == kind), state);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
