// The pure core: commands in, events out. No clock, chance, file, socket, thread or float; time is
// in the envelope. The same commands from the same start give the same events on every machine.
//
// Not thread-safe: one thread owns an Engine.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/dispatch/advice.hpp"
#include "engine/core/dispatch/trace.hpp"
#include "engine/core/state.hpp"
#include "muster/command.hpp"
#include "muster/envelope.hpp"
#include "muster/event.hpp"

namespace muster::roads {
class RoadNetwork;
}

namespace muster::core {

class Board;
class RoadSource;

// What became of one command.
struct Handled {
    Rejection rejection;
    // The key was seen before with the same command: this is the seq of the record then.
    std::uint64_t replayed_seq = 0;
    // What happened; valid until the next call. Empty when refused, replayed, or nothing changed:
    // then no record is written and the envelope's seq stays unused.
    std::span<const Event> events;
    // What became of each fix of a ReportPositions that was accepted; valid as the events are.
    std::span<const FixOutcome> fixes;
};

class Engine {
  public:
    Engine();
    ~Engine();
    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;

    // Decides and applies. Preconditions: envelope.seq == last_seq() + 1, envelope.at >= last_at().
    // A refused command changes nothing.
    [[nodiscard]] Handled handle(const Envelope& envelope);

    // Asks the memory for what handle() will look at first when it comes to this command. Changes
    // nothing: among 100,000 responders a search mostly waits for memory, and whoever has several
    // commands at hand can let it come while the one before is decided.
    void expect(const Command& command) const;

    // Applies the logged events of one record, without deciding (recovery).
    void apply(const AppliedRecord& record);

    // Starts from a snapshot instead of nothing; then apply() the records after it.
    void restore(const BoardState& state);
    // Everything the board holds, in order of id: the content of a snapshot and of the state hash.
    [[nodiscard]] BoardState state() const;

    // When Tick is next due; `never` if nothing waits.
    [[nodiscard]] TimePoint next_deadline() const;
    [[nodiscard]] std::uint64_t last_seq() const;
    [[nodiscard]] TimePoint last_at() const;
    [[nodiscard]] const Board& board() const;

    // Who has the roads that the rules and the speeds in use name. Not owned; nullptr = nobody:
    // then rules that name a map are refused, and a board that has such rules cannot decide.
    void set_road_source(RoadSource* source);
    // Gets the roads that the board asks for, unless they are in use already; handle() does the
    // same when they have changed. Why they cannot be had, in words for an operator, or nothing.
    // Not needed where records are only applied.
    [[nodiscard]] std::optional<std::string> prepare_roads();

    // Why LoadRules would be refused for its road map; nothing when it would not.
    [[nodiscard]] std::optional<std::string> missing_map(const Rules& rules) const;

    // Travel along these roads from the next command on, whatever the rules say; for runs without a
    // road source and a log. Nothing = straight lines.
    void use_roads(std::shared_ptr<const roads::RoadNetwork> network);

    // While set, every decision appends the full list of candidates. Not owned; nullptr = off.
    void set_trace(std::vector<DecisionTrace>* trace);

    // Whom it would send or ask for the slots of a request if it looked at them now, by the code
    // that decides. The board stays as it is, and so does all that follows. Nothing where there is
    // nobody to be sent: the request is unknown, over, or has no place, the slot is not there or is
    // somebody's who has come, or no rules or roads are there to decide by.
    [[nodiscard]] std::vector<SlotAdvice> advise(const AdviceQuery& query);

    // What those who are idle cover from where they stand by (StandbyRule), in millionths of all
    // demand. Nothing where the rules name no posts or no demand.
    [[nodiscard]] std::optional<std::int64_t> covered_ppm();

    // Checks every invariant of the board the slow way. Nothing = all hold; else which one and why.
    [[nodiscard]] std::string broken_invariant() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace muster::core
