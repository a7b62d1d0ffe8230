// What members need, as their answers tell.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/survey.hpp"

namespace muster::core {

// The member has each need that the answer tells of: those that nobody knew are found.
// Precondition: the answer has a member.
void find_needs(Step& step, AnswerId answer);

// The answer does not count any more: what it alone told of, and nothing is planned for, is
// resolved.
void drop_needs(Step& step, AnswerId answer, AnswerId later);

// The member is looked after no more, or again.
void follow_life(Step& step, MemberId member, bool ends);
void forget_needs(Step& step, MemberId member);

// What else is done for the sake of a need, such as a project, whose number `plan` tells. Nothing
// is emitted where the need is over or is not on the board.
void plan_need(Step& step, NeedId need, std::string plan);
void resolve_need(Step& step, NeedId need, const std::string& plan);
// It will not be done: nothing is planned for the need any more, unless something else is.
void unplan_need(Step& step, NeedId need, std::string_view plan);

}  // namespace muster::core
