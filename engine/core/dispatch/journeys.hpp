// How long responders need to a place: along the roads where the program has a road network, else
// along the straight line (roads/travel_times.hpp).
//
// Answers depend on the board and the network only. What is kept between questions is a memory of
// where responders stood on the roads, corrected for those who are asked about; so a report of a
// position costs nothing until somebody wants to know.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/dispatch/presumed.hpp"
#include "engine/roads/fleet_times.hpp"
#include "engine/roads/road_times.hpp"

namespace muster::core {

// Not thread-safe.
class Journeys {
  public:
    // Nothing = straight lines. The network in use already changes nothing.
    void use(std::shared_ptr<const roads::RoadNetwork> network);
    [[nodiscard]] const std::shared_ptr<const roads::RoadNetwork>& network() const {
        return network_;
    }
    // From where a look ahead takes responders to be, instead of the board; nullptr = from there.
    void presume(const Presumed* presumed) { presumed_ = presumed; }
    [[nodiscard]] bool on_roads() const { return fleet_.has_value(); }
    // Counts the networks that were in use.
    [[nodiscard]] std::uint64_t networks_used() const { return networks_used_; }

    // How somebody who travels so goes to a request of this class: blue light only where the rules
    // allow it.
    [[nodiscard]] static Profile profile_for(const Board& board, Profile travel, Urgency urgency);

    // Precondition: it is known where the responder is.
    [[nodiscard]] Millis eta(const Board& board, Index responder, Point to, Urgency urgency);
    // out[i] belongs to responders[i]; replaced.
    void etas(const Board& board, std::span<const Index> responders, Point to, Urgency urgency,
              std::vector<Millis>& out);
    // Of somebody on the way, whose position may lie nearest to a street that he is not on.
    [[nodiscard]] Millis eta_of_driver(const Board& board, Index responder, Point to,
                                       Urgency urgency);
    // Without blue light.
    [[nodiscard]] Millis quiet_eta(const Board& board, Index responder, Point to);

    // How far a point lies off the road where that makes its times doubtful; nothing where they are
    // sound, or where there is no road for the profile.
    [[nodiscard]] std::optional<Metres> doubt(Point at, Profile profile) const;

  private:
    // What the fleet knows of a responder, by handle.
    struct Known {
        bool placed = false;
        Profile profile = Profile::normal;
        Point at;
    };
    // A responder may travel in two ways: with and without blue light.
    [[nodiscard]] static std::uint32_t handle_of(Index responder, Profile profile) {
        return responder * 2 + (profile == Profile::urgent ? 1u : 0u);
    }

    void etas(const Board& board, std::span<const Index> responders, Point to, bool blue_light,
              std::vector<Millis>& out);

    std::shared_ptr<const roads::RoadNetwork> network_;
    std::uint64_t networks_used_ = 0;
    std::optional<roads::FleetTimes> fleet_;
    std::optional<roads::RoadTimes> drives_;
    roads::FleetTimes::Scratch scratch_;
    std::vector<Known> known_;
    const Presumed* presumed_ = nullptr;
    std::vector<std::uint32_t> handles_;
    std::vector<roads::FleetTimes::Eta> answers_;
};

}  // namespace muster::core
