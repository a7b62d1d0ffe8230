#include "engine/roads/import/osm_restrictions.hpp"

#include <string>
#include <string_view>

#include "engine/roads/import/tag_text.hpp"

namespace muster::roads {
namespace {

struct Kind {
    bool read = false;
    bool only = false;
    bool u_turn = false;
    bool on_red = false;
};

// "no_left_turn", or a list of such: banned where one of them bans.
Kind kind_of(std::string_view value) {
    Kind kind;
    for_each_part(value, [&](const std::string& part) {
        if (part.ends_with("_on_red")) {
            kind.on_red = true;
            return;
        }
        const bool known = one_of(part, {"no_left_turn", "no_right_turn", "no_straight_on",
                                         "no_u_turn", "no_entry", "no_exit", "only_left_turn",
                                         "only_right_turn", "only_straight_on", "only_u_turn"});
        if (!known) return;
        const bool u_turn = part.ends_with("_u_turn");
        kind.u_turn = kind.read ? kind.u_turn && u_turn : u_turn;
        kind.only = part.starts_with("only_");
        kind.read = true;
    });
    return kind;
}

// Who heeds restriction=*, by except=*.
std::uint8_t heeding(std::string_view except, const OsmRules& rules) {
    if (has_part(except, {"motorcar", "motor_vehicle", "vehicle"})) return 0;
    std::uint8_t who = profile_bit(Profile::normal);
    if (rules.urgent_obeys_turn_restrictions && !has_part(except, {"emergency"}))
        who |= profile_bit(Profile::urgent);
    return who;
}

bool is_restriction(const Tags& tags) {
    const std::string_view type = tags["type"];
    return type == "restriction" || type.starts_with("restriction:");
}

// What holds for cars: the most special key wins.
std::string_view value_for_cars(const Tags& tags) {
    for (const std::string_view key : {"restriction:motorcar", "restriction:motor_vehicle",
                                       "restriction:vehicle", "restriction"}) {
        if (!tags[key].empty()) return tags[key];
    }
    return {};
}

void add_members(const osmium::Relation& relation, Restriction& read) {
    for (const osmium::RelationMember& member : relation.members()) {
        const std::string_view role = member.role();
        if (member.type() == osmium::item_type::way) {
            if (role == "from") read.from_ways.push_back(member.ref());
            if (role == "to") read.to_ways.push_back(member.ref());
            if (role == "via") read.via_ways.push_back(member.ref());
        } else if (member.type() == osmium::item_type::node && role == "via") {
            read.via_node = member.ref();
        }
    }
}

// Why a restriction without a value for cars is left out.
LeftOut not_for_cars(const Tags& tags) {
    bool others = tags["type"] != "restriction";
    for (const auto& [key, value] : tags.all()) {
        if (key.starts_with("restriction") && key.ends_with(":conditional"))
            return LeftOut::restrictions_by_the_hour;
        others = others || key.starts_with("restriction:");
    }
    return others ? LeftOut::restrictions_of_others : LeftOut::restrictions_unread;
}

}  // namespace

std::optional<Restriction> read_restriction(const osmium::Relation& relation, const Tags& tags,
                                            const OsmRules& rules, OsmReport& report,
                                            UnreadTags& unread) {
    if (!is_restriction(tags)) return std::nullopt;
    const auto leave_out = [&](LeftOut why) -> std::optional<Restriction> {
        report.leave_out(why);
        ++report.restrictions_left_out;
        return std::nullopt;
    };
    const std::string_view value = value_for_cars(tags);
    if (value.empty() || value == "none") return leave_out(not_for_cars(tags));
    const Kind kind = kind_of(value);
    if (!kind.read && kind.on_red) return leave_out(LeftOut::restrictions_on_red);
    if (!kind.read) {
        unread.add("restriction", value);
        return leave_out(LeftOut::restrictions_unread);
    }
    Restriction read;
    read.only = kind.only;
    read.u_turn = kind.u_turn;
    read.profiles = heeding(tags["except"], rules);
    if (read.profiles == 0) return leave_out(LeftOut::restrictions_of_others);
    add_members(relation, read);
    if (read.from_ways.empty() || read.to_ways.empty() || (!read.via_node && read.via_ways.empty()))
        return leave_out(LeftOut::restrictions_incomplete);
    return read;
}

}  // namespace muster::roads
