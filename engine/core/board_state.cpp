// The board as a value, and back.

#include "engine/core/board.hpp"

#include <type_traits>
#include <utility>

namespace muster::core {
namespace {

template <class StoreT>
auto copy_in_order(const StoreT& store) {
    std::vector<std::decay_t<decltype(store[0])>> all;
    all.reserve(store.size());
    for (const Index index : store.in_order())
        all.push_back(store[index]);
    return all;
}

}  // namespace

void Board::restore(const BoardState& state) {
    const std::uint64_t rules_loaded = rules_loaded_;
    *this = Board{};
    rules_ = RuleIndex(state.rules);
    know_places(rules());
    rules_loaded_ = rules_loaded + 1;
    standing_by_.assign(state.rules.standby.posts.size() * profile_count, 0);
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        held<T>().reserve(state.all<T>().size());
        for (const T& entity : state.all<T>())
            put(entity);
    });
    ledger_ = ledger_of(*this);
    for (const Index index : responders().in_order())
        sync_responder(index);
    for (const KeyEntry& entry : state.keys)
        remember_key(entry);
    speeds_in_use_ = state.speeds_in_use;
    speeds_requested_ = state.speeds_requested;
    access_sheet_ = state.access_sheet;
    seq_ = state.seq;
    at_ = state.at;
}

BoardState Board::state() const {
    BoardState state;
    state.seq = seq_;
    state.at = at_;
    state.rules = rules();
    each_type(Entities(),
              [&]<class T>(std::type_identity<T>) { state.all<T>() = copy_in_order(store<T>()); });
    state.keys.assign(keys_.begin(), keys_.end());
    state.speeds_in_use = speeds_in_use_;
    state.speeds_requested = speeds_requested_;
    state.access_sheet = access_sheet_;
    return state;
}

}  // namespace muster::core
