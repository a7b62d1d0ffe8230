#include "engine/core/assessments/assessment_state.hpp"

#include <algorithm>

#include "engine/core/kernel/obligation.hpp"

namespace muster::core {

void Derived<Assessment>::add(Index /*index*/, const Assessment& assessment) {
    std::vector<AssessmentId>& list = by_member_[assessment.member.value];
    list.insert(std::upper_bound(list.begin(), list.end(), assessment.id), assessment.id);
}

void Derived<Assessment>::remove(Index /*index*/, const Assessment& assessment) {
    const auto list = by_member_.find(assessment.member.value);
    std::erase(list->second, assessment.id);
    if (list->second.empty()) by_member_.erase(list);
}

TimePoint Derived<Assessment>::due(const Assessment& assessment, const Rules& /*rules*/) {
    return assessment.status == AssessmentStatus::valid ? next_alarm(assessment.again) : never;
}

std::span<const AssessmentId> Derived<Assessment>::of_member(MemberId member) const {
    const auto list = by_member_.find(member.value);
    if (list == by_member_.end()) return {};
    return list->second;
}

}  // namespace muster::core
