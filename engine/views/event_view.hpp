// What is told of one event. Each area's unit (words/<area>.cpp) compiles it for the events of that
// area; who deals with all events reaches them by this table, and is not compiled anew when a row
// of words changes.
#pragma once

#include <span>
#include <string>

#include "engine/codec/json_writer.hpp"
#include "engine/views/sentence.hpp"
#include "engine/views/touched.hpp"

namespace muster::views {

// Of one type of event, which is what the events below must hold.
struct EventView {
    std::string (*sentence)(const Event& event, const Teller& teller);
    Tone (*tone)(const Event& event);
    bool (*is_alert)(const Event& event);
    void (*write_masked)(codec::Writer& w, const Event& event);
    // Adds what changes() of the event names, and what always changes along.
    void (*touch)(TouchedList& list, const core::Board& board, const Event& event);
};

// Of each type of the list, in its order. Static storage.
template <class List>
std::span<const EventView> list_view();

// Of the type that the event holds.
[[nodiscard]] const EventView& view_of(const Event& event);

}  // namespace muster::views
