#include "engine/pipeline/district_watch.hpp"

#include <algorithm>
#include <utility>

#include "engine/views/collection.hpp"

namespace muster::pipeline {

DistrictWatch::DistrictWatch(const core::Board& board) {
    const auto fill = [&](auto& known, const auto& store) {
        for (core::Index index = 0; index < store.end_index(); ++index) {
            if (!store.used(index)) continue;
            const auto id = store[index].id;
            known[id.value] = number_of(views::district_of(board, id));
        }
    };
    fill(members_, board.store<Member>());
    fill(places_, board.store<Place>());
}

std::uint32_t DistrictWatch::number_of(const Code& district) {
    const auto known = std::find(districts_.begin(), districts_.end(), district);
    if (known == districts_.end()) {
        districts_.push_back(district);
        return static_cast<std::uint32_t>(districts_.size() - 1);
    }
    return static_cast<std::uint32_t>(known - districts_.begin());
}

bool DistrictWatch::has_moved(std::span<const views::Touched> touched, const core::Board& board) {
    bool moved = false;
    const auto look = [&](auto& known, auto id) {
        const std::uint32_t now = number_of(views::district_of(board, id));
        const auto [place, is_new] = known.try_emplace(id.value, now);
        if (is_new || place->second == now) return;
        place->second = now;
        moved = true;
    };
    for (const views::Touched& one : touched) {
        if (one.topic == topic_of<Member>) look(members_, MemberId{one.id});
        if (one.topic == topic_of<Place>) look(places_, PlaceId{one.id});
    }
    return moved;
}

}  // namespace muster::pipeline
