// A list of types, and the ways to go through one.
#pragma once

#include <cstddef>
#include <type_traits>

namespace muster {

template <class... T>
struct TypeList {};

template <class List>
inline constexpr std::size_t type_count = 0;
template <class... T>
inline constexpr std::size_t type_count<TypeList<T...>> = sizeof...(T);

template <class T, class List>
inline constexpr bool is_one_of = false;
template <class T, class... Listed>
inline constexpr bool is_one_of<T, TypeList<Listed...>> = (std::is_same_v<T, Listed> || ...);

namespace detail {
template <class... Lists>
struct Join;
template <class... T>
struct Join<TypeList<T...>> {
    using Type = TypeList<T...>;
};
template <class... A, class... B, class... More>
struct Join<TypeList<A...>, TypeList<B...>, More...> : Join<TypeList<A..., B...>, More...> {};
template <class Lists>
struct JoinAll;
template <class... Lists>
struct JoinAll<TypeList<Lists...>> : Join<Lists...> {};

template <template <class...> class Outer, template <class> class Inner, class List>
struct OfEach;
template <template <class...> class Outer, template <class> class Inner, class... T>
struct OfEach<Outer, Inner, TypeList<T...>> {
    using Type = Outer<Inner<T>...>;
};
}  // namespace detail

// The lists one behind the other.
template <class... Lists>
using Joined = typename detail::Join<Lists...>::Type;
// The same of a list of lists.
template <class Lists>
using JoinedOf = typename detail::JoinAll<Lists>::Type;

// Outer<Inner<A>, Inner<B>, ...> of a list of A, B, ...
template <template <class...> class Outer, template <class> class Inner, class List>
using OfEach = typename detail::OfEach<Outer, Inner, List>::Type;

// Calls use(std::type_identity<T>()) for each type of the list, in order.
template <class... T, class Use>
constexpr void each_type(TypeList<T...> /*list*/, const Use& use) {
    (use(std::type_identity<T>()), ...);
}

// The same until it returns true. Whether it did.
template <class... T, class Use>
constexpr bool any_type(TypeList<T...> /*list*/, const Use& use) {
    return (use(std::type_identity<T>()) || ...);
}

}  // namespace muster
