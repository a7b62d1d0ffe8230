#include "engine/views/entity_index.hpp"

#include <algorithm>

#include "engine/views/people/found_people.hpp"

namespace muster::views {
namespace {

// A list of less than this many gaps is not worth cleaning.
constexpr std::size_t gaps_min = 4096;

template <class T>
void fill(std::vector<std::uint64_t>& ids, const core::StoreOf<T>& store) {
    ids.clear();
    ids.reserve(store.size());
    for (const core::Index index : store.in_order())
        ids.push_back(store[index].id.value);
}

template <class T>
void follow(std::vector<std::uint64_t>& ids, const core::StoreOf<T>& store, std::uint64_t id) {
    const auto exists = [&](std::uint64_t one) { return store.get({one}) != nullptr; };
    const auto place = std::lower_bound(ids.begin(), ids.end(), id);
    if (place == ids.end() || *place != id) {
        if (exists(id)) ids.insert(place, id);
    } else if (ids.size() > 2 * store.size() + gaps_min) {
        std::erase_if(ids, [&](std::uint64_t one) { return !exists(one); });
    }
}

template <class T>
void note_person(PeopleFinder& finder, const core::StoreOf<T>& store, std::uint64_t id) {
    const T* const person = store.get({id});
    if (person != nullptr && is_searched(*person)) {
        finder.put(searched_text(*person));
    } else {
        finder.erase(id);
    }
}

template <class T>
void fill_people(PeopleFinder& finder, const core::StoreOf<T>& store) {
    finder.clear();
    for (const core::Index index : store.in_order())
        note_person<T>(finder, store, store[index].id.value);
}

}  // namespace

void EntityIndex::rebuild(const core::Board& board) {
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        fill<T>(ids_[place_of(topic_of<T>)], board.store<T>());
    });
    places_.clear();
    for (const core::Index index : board.store<Place>().in_order())
        note_place(board.store<Place>()[index].id, board);
    fill_people<Member>(members_, board.members());
    fill_people<Responder>(responders_, board.responders());
}

void EntityIndex::note_place(PlaceId id, const core::Board& board) {
    const auto& places = board.store<Place>();
    const Place* const place = places.get(id);
    if (place == nullptr) return;
    places_.put(*place, places.get(place->profile.parent));
}

void EntityIndex::note(Topic topic, std::uint64_t id, const core::Board& board) {
    any_type(Entities(), [&]<class T>(std::type_identity<T>) {
        if (topic != topic_of<T>) return false;
        follow<T>(ids_[place_of(topic)], board.store<T>(), id);
        return true;
    });
    if (topic == topic_of<Place>) note_place(PlaceId{id}, board);
    if (topic == topic_of<Member>) note_person<Member>(members_, board.members(), id);
    if (topic == topic_of<Responder>) note_person<Responder>(responders_, board.responders(), id);
}

}  // namespace muster::views
