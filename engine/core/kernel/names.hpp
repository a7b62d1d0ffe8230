// Names in lists, for messages.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "muster/enum_names.hpp"
#include "muster/enum_set.hpp"

namespace muster::core {

using muster::name_of;

// "queued, offered or dispatched". Empty for no names.
[[nodiscard]] std::string alternatives(std::span<const std::string_view> names);

// The same for the values of a set, in the order in which they are declared.
template <class Enum>
[[nodiscard]] std::string in_words(EnumSet<Enum> values) {
    std::vector<std::string_view> names;
    for (const Enum value : enum_values<Enum>) {
        if (values.has(value)) names.push_back(name_of(value));
    }
    return alternatives(names);
}

}  // namespace muster::core
