// What list_view() does; for the units in words/ and nobody else.
#pragma once

#include <array>
#include <tuple>

#include "engine/views/collection.hpp"
#include "engine/views/event_view.hpp"
#include "engine/views/masking.hpp"
#include "muster/entities.hpp"

namespace muster::views {

// A tuple of Rows, one for each event of the list: an event without a row, or with two, does not
// compile. Specialised for each list by the file that instantiates its list_view, and seen there
// only.
template <class List>
constexpr std::tuple<> words_of{};

namespace detail {

template <class IdT>
void add_with_all_along(TouchedList& list, const core::Board& board, IdT id) {
    list.add(id);
    EntityView<EntityOf<IdT>>::add_along(list, board, id);
}

template <class E, class List>
constexpr EventView event_view{
    .sentence =
        [](const Event& event, const Teller& teller) {
            return sentence(std::get<Row<E>>(words_of<List>), event.get<E>(), teller);
        },
    .tone =
        [](const Event& event) {
            constexpr const Row<E>& row = std::get<Row<E>>(words_of<List>);
            if constexpr (constexpr auto tone_of = row.tone_of; tone_of != nullptr) {
                return tone_of(event.get<E>());
            } else {
                return row.tone;
            }
        },
    .is_alert =
        [](const Event& event) {
            constexpr const Row<E>& row = std::get<Row<E>>(words_of<List>);
            if constexpr (constexpr auto alert_if = row.alert_if; alert_if != nullptr) {
                return alert_if(event.get<E>());
            } else {
                return false;
            }
        },
    .write_masked = [](codec::Writer& w,
                       const Event& event) { write_masked_tagged(w, event.get<E>()); },
    .touch =
        [](TouchedList& list, const core::Board& board, const Event& event) {
            std::apply([&](auto... ids) { (add_with_all_along(list, board, ids), ...); },
                       event.get<E>().changes());
        },
};

template <class List>
struct ListView;
template <class... E>
struct ListView<TypeList<E...>> {
    static constexpr std::array<EventView, sizeof...(E)> views{event_view<E, TypeList<E...>>...};
};

}  // namespace detail

template <class List>
std::span<const EventView> list_view() {
    return detail::ListView<List>::views;
}

}  // namespace muster::views
