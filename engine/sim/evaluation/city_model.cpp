#include "engine/sim/evaluation/city_model.hpp"

#include <numeric>

namespace muster::evaluation {
namespace {

constexpr std::int64_t max_ms = hours(24).value;

std::optional<SettingProblem> out_of(const std::string& pointer, std::int64_t value,
                                     std::int64_t least, std::int64_t most) {
    if (value >= least && value <= most) return std::nullopt;
    return SettingProblem{pointer, "must be from " + std::to_string(least) + " to " +
                                       std::to_string(most) + ", is " + std::to_string(value)};
}

std::string element(const std::string& pointer, std::size_t place) {
    return pointer + "/" + std::to_string(place);
}

}  // namespace

std::optional<SettingProblem> check(const CityModel& model) {
    if (auto bad = out_of("/calls_per_1000_days", model.calls_per_1000_days, 1000, 100'000'000)) {
        return bad;
    }
    for (std::size_t i = 0; i < call_classes; ++i) {
        if (auto bad = out_of(element("/class_permille", i), model.class_permille[i], 0, 1000)) {
            return bad;
        }
    }
    const std::int64_t sum =
        std::accumulate(model.class_permille.begin(), model.class_permille.end(), std::int64_t{0});
    if (sum != 1000) {
        return SettingProblem{"/class_permille",
                              "the three must sum to 1000, not " + std::to_string(sum)};
    }
    if (auto bad = out_of("/dispatch_delay_ms", model.dispatch_delay_ms.value, 0, max_ms)) {
        return bad;
    }
    if (auto bad = out_of("/on_scene_ms", model.on_scene_ms.value, 0, max_ms)) return bad;
    if (auto bad = out_of("/transport_permille", model.transport_permille, 0, 1000)) return bad;
    if (auto bad = out_of("/handover_ms", model.handover_ms.value, 0, max_ms)) return bad;
    for (std::size_t i = 0; i < call_classes; ++i) {
        // The engine is promised what is left of the target when it gets the request.
        if (auto bad = out_of(element("/target_ms", i), model.target_ms[i].value,
                              model.dispatch_delay_ms.value + 1000, max_ms)) {
            return bad;
        }
    }
    for (std::size_t i = 0; i < model.off_road_m_per_h.size(); ++i) {
        if (auto bad = out_of(element("/off_road_m_per_h", i), model.off_road_m_per_h[i], 100,
                              1'000'000)) {
            return bad;
        }
    }
    return out_of("/demand_cell_m", model.demand_cell_m.value, 0, 100'000);
}

}  // namespace muster::evaluation
