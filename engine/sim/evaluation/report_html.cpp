#include "engine/sim/evaluation/report_html.hpp"
namespace muster::evaluation {
std::string to_html(const CityBundle&, const Evaluation&) {
    return {};
}
}  // namespace muster::evaluation
