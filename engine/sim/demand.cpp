#include "engine/sim/demand.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace muster::sim {

namespace {

constexpr std::int64_t half_hour_ms = 1'800'000;
constexpr std::int64_t half_hours = 48;
constexpr std::int64_t day_ms = half_hour_ms * half_hours;

using Day = std::array<std::int64_t, half_hours>;

// Relative rates by half hour from midnight. Emergencies never stop and peak in the morning, when
// people get up; wishes of daily life come when offices are open, with a rise before meals.
constexpr Day emergency_day{50,  48,  46,  44,  42,  42,  44,  46,  52,  60,  74,  88,
                            102, 116, 128, 136, 140, 140, 138, 134, 128, 124, 120, 116,
                            112, 108, 104, 102, 102, 104, 106, 108, 110, 112, 114, 116,
                            114, 110, 106, 100, 94,  88,  82,  76,  70,  64,  58,  54};
constexpr Day daily_day{3,   2,   2,   1,   1,   1,   1,   1,   2,   4,   10,  22,
                        48,  84,  132, 180, 228, 254, 262, 258, 246, 232, 196, 150,
                        112, 108, 126, 158, 188, 206, 212, 204, 186, 164, 138, 112,
                        90,  72,  58,  46,  36,  28,  20,  15,  11,  8,   6,   4};

constexpr const Day& day_of(Rhythm rhythm) {
    return rhythm == Rhythm::emergency ? emergency_day : daily_day;
}

using enum Rhythm;
constexpr std::array services{
    ServiceDemand{"emergency", emergency, 58, Stay::rescue, "red", 300, "按下紧急呼叫"},
    ServiceDemand{"chest_pain", emergency, 15, Stay::rescue, "", 0, "胸口疼，出冷汗"},
    ServiceDemand{"breathless", emergency, 12, Stay::rescue, "", 0, "喘不上气"},
    ServiceDemand{"gas_or_fire", emergency, 3, Stay::rescue, "", 0, "厨房有煤气味"},
    ServiceDemand{"fall", emergency, 74, Stay::rescue, "", 40, "滑倒后起不来"},
    ServiceDemand{"silent_call", emergency, 30, Stay::errand, "", 1000, ""},
    ServiceDemand{"missed_heartbeat", emergency, 28, Stay::errand, "", 1000, "设备十二小时无活动"},
    ServiceDemand{"lost_person", emergency, 6, Stay::journey, "", 0, "老人外出未归"},
    ServiceDemand{"health_help", daily, 70, Stay::care, "green", 0, ""},
    ServiceDemand{"doctor_visit", daily, 60, Stay::visit, "", 0, "头晕，请医生上门"},
    ServiceDemand{"nurse_visit", daily, 110, Stay::visit, "", 0, "换药"},
    ServiceDemand{"medicine", daily, 140, Stay::errand, "", 0, "代取慢性病药"},
    ServiceDemand{"to_hospital", daily, 80, Stay::journey, "", 0, "复诊接送"},
    ServiceDemand{"wheelchair_trip", daily, 30, Stay::journey, "", 0, ""},
    ServiceDemand{"distress", daily, 24, Stay::care, "", 0, "心情低落，想找人说说"},
    ServiceDemand{"home_help", daily, 110, Stay::visit, "blue", 0, ""},
    ServiceDemand{"power_repair", daily, 24, Stay::repair, "", 0, "家中跳闸"},
    ServiceDemand{"water_repair", daily, 30, Stay::repair, "", 0, "水管漏水"},
    ServiceDemand{"small_repair", daily, 55, Stay::repair, "", 0, "门锁坏了"},
    ServiceDemand{"meal", daily, 200, Stay::errand, "", 0, "午餐一份，少盐"},
    ServiceDemand{"bathing", daily, 65, Stay::care, "", 0, ""},
    ServiceDemand{"care_at_home", daily, 60, Stay::care, "", 0, ""},
    ServiceDemand{"haircut", daily, 50, Stay::visit, "", 0, ""},
    ServiceDemand{"shopping", daily, 90, Stay::errand, "", 0, "买米和菜"},
    ServiceDemand{"company", daily, 130, Stay::care, "", 0, ""},
    ServiceDemand{"phone_help", daily, 60, Stay::visit, "", 0, "手机打不开健康码"},
    ServiceDemand{"home_visit", daily, 45, Stay::visit, "", 0, ""},
    ServiceDemand{"consultant", daily, 50, Stay::visit, "yellow", 0, ""},
    ServiceDemand{"policy_advice", daily, 50, Stay::visit, "", 0, "高龄津贴怎么办"},
    ServiceDemand{"home_modification", daily, 20, Stay::visit, "", 0, "想装扶手"},
    ServiceDemand{"doctor_contract", daily, 20, Stay::visit, "", 0, ""},
    ServiceDemand{"activity", daily, 25, Stay::visit, "", 0, "书法班报名"},
    ServiceDemand{"suggestion", daily, 6, Stay::visit, "", 0, ""},
    ServiceDemand{"time_bank", daily, 15, Stay::visit, "", 0, ""},
    ServiceDemand{"card_service", daily, 12, Stay::visit, "", 0, "联系卡遗失"},
    ServiceDemand{"legal_advice", daily, 8, Stay::visit, "", 0, ""},
};

constexpr std::uint32_t full_city_members = 12'000;

Channel pick_channel(Rng& rng, const ServiceDemand& service, const CityMember& member) {
    const bool card = !member.card_uid.empty() && !service.colour.empty();
    if (service.rhythm == emergency) {
        if (service.service == Code("missed_heartbeat")) return Channel::device;
        if (service.service == Code("silent_call")) return Channel::hotline;
        if (!member.button.empty() && rng.permille(600)) return Channel::button;
        if (card && rng.permille(450)) return Channel::card;
        return rng.permille(880) ? Channel::hotline : Channel::app;
    }
    if (card && rng.permille(900)) return Channel::card;
    constexpr std::array channels{Channel::hotline, Channel::app, Channel::web, Channel::console};
    constexpr std::array<std::uint32_t, 4> weights{560, 260, 110, 70};
    return channels[rng.pick(weights)];
}

}  // namespace

std::span<const ServiceDemand> service_demand() {
    return services;
}

const ServiceDemand* demand_for(Code service) {
    const auto it = std::find_if(services.begin(), services.end(),
                                 [&](const ServiceDemand& s) { return s.service == service; });
    return it == services.end() ? nullptr : &*it;
}

Quantiles stay_time(Stay stay) {
    switch (stay) {
        case Stay::errand:
            return {{minutes(2), minutes(4), minutes(6), minutes(9), minutes(14), minutes(22),
                     minutes(50)}};
        case Stay::visit:
            return {{minutes(8), minutes(14), minutes(20), minutes(28), minutes(40), minutes(58),
                     minutes(120)}};
        case Stay::care:
            return {{minutes(20), minutes(35), minutes(45), minutes(60), minutes(85), minutes(115),
                     minutes(180)}};
        case Stay::rescue:
            return {{minutes(4), minutes(9), minutes(15), minutes(24), minutes(38), minutes(55),
                     minutes(120)}};
        case Stay::repair:
            return {{minutes(8), minutes(16), minutes(25), minutes(40), minutes(60), minutes(95),
                     minutes(240)}};
        case Stay::journey:
            return {{minutes(20), minutes(40), minutes(60), minutes(85), minutes(115), minutes(150),
                     minutes(240)}};
    }
    return {};
}

Demand::Demand(const City& city, const DemandOptions& options, TimePoint start)
    : city_(city), options_(options) {
    std::uint32_t sum = 0;
    members_by_demand_.reserve(city.members.size());
    for (const CityMember& member : city.members) {
        sum += member.demand;
        members_by_demand_.push_back(sum);
    }
    if (options.load_permille <= 0 || sum == 0) return;
    for (const Rhythm rhythm : {emergency, daily}) {
        processes_.push_back(make_process(rhythm, start));
        step(processes_.back());
    }
}

Demand::Process Demand::make_process(Rhythm rhythm, TimePoint start) const {
    Process process{Rng(options_.seed, Purpose::arrivals, static_cast<std::uint64_t>(rhythm),
                        static_cast<std::uint64_t>(start.value)),
                    rhythm,
                    {},
                    {},
                    {},
                    start};
    std::int64_t per_day = 0;
    for (const ServiceDemand& service : services) {
        if (service.rhythm != rhythm) continue;
        process.services.push_back(&service);
        process.weights.push_back(service.per_day);
        per_day += service.per_day;
    }
    const Day& day = day_of(rhythm);
    std::int64_t sum = 0;
    for (const std::int64_t rate : day) {
        sum += rate;
    }
    const std::int64_t peak = *std::max_element(day.begin(), day.end());
    // Gap at the peak = day / (arrivals a day * peak over mean), for a city of this size and load.
    // Above a million arrivals a day the gap stays at its shortest.
    const auto members = static_cast<std::int64_t>(city_.members.size());
    const std::int64_t per_day_e6 = std::max<std::int64_t>(
        1, per_day * options_.load_permille * members * 1000 / full_city_members);
    const std::int64_t gap = day_ms * 1'000'000 / per_day_e6 * sum / (peak * half_hours);
    process.mean_gap_at_peak = {std::clamp<std::int64_t>(gap, 1, day_ms)};
    return process;
}

// Thinning (Lewis and Shedler 1979): candidates at the peak's rate, kept as often as the rate of
// their half hour is of the peak's.
void Demand::step(Process& process) const {
    const Day& day = day_of(process.rhythm);
    const std::int64_t peak = *std::max_element(day.begin(), day.end());
    for (;;) {
        process.at = process.at + process.rng.exponential(process.mean_gap_at_peak);
        const std::int64_t local = process.at.value + options_.utc_offset.value;
        const auto half_hour = static_cast<std::size_t>(local / half_hour_ms % half_hours);
        if (process.rng.below(static_cast<std::uint32_t>(peak)) <
            static_cast<std::uint64_t>(day[half_hour])) {
            return;
        }
    }
}

std::optional<Arrival> Demand::next() {
    if (processes_.empty()) return std::nullopt;
    Process& process =
        *std::min_element(processes_.begin(), processes_.end(),
                          [](const Process& a, const Process& b) { return a.at < b.at; });
    Arrival arrival = describe(process);
    ++process.number;
    step(process);
    return arrival;
}

std::uint32_t Demand::pick_member(Rng& rng) const {
    const std::uint32_t draw = rng.below(members_by_demand_.back());
    const auto it = std::upper_bound(members_by_demand_.begin(), members_by_demand_.end(), draw);
    return static_cast<std::uint32_t>(it - members_by_demand_.begin());
}

Arrival Demand::describe(const Process& process) {
    Rng rng(options_.seed, Purpose::request,
            process.number * 2 + (process.rhythm == emergency ? 1 : 0),
            static_cast<std::uint64_t>(process.at.value));
    Arrival arrival;
    arrival.at = process.at;
    arrival.number = process.number;
    arrival.member = pick_member(rng);
    arrival.service = process.services[rng.pick(process.weights)];
    const CityMember& member = city_.members[arrival.member];
    arrival.channel = pick_channel(rng, *arrival.service, member);
    arrival.silent = rng.permille(arrival.service->silent_permille);
    if (arrival.channel == Channel::hotline) arrival.named = !rng.permille(150);

    if (process.rhythm == emergency) {
        const bool at_home = arrival.channel == Channel::device ||
                             arrival.channel == Channel::button || rng.permille(850);
        if (!at_home) {
            // Some hundred metres from home, in the street or the park.
            arrival.place = Point{
                static_cast<std::int32_t>(member.profile.home->value.lat_e7 + rng.bell(36'000)),
                static_cast<std::int32_t>(member.profile.home->value.lon_e7 + rng.bell(42'000))};
        }
        if (rng.permille(70)) {
            arrival.again = seconds(rng.between(15, 240));
            arrival.again_by_neighbour = rng.permille(600);
        }
        return arrival;
    }
    if (arrival.service->service == Code("bathing") && rng.permille(400)) {
        arrival.skills.push_back("female");
    }
    if (rng.permille(50)) arrival.skills.push_back("dialect");
    return arrival;
}

}  // namespace muster::sim
