#include "engine/core/dispatch/journeys.hpp"

#include <utility>

namespace muster::core {

void Journeys::use(std::shared_ptr<const roads::RoadNetwork> network) {
    if (fleet_ && &fleet_->network() == network.get()) return;
    known_.clear();
    fleet_.reset();
    network_ = std::move(network);
    ++networks_used_;
    drives_.reset();
    if (!network_) return;
    fleet_.emplace(network_);
    drives_.emplace(network_);
}

namespace {

Profile profile_with(Profile travel, bool blue_light) {
    return travel == Profile::urgent && !blue_light ? Profile::normal : travel;
}

}  // namespace

Profile Journeys::profile_for(const Board& board, Profile travel, Urgency urgency) {
    return profile_with(travel, board.rule_index().class_rule(urgency).blue_light);
}

Millis Journeys::eta(const Board& board, Index responder, Point to, Urgency urgency) {
    std::vector<Millis> one;
    etas(board, {&responder, 1}, to, urgency, one);
    return one.front();
}

void Journeys::etas(const Board& board, std::span<const Index> responders, Point to,
                    Urgency urgency, std::vector<Millis>& out) {
    etas(board, responders, to, board.rule_index().class_rule(urgency).blue_light, out);
}

Millis Journeys::eta_of_driver(const Board& board, Index responder, Point to, Urgency urgency) {
    if (!drives_) return eta(board, responder, to, urgency);
    const Profile travel = board.responders()[responder].profile.travel;
    return drives_->travel_time_of_driver(*board.responders().aux(responder).where, to,
                                          profile_for(board, travel, urgency));
}

Millis Journeys::quiet_eta(const Board& board, Index responder, Point to) {
    std::vector<Millis> one;
    etas(board, {&responder, 1}, to, false, one);
    return one.front();
}

std::optional<Metres> Journeys::doubt(Point at, Profile profile) const {
    if (!network_ || !network_->has(profile)) return std::nullopt;
    const auto access = network_->access(at, profile);
    if (!access || !access->doubtful) return std::nullopt;
    return Metres{access->off_road_dm / 10};
}

void Journeys::etas(const Board& board, std::span<const Index> responders, Point to,
                    bool blue_light, std::vector<Millis>& out) {
    out.clear();
    handles_.clear();
    for (const Index index : responders) {
        const Point from = *spot(board, presumed_, index).where;
        const Profile profile = profile_with(board.responders()[index].profile.travel, blue_light);
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
