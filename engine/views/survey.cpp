// Surveys, answers and needs in reads and on the feed.
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

Test answer_with_reference(const Wanted& w) {
    return test_of<SurveyAnswer>(
        w, [text = std::string(w.value)](const SurveyAnswer& a) { return a.reference == text; });
}

constexpr Filter survey_filters[] = {{"status", false, by<&Survey::status>}};
constexpr Filter answer_filters[] = {{"survey", false, by<&SurveyAnswer::survey>},
                                     {"status", false, by<&SurveyAnswer::status>},
                                     {"reference", false, answer_with_reference},
                                     {"member", false, of_member<SurveyAnswer>},
                                     {"district", false, by<&SurveyAnswer::district>},
                                     {"age_band", false, by<&SurveyAnswer::age_band>},
                                     {"group", false, by<&SurveyAnswer::group>}};
constexpr Filter need_filters[] = {{"survey", false, by<&Need::survey>},
                                   {"status", false, by<&Need::status>},
                                   {"member", false, of_member<Need>},
                                   {"code", false, by<&Need::code>},
                                   {"district", false, by<&Need::district>}};

}  // namespace

template <>
constexpr Collection<Survey> collection<Survey>{.filters = survey_filters};
template class EntityView<Survey>;

template <>
constexpr Collection<SurveyAnswer> collection<SurveyAnswer>{.filters = answer_filters};
template class EntityView<SurveyAnswer>;

template <>
constexpr Collection<Need> collection<Need>{.filters = need_filters};
template class EntityView<Need>;

}  // namespace muster::views
