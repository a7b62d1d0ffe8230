// One kind of entity in reads and on the feed. What is particular to a kind, its area says in
// engine/views/<area>.cpp; all else is the same for every kind (collection_impl.hpp).
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/core/board.hpp"
#include "engine/views/filters.hpp"
#include "engine/views/touched.hpp"

namespace muster::views {

// What an area says of a kind.
template <class T>
struct Collection {
    // Of its lists.
    std::span<const Filter> filters = {};
    // Appends the commands that the entity allows as it is now, as items of a JSON array. For the
    // kinds whose row says allowed_actions, and for no others.
    void (*append_actions)(std::string& out, const T& entity) = nullptr;
    // Whether snapshots may have it in the compact form. For the kinds of which a desk holds
    // thousands.
    bool compact = false;
    // Whether a responder sees it in full without the right to personal data. Null: never.
    bool (*open_to)(const core::Board& board, const Responder& self, decltype(T::id) id) = nullptr;
    // Since when it is over, 0 = it is not: snapshots of the feed leave it out some time later.
    // Null: it is never over.
    TimePoint (*over_since)(const core::Board& board, const T& entity) = nullptr;
    // Who may know that it is there at all. Never changes, and the entity stays on the board: the
    // feed tells whose clearance is less neither that it changed nor that it went. Null: everybody
    // who may read the collection.
    Confidentiality (*confidentiality)(const T& entity) = nullptr;
    // Where it lies. Null: where its own district says, or the member, the request or the place
    // that it names; nowhere when it names none of them.
    Code (*district)(const core::Board& board, const T& entity) = nullptr;
    // Adds what always changes along with it. Null: nothing does.
    void (*along)(TouchedList& list, const T& entity) = nullptr;
};

// The same for every kind, by its Collection. The file of its area instantiates it: a kind that was
// forgotten there does not link. An id may name what is not on the board.
template <class T>
class EntityView {
  public:
    using Id = decltype(T::id);

    static bool write(std::string& out, const core::Board& board, Id id, bool masked);
    static bool write_compact(std::string& out, const core::Board& board, Id id);
    static bool has_personal();
    static std::span<const Filter> filters();
    static bool open_to(const core::Board& board, const Responder& self, Id id);
    static TimePoint over_since(const core::Board& board, Id id);
    static Confidentiality confidentiality(const core::Board& board, Id id);
    static bool is_confidential();
    static Code district(const core::Board& board, Id id);
    static void add_along(TouchedList& list, const core::Board& board, Id id);
};

// Of whoever he was merged into. Empty where nothing is known.
[[nodiscard]] Code district_of(const core::Board& board, MemberId member);
[[nodiscard]] Code district_of(const core::Board& board, RequestId request);
[[nodiscard]] Code district_of(const core::Board& board, PlaceId place);

// The request that a responder is assigned to now; null when there is none.
[[nodiscard]] const Request* work_of(const core::Board& board, const Responder& responder);

}  // namespace muster::views
