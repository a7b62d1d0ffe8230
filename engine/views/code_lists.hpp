// Which list of the rules a code is of. All codes are of one type; that a field tells of a service
// or of a skill, only its name says.
#pragma once

#include <string_view>

#include "muster/collections.hpp"

namespace muster::views {

struct CodeList {
    std::string_view field;
    std::string_view path;  // of the collection that has it
};

inline constexpr CodeList code_lists[] = {
    {"advised", "posts"},
    {"co_departments", "departments"},
    {"colour", "card_colours"},
    {"department", "departments"},
    {"lead", "departments"},
    {"maintenance_service", "services"},
    {"plan", "plans"},
    {"post", "posts"},
    {"service", "services"},
    {"services", "services"},
    {"skill", "skills"},
    {"skills", "skills"},
    {"standby", "posts"},
    {"suggested", "departments"},
    {"template_code", "project_templates"},
    {"waiting_for", "departments"},
};

constexpr bool are_collections() {
    for (const CodeList& list : code_lists) {
        if (find_collection(list.path) == nullptr) return false;
    }
    return true;
}
static_assert(are_collections());

// Empty when no list is known.
constexpr std::string_view list_of_code(std::string_view field) {
    for (const CodeList& list : code_lists) {
        if (list.field == field) return list.path;
    }
    return {};
}

}  // namespace muster::views
