// Assessments in reads and on the feed.
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

// Of which the next one is due before a time.
Test assessment_due(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    return test_of<Assessment>(w, [v = static_cast<std::int64_t>(*value)](const Assessment& a) {
        return a.status == AssessmentStatus::valid && a.again.due_at.value < v;
    });
}

constexpr Filter assessment_filters[] = {{"member", false, of_member<Assessment>},
                                         {"standard", false, by<&Assessment::standard>},
                                         {"status", false, by<&Assessment::status>},
                                         {"level", true, by<&Assessment::level>},
                                         {"due_before", false, assessment_due}};

}  // namespace

template <>
constexpr Collection<Assessment> collection<Assessment>{.filters = assessment_filters};
template class EntityView<Assessment>;

}  // namespace muster::views
