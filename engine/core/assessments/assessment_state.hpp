// What follows from assessments: from one, and from all of them together.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/derived.hpp"
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
    void add(Index index, const Assessment& assessment);
    void remove(Index index, const Assessment& assessment);
    // When its member has to be assessed again, or that has to be warned of.
    [[nodiscard]] static TimePoint due(const Assessment& assessment, const Rules& rules);

    // Those of a member, in order of id.
    [[nodiscard]] std::span<const AssessmentId> of_member(MemberId member) const;

  private:
    boost::unordered_flat_map<std::uint64_t, std::vector<AssessmentId>> by_member_;
};

}  // namespace muster::core
