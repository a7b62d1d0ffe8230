// The pictures of the page, each one SVG element.
#pragma once

#include <string>
#include <string_view>

#include "engine/sim/evaluation/evaluation.hpp"

namespace muster::evaluation {

// Colours that colour-blind people tell apart (M. Okabe, K. Ito, "Color Universal Design", 2008).
[[nodiscard]] std::string_view policy_colour(std::size_t place);

// How many of the calls of a class have been reached after so many minutes: a line for each policy.
[[nodiscard]] std::string response_chart(const CityModel& model, const Evaluation& evaluation,
                                         CallClass call_class);
// Bars of late calls by class and policy, with their intervals.
[[nodiscard]] std::string late_chart(const EvaluationReport& report);

// The roads of the map, as a path with the id "roads" to be used by the maps.
[[nodiscard]] std::string road_definition(const CityBundle& city);
// Roads, stations, hospitals, and where the first replication came too late under one policy.
[[nodiscard]] std::string late_map(const CityBundle& city, const Evaluation& evaluation,
                                   std::size_t policy);

}  // namespace muster::evaluation
