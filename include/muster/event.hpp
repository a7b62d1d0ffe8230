// What happened, of any kind.
//
// changes() of an event names the entities that it changes, by their ids (0 = none), in the order
// in which the feed tells of them. Whatever always changes along, as a request does with an offer
// for it, need not be named: engine/views knows it of each kind.
#pragma once

#include "muster/choice.hpp"

namespace muster {

template <class T>
concept AnEvent = requires(const T& event) {
    event.changes();
};

struct EventFamily {
    struct Row {};
    template <class T>
    static constexpr Row row{};
    template <class T>
    static constexpr bool has = AnEvent<T>;
};
using Event = Choice<EventFamily>;

}  // namespace muster
