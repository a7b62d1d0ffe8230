// The names of enum values, alone and in lists, for messages.
#pragma once

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "muster/enum_set.hpp"

namespace muster::core {

template <class Enum>
[[nodiscard]] std::string_view name_of(Enum value) {
    std::string_view name = "?";
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto described) {
        if (described.value == value) name = described.name;
    });
    return name;
}

// "queued, offered or dispatched". Empty for no names.
[[nodiscard]] std::string alternatives(std::span<const std::string_view> names);

// The same for the values of a set, in the order in which they are declared.
template <class Enum>
[[nodiscard]] std::string in_words(EnumSet<Enum> values) {
    std::vector<std::string_view> names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto described) {
        if (values.has(described.value)) names.push_back(described.name);
    });
    return alternatives(names);
}

}  // namespace muster::core
