// What the description of an enumeration tells: its values, their names and how many there are. A
// name that would be a C++ keyword carries one trailing underscore in the source, nowhere else.
#pragma once

#include <array>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/list.hpp>
#include <cstddef>
#include <optional>
#include <string_view>

namespace muster {

// As on the wire.
constexpr std::string_view wire_name(std::string_view name) {
    if (name.size() > 1 && name.back() == '_') name.remove_suffix(1);
    return name;
}

template <class E>
constexpr std::size_t enum_count = boost::mp11::mp_size<boost::describe::describe_enumerators<E>>();

template <class E>
constexpr auto enum_names = []<class... D>(boost::mp11::mp_list<D...>) {
    return std::array<std::string_view, sizeof...(D)>{wire_name(D::name)...};
}(boost::mp11::mp_rename<boost::describe::describe_enumerators<E>, boost::mp11::mp_list>());

template <class E>
constexpr auto enum_values = []<class... D>(boost::mp11::mp_list<D...>) {
    return std::array<E, sizeof...(D)>{D::value...};
}(boost::mp11::mp_rename<boost::describe::describe_enumerators<E>, boost::mp11::mp_list>());

// True when the enumerators are 0, 1, 2... so that a value is its own place.
template <class E>
constexpr bool enum_is_dense = [] {
    for (std::size_t i = 0; i < enum_values<E>.size(); ++i) {
        if (static_cast<std::size_t>(enum_values<E>[i]) != i) return false;
    }
    return true;
}();

// Place of a value among the enumerators; their number when it is none of them.
template <class E>
constexpr std::size_t enum_place(E value) {
    const std::size_t count = enum_values<E>.size();
    if constexpr (enum_is_dense<E>) {
        const auto place = static_cast<std::size_t>(value);
        return place < count ? place : count;
    } else {
        std::size_t place = 0;
        while (place < count && enum_values<E>[place] != value)
            ++place;
        return place;
    }
}

// "?" for a number that is no value.
template <class E>
constexpr std::string_view name_of(E value) {
    const std::size_t place = enum_place(value);
    return place < enum_count<E> ? enum_names<E>[place] : std::string_view("?");
}

// Nothing when no value has this name.
template <class E>
constexpr std::optional<E> enum_named(std::string_view name) {
    for (std::size_t place = 0; place < enum_count<E>; ++place) {
        if (enum_names<E>[place] == name) return enum_values<E>[place];
    }
    return std::nullopt;
}

}  // namespace muster
