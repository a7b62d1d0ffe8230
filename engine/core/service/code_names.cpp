#include "engine/core/service/code_names.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/core/service/rule_check.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_names = 4096;

bool is_known(std::string_view list) {
    return std::find(named_lists.begin(), named_lists.end(), list) != named_lists.end();
}

std::string known_lists() {
    std::string names;
    for (const std::string_view list : named_lists)
        names.append(names.empty() ? "" : ", ").append(list);
    return names;
}

}  // namespace

const CodeName* find_code_name(const Rules& rules, std::string_view list, Code code) {
    const auto found = std::find_if(
        rules.names.begin(), rules.names.end(),
        [&](const CodeName& one) { return one.code == code && one.list.view() == list; });
    return found == rules.names.end() ? nullptr : &*found;
}

Rejection check_code_names(const Rules& rules) {
    if (rules.names.size() > max_names) {
        return wrong("/names", "at most " + std::to_string(max_names));
    }
    std::set<std::pair<Code, Code>> seen;
    for (std::size_t i = 0; i < rules.names.size(); ++i) {
        const CodeName& one = rules.names[i];
        const std::string at = pointer("/names", i);
        if (!is_known(one.list.view())) {
            return wrong(at + "/list", "\"" + one.list.str() + "\" is none of " + known_lists());
        }
        if (one.code.empty()) return wrong(at + "/code", "the code must not be empty");
        if (!seen.emplace(one.list, one.code).second) {
            return wrong(at, "\"" + one.code.str() + "\" has a name already");
        }
        if (one.name_en.empty()) return wrong(at + "/name_en", "must not be empty");
        if (one.name_zh.empty()) return wrong(at + "/name_zh", "must not be empty");
    }
    return {};
}

}  // namespace muster::core
