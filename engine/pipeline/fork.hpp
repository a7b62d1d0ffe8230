// An engine that leaves the log at a record and lives on: what came from outside comes again, what
// people did in answer to the engine is done anew.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/engine.hpp"
#include "engine/log/record.hpp"
#include "engine/pipeline/habits.hpp"
#include "engine/pipeline/outcomes.hpp"
#include "muster/command.hpp"
#include "muster/dispatch.hpp"
#include "muster/event.hpp"
#include "muster/responders.hpp"

namespace muster::pipeline {

// Use by one thread. `engine` and `habits` are not owned; the engine is at the record of the fork.
//
// Ids made after the fork are other ones here, because an id is a record's number; the fork keeps
// both. Chance is a function of the seed and the log's ids alone, so that two forks of one log meet
// the same people.
class Fork {
  public:
    Fork(core::Engine& engine, const Habits& habits, std::uint64_t seed);

    // A command that is not in the log, at the time of the fork. Its rejection, if it was refused.
    [[nodiscard]] Rejection insert(Command command);
    // The next record of the log: everything up to its time happens, then its command comes, unless
    // it is one of those that are simulated.
    void follow(const log::RecordView& record, Command command);
    // Everything up to this time happens; then the figures.
    [[nodiscard]] Outcomes finish(TimePoint to);

    [[nodiscard]] std::uint64_t inputs() const { return inputs_; }
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

  private:
    struct Act {
        TimePoint at;
        std::uint64_t order = 0;  // of planning, so that equal times have one order
        Command command;
        // An act of an assignment holds only while it is still that assignment.
        RequestId request;
        std::uint32_t slot = 0;
        TimePoint assigned_at;
    };
    struct Later {
        bool operator()(const Act& a, const Act& b) const {
            return a.at != b.at ? a.at > b.at : a.order > b.order;
        }
    };

    void run_until(TimePoint to);
    // log_seq: the record that this command has in the log, 0 = none.
    // Who sends what is not in the log.
    static constexpr const char* nobody = "fork";
    [[nodiscard]] Rejection handle(Command command, TimePoint at, std::uint64_t log_seq,
                                   std::string source = nobody);
    void react(const Event& event, TimePoint at);
    void plan_visit(const SlotAssigned& assigned, TimePoint at);
    void plan_answer(const OfferMade& made, TimePoint at);
    void plan(TimePoint at, Command command, RequestId request, std::uint32_t slot,
              TimePoint assigned_at);
    void after_service(RequestId request, TimePoint at);
    [[nodiscard]] bool still_holds(const Act& act) const;
    [[nodiscard]] bool translate(Command& command) const;
    void drop_simulated_moves(ReportPositions& report) const;
    // The id in the log of what has this id here; for what is only here, an id that no log has.
    [[nodiscard]] std::uint64_t logged_id(std::uint64_t id) const;

    core::Engine& engine_;
    const Habits& habits_;
    const std::uint64_t seed_;
    const std::uint64_t fork_seq_;
    OutcomeCollector outcomes_;
    std::priority_queue<Act, std::vector<Act>, Later> acts_;
    std::uint64_t planned_ = 0;
    boost::unordered_flat_map<std::uint64_t, std::uint64_t> here_by_log_;
    boost::unordered_flat_map<std::uint64_t, std::uint64_t> log_by_here_;
    // Calls back and closings that came before the service was done here; by request here.
    boost::unordered_flat_map<std::uint64_t, std::vector<Command>> waiting_;
    std::uint64_t inputs_ = 0;
    std::uint64_t refused_ = 0;
};

}  // namespace muster::pipeline
