#include "engine/core/journeys.hpp"

#include <utility>

namespace muster::core {

void Journeys::use(std::shared_ptr<const roads::RoadNetwork> network) {
    known_.clear();
    fleet_.reset();
    if (network) fleet_.emplace(std::move(network));
}

Profile Journeys::profile_for(const Board& board, Profile travel, Urgency urgency) {
    const bool quiet = travel == Profile::urgent && !board.rule_index().urgency(urgency).blue_light;
    return quiet ? Profile::normal : travel;
}

Millis Journeys::eta(const Board& board, Index responder, Point to, Urgency urgency) {
    std::vector<Millis> one;
    etas(board, {&responder, 1}, to, urgency, one);
    return one.front();
}

void Journeys::etas(const Board& board, std::span<const Index> responders, Point to,
                    Urgency urgency, std::vector<Millis>& out) {
    out.clear();
    handles_.clear();
    for (const Index index : responders) {
        const Point from = *board.responders().aux(index).where;
        const Profile profile =
            profile_for(board, board.responders()[index].profile.travel, urgency);
        if (!fleet_) {
            out.push_back(board.rule_index().travel().travel_time(from, to, profile));
            continue;
        }
        const std::uint32_t handle = handle_of(index, profile);
        if (handle >= known_.size()) known_.resize(handle + 1);
        Known& known = known_[handle];
        if (!known.placed || known.at != from || known.profile != profile) {
            fleet_->place(handle, profile, from);
            known = {true, profile, from};
        }
        handles_.push_back(handle);
    }
    if (!fleet_) return;
    answers_.clear();
    fleet_->etas_of(to, handles_, scratch_, answers_);
    for (const roads::FleetTimes::Eta& answer : answers_)
        out.push_back(answer.eta);
}

}  // namespace muster::core
