#include "engine/sim/city_rules.hpp"

namespace muster::sim {

Rules city_rules(Rules rules, const City& city, const roads::RoadMap& streets) {
    rules.roads.map = streets.hash();
    StandbyRule& standby = rules.standby;
    if (!standby.posts.empty() || !standby.demand.empty()) return rules;
    for (const Station& station : city.stations)
        standby.posts.push_back({station.code, station.name_en, station.name_zh, station.at});
    for (const Community& community : city.communities)
        standby.demand.push_back({community.at, 0});
    for (const CityMember& member : city.members)
        standby.demand[member.community].weight += member.demand;
    return rules;
}

}  // namespace muster::sim
