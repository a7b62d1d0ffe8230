// Schemas of what the HTTP interface takes and answers beside the engine's own vocabulary.
#pragma once

#include <boost/json.hpp>
#include <string_view>

namespace muster::codec {

// Where the schemas of one document stand in it.
constexpr std::string_view openapi_refs = "#/components/schemas/";

[[nodiscard]] boost::json::object type_ref(std::string_view name);
[[nodiscard]] boost::json::object text_type();
[[nodiscard]] boost::json::object object_of(boost::json::object properties);

// RFC 9457, with our own members.
[[nodiscard]] boost::json::object problem_schema();
[[nodiscard]] boost::json::object cloud_event_schema();
// Of a command that was carried out, and of what the intake became.
[[nodiscard]] boost::json::object outcome_schema();
[[nodiscard]] boost::json::object intake_outcome_schema();
// A line of a batch of commands, and of its answer.
[[nodiscard]] boost::json::object batch_line_schema();
[[nodiscard]] boost::json::object batch_result_schema();

}  // namespace muster::codec
