// The rolling policy: whoever waits, whoever is on the way and whoever is free are assigned
// together, anew at each event that matters, at the least total cost.
//
// Source: dispatch.md, "Policy". What is solved at once is a pool that grows from what changed: the
// slots that want somebody, the responders that came free, those who are on the way to neighbours.
// Its size is limited (DispatchRule::pool_slots), so that the price of a decision does not grow
// with the city; within it the answer is exact.
#pragma once

#include <vector>

#include "engine/core/step.hpp"
#include "engine/match/assignment.hpp"

namespace muster::core {

// Owns the memory of the solver. Not thread-safe.
class RollingPool {
  public:
    // Assigns what scratch.wanting asks for and what scratch.idle can do, as far as the pool has
    // room: what found none stays in the two lists. Each call changes something or makes them
    // shorter. Responders who are left without work are added to scratch.freed.
    void solve(Step& step);

    struct Found {
        std::uint32_t handle = 0;
        Rationale rationale;
    };
    // Whom solve() would assign to these slots, which count as open, if they alone asked for
    // somebody; changes nothing. A slot that the pool finds nobody for is not among the answers.
    [[nodiscard]] std::vector<Found> look_ahead(Step& step, std::vector<std::uint32_t> handles);

  private:
    // A slot that is open, or whose responder may still be sent elsewhere.
    struct Row {
        std::uint32_t handle = 0;
        Index request = no_index;
        std::uint32_t slot = 0;
        Index current = no_index;  // the responder on the way to it
        std::size_t first = 0;     // of its candidates
    };
    struct Choice {
        Index responder = no_index;
        std::uint32_t distance_dm = 0;
        std::uint32_t home = 0;  // the slot that the responder is on the way to, or none
        Candidate candidate;
    };

    void gather(Step& step);
    void add_waiting_for(Step& step, Index responder);
    void add_row(Step& step, std::uint32_t handle);
    template <class Accept>
    void nearest_rolling(Step& step, Point place, SkillMask skills, Profile profile,
                         std::uint32_t reach_dm, Accept accept);
    void find_candidates(Step& step, std::size_t row);
    [[nodiscard]] std::uint32_t home_of(const Step& step, Index responder);
    [[nodiscard]] bool is_full(const Step& step) const;
    [[nodiscard]] bool in_pool(std::uint32_t handle) const;
    [[nodiscard]] match::AssignmentResult assign(const Step& step);
    void carry_out(Step& step, const match::AssignmentResult& result);
    // Leaves in scratch.idle those who may still find work outside the pool.
    void keep_unemployed(Step& step, bool changed) const;
    [[nodiscard]] Rationale rationale(const Step& step, std::size_t row, Index winner) const;

    struct Home {
        std::uint64_t gathering = 0;  // when it was looked up
        std::uint32_t slot = 0;
    };
    std::vector<Home> homes_;  // by responder
    std::uint64_t gathering_ = 0;

    std::vector<std::uint32_t> asked_;  // of a look ahead
    std::vector<Row> rows_;
    std::vector<Choice> choices_;
    bool idle_first_ = false;  // the pool began with the work for the first of scratch.idle

    match::AssignmentSolver solver_;
    std::vector<std::uint32_t> first_;
    std::vector<match::Option> options_;
    std::vector<std::int64_t> unassigned_;
    std::vector<std::uint32_t> current_;
    std::vector<Index> chosen_;  // by row

    struct Ripe {
        std::uint32_t handle = 0;
        std::uint64_t id = 0;  // as in the queue: handles depend on which requests were before
        bool strict = false;
        Urgency urgency = Urgency::P4;
        std::int64_t points = 0;
    };
    std::vector<Ripe> ripe_;
};

// Whether the policy lets the engine send this responder elsewhere: on the way, not by a
// dispatcher's wish, not about to arrive, and the shift not over.
[[nodiscard]] bool may_be_rerouted(const Board& board, TimePoint now, Index responder);

// What the rolling policy would pay for sending a responder to a slot, in the candidate's terms.
void price(const Step& step, Candidate& candidate, Index request, std::uint32_t slot,
           Index responder);

}  // namespace muster::core
