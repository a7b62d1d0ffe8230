// What idle professionals cover from where they stand by, what is lost when one of them leaves, and
// where one who has come free is of most use.
//
// Source: dispatch.md, "coverage", and engine/match/coverage.hpp. Skills are not told apart:
// whoever is idle covers. What is kept here is derived from the board, the rules and the roads.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/step.hpp"
#include "engine/match/coverage.hpp"

namespace muster::core {

// Not thread-safe. The first question after new rules or roads works out who reaches what from
// where: posts x points of demand.
class Standby {
  public:
    // What all lose when this idle responder leaves, in millionths of all demand; 0 for one who
    // covers nothing.
    [[nodiscard]] std::int64_t loss_ppm(const Step& step, Index responder);

    // What all who are idle cover together, in millionths of all demand; nothing when there is
    // nothing to cover.
    [[nodiscard]] std::optional<std::int64_t> covered_ppm(const Step& step);

    struct Move {
        std::uint32_t post = 0;
        Millis travel;
        std::int64_t gain_ppm = 0;  // against staying with the present post
    };
    // The best post for an idle responder; nothing when that is the present one.
    [[nodiscard]] std::optional<Move> best_move(const Step& step, Index responder);
    // What an idle responder would gain by moving to a post.
    [[nodiscard]] Move move_to(const Step& step, Index responder, std::uint32_t post);

  private:
    using Points = std::vector<std::uint32_t>;

    // Brings everything in line with the board; false when there is nothing to cover.
    bool follow(const Step& step);
    void work_out_reach(const Step& step, Profile profile);
    [[nodiscard]] const Points& reach(std::uint32_t post, Profile profile) const;
    [[nodiscard]] std::int64_t ppm(match::Covered covered) const;
    [[nodiscard]] Millis travel(const Step& step, Index responder, std::uint32_t post);

    std::uint64_t rules_seen_ = 0;
    std::uint64_t networks_seen_ = 0;
    std::int64_t demand_ = 0;  // sum of all weights
    std::optional<match::Coverage> coverage_;
    std::vector<Points> reach_;           // by profile and post
    std::vector<bool> reach_known_;       // by profile
    std::vector<std::uint32_t> counted_;  // as Board::standing_by
    // Losses by post and profile, as long as nobody comes or goes.
    std::vector<std::optional<std::int64_t>> loss_ppm_;
    std::vector<match::PostChoice> choices_;
};

// Says where those of scratch.resting who are idle still should stand by.
void rest(Step& step);

}  // namespace muster::core
