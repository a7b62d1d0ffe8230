// What the events of a log come to, as plain maps: the same facts as in the tables, told once more.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/reports/event_city.hpp"

namespace muster::reports::test {

using Maybe = std::optional<std::int64_t>;

struct NaiveRequest {
    std::int64_t at = 0;
    std::int64_t day = 0;
    std::string urgency, service, channel, district, status = "open";
    std::uint64_t member = 0;
    Maybe taken, on_scene;
    std::int64_t late = 0, reopened = 0, urged = 0;
};
struct NaiveBreach {
    std::int64_t day = 0;
    std::string urgency, district, cause;
    std::uint64_t member = 0;
    bool explained = false;
};
struct NaiveVisit {
    std::uint64_t member = 0;
    std::string district, tier, status = "planned";
    std::int64_t due = 0, due_day = 0;
    Maybe met, ended;
};
struct NaiveContact {
    std::int64_t day = 0;
    std::string district, outcome;
    bool called = false;
};
struct NaiveRating {
    std::int64_t day = 0;
    std::string district;
    bool reached = false;
    std::int64_t rating = 0;
};
struct NaiveOffer {
    std::int64_t day = 0;
    std::uint64_t request = 0;
    std::string status = "live";
};
struct NaiveBooking {
    std::int64_t day = 0;
    std::string district, service, status = "asked";
};
struct NaiveNeed {
    std::int64_t day = 0;
    std::uint64_t member = 0;
    std::string code, district, status = "open";
};

struct NaiveService {
    std::int64_t day = 0, minutes = 0;
    std::uint64_t volunteer = 0, member = 0;
    std::string district, status;
};
struct NaiveCredited {
    std::int64_t day = 0;
    std::string district;
    std::int64_t minutes = 0, credited = 0, over_limit = 0, over_cap = 0, cut = 0;
};
struct NaiveEntry {
    std::int64_t day = 0, minutes = 0;
    std::string district, kind;
};
struct NaiveSuggestion {
    std::int64_t day = 0;
    std::string status = "registered", grade = "none", satisfaction = "none";
    bool fed_back = false, late = false;
    std::uint64_t merged_into = 0;
};
struct NaiveTalent {
    std::int64_t joined = 0;
    std::string district, willingness;
    Maybe born;
    std::set<std::string> fields;
    std::vector<std::pair<std::int64_t, std::string>> statuses;  // each from its day on
};
struct NaiveSkillEnd {
    std::int64_t day = 0;
    std::string district;
};
struct NaiveStep {
    std::uint64_t project = 0;
    std::string step, department, district, outcome = "open";
    std::int64_t given = 0, day = 0, ended = 0, late = 0;
};

struct NaiveCall {
    std::int64_t day = 0;
    std::string district, outcome;
    std::int64_t waited = 0, talked = 0;
};

struct Facts {
    std::map<std::uint64_t, NaiveCall> calls;
    std::map<std::uint64_t, NaiveService> services;
    std::map<std::pair<std::uint64_t, std::int64_t>, NaiveCredited> credited;
    std::vector<NaiveEntry> entries;
    std::map<std::uint64_t, std::string> accounts;  // their districts
    std::map<std::uint64_t, NaiveSuggestion> suggestions;
    std::map<std::uint64_t, NaiveTalent> talents;
    std::map<std::string, std::string> field_names;
    std::map<std::tuple<std::uint64_t, std::string, std::int64_t>, NaiveSkillEnd> skill_ends;
    std::map<std::uint64_t, std::string> projects;  // their districts
    std::vector<NaiveStep> steps;
    std::map<std::uint64_t, std::string> members, places;
    std::map<std::uint64_t, NaiveRequest> requests;
    std::map<std::tuple<std::uint64_t, std::string, std::int64_t>, NaiveBreach> breaches;
    std::map<std::uint64_t, NaiveVisit> visits;
    std::map<std::tuple<std::uint64_t, std::uint32_t, std::int64_t>, NaiveContact> contacts;
    std::map<std::tuple<std::uint64_t, std::int64_t, std::string>, NaiveRating> ratings;
    std::map<std::uint64_t, NaiveOffer> offers;
    std::map<std::uint64_t, NaiveBooking> bookings;
    std::map<std::uint64_t, NaiveNeed> needs;
    std::int64_t at = 0;
    std::int64_t offset = 28'800'000;

    [[nodiscard]] std::int64_t day(std::int64_t time) const { return (time + offset) / 86'400'000; }
    [[nodiscard]] std::string district(std::uint64_t member) const {
        const auto found = members.find(member);
        return found == members.end() ? "" : found->second;
    }
    NaiveRequest* request(RequestId id) {
        const auto found = requests.find(id.value);
        return found == requests.end() ? nullptr : &found->second;
    }
    NaiveTalent* talent(TalentId id) {
        const auto found = talents.find(id.value);
        return found == talents.end() ? nullptr : &found->second;
    }
    NaiveVisit* visit(VisitId id) {
        const auto found = visits.find(id.value);
        return found == visits.end() ? nullptr : &found->second;
    }
};

[[nodiscard]] Facts facts_of(const std::vector<Told>& told);

}  // namespace muster::reports::test
