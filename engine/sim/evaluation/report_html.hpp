// The evaluation as one page that needs nothing else: diagrams and the map are SVG inside it.
#pragma once

#include <string>

#include "engine/sim/evaluation/evaluation.hpp"

namespace muster::evaluation {

[[nodiscard]] std::string to_html(const CityBundle& city, const Evaluation& evaluation);

}  // namespace muster::evaluation
