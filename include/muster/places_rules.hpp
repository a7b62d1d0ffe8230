// The rules of places: which plan where, which questions callers are asked, how near is near.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster {

struct PlacesRule {
    // A note of a place goes for requests so near to it, a plan of a place likewise. 0..10000
    Metres radius_m{50};
    Millis keep_notes_ms = hours(24 * 30);  // after their end. 0..366 days
    // So long ago may have been what is caught up from paper, and so long it stays on the board, so
    // that the same paper is known again. 1 day..366 days
    Millis keep_past_ms = hours(24 * 92);
};
BOOST_DESCRIBE_STRUCT(PlacesRule, (), (radius_m, keep_notes_ms, keep_past_ms))

// Another plan for a service: of one urgency, in a district, a community, or at a place; what is
// not given goes for all. Of those that fit, that of the place goes before that of the community,
// this before that of the district, this before the rest; of equals the one with the urgency.
struct PlanOverride {
    Code service;
    std::optional<Urgency> urgency;
    Code district;
    Code community;
    std::string place;  // its external_ref, or that of what it is a part of
    Code plan;
};
BOOST_DESCRIBE_STRUCT(PlanOverride, (), (service, urgency, district, community, place, plan))

// What an answer means.
struct TriageChoice {
    Code code;
    std::string name_en;
    std::string name_zh;
    std::optional<Urgency> urgency;  // the class that it asks for at least
    std::vector<Code> skills;        // whoever comes needs them
    Agency handover = Agency::none;  // whom the desk shall hand over to
};
BOOST_DESCRIBE_STRUCT(TriageChoice, (), (code, name_en, name_zh, urgency, skills, handover))

struct TriageQuestion {
    Code code;
    std::string name_en;
    std::string name_zh;
    std::vector<TriageChoice> choices;  // 1 to 16
};
BOOST_DESCRIBE_STRUCT(TriageQuestion, (), (code, name_en, name_zh, choices))

// What a caller who asks for one of the services is asked, in this order.
struct QuestionSet {
    Code code;
    std::vector<Code> services;             // each in one set at most
    std::vector<TriageQuestion> questions;  // 1 to 32
};
BOOST_DESCRIBE_STRUCT(QuestionSet, (), (code, services, questions))

}  // namespace muster
