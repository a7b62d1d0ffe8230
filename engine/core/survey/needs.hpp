// What members need, as their answers tell.
#pragma once

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

}  // namespace muster::core
