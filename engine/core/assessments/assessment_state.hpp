// What follows from assessments: from one, and from all of them together.
#pragma once

#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/assessments.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(AssessmentAction, supersede, revive, close, reopen, make_void)

// Another one that is voided revives the one before it; a death that is taken back opens what it
// closed.
constexpr LifeCycle<AssessmentStatus, AssessmentAction> assessment_cycle(
    {AssessmentStatus::valid, AssessmentStatus::superseded}, {AssessmentStatus::voided},
    {{{AssessmentStatus::valid}, AssessmentAction::supersede, AssessmentStatus::superseded},
     {{AssessmentStatus::superseded}, AssessmentAction::revive, AssessmentStatus::valid},
     {{AssessmentStatus::valid}, AssessmentAction::close, AssessmentStatus::closed},
     {{AssessmentStatus::closed}, AssessmentAction::reopen, AssessmentStatus::valid},
     {{AssessmentStatus::valid, AssessmentStatus::superseded},
      AssessmentAction::make_void,
      AssessmentStatus::voided}});

template <>
struct Derived<Assessment> {
  public:
    void add(Index /*index*/, const Assessment& one) { by_member_.add(one.member, one.id); }
    void remove(Index /*index*/, const Assessment& one) { by_member_.remove(one.member, one.id); }
    // When its member has to be assessed again, or that has to be warned of.
    [[nodiscard]] static TimePoint due(const Assessment& assessment, const Rules& rules);

    // Those of a member, in order of id.
    [[nodiscard]] const std::vector<AssessmentId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }

  private:
    IdLists<MemberId, AssessmentId> by_member_;
};

}  // namespace muster::core
