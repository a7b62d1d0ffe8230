// What a city's emergency service is like, apart from its map: one file of config/cities/.
//
// Three classes of calls: high, medium, low. Whatever is listed by class stands in this order.
#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "muster/enums.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::evaluation {

BOOST_DEFINE_ENUM_CLASS(CallClass, high, medium, low)
constexpr std::size_t call_classes = 3;

// High, medium and low calls are requests of class P1, P2 and P3.
[[nodiscard]] constexpr Urgency urgency_of(CallClass c) {
    return static_cast<Urgency>(static_cast<int>(Urgency::P1) + static_cast<int>(c));
}

struct CityModel {
    std::string name_en;
    std::string name_zh;
    std::string sources;  // whose data these are, and their licences
    // Calls that come in 1,000 days at load 1.0.
    std::int64_t calls_per_1000_days = 0;
    std::array<std::int64_t, call_classes> class_permille{};  // sums to 1000
    Millis dispatch_delay_ms;  // from the call until the engine gets the request
    Millis on_scene_ms;        // mean of an exponential time
    std::int64_t transport_permille = 0;
    Millis handover_ms;                              // at the hospital; mean of an exponential time
    std::array<Millis, call_classes> target_ms{};    // from the call until somebody is there
    std::array<std::int64_t, 2> off_road_m_per_h{};  // urgent, normal
    // A call lies anywhere in the square of this side around its point of demand.
    Metres demand_cell_m;
};
BOOST_DESCRIBE_STRUCT(CityModel, (),
                      (name_en, name_zh, sources, calls_per_1000_days, class_permille,
                       dispatch_delay_ms, on_scene_ms, transport_permille, handover_ms, target_ms,
                       off_road_m_per_h, demand_cell_m))

[[nodiscard]] std::optional<SettingProblem> check(const CityModel& model);

}  // namespace muster::evaluation
