// The tier of risk that a member is in, and why: a pure function of what is known of him and of the
// time. Nothing here is remembered; Member::risk is what was found last.
#pragma once

#include <optional>

#include "muster/enum_set.hpp"
#include "muster/member.hpp"
#include "muster/rules.hpp"
#include "muster/units.hpp"

namespace muster::core {

// Of these rules, or the usual ones.
[[nodiscard]] const RiskRule& risk_rule(const Rules& rules);
// The kind of an event; nullptr when the rules do not have it.
[[nodiscard]] const MemberEventRule* event_rule(const RiskRule& rule, Code kind);

// When the member becomes so many years old: the start of that day in the city. Of who was born on
// 29 February it is the 28th in other years; of whom only the year is known, 1 January. Nothing
// when not even that is. A lunar date counts by the solar day that it was.
[[nodiscard]] std::optional<TimePoint> turns(const MemberProfile& profile, std::int64_t years,
                                             const CalendarRule& calendar);

// The flags that were told, and those that follow from the age: very_old and key_person.
[[nodiscard]] EnumSet<MemberFlag> flags_at(const Member& member, const Rules& rules, TimePoint now);

// `since` is `now`.
[[nodiscard]] Risk risk_at(const Member& member, const Rules& rules, TimePoint now);
// Whether they say the same; since when does not matter.
[[nodiscard]] bool same_risk(const Risk& a, const Risk& b);

// When Member::risk has to be found anew, if nothing is told of the member meanwhile; `never`.
// Not after now when it is not what these rules say.
[[nodiscard]] TimePoint risk_due(const Member& member, const Rules& rules);

// Events that count for nothing any more may be left out from then on.
[[nodiscard]] bool is_recent(const MemberEvent& event, const RiskRule& rule, TimePoint now);

}  // namespace muster::core
