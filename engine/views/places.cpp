// Places and notes of premises in reads and on the feed.
#include <algorithm>

#include "engine/core/places/place_state.hpp"
#include "engine/core/places/premises.hpp"
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

// Of a field of the profile.
template <auto field>
Test by_profile(const Wanted& w) {
    using Value = typename FieldOf<decltype(field)>::Type;
    const auto value = [&] {
        if constexpr (codec::AnEnum<Value>) {
            return enum_value<Value>(w);
        } else if constexpr (std::is_same_v<Value, Code>) {
            return code(w);
        } else {
            const auto id = number(w);
            return id ? std::optional(Value{*id}) : std::nullopt;
        }
    }();
    if (!value) return {};
    return test_of<Place>(w,
                          [v = *value](const Place& place) { return place.profile.*field == v; });
}

constexpr Filter place_filters[] = {{"kind", false, by_profile<&PlaceProfile::kind>},
                                    {"district", false, by_profile<&PlaceProfile::district>},
                                    {"community", false, by_profile<&PlaceProfile::community>},
                                    {"parent", false, by_profile<&PlaceProfile::parent>},
                                    {"status", false, by<&Place::status>},
                                    {"source", false, by<&Place::source>}};

// Ascending.
Test of_these(const Wanted& w, std::vector<std::uint64_t> ids) {
    // Of several filters that name their candidates, the last one's are looked at.
    w.filters.candidates = ids;
    return [ids = std::move(ids)](std::uint64_t id) {
        return std::binary_search(ids.begin(), ids.end(), id);
    };
}

// What whoever goes to a request must know.
Test for_request(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    std::vector<std::uint64_t> ids;
    if (const Request* const request = w.board.requests().get(RequestId{*value})) {
        for (const PremisesNoteId id : core::notes_for(w.board, *request))
            ids.push_back(id.value);
    }
    return of_these(w, std::move(ids));
}

// What a responder must know for the request that he is sent to.
Test for_responder(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    std::vector<std::uint64_t> ids;
    const Responder* const who = w.board.responders().get(ResponderId{*value});
    const Request* const work = who == nullptr ? nullptr : work_of(w.board, *who);
    if (work != nullptr) {
        for (const PremisesNoteId id : core::notes_for(w.board, *work))
            ids.push_back(id.value);
    }
    return of_these(w, std::move(ids));
}

constexpr Filter premises_filters[] = {{"request", false, for_request},
                                       {"responder", false, for_responder},
                                       {"member", false, of_member<PremisesNote>},
                                       {"place", false, by<&PremisesNote::place>},
                                       {"kind", false, by<&PremisesNote::kind>},
                                       {"status", false, by<&PremisesNote::status>}};

// Whoever is on the way must know how to get in.
bool goes_there(const core::Board& board, const Responder& self, PremisesNoteId id) {
    const Request* const request = work_of(board, self);
    if (request == nullptr) return false;
    const std::vector<PremisesNoteId> notes = core::notes_for(board, *request);
    return std::binary_search(notes.begin(), notes.end(), id);
}

}  // namespace

template <>
constexpr Collection<Place> collection<Place>{.filters = place_filters};
template class EntityView<Place>;

template <>
constexpr Collection<PremisesNote> collection<PremisesNote>{
    .filters = premises_filters,
    .open_to = goes_there,
    .over_since = [](const core::Board& /*board*/, const PremisesNote& note) {
        return note.ended_at;
    }};
template class EntityView<PremisesNote>;

}  // namespace muster::views
