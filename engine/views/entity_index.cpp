#include "engine/views/entity_index.hpp"

#include <algorithm>

namespace muster::views {
namespace {

// A list of less than this many gaps is not worth cleaning.
constexpr std::size_t gaps_min = 4096;

template <class Store>
void fill(std::vector<std::uint64_t>& ids, const Store& store) {
    ids.clear();
    ids.reserve(store.size());
    for (const core::Index index : store.in_order())
        ids.push_back(store[index].id.value);
}

std::size_t alive(const core::Board& board, Topic topic) {
    switch (topic) {
        case Topic::requests:
            return board.requests().size();
        case Topic::responders:
            return board.responders().size();
        case Topic::offers:
            return board.offers().size();
        case Topic::members:
            return board.members().size();
        case Topic::cards:
            return board.cards().size();
        case Topic::positions:
        case Topic::alerts:
            return 0;
    }
    return 0;
}

bool exists(const core::Board& board, Topic topic, std::uint64_t id) {
    switch (topic) {
        case Topic::requests:
            return board.requests().get(RequestId{id}) != nullptr;
        case Topic::responders:
            return board.responders().get(ResponderId{id}) != nullptr;
        case Topic::offers:
            return board.offers().get(OfferId{id}) != nullptr;
        case Topic::members:
            return board.members().get(MemberId{id}) != nullptr;
        case Topic::cards:
            return board.cards().get(CardId{id}) != nullptr;
        case Topic::positions:
        case Topic::alerts:
            return false;
    }
    return false;
}

}  // namespace

void EntityIndex::rebuild(const core::Board& board) {
    const auto list = [&](Topic topic) -> std::vector<std::uint64_t>& {
        return ids_[static_cast<std::size_t>(topic)];
    };
    fill(list(Topic::requests), board.requests());
    fill(list(Topic::responders), board.responders());
    fill(list(Topic::offers), board.offers());
    fill(list(Topic::members), board.members());
    fill(list(Topic::cards), board.cards());
}

void EntityIndex::note(Topic topic, std::uint64_t id, const core::Board& board) {
    if (topic == Topic::positions || topic == Topic::alerts) return;
    auto& ids = ids_[static_cast<std::size_t>(topic)];
    if (!ids.empty() && id <= ids.back()) {
        if (ids.size() > 2 * alive(board, topic) + gaps_min) drop_gaps(topic, board);
        return;
    }
    if (exists(board, topic, id)) ids.push_back(id);
}

void EntityIndex::drop_gaps(Topic topic, const core::Board& board) {
    auto& ids = ids_[static_cast<std::size_t>(topic)];
    std::erase_if(ids, [&](std::uint64_t id) { return !exists(board, topic, id); });
}

}  // namespace muster::views
