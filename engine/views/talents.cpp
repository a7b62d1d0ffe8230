// Talents in reads and on the feed.
#include <algorithm>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/talents/talent_state.hpp"
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

bool stays(const Talent& talent) {
    return core::talent_stays.has(talent.status);
}

// One of the codes of a list of the profile.
template <auto list>
Test talent_with(const Wanted& w) {
    const auto value = code(w);
    if (!value) return {};
    return test_of<Talent>(w, [v = *value](const Talent& one) {
        const std::vector<Code>& codes = one.profile.*list;
        return std::find(codes.begin(), codes.end(), v) != codes.end();
    });
}

template <auto field>
Test talent_text(const Wanted& w) {
    return test_of<Talent>(
        w, [v = std::string(w.value)](const Talent& one) { return one.profile.*field == v; });
}

template <auto field>
Test talent_enum(const Wanted& w) {
    using Type = typename FieldOf<decltype(field)>::Type;
    const auto value = enum_value<Type>(w);
    if (!value) return {};
    return test_of<Talent>(w, [v = *value](const Talent& one) { return one.profile.*field == v; });
}

Test talent_name(const Wanted& w) {
    return test_of<Talent>(w, [v = std::string(w.value)](const Talent& one) {
        return one.profile.name.value.starts_with(v);
    });
}

Test talent_district(const Wanted& w) {
    const auto value = code(w);
    if (!value) return {};
    return test_of<Talent>(w,
                           [v = *value](const Talent& one) { return one.profile.district == v; });
}

template <class Holds>
Test talent_flag(const Wanted& w, const char* error, Holds holds) {
    if (w.value != "true" && w.value != "false") {
        w.error = error;
        return {};
    }
    return test_of<Talent>(
        w, [wanted = w.value == "true", holds](const Talent& one) { return holds(one) == wanted; });
}

Test talent_overdue(const Wanted& w) {
    return talent_flag(w, "overdue is true or false", [](const Talent& one) {
        return stays(one) && one.review.breached_at.value != 0;
    });
}

Test talent_alike(const Wanted& w) {
    return talent_flag(w, "alike is true or false",
                       [](const Talent& one) { return !one.alike.empty(); });
}

// Whose review is due on this day or before.
Test talent_review_by(const Wanted& w) {
    const auto value = day(w);
    if (!value) return {};
    const TimePoint end = core::time_at(core::calendar_rule(w.board.rules()), *value + 1);
    return test_of<Talent>(
        w, [end](const Talent& one) { return stays(one) && one.review.due_at <= end; });
}

constexpr Filter talent_filters[] = {
    {"status", false, by<&Talent::status>},
    {"field", false, talent_with<&TalentProfile::fields>},
    {"skill", false, talent_with<&TalentProfile::skills>},
    {"district", false, talent_district},
    {"willingness", false, talent_enum<&TalentProfile::willingness>},
    {"health", true, talent_enum<&TalentProfile::health>},
    {"source", false, talent_enum<&TalentProfile::source>},
    {"manager", false, talent_text<&TalentProfile::manager>},
    {"external_ref", false, talent_text<&TalentProfile::external_ref>},
    {"name", true, talent_name},
    {"member", false, of_member<Talent>},
    {"responder", false, by<&Talent::responder>},
    {"cause", true, by<&Talent::cause>},
    {"review_by", false, talent_review_by},
    {"overdue", false, talent_overdue},
    {"alike", false, talent_alike}};

}  // namespace

template <>
constexpr Collection<Talent> collection<Talent>{.filters = talent_filters};
template class EntityView<Talent>;

}  // namespace muster::views
