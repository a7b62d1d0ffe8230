// Which list of the rules a code is of. All codes are of one type; that a field tells of a service
// or of a skill, only its name says.
#pragma once

#include <algorithm>
#include <string_view>

#include "muster/collections.hpp"

namespace muster::views {

// `list` is the path of a collection whose items have the code and its names, or one of
// named_lists: then the collection `names` has them.
struct CodeList {
    std::string_view field;
    std::string_view list;
};

inline constexpr CodeList code_lists[] = {
    {"abandoned_service", "services"},
    {"advised", "posts"},
    {"category", "suggestion_categories"},
    {"co_departments", "departments"},
    {"colour", "card_colours"},
    {"consultant_skill", "skills"},
    {"department", "departments"},
    {"district", "districts"},
    {"districts", "districts"},
    {"fields", "talent_fields"},
    {"kind", "event_kinds"},
    {"last_signal", "signals"},
    {"lead", "departments"},
    {"maintenance_service", "services"},
    {"need", "needs"},
    {"passed_on", "skills"},
    {"plan", "plans"},
    {"post", "posts"},
    {"purpose", "consent_purposes"},
    {"raised", "signals"},
    {"role", "roles"},
    {"service", "services"},
    {"services", "services"},
    {"signal", "signals"},
    {"skill", "skills"},
    {"skills", "skills"},
    {"standard", "assessment_standards"},
    {"standby", "posts"},
    {"suggested", "departments"},
    {"template_code", "project_templates"},
    {"type", "device_types"},
    {"visit_service", "services"},
    {"waiting_for", "departments"},
};

constexpr bool is_named_list(std::string_view list) {
    return std::find(named_lists.begin(), named_lists.end(), list) != named_lists.end();
}

static_assert(std::all_of(std::begin(code_lists), std::end(code_lists), [](const CodeList& one) {
    return is_named_list(one.list) || find_collection(one.list) != nullptr;
}));

// Empty when no list is known.
constexpr std::string_view list_of_code(std::string_view field) {
    for (const CodeList& one : code_lists) {
        if (one.field == field) return one.list;
    }
    return {};
}

}  // namespace muster::views
