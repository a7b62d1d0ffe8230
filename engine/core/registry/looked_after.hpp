// What the areas share that do something about a member.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/registry.hpp"

namespace muster::core {

// Looks a member up to whom something is to be owed: who has died, moved away or was erased is
// refused.
[[nodiscard]] Named<Member> find_looked_after(const Step& step, MemberId id,
                                              std::string_view command);

// Whether there is such a day of birth. `field` is where a command tells it.
[[nodiscard]] Rejection check_birth_date(const std::string& field, const BirthDate& birth);

// The profile is another one, and the risk follows: MemberUpdated, unless it is the same.
void replace_profile(Step& step, MemberId id, MemberProfile profile);
// The member is as an assessment says, and the risk follows: as above.
void set_ability(Step& step, MemberId id, AbilityLevel ability);

// After something was told of a member: emits MemberRiskChanged when the risk is another now.
void renew_risk(Step& step, MemberId id);

}  // namespace muster::core
