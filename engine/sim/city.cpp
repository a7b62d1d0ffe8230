#include "engine/sim/city.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "engine/sim/names.hpp"
#include "engine/sim/rng.hpp"
#include "muster/registry.hpp"
#include "muster/responders.hpp"

namespace muster::sim {

namespace {

constexpr std::int64_t lat_e7_per_m = 90;   // 1e-7 degree of latitude is 1.11 cm
constexpr std::int64_t lon_e7_per_m = 106;  // at 32.4 degrees north

Point moved(Point p, std::int64_t north_m, std::int64_t east_m) {
    return {static_cast<std::int32_t>(p.lat_e7 + north_m * lat_e7_per_m),
            static_cast<std::int32_t>(p.lon_e7 + east_m * lon_e7_per_m)};
}

// Somewhere around p, as close as `spread_m` as a rule, where one can live.
Point around(Rng& rng, Point p, std::int64_t spread_m) {
    for (int attempt = 0; attempt < 16; ++attempt) {
        const std::int64_t north = rng.bell(spread_m);
        const Point near = moved(p, north, rng.bell(spread_m));
        if (is_dry_land(near)) return near;
    }
    return p;
}

std::string numbered(std::string_view prefix, std::uint32_t number, std::size_t digits) {
    std::string text = std::to_string(number);
    if (text.size() < digits) text.insert(0, digits - text.size(), '0');
    return std::string(prefix) + text;
}

// Communities of a district lie in its town and in villages around it; the larger part in town.
void make_communities(City& city) {
    Rng rng(city.options.seed, Purpose::city, 1);
    const auto districts = geography().districts;
    std::uint32_t weight_before = 0;
    std::uint32_t made = 0;
    for (const District& district : districts) {
        weight_before += district.weight;
        const std::uint32_t until = city.options.communities * weight_before / 100;
        std::array<Point, 4> villages{};
        for (Point& village : villages) {
            village = around(rng, district.centre, 7'500);
        }
        for (; made < until || (&district == &districts.back() && made < city.options.communities);
             ++made) {
            const Point at = rng.permille(680) ? around(rng, district.centre, 2'200)
                                               : around(rng, villages[rng.below(4)], 900);
            city.communities.push_back({Code(numbered("community-", made + 1, 3)),
                                        place_name_en(made), place_name(made) + "社区",
                                        district.code, at});
        }
    }
}

// Stations stand in every k-th community, so that no community is far from one.
void make_stations(City& city) {
    Rng rng(city.options.seed, Purpose::city, 2);
    for (std::uint32_t i = 0; i < city.options.stations; ++i) {
        const std::size_t home = std::size_t{i} * city.communities.size() / city.options.stations;
        const Community& community = city.communities[home];
        city.stations.push_back({Code(numbered("station-", i + 1, 2)),
                                 community.name_en + " Station",
                                 community.name_zh.substr(0, 6) + "服务站", community.district,
                                 around(rng, community.at, 150)});
    }
}

AbilityLevel draw_ability(Rng& rng, std::int32_t age) {
    // intact, mild, moderate, severe, complete loss; in thousandths by age below 70, 80, 90, more.
    constexpr std::array<std::array<std::uint32_t, 5>, 4> shares{{{880, 90, 20, 7, 3},
                                                                  {720, 190, 60, 22, 8},
                                                                  {470, 310, 140, 58, 22},
                                                                  {190, 340, 270, 140, 60}}};
    const std::size_t row = age < 70 ? 0 : age < 80 ? 1 : age < 90 ? 2 : 3;
    constexpr std::array levels{AbilityLevel::intact, AbilityLevel::mild, AbilityLevel::moderate,
                                AbilityLevel::severe, AbilityLevel::complete_loss};
    return levels[rng.pick(shares[row])];
}

std::vector<MemberFlag> draw_flags(Rng& rng, std::int32_t age, AbilityLevel ability) {
    std::vector<MemberFlag> flags;
    const bool very_old = age >= 80;
    const bool alone = rng.permille(very_old ? 210 : 120);
    const bool empty_nest = !alone && rng.permille(380);
    const bool disabled = ability >= AbilityLevel::moderate || rng.permille(40);
    const bool poor = rng.permille(35);
    if (very_old) flags.push_back(MemberFlag::very_old);
    if (alone) flags.push_back(MemberFlag::lives_alone);
    if (empty_nest) flags.push_back(MemberFlag::empty_nest);
    if (disabled) flags.push_back(MemberFlag::disabled);
    if (poor) flags.push_back(MemberFlag::low_income);
    const bool without_kin = alone || empty_nest;
    if (without_kin && (very_old || (poor && disabled))) flags.push_back(MemberFlag::key_person);
    return flags;
}

std::string draw_risks(Rng& rng, AbilityLevel ability) {
    constexpr std::array<std::string_view, 8> known{"高血压",     "冠心病",      "糖尿病",
                                                    "听力弱",     "有跌倒史",    "骨质疏松",
                                                    "脑梗后遗症", "轻度认知障碍"};
    std::string risks;
    const std::int64_t share = ability <= AbilityLevel::intact ? 90 : 220;
    for (const std::string_view risk : known) {
        if (!rng.permille(share)) continue;
        if (!risks.empty()) risks += "、";
        risks += risk;
    }
    return risks;
}

std::vector<Contact> draw_contacts(Rng& rng, std::uint32_t member, const Community& community,
                                   std::uint32_t community_place) {
    std::vector<Contact> contacts;
    const auto add = [&](ContactRelation relation, std::uint32_t which) {
        const bool female = rng.permille(500);
        contacts.push_back({relation, person_name(rng, female, false),
                            phone_number(PhoneBook::contact, member * 3 + which)});
    };
    if (rng.permille(880)) add(ContactRelation::kin, 0);
    if (rng.permille(310)) add(ContactRelation::kin, 1);
    if (rng.permille(240)) add(ContactRelation::key_holder, 2);
    contacts.push_back({ContactRelation::neighbour_committee, community.name_zh + "居委会",
                        phone_number(PhoneBook::committee, community_place)});
    return contacts;
}

std::string draw_uid(Rng& rng) {
    // Seven bytes, the first of which stands for no maker of chips.
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string uid = "FE";
    for (int i = 0; i < 12; ++i) {
        uid += hex[rng.below(16)];
    }
    return uid;
}

CityMember make_member(const City& city, std::uint32_t place) {
    Rng rng(city.options.seed, Purpose::members, place);
    CityMember member;
    member.community = rng.below(static_cast<std::uint32_t>(city.communities.size()));
    const Community& community = city.communities[member.community];

    constexpr std::array<std::uint32_t, 4> decades{200, 390, 330, 80};
    const auto decade = static_cast<std::int32_t>(rng.pick(decades));
    const auto age = static_cast<std::int32_t>(60 + 10 * decade + rng.between(0, 9));
    const bool female = rng.permille(420);

    MemberProfile& profile = member.profile;
    profile.external_ref = member_ref(place);
    profile.name = person_name(rng, female, true);
    profile.phone = phone_number(PhoneBook::member, place);
    profile.address = street_address(rng, community.name_zh);
    profile.home = around(rng, community.at, 330);
    profile.district = community.district;
    profile.community = community.code;
    profile.birth_year = city.options.year - age;
    profile.ability = draw_ability(rng, age);
    profile.flags = draw_flags(rng, age, profile.ability.value);
    profile.risks = draw_risks(rng, profile.ability.value);
    profile.contacts = draw_contacts(rng, place, community, member.community);

    if (rng.permille(870)) member.card_uid = draw_uid(rng);
    if (rng.permille(age >= 80 ? 620 : 240)) member.button = numbered("DEMO-B-", place + 1, 6);
    member.demand = 2 + static_cast<std::uint32_t>(decade) * 2 +
                    2 * static_cast<std::uint32_t>(profile.ability.value) +
                    static_cast<std::uint32_t>(profile.flags.value.size());
    return member;
}

struct StaffPost {
    std::vector<Code> skills;
    Profile travel;
    std::int64_t from_h;
};

// Who works at a station, in the order in which posts are filled; each row is one person.
const std::vector<StaffPost>& staff_posts() {
    static const std::vector<StaffPost> posts{
        {{"first_aid", "lift", "driver"}, Profile::urgent, 8},
        {{"first_aid", "lift", "driver"}, Profile::urgent, 16},
        {{"first_aid", "lift", "driver"}, Profile::urgent, 0},
        {{"care", "lift", "first_aid"}, Profile::normal, 8},
        {{"care", "lift"}, Profile::normal, 16},
        {{"care", "lift"}, Profile::normal, 0},
        {{"nurse", "first_aid", "care"}, Profile::normal, 8},
        {{"cook", "company"}, Profile::e_bike, 10},
        {{"driver", "wheelchair", "lift"}, Profile::normal, 8},
        {{"electric", "plumbing", "handyman", "lift"}, Profile::normal, 8},
        {{"company", "digital", "policy"}, Profile::e_bike, 9},
    };
    return posts;
}

// Specialists who serve more than one station, one row after the other.
const std::vector<StaffPost>& specialist_posts() {
    static const std::vector<StaffPost> posts{
        {{"doctor", "first_aid"}, Profile::normal, 8},
        {{"nurse", "care"}, Profile::normal, 16},
        {{"psychology", "company"}, Profile::normal, 9},
        {{"electric", "plumbing", "handyman"}, Profile::normal, 16},
        {{"doctor", "first_aid"}, Profile::normal, 9},
        {{"nurse", "care"}, Profile::normal, 0},
        {{"barber", "company"}, Profile::normal, 9},
        {{"electric", "plumbing"}, Profile::normal, 0},
        {{"doctor", "first_aid"}, Profile::normal, 15},
        {{"psychology", "company"}, Profile::normal, 13},
    };
    return posts;
}

CityResponder make_staff(const City& city, std::uint32_t place) {
    Rng rng(city.options.seed, Purpose::staff, place);
    const auto stations = static_cast<std::uint32_t>(city.stations.size());
    // A sixth of all are specialists; the rest fill the stations' posts row by row.
    const bool specialist = place % 6 == 5;
    const std::uint32_t turn = place / 6;
    const std::uint32_t regular = place - turn;
    const std::vector<StaffPost>& posts = specialist ? specialist_posts() : staff_posts();
    const StaffPost& post =
        specialist ? posts[turn % posts.size()] : posts[regular / stations % posts.size()];
    const Station& station = city.stations[specialist ? turn * 7 % stations : regular % stations];

    CityResponder responder;
    const bool female = rng.permille(520);
    ResponderProfile& profile = responder.profile;
    profile.kind = ResponderKind::staff;
    profile.external_ref = responder_ref(place);
    profile.name = person_name(rng, female, false);
    profile.phone = phone_number(PhoneBook::staff, place);
    profile.skills = post.skills;
    profile.skills.push_back(female ? "female" : "male");
    if (rng.permille(850)) profile.skills.push_back("dialect");
    if (rng.permille(60)) profile.skills.push_back("english");
    profile.travel = post.travel;
    profile.department = station.code;
    profile.post = around(rng, station.at, 60);
    // Those on whom a life may depend are replaced when they are ill or on leave.
    responder.duty = {post.from_h, 8, post.travel == Profile::urgent ? 970 : 860};
    return responder;
}

CityResponder make_volunteer(const City& city, std::uint32_t place) {
    Rng rng(city.options.seed, Purpose::volunteers, place);
    const Community& community =
        city.communities[rng.below(static_cast<std::uint32_t>(city.communities.size()))];
    CityResponder responder;
    const bool female = rng.permille(560);
    ResponderProfile& profile = responder.profile;
    profile.kind = ResponderKind::volunteer;
    profile.external_ref = responder_ref(place);
    profile.name = person_name(rng, female, rng.permille(600));
    profile.phone = phone_number(PhoneBook::volunteer, place);

    struct Share {
        Code skill;
        std::int64_t permille;
    };
    static constexpr std::array<Share, 12> shares{{{"company", 800},
                                                   {"first_aid", 340},
                                                   {"digital", 230},
                                                   {"care", 110},
                                                   {"policy", 120},
                                                   {"cook", 90},
                                                   {"handyman", 80},
                                                   {"driver", 70},
                                                   {"psychology", 60},
                                                   {"barber", 50},
                                                   {"legal", 30},
                                                   {"english", 70}}};
    for (const Share& share : shares) {
        if (rng.permille(share.permille)) profile.skills.push_back(share.skill);
    }
    profile.skills.push_back(female ? "female" : "male");
    if (rng.permille(900)) profile.skills.push_back("dialect");
    profile.travel = rng.permille(550) ? Profile::walk : Profile::e_bike;
    profile.department = "volunteers";
    profile.post = around(rng, community.at, 420);

    // Mornings, afternoons or whole days; a few watch at night.
    constexpr std::array<DutyPattern, 4> habits{
        {{7, 5, 600}, {13, 6, 550}, {8, 12, 500}, {20, 10, 450}}};
    constexpr std::array<std::uint32_t, 4> habit_weights{300, 300, 300, 100};
    responder.duty = habits[rng.pick(habit_weights)];
    // Field reports give 17 to 47 per cent.
    responder.accept_permille = rng.between(170, 470);
    responder.decline_permille = rng.between(200, 400);
    return responder;
}

std::optional<std::uint32_t> place_after(std::string_view prefix, std::string_view text) {
    if (text.substr(0, prefix.size()) != prefix) return std::nullopt;
    text.remove_prefix(prefix.size());
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number == 0) {
        return std::nullopt;
    }
    return number - 1;
}

}  // namespace

City make_city(const CityOptions& options) {
    if (options.communities == 0 || options.stations == 0 || options.communities > place_names) {
        std::abort();
    }
    City city;
    city.options = options;
    make_communities(city);
    make_stations(city);
    city.members.reserve(options.members);
    for (std::uint32_t i = 0; i < options.members; ++i) {
        city.members.push_back(make_member(city, i));
    }
    city.responders.reserve(options.staff + options.volunteers);
    for (std::uint32_t i = 0; i < options.staff; ++i) {
        city.responders.push_back(make_staff(city, i));
    }
    for (std::uint32_t i = 0; i < options.volunteers; ++i) {
        city.responders.push_back(make_volunteer(city, options.staff + i));
    }
    return city;
}

bool is_on_duty(const City& city, std::uint32_t responder, std::int64_t day) {
    Rng rng(city.options.seed, Purpose::shift, responder, static_cast<std::uint64_t>(day));
    return rng.permille(city.responders[responder].duty.days_permille);
}

std::string member_ref(std::uint32_t place) {
    return numbered("DEMO-M-", place + 1, 6);
}

std::string responder_ref(std::uint32_t place) {
    return numbered("DEMO-R-", place + 1, 6);
}

std::optional<std::uint32_t> member_place(std::string_view external_ref) {
    return place_after("DEMO-M-", external_ref);
}

std::optional<std::uint32_t> responder_place(std::string_view external_ref) {
    return place_after("DEMO-R-", external_ref);
}

}  // namespace muster::sim
