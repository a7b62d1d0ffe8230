// The right to change the board. Only Board::apply() gives it, so that events are the one way in:
// what each area does with its events is written with it, and nothing else can.
#pragma once

#include <cstdlib>

#include "engine/core/board.hpp"
#include "engine/core/requests/request_state.hpp"

namespace muster::core {

// An event about something that does not exist cannot have been decided: the log and this build
// disagree, and going on would spread the damage.
inline void must(bool holds) {
    if (!holds) std::abort();
}

[[nodiscard]] inline Slot& slot(Request& request, std::uint32_t number) {
    must(number < request.slots.size());
    return request.slots[number];
}

class Changes {
  public:
    Changes(const Changes&) = delete;
    Changes& operator=(const Changes&) = delete;

    [[nodiscard]] const Board& board() const { return board_; }
    [[nodiscard]] TimePoint at() const { return at_; }

    template <AnEntity T>
    [[nodiscard]] StoreOf<T>& store() {
        return board_.held<T>();
    }
    // Precondition: it is there.
    template <class IdT>
    [[nodiscard]] Index index_of(IdT id) const {
        const Index index = board_.store<EntityOf<IdT>>().find(id);
        must(index != no_index);
        return index;
    }
    // Puts an entity on the board, and takes one from it, with all that follows from it.
    template <AnEntity T>
    Index put(const T& entity) {
        return board_.put(entity);
    }
    template <class IdT>
    void forget(IdT id) {
        board_.forget<EntityOf<IdT>>(index_of(id));
    }
    // Changes an entity of a kind that has a Derived, which follows.
    template <class IdT, class Change>
    void change(IdT id, const Change& change) {
        board_.change<EntityOf<IdT>>(index_of(id), change);
    }

    // Changes a request or a responder, then lets the derived part follow.
    template <class Change>
    void request(RequestId id, Change change) {
        const Index index = index_of(id);
        Request& request = store<Request>()[index];
        change(request);
        if (wants_responders(request.status)) request.status = status_from_slots(request);
        board_.sync_request(index);
    }
    template <class Change>
    void responder(ResponderId id, Change change) {
        const Index index = index_of(id);
        change(store<Responder>()[index]);
        board_.sync_responder(index);
    }

    // The derived part of what was changed otherwise.
    void sync_request(Index index) { board_.sync_request(index); }
    void sync_responder(Index index) { board_.sync_responder(index); }
    void sync_offer(Index index) { board_.sync_offer(index); }
    void know_place(const std::optional<Personal<Point>>& place) { board_.know_place(place); }
    void forget_place(const std::optional<Personal<Point>>& place) { board_.forget_place(place); }
    [[nodiscard]] PhoneBook& phones() { return board_.phones_; }
    [[nodiscard]] Ledger& ledger() { return board_.ledger_; }

    void load_rules(const Rules& rules) { board_.load_rules(rules); }
    void request_speeds(KnownSpeeds speeds) { board_.speeds_requested_ = std::move(speeds); }
    void use_requested_speeds() {
        board_.speeds_in_use_ = std::move(board_.speeds_requested_);
        board_.speeds_requested_.reset();
    }
    void note_access_sheet(const AccessSheet& sheet) { board_.access_sheet_ = sheet; }

  private:
    friend class Board;
    Changes(Board& board, TimePoint at) : board_(board), at_(at) {}

    Board& board_;
    TimePoint at_;
};

}  // namespace muster::core
