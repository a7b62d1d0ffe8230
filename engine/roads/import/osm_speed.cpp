#include "engine/roads/import/osm_speed.hpp"

#include <array>
#include <charconv>
#include <string>

#include "engine/roads/import/tag_text.hpp"

namespace muster::roads {
namespace {

using Kind = SpeedLimit::Kind;

constexpr std::uint64_t m_per_mile = 1'609;
constexpr std::uint64_t highest_limit = 300'000;  // m/h; more is a slip of the pen

// The limits that laws set for a kind of place, in km/h; 0 = none. The row without a country holds
// where the country has none of its own.
struct PlaceSpeed {
    std::string_view country;
    std::string_view place;
    std::uint32_t km_per_h;
};
constexpr auto place_speeds = std::to_array<PlaceSpeed>({{"ru", "urban", 60},
                                                         {"by", "urban", 60},
                                                         {"kz", "urban", 60},
                                                         {"jp", "urban", 60},
                                                         {"kr", "urban", 50},
                                                         {"gb", "urban", 48},
                                                         {"us", "urban", 40},
                                                         {"", "urban", 50},
                                                         {"cn", "rural", 70},
                                                         {"de", "rural", 100},
                                                         {"at", "rural", 100},
                                                         {"fr", "rural", 80},
                                                         {"ch", "rural", 80},
                                                         {"nl", "rural", 80},
                                                         {"se", "rural", 70},
                                                         {"be-vlg", "rural", 70},
                                                         {"jp", "rural", 60},
                                                         {"gb", "rural", 96},
                                                         {"us", "rural", 88},
                                                         {"", "rural", 90},
                                                         {"gb", "nsl_single", 96},
                                                         {"gb", "nsl_dual", 112},
                                                         {"gb", "nsl_restricted", 48},
                                                         {"gb", "motorway", 112},
                                                         {"cn", "motorway", 120},
                                                         {"ru", "motorway", 110},
                                                         {"fr", "motorway", 130},
                                                         {"at", "motorway", 130},
                                                         {"it", "motorway", 130},
                                                         {"ch", "motorway", 120},
                                                         {"es", "motorway", 120},
                                                         {"be", "motorway", 120},
                                                         {"pl", "motorway", 140},
                                                         {"nl", "motorway", 100},
                                                         {"jp", "motorway", 100},
                                                         {"", "motorway", 0},
                                                         {"", "urban_motorway", 0},
                                                         {"de", "trunk", 100},
                                                         {"at", "trunk", 100},
                                                         {"it", "trunk", 110},
                                                         {"", "trunk", 0},
                                                         {"", "express", 0},
                                                         {"", "expressway", 0},
                                                         {"", "urban_trunk", 0},
                                                         {"", "dual_carriageway", 0},
                                                         {"", "built_up", 50},
                                                         {"", "urban_primary", 50},
                                                         {"", "urban_secondary", 50},
                                                         {"", "residential", 30},
                                                         {"", "school", 30},
                                                         {"", "school_zone", 30},
                                                         {"", "bicycle_road", 30},
                                                         {"", "cyclestreet", 30},
                                                         {"ru", "living_street", 20},
                                                         {"fr", "living_street", 20},
                                                         {"ch", "living_street", 20},
                                                         {"be", "living_street", 20},
                                                         {"pl", "living_street", 20},
                                                         {"es", "living_street", 20},
                                                         {"nl", "living_street", 15},
                                                         {"", "living_street", 7},
                                                         {"", "pedestrian_zone", 7},
                                                         {"", "walk", 7}});

SpeedLimit of_m_per_h(std::uint64_t m_per_h) {
    if (m_per_h < 1'000 || m_per_h > highest_limit) return {Kind::unread, 0};
    return {Kind::limited, static_cast<std::uint32_t>(m_per_h)};
}

// "50", "27.5", "30 mph", "50km/h", "5 knots"; `plain` metres are meant where no unit stands.
SpeedLimit read_number(std::string_view text, std::uint64_t plain) {
    std::uint64_t thousandths = 0;
    int decimals = -1;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if ((c == '.' || c == ',') && decimals < 0 && at > 0) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9') break;
        if (decimals >= 3) continue;
        thousandths = thousandths * 10 + static_cast<std::uint64_t>(c - '0');
        if (thousandths > 1'000'000'000) return {Kind::unread, 0};
        if (decimals >= 0) ++decimals;
    }
    if (at == 0) return {Kind::unread, 0};
    for (int i = std::max(decimals, 0); i < 3; ++i)
        thousandths *= 10;
    const std::string_view unit = trimmed(text.substr(at));
    std::uint64_t metres = 0;
    if (unit.empty())
        metres = plain;
    else if (one_of(unit, {"km/h", "kmh", "km/hr", "kmph", "kph", "km"}))
        metres = 1'000;
    else if (one_of(unit, {"mph", "mi/h", "mp/h"}))
        metres = m_per_mile;
    else if (one_of(unit, {"knots", "knot", "kn", "kt", "kts"}))
        metres = 1'852;
    else
        return {Kind::unread, 0};
    return of_m_per_h(thousandths * metres / 1'000);
}

SpeedLimit by_place(std::string_view country, std::string_view place) {
    const auto km_per_h = [&](std::string_view wanted) -> const PlaceSpeed* {
        for (const PlaceSpeed& known : place_speeds) {
            if (known.place == place && known.country == wanted) return &known;
        }
        return nullptr;
    };
    const PlaceSpeed* found = km_per_h(country);
    // "be-vlg" is a part of "be".
    if (found == nullptr) found = km_per_h(country.substr(0, 2));
    if (found == nullptr) found = km_per_h("");
    if (found == nullptr) return {Kind::unread, 0};
    if (found->km_per_h == 0) return {Kind::unlimited, 0};
    return of_m_per_h(std::uint64_t{found->km_per_h} * 1'000);
}

bool is_country(std::string_view text) {
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return text.size() >= 2 && letter(text[0]) && letter(text[1]) &&
           (text.size() == 2 || text[2] == '-');
}

// "de:urban", "de:zone:30", "zone30", "ru:zone:20", "urban": lower case. Its numbers are miles in
// countries of miles.
SpeedLimit read_rule(std::string_view text) {
    std::string_view country;
    const std::size_t colon = text.find(':');
    if (const std::string_view first = trimmed(text.substr(0, colon));
        colon != std::string_view::npos && is_country(first)) {
        country = first == "uk" ? std::string_view("gb") : first;
        text.remove_prefix(colon + 1);
    }
    const bool miles = country.starts_with("gb") || country.starts_with("us");
    bool zone = !country.empty();
    SpeedLimit found{Kind::unread, 0};
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(':'), text.size());
        std::string_view part = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (part.starts_with("zone")) {
            part.remove_prefix(4);
            if (part.starts_with('_') || part.starts_with('-')) part.remove_prefix(1);
            part = trimmed(part);
            zone = true;
            if (part.empty()) continue;
        }
        SpeedLimit here =
            zone ? read_number(part, miles ? m_per_mile : 1'000) : SpeedLimit{Kind::unread, 0};
        if (here.kind == Kind::unread) here = by_place(country, part);
        // "de:urban:30": the number is what holds there.
        if (here.kind != Kind::unread) found = here;
    }
    return found;
}

SpeedLimit read_part(const std::string& part) {
    // Limits by the hour: what holds at other times stands elsewhere.
    if (part.find('@') != std::string::npos) return {};
    if (one_of(part, {"signals", "variable", "sign", "signed", "unposted", "default", "unknown"}))
        return {};
    if (one_of(part, {"none", "unlimited", "no_limit"})) return {Kind::unlimited, 0};
    if (one_of(part, {"walking", "walking_pace"})) return by_place("", "walk");
    const SpeedLimit number = read_number(part, 1'000);
    return number.kind == Kind::unread ? read_rule(part) : number;
}

template <class Read>
SpeedLimit lowest(std::string_view list, Read&& read) {
    SpeedLimit found;
    for_each_part(list, [&](const std::string& part) {
        const SpeedLimit here = read(part);
        if (here.kind == Kind::limited) {
            if (found.kind != Kind::limited || here.m_per_h < found.m_per_h) found = here;
        } else if (found.kind != Kind::limited && here.kind != Kind::unsaid &&
                   found.kind != Kind::unlimited) {
            found = here;
        }
    });
    return found;
}

// "PT1H30M", "P1DT2H", in lower case. Seconds; 0 when it is another form.
std::uint64_t iso_seconds(std::string_view text) {
    if (!text.starts_with('p')) return 0;
    text.remove_prefix(1);
    std::uint64_t total = 0;
    bool time = false;
    while (!text.empty()) {
        if (text.front() == 't') {
            time = true;
            text.remove_prefix(1);
            continue;
        }
        std::uint32_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc()) return 0;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        const char unit = text.empty() ? '\0' : text.front();
        if (unit == 'd' && !time)
            total += std::uint64_t{number} * 86'400;
        else if (unit == 'h' && time)
            total += std::uint64_t{number} * 3'600;
        else if (unit == 'm' && time)
            total += std::uint64_t{number} * 60;
        else if (unit == 's' && time)
            total += number;
        else
            return 0;
        text.remove_prefix(1);
    }
    return total;
}

// "25", "00:25", "01:10:30". Seconds; 0 when it is another form.
std::uint64_t clock_seconds(std::string_view text) {
    std::array<std::uint64_t, 3> fields{};
    std::size_t count = 0;
    while (true) {
        std::uint32_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || count == fields.size()) return 0;
        fields[count++] = number;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (text.empty()) break;
        if (text.front() != ':') return 0;
        text.remove_prefix(1);
    }
    if (count == 1) return fields[0] * 60;
    if (fields[1] > 59 || fields[2] > 59) return 0;
    return fields[0] * 3'600 + fields[1] * 60 + fields[2];
}

// "25 min", "1 h 10 min", "1h10", "90 minutes". Seconds; 0 when it is another form.
std::uint64_t words_seconds(std::string_view text) {
    std::uint64_t total = 0;
    std::uint64_t unit_before = 0;
    while (!(text = trimmed(text)).empty()) {
        std::uint32_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc()) return 0;
        text = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
        const std::size_t length = std::min(text.find_first_of("0123456789 "), text.size());
        const std::string_view word = text.substr(0, length);
        std::uint64_t unit = 0;
        if (one_of(word, {"h", "hr", "hrs", "hour", "hours", "std"}))
            unit = 3'600;
        else if (one_of(word, {"m", "min", "mins", "min.", "minute", "minutes"}) ||
                 (word.empty() && unit_before == 3'600))
            unit = 60;
        else if (one_of(word, {"s", "sec", "second", "seconds"}))
            unit = 1;
        else
            return 0;
        total += number * unit;
        unit_before = unit;
        text.remove_prefix(length);
    }
    return total;
}

}  // namespace

SpeedLimit read_limit(std::string_view value) {
    return lowest(value, read_part);
}

SpeedLimit read_zone(std::string_view value) {
    return lowest(value, [](const std::string& part) {
        const SpeedLimit rule = read_rule(part);
        return rule.kind == Kind::unread ? SpeedLimit{} : rule;
    });
}

std::optional<std::uint64_t> read_duration_ms(std::string_view value) {
    std::uint64_t longest = 0;
    for_each_part(value, [&](const std::string& part) {
        for (const std::uint64_t seconds :
             {clock_seconds(part), iso_seconds(part), words_seconds(part)})
            longest = std::max(longest, seconds);
    });
    if (longest == 0 || longest > 31 * 86'400) return std::nullopt;
    return longest * 1'000;
}

}  // namespace muster::roads
