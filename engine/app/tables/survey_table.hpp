// Answers to a survey as rows of a table: a column for each question, named by its code or its
// title in either language, in whose cells choices stand by theirs.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/app/tables/mapping.hpp"
#include "engine/app/tables/rehearsal.hpp"
#include "engine/app/tables/service_client.hpp"
#include "muster/survey_rules.hpp"

namespace muster::app {

// Adds a column for each question to the rule, and the titles of parts to those that are there.
void add_questions(TableRule& rule, const Questionnaire& questionnaire);

// Makes the rule that of this survey, as the service has it, when its rows answer one. Returns why
// not, or nothing.
[[nodiscard]] std::optional<Said> answer_survey(TableRule& rule, std::uint64_t survey,
                                                ServiceClient& service,
                                                std::optional<AnsweredSurvey>& answered);

// What a cell says, read by read_cell(), goes into the replies of the row.
void add_reply(boost::json::object& fields, const ColumnRule& column,
               const boost::json::value& value);
// The cell of an answer as the service shows it.
[[nodiscard]] std::string reply_cell(const boost::json::object& answer, const ColumnRule& column);

}  // namespace muster::app
