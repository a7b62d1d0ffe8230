// Assessments in reads and on the feed.
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

Test assessment_standard(const Wanted& w) {
    const auto value = code(w);
    if (!value) return {};
    return test_of<Assessment>(w, [v = *value](const Assessment& a) { return a.standard == v; });
}
Test assessment_status(const Wanted& w) {
    const auto value = enum_value<AssessmentStatus>(w);
    if (!value) return {};
    return test_of<Assessment>(w, [v = *value](const Assessment& a) { return a.status == v; });
}
Test assessment_level(const Wanted& w) {
    const auto value = enum_value<AbilityLevel>(w);
    if (!value) return {};
    return test_of<Assessment>(w, [v = *value](const Assessment& a) { return a.level.value == v; });
}
// Of which the next one is due before a time.
Test assessment_due(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    return test_of<Assessment>(w, [v = static_cast<std::int64_t>(*value)](const Assessment& a) {
        return a.status == AssessmentStatus::valid && a.again.due_at.value < v;
    });
}

constexpr Filter assessment_filters[] = {{"member", false, of_member<Assessment>},
                                         {"standard", false, assessment_standard},
                                         {"status", false, assessment_status},
                                         {"level", true, assessment_level},
                                         {"due_before", false, assessment_due}};

}  // namespace

template <>
constexpr Collection<Assessment> collection<Assessment>{.filters = assessment_filters};
template class EntityView<Assessment>;

}  // namespace muster::views
