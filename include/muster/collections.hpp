// What can be read as a collection, /v1/{path}: the entities, parts of the rules in force, and
// lists that are made for whoever asks.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "muster/care_reads.hpp"
#include "muster/entities.hpp"
#include "muster/free_times.hpp"
#include "muster/projects_reads.hpp"
#include "muster/rules.hpp"
#include "muster/thinktank_reads.hpp"
#include "muster/topic.hpp"
#include "muster/visit_days.hpp"

namespace muster {

// A part of the rules that can be read by itself. An item has no id of its own: its place, from 1,
// stands for it.
template <class T>
struct RulePart {
    // Permanent names, as those of an EntityRow.
    std::string_view path;
    std::string_view one;
    std::span<const T> (*items)(const Rules& rules);
};

namespace detail {

// A list that stands in the rules, or in a part of them that may be missing.
template <auto List>
constexpr auto list_of = [](const Rules& rules) { return std::span(rules.*List); };
template <auto Part, auto List>
constexpr auto list_in = [](const Rules& rules) {
    using Items = decltype(std::span((*(rules.*Part)).*List));
    return rules.*Part ? Items((*(rules.*Part)).*List) : Items();
};

}  // namespace detail

inline constexpr std::tuple rule_parts{
    RulePart<ServiceRule>{"services", "service", detail::list_of<&Rules::services>},
    RulePart<ResponsePlan>{"plans", "plan", detail::list_of<&Rules::plans>},
    RulePart<Rules>{"rules", "rules", [](const Rules& rules) { return std::span(&rules, 1); }},
    RulePart<Code>{"skills", "skill", detail::list_of<&Rules::skills>},
    RulePart<CardColour>{"card_colours", "card_colour", detail::list_of<&Rules::card_colours>},
    RulePart<PostRule>{"posts", "post",
                       [](const Rules& rules) { return std::span(rules.standby.posts); }},
    RulePart<BookableService>{"catalogue", "bookable_service",
                              detail::list_in<&Rules::booking, &BookingRule::services>},
    RulePart<ProjectTemplate>{"project_templates", "project_template",
                              detail::list_in<&Rules::projects, &ProjectsRule::templates>},
    RulePart<Department>{"departments", "department", detail::list_of<&Rules::departments>},
    RulePart<CodeName>{"names", "code_name", detail::list_of<&Rules::names>},
    RulePart<SignalRule>{"signals", "signal",
                         detail::list_in<&Rules::devices, &DeviceRule::signals>},
    RulePart<MemberEventRule>{"event_kinds", "event_kind",
                              detail::list_in<&Rules::risk, &RiskRule::events>},
    RulePart<ConsentPurpose>{"consent_purposes", "consent_purpose",
                             detail::list_of<&Rules::consent_purposes>},
    RulePart<AssessmentStandard>{"assessment_standards", "assessment_standard",
                                 detail::list_of<&Rules::assessments>},
    RulePart<TalentField>{"talent_fields", "talent_field",
                          detail::list_in<&Rules::talents, &TalentRule::fields>},
    RulePart<SuggestionCategory>{"suggestion_categories", "suggestion_category",
                                 detail::list_in<&Rules::thinktank, &ThinktankRule::categories>},
};

// A list that follows from the rules and the entities, such as what is still free: whoever reads it
// says by filters which one he wants (engine/views/made_list.hpp). Items have no id, as above.
template <class T>
struct MadeList {
    std::string_view path;
    std::string_view one;
};

inline constexpr std::tuple made_lists{
    MadeList<FreeTime>{"free_times", "free_time"},
    MadeList<VisitCompletion>{"visit_completion", "visit_completion_line"},
    MadeList<VisitDay>{"visit_days", "visit_day"},
    MadeList<DepartmentWork>{"department_work", "department_work_line"},
    MadeList<ProjectCount>{"project_counts", "project_count"},
    MadeList<SuggestionCount>{"suggestion_counts", "suggestion_count"},
};

struct CollectionRow {
    std::string_view path;
    std::string_view one;
    bool of_rules = false;      // of no entities. Whoever has a token may know it: nobody is named
    bool about_people = false;  // as in EntityRow
};

// Entities in the order of the feed's topics, then the rules, then what is made.
inline constexpr auto collections = [] {
    constexpr std::size_t entities = type_count<Entities>;
    constexpr auto others = std::tuple_cat(rule_parts, made_lists);
    std::array<CollectionRow, entities + std::tuple_size_v<decltype(others)>> rows;
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        constexpr EntityRow row = entity_row<T>;
        rows[place_of(topic_of<T>)] = {row.path, row.one, false, row.about_people};
    });
    std::apply(
        [&](const auto&... part) {
            std::size_t next = entities;
            ((rows[next++] = {part.path, part.one, true, false}), ...);
        },
        others);
    return rows;
}();

// Null when there is none of this name.
constexpr const CollectionRow* find_collection(std::string_view path) {
    for (const CollectionRow& row : collections) {
        if (row.path == path) return &row;
    }
    return nullptr;
}

static_assert(
    [] {
        for (const CollectionRow& a : collections) {
            for (const CollectionRow& b : collections) {
                if (&a != &b && (a.path == b.path || a.one == b.one)) return false;
            }
        }
        return true;
    }(),
    "each collection has names of its own");

// "requests, responders, ...", for whoever asked for another.
inline std::string collection_names() {
    std::string names;
    for (const CollectionRow& row : collections)
        names.append(names.empty() ? "" : ", ").append(row.path);
    return names;
}

}  // namespace muster
