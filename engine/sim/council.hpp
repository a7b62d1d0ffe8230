// The think tank of the simulated city: suggestions are registered, those that say the same merged,
// looked at, handed up in batches, given to a department, replied to, graded, and answered one by
// one. Like the office it does what comes next of whatever a suggestion shows, so a real user can
// do any of it instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/sim/agenda.hpp"
#include "engine/sim/outbox.hpp"
#include "engine/sim/rng.hpp"
#include "muster/thinktank.hpp"

namespace muster::sim {

// Shares are in thousandths.
struct CouncilHabits {
    std::int64_t sent_back = 40;
    std::int64_t declined = 40;
    std::int64_t extended = 150;
    std::int64_t dissatisfied = 80;  // in the first round
    std::int64_t no_answer = 100;
    // From one thing that is done about a suggestion to the next; as short as the office's, and
    // long enough for those that say the same to be merged before one of them is looked at.
    Quantiles pause{{seconds(12), seconds(15), seconds(20), seconds(30), seconds(60), seconds(180),
                     seconds(600)}};
    // What was looked at meanwhile is handed up together.
    Millis first_report = seconds(60);
    Millis between_reports = seconds(300);
};

class Council {
  public:
    // References are kept and not owned.
    Council(std::uint64_t seed, const CouncilHabits& habits, Agenda& agenda, Outbox& outbox);

    // So many of the suggestions that belong to the seed are made; none where there are some
    // already.
    void open(const core::Board& board, std::size_t suggestions, TimePoint now);
    // The board may hold what was never published to the council: it looks at it again.
    void look_again(const core::Board& board, TimePoint now);

    void perform(const Task& task, TimePoint now, const core::Board& board);
    // Something is to be done about this suggestion, by whoever has it now.
    void on(SuggestionId id, TimePoint now, const core::Board& board);

  private:
    enum class Job : std::uint8_t { make, merge, report, act };

    void merge(const core::Board& board);
    void report(const core::Board& board);
    void act(const Suggestion& one, TimePoint now, const core::Board& board);
    void review(const Suggestion& one, TimePoint now, const core::Board& board);
    void reply(const Suggestion& one, TimePoint now);
    void answer(const Suggestion& one, TimePoint now, const core::Board& board);
    void hear(const Suggestion& one, const core::Board& board);
    [[nodiscard]] Rng chance(const Suggestion& one, std::uint64_t what) const;

    const std::uint64_t seed_;
    const CouncilHabits habits_;
    Agenda& agenda_;
    Outbox& outbox_;
    std::vector<RegisterSuggestion> made_;
};

}  // namespace muster::sim
