#include "bench/peers/workload.hpp"

namespace muster::bench {

Workload make_workload(std::size_t units, std::size_t asks) {
    Places places(units, false);
    const Rules rules = crowd_rules();
    Workload workload;
    for (std::size_t i = 0; i < units; ++i) {
        Unit unit;
        unit.profile = crowd_profile(places);
        for (const Code& skill : unit.profile.skills) {
            for (unsigned bit = 0; bit < skill_count; ++bit) {
                if (rules.skills[bit] == skill) unit.skills |= 1u << bit;
            }
        }
        unit.available = i % 10 == 0;
        workload.units.push_back(std::move(unit));
    }
    for (std::size_t i = 0; i < asks; ++i) {
        workload.asks.push_back({places.next(), static_cast<unsigned>(i * 7 % skill_count)});
    }
    return workload;
}

Plane plane(Point at) {
    // A degree of latitude is 111,195 m; of longitude 0.845 of that at 32.3 degrees north.
    constexpr double m_per_unit = 0.0111195;
    return {(at.lon_e7 - 1'191'000'000) * m_per_unit * 0.845,
            (at.lat_e7 - 320'000'000) * m_per_unit};
}

}  // namespace muster::bench
