#include "engine/feed/waiting_room.hpp"

#include <utility>

namespace muster::feed {

Session* WaitingRoom::in_the_way_of(std::string_view address) const {
    const auto mine = by_address_.find(std::string(address));
    if (mine != by_address_.end() && mine->second.size() >= max_per_address_) {
        return mine->second.front()->session;
    }
    return all_.empty() || all_.size() < max_ ? nullptr : all_.front()->session;
}

void WaitingRoom::enter(Seat& seat, Session& session, std::string_view address) {
    seat.session = &session;
    seat.address = address;
    auto& mine = by_address_[seat.address];
    seat.in_all = all_.insert(all_.end(), &seat);
    seat.in_address = mine.insert(mine.end(), &seat);
}

void WaitingRoom::leave(Seat& seat) {
    if (std::exchange(seat.session, nullptr) == nullptr) return;
    all_.erase(seat.in_all);
    const auto mine = by_address_.find(seat.address);
    mine->second.erase(seat.in_address);
    if (mine->second.empty()) by_address_.erase(mine);
}

}  // namespace muster::feed
