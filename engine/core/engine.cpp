#include "engine/core/engine.hpp"

#include <cstdlib>
#include <utility>

#include "engine/core/board.hpp"
#include "engine/core/decide.hpp"
#include "engine/core/invariants.hpp"
#include "engine/core/rolling.hpp"
#include "engine/core/standby.hpp"

namespace muster::core {

struct Engine::Impl {
    Board board;
    std::vector<Event> events;
    Scratch scratch;
    Journeys journeys;
    RollingPool pool;
    Standby standby;
    std::vector<DecisionTrace>* trace = nullptr;
};

Engine::Engine() : impl_(std::make_unique<Impl>()) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Handled Engine::handle(const Envelope& envelope) {
    Impl& impl = *impl_;
    Board& board = impl.board;
    // The intake stamps both; a wrong stamp is a broken program, not bad input.
    if (envelope.seq != board.seq() + 1 || envelope.at < board.at()) std::abort();

    if (const KeyEntry* seen = board.find_key(envelope.source, envelope.key)) {
        if (seen->digest == envelope.digest) return {{}, seen->seq, {}};
        return {reject(RejectReason::key_reused, "",
                       "this idempotency key was used for another command, record " +
                           std::to_string(seen->seq)),
                0,
                {}};
    }
    if (board.rules().classes.empty() && !std::holds_alternative<LoadRules>(envelope.command)) {
        return {reject(RejectReason::stopping, "", "no rules are loaded yet"), 0, {}};
    }

    impl.events.clear();
    impl.scratch.freed.clear();
    impl.scratch.wanting.clear();
    impl.scratch.idle.clear();
    impl.scratch.resting.clear();
    Step step{board,         envelope,  impl.events,  impl.scratch,
              impl.journeys, impl.pool, impl.standby, impl.trace};
    Rejection rejection =
        std::visit([&](const auto& command) { return decide(step, command); }, envelope.command);
    if (rejection) {
        if (!impl.events.empty()) std::abort();
        return {std::move(rejection), 0, {}};
    }
    settle(step);
    if (!impl.events.empty()) {
        board.finish_record({envelope.seq, envelope.at, envelope.source, envelope.key,
                             envelope.digest, impl.events});
    }
    return {{}, 0, impl.events};
}

void Engine::apply(const AppliedRecord& record) {
    Board& board = impl_->board;
    if (record.seq != board.seq() + 1 || record.at < board.at()) std::abort();
    for (const Event& event : record.events)
        board.apply(event, record.at);
    board.finish_record(record);
}

void Engine::restore(const BoardState& state) {
    impl_->board.restore(state);
}
BoardState Engine::state() const {
    return impl_->board.state();
}
TimePoint Engine::next_deadline() const {
    return impl_->board.next_deadline();
}
std::uint64_t Engine::last_seq() const {
    return impl_->board.seq();
}
TimePoint Engine::last_at() const {
    return impl_->board.at();
}
const Board& Engine::board() const {
    return impl_->board;
}
void Engine::use_roads(std::shared_ptr<const roads::RoadNetwork> network) {
    impl_->journeys.use(std::move(network));
}
void Engine::set_trace(std::vector<DecisionTrace>* trace) {
    impl_->trace = trace;
}
std::string Engine::broken_invariant() const {
    return find_broken_invariant(impl_->board, impl_->journeys);
}

}  // namespace muster::core
