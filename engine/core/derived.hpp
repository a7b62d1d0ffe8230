// What follows from all entities of a kind together, such as an index by another name than the id.
// A kind that has nothing of this sort, or has it on the board itself, leaves Derived<T> empty.
// Else its area specialises it, with
//   void add(Index, const T&); void remove(Index, const T&);
//       told of each entity that comes and goes; one that changes goes as it was and comes again.
//       What they make of it must not depend on the order of coming: a restored board is the same.
//   static TimePoint due(const T&, const Rules&);
//       when its area shall look at it; `never`.
#pragma once

#include "engine/core/store.hpp"
#include "muster/rules.hpp"

namespace muster::core {

template <class T>
struct Derived {};

template <class T>
concept HasDerived = requires(Derived<T>& derived, const T& entity, const Rules& rules) {
    derived.add(Index{}, entity);
    derived.remove(Index{}, entity);
    Derived<T>::due(entity, rules);
};

}  // namespace muster::core
