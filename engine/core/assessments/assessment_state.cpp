#include "engine/core/assessments/assessment_state.hpp"

#include "engine/core/kernel/obligation.hpp"

namespace muster::core {

TimePoint Derived<Assessment>::due(const Assessment& assessment, const Rules& /*rules*/) {
    return assessment.status == AssessmentStatus::valid ? next_alarm(assessment.again) : never;
}

}  // namespace muster::core
