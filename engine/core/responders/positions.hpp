// Which reported positions are believed, and which count no more (DESIGN.md, "Positions").
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "engine/core/step.hpp"

namespace muster::core {

// The area that is served, as far as it is known. Of one moment: it refers to the board.
class ServedArea {
  public:
    ServedArea(const Board& board, const Journeys& journeys);

    [[nodiscard]] bool contains(Point point) const;

  private:
    struct Box {
        std::int64_t south = 0;
        std::int64_t north = 0;
        std::int64_t west = 0;
        std::int64_t width = 0;  // eastwards

        [[nodiscard]] bool contains(Point point) const;
    };
    [[nodiscard]] static Box around(const Area& area, Metres margin);

    std::optional<Box> box_;
    bool nothing_else_ = false;  // the rules say what the area is
    const KnownPlaces& places_;
};

// Looks whether the positions of these idle responders are too old to count, and says so of those
// who are found so; then the grids have changed. True if there were any.
bool lapse_old(Step& step, std::span<const match::Nearby> idle);
// The same of one.
bool lapse_if_old(Step& step, Index responder);

struct NearestOf {
    GridKind kind = GridKind::none;
    Profile profile = Profile::normal;
    Point place;
    SkillMask skills = 0;
    std::size_t k = 0;
    std::int64_t reach_dm = 0;
};
// Whether a look ahead has to find this responder elsewhere than the grid has him, or not at all.
// Precondition: it is a look ahead.
[[nodiscard]] bool is_elsewhere(const Step& step, Index responder);
// Of a look ahead: puts those whose position would lapse into scratch.nearby, as the grid would
// once they had.
void add_presumed(Step& step, const NearestOf& wanted, const std::function<bool(Index)>& accept);

// The k nearest of an idle grid in scratch.nearby. Those whose place is not known (lapsed, without
// a post) come behind all others and beyond k, so that they push nobody out. Returns how many stand
// before them.
template <class Accept>
std::size_t nearest_idle(Step& step, GridKind kind, Profile profile, Point place, SkillMask skills,
                         std::size_t k, std::int64_t reach_dm, Accept accept) {
    const Board& board = step.board;
    const Board::Grid& grid = board.grid(kind, profile);
    std::vector<match::Nearby>& nearby = step.scratch.nearby;
    const auto may_come = [&](std::uint32_t responder) {
        return accept(responder) && (step.presumed == nullptr || !is_elsewhere(step, responder));
    };
    do {
        grid.nearest(place, skills, k, reach_dm, nearby, may_come);
    } while (lapse_old(step, nearby));
    const NearestOf wanted{kind, profile, place, skills, k, reach_dm};
    if (step.presumed != nullptr) add_presumed(step, wanted, accept);
    const auto is_lost = [&](std::uint32_t responder) {
        return spot(board, step.presumed, responder).lost;
    };
    std::vector<match::Nearby>& lost = step.scratch.lost;
    lost.clear();
    for (const match::Nearby& near : nearby)
        if (is_lost(near.handle)) lost.push_back(near);
    if (lost.empty()) return nearby.size();
    do {
        grid.nearest(place, skills, k, reach_dm, nearby, [&](std::uint32_t responder) {
            return may_come(responder) && !is_lost(responder);
        });
    } while (lapse_old(step, nearby));
    if (step.presumed != nullptr) add_presumed(step, wanted, accept);
    const std::size_t known = nearby.size();
    nearby.insert(nearby.end(), lost.begin(), lost.end());
    return known;
}

}  // namespace muster::core
