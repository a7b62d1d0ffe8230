// The departments of the simulated city: they take up the steps of projects, now and then return
// one that is not theirs or ask for more time, say what they think of each other's, and accept
// work or have it done again. They do what comes next of whatever a project shows, so a real user
// can do any of it instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/sim/agenda.hpp"
#include "engine/sim/outbox.hpp"
#include "engine/sim/rng.hpp"
#include "muster/projects.hpp"

namespace muster::sim {

// Shares are in thousandths.
struct OfficeHabits {
    std::int64_t returned = 250;
    std::int64_t extended = 150;
    std::int64_t disagrees = 100;
    std::int64_t rejected = 250;  // of the first round of the work
    // From one thing that is done about a step to the next. Shorter than in life by far: whoever
    // looks at the demo for some minutes sees projects move.
    Quantiles pause{{seconds(5), seconds(15), seconds(30), seconds(60), seconds(120), seconds(240),
                     seconds(600)}};
};

class Office {
  public:
    // References are kept and not owned.
    Office(std::uint64_t seed, const OfficeHabits& habits, Agenda& agenda, Outbox& outbox);

    // So many projects are opened, for the first of the members, over the templates of the rules;
    // none where there are projects already.
    void open(const core::Board& board, const std::vector<MemberId>& members, std::size_t projects,
              TimePoint now);
    // The board may hold what was never published to the office: it looks at it again.
    void look_again(const core::Board& board, TimePoint now);

    void perform(const Task& task, TimePoint now, const core::Board& board);
    void on(const StepBecameReady& event, TimePoint now, const core::Board& board);

  private:
    enum class Job : std::uint8_t { open, act };

    void plan(const Project& project, const ProjectStep& step, TimePoint now);
    void act(const Project& project, const ProjectStep& step, TimePoint now);
    void begin(const Project& project, const ProjectStep& step, TimePoint now);
    void finish(const Project& project, const ProjectStep& step, TimePoint now);
    void judge(const Project& project, const ProjectStep& step, Personal<std::string> late);
    void give_opinion(const Project& project, const ProjectStep& step,
                      const ProjectOpinion& opinion, TimePoint now);
    [[nodiscard]] Rng chance(const Project& project, const ProjectStep& step,
                             std::uint64_t what) const;

    const std::uint64_t seed_;
    const OfficeHabits habits_;
    Agenda& agenda_;
    Outbox& outbox_;
};

}  // namespace muster::sim
