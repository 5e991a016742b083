#ifndef USEAPI_TEST_SIMULATION_DATABASE_COMPARISON_ANSWER_TEXT_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_COMPARISON_ANSWER_TEXT_HPP

#include "simulation/database/session.hpp"

#include <string>
#include <vector>

namespace useapi::database_simulation {

/** The beginnings of the text and of the parameters. */
std::string text_of(const sql_statement& what);

/** A line for each statement: its rows, or the SQLSTATE of its error. Equal texts mean equal answers: rows
    without an order are sorted, a time becomes the same text as any other time near it, and what the
    product does not read is left out. */
std::string text_of(const std::vector<sql_statement>& sent, const std::vector<sql_result>& answer);

} // namespace useapi::database_simulation

#endif
