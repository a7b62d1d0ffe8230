// What the checks of the rules are made of. Fields are JSON pointers below /rules.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "muster/envelope.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::core {

// The longest time that a rule may give.
constexpr Millis max_span = hours(24 * 366);

// "/plans/3"
[[nodiscard]] std::string pointer(std::string_view field, std::size_t index);
[[nodiscard]] Rejection wrong(std::string field, std::string detail);
// From `least` to max_span.
[[nodiscard]] Rejection check_span(std::string field, Millis value, Millis least);
[[nodiscard]] Rejection check_number(std::string field, std::int64_t value, std::int64_t least,
                                     std::int64_t most);

// The first of `items` whose code stands a second time, or whose code is empty.
template <class Items, class CodeOf>
[[nodiscard]] Rejection check_codes(std::string_view field, const Items& items, CodeOf code_of) {
    boost::unordered_flat_map<Code, std::size_t, std::hash<Code>> seen;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Code& code = code_of(items[i]);
        if (code.empty()) return wrong(pointer(field, i), "the code must not be empty");
        const auto [it, fresh] = seen.emplace(code, i);
        if (!fresh) {
            return wrong(pointer(field, i),
                         "\"" + code.str() + "\" already stands at " + pointer(field, it->second));
        }
    }
    return {};
}

// At most so many, each with a code of its own.
template <class Items>
[[nodiscard]] Rejection check_list(std::string_view field, const Items& items, std::size_t most) {
    if (items.size() > most) return wrong(std::string(field), "at most " + std::to_string(most));
    return check_codes(field, items, [](const auto& one) -> const Code& { return one.code; });
}

}  // namespace muster::core
