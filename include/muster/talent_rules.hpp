// The rules of the talent register.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster {

// What somebody knows well, as the register is searched by it: medicine, calligraphy, law...
struct TalentField {
    Code code;
    std::string name_en;
    std::string name_zh;
};
BOOST_DESCRIBE_STRUCT(TalentField, (), (code, name_en, name_zh))

// How the register is kept (engine/core/talents/DESIGN.md).
struct TalentRule {
    std::vector<TalentField> fields;     // at least ten, at most 256
    std::int64_t review_months = 24;     // between two reviews of somebody, 1..120
    std::int64_t review_warn_days = 30;  // before one is due, 0..366
    std::int64_t candidate_days = 30;    // until a candidate is spoken to, 1..366
    Millis keep_ms = hours(24 * 366);    // who has left stays on the board. 1 s..366 days
};
BOOST_DESCRIBE_STRUCT(TalentRule, (),
                      (fields, review_months, review_warn_days, candidate_days, keep_ms))

}  // namespace muster
