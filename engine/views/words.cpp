#include "engine/views/words.hpp"

#include <array>
#include <cstdlib>

#include "engine/views/event_view.hpp"
#include "engine/views/masking.hpp"
#include "muster/events.hpp"

namespace muster::views {

const EventView& view_of(const Event& event) {
    static const auto all = [] {
        std::array<const EventView*, type_count<Events>> views{};
        auto next = views.begin();
        each_type(EventLists(), [&]<class List>(std::type_identity<List>) {
            for (const EventView& view : list_view<List>())
                *next++ = &view;
        });
        return views;
    }();
    const std::size_t place = event.place_in<Events>();
    if (place == all.size()) std::abort();
    return *all[place];
}

std::string sentence(const Event& event, const Telling& telling, Language language) {
    const Teller teller(telling, language, request_of(event, telling.board));
    return view_of(event).sentence(event, teller);
}

Tone tone(const Event& event) {
    return view_of(event).tone(event);
}

std::string responder_name(ResponderId responder, const core::Board& board, bool personal) {
    const Responder* found = board.responders().get(responder);
    if (!found) return {};
    const std::string& name = found->profile.name.value;
    return personal ? name : masked_text(name);
}

}  // namespace muster::views
