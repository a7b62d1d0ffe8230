// What changes a profile: the same fields by the same names in the same order, each there or not.
#pragma once

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <string_view>
#include <type_traits>

namespace muster::core {

// Calls each(field, change) for every field of the profile and its counterpart.
template <class Profile, class Changes, class Each>
void each_change(Profile& profile, Changes& changes, Each each) {
    using boost::describe::describe_members;
    using Fields = describe_members<std::remove_const_t<Profile>, boost::describe::mod_public>;
    using Told = describe_members<std::remove_const_t<Changes>, boost::describe::mod_public>;
    static_assert(boost::mp11::mp_size<Fields>::value == boost::mp11::mp_size<Told>::value);
    boost::mp11::mp_for_each<boost::mp11::mp_iota<boost::mp11::mp_size<Fields>>>([&](auto place) {
        using Field = boost::mp11::mp_at<Fields, decltype(place)>;
        using Change = boost::mp11::mp_at<Told, decltype(place)>;
        static_assert(std::string_view(Field::name) == Change::name);
        each(profile.*Field::pointer, changes.*Change::pointer);
    });
}

// Every field told, as for a new profile.
template <class Changes, class Profile>
[[nodiscard]] Changes all_of(const Profile& profile) {
    Changes changes;
    each_change(profile, changes, [](const auto& field, auto& change) { change = field; });
    return changes;
}

// What is not told stays.
template <class Profile, class Changes>
void apply_changes(Profile& profile, const Changes& changes) {
    each_change(profile, changes, [](auto& field, const auto& change) {
        if (change) field = *change;
    });
}

}  // namespace muster::core
