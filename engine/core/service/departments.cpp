#include "engine/core/service/departments.hpp"

#include <algorithm>

#include "engine/core/service/rule_check.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_departments = 256;

}  // namespace

const Department* find_department(const Rules& rules, Code code) {
    const auto found = std::find_if(rules.departments.begin(), rules.departments.end(),
                                    [code](const Department& one) { return one.code == code; });
    return found == rules.departments.end() ? nullptr : &*found;
}

Rejection check_departments(const Rules& rules) {
    if (auto bad = check_list("/departments", rules.departments, max_departments)) return bad;
    for (std::size_t i = 0; i < rules.departments.size(); ++i) {
        if (!rules.departments[i].contact.empty()) continue;
        return wrong(pointer("/departments", i) + "/contact",
                     "must say who looks after what nobody else was named for");
    }
    return {};
}

Rejection check_department(const Rules& rules, std::string_view field, Code code) {
    if (find_department(rules, code) != nullptr) return {};
    return {RejectReason::invalid_field, std::string(field),
            code.empty() ? "must say which department"
                         : "\"" + code.str() + "\" is not one of GET /v1/departments"};
}

}  // namespace muster::core
