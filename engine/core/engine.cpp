#include "engine/core/engine.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/core/aliases.hpp"
#include "engine/core/areas.hpp"
#include "engine/core/board.hpp"
#include "engine/core/dispatch/advising.hpp"
#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/dispatch/rolling.hpp"
#include "engine/core/dispatch/standby.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/service/road_source.hpp"
#include "engine/core/texts.hpp"
#include "muster/commands.hpp"
#include "muster/events.hpp"

namespace muster::core {

namespace {

bool changes_roads(const Event& event) {
    return event.is<RulesLoaded>() || event.is<SpeedsInUse>();
}

// What a look ahead has instead of a command; nothing can be emitted in it.
struct LookAhead {
    Envelope envelope;
    std::vector<Event> events;
    Presumed presumed;
};

}  // namespace

struct Engine::Impl {
    Board board;
    std::vector<Event> events;
    Scratch scratch;
    Journeys journeys;
    RollingPool pool;
    Standby standby;
    std::vector<DecisionTrace>* trace = nullptr;
    RoadSource* roads = nullptr;
    bool roads_stale = false;  // the board may ask for other roads than those that are in use

    [[nodiscard]] Step step_of(LookAhead& ahead) {
        ahead.envelope.seq = board.seq() + 1;
        ahead.envelope.at = std::max(ahead.envelope.at, board.at());
        return {.board = board,
                .env = ahead.envelope,
                .events = ahead.events,
                .scratch = scratch,
                .journeys = journeys,
                .pool = pool,
                .standby = standby,
                .roads = roads,
                .trace = nullptr,
                .presumed = &ahead.presumed};
    }

    void look_for_roads(std::span<const Event> applied) {
        roads_stale |= std::any_of(applied.begin(), applied.end(), changes_roads);
    }
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

    const KeyEntry* seen = board.find_key(envelope.source, envelope.key);
    if (seen != nullptr && seen->digest == envelope.digest) return {{}, seen->seq, {}, {}};
    if (board.rules().classes.empty() && !envelope.command.is<LoadRules>()) {
        return {reject(RejectReason::not_ready, "", "no rules are loaded yet"), 0, {}, {}};
    }
    if (auto missing = prepare_roads()) {
        return {reject(RejectReason::not_ready, "", std::move(*missing)), 0, {}, {}};
    }
    if (seen != nullptr) {
        return {reject(RejectReason::key_reused, "",
                       "this idempotency key was used for another command, record " +
                           std::to_string(seen->seq)),
                0,
                {},
                {}};
    }

    if (auto bad = check_texts(envelope.command)) return {std::move(bad), 0, {}, {}};
    const std::optional<Command> renamed = without_aliases(board, envelope.command);
    const Command& command = renamed ? *renamed : envelope.command;

    impl.events.clear();
    impl.scratch.freed.clear();
    impl.scratch.wanting.clear();
    impl.scratch.idle.clear();
    impl.scratch.resting.clear();
    impl.scratch.fix_outcomes.clear();
    Step step{.board = board,
              .env = envelope,
              .events = impl.events,
              .scratch = impl.scratch,
              .journeys = impl.journeys,
              .pool = impl.pool,
              .standby = impl.standby,
              .roads = impl.roads,
              .trace = impl.trace};
    Rejection rejection = area_of(command).decide(step, command);
    if (rejection) {
        if (!impl.events.empty()) std::abort();
        return {std::move(rejection), 0, {}, {}};
    }
    impl.look_for_roads(impl.events);
    // What follows travels by the new roads; decide() has asked whether they can be had.
    if (prepare_roads()) std::abort();
    react(step);
    settle(step);
    // Whoever is sent somewhere may be followed as well, and somebody may come free by that.
    for (int round = 0; react(step); ++round) {
        if (round == max_reaction_depth) std::abort();
        settle(step);
    }
    if (!impl.events.empty()) {
        board.finish_record({envelope.seq, envelope.at, envelope.source, envelope.key,
                             envelope.digest, impl.events});
    }
    return {{}, 0, impl.events, impl.scratch.fix_outcomes};
}

std::vector<SlotAdvice> Engine::advise(const AdviceQuery& query) {
    Impl& impl = *impl_;
    const Index index = impl.board.requests().find(query.request);
    if (index == no_index || impl.board.rules().classes.empty() || prepare_roads()) return {};
    const Request& request = impl.board.requests()[index];
    if (!request.place || has_ended(request.status)) return {};
    if (query.slot &&
        (*query.slot >= request.slots.size() || !can_be_given(request.slots[*query.slot]))) {
        return {};
    }
    // Without memory the program ends, as in a decision: whoever asks might go on, and half a look
    // ahead would stay in what decisions search with.
    return [&]() noexcept {
        LookAhead ahead;
        ahead.envelope.at = query.now;
        Step step = impl.step_of(ahead);
        impl.journeys.presume(&ahead.presumed);
        std::vector<SlotAdvice> advice = core::advise(step, index, query);
        impl.journeys.presume(nullptr);
        return advice;
    }();
}

std::optional<std::int64_t> Engine::covered_ppm() {
    Impl& impl = *impl_;
    if (impl.board.rules().classes.empty() || prepare_roads()) return std::nullopt;
    return [&impl]() noexcept {
        LookAhead ahead;
        return impl.standby.covered_ppm(impl.step_of(ahead));
    }();
}

void Engine::expect(const Command& command) const {
    const auto* request = command.get_if<CreateRequest>();
    if (request == nullptr || !request->place) return;
    const Board& board = impl_->board;
    board.places().prefetch(request->place->value);
    for (int p = 0; p < profile_count; ++p)
        board.grid(GridKind::idle_direct, static_cast<Profile>(p)).prefetch(request->place->value);
}

void Engine::apply(const AppliedRecord& record) {
    Board& board = impl_->board;
    if (record.seq != board.seq() + 1 || record.at < board.at()) std::abort();
    for (const Event& event : record.events)
        board.apply(event, record.at);
    impl_->look_for_roads(record.events);
    board.finish_record(record);
}

void Engine::restore(const BoardState& state) {
    impl_->board.restore(state);
    impl_->roads_stale = true;
}
BoardState Engine::state() const {
    return impl_->board.state();
}
TimePoint Engine::next_deadline() const {
    return core::next_deadline(impl_->board);
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
void Engine::set_road_source(RoadSource* source) {
    impl_->roads = source;
    impl_->roads_stale = true;
}
std::optional<std::string> Engine::prepare_roads() {
    Impl& impl = *impl_;
    if (!impl.roads_stale) return std::nullopt;
    const Board& board = impl.board;
    const std::string& map = board.rules().roads.map;
    if (auto missing = core::missing_map(impl.roads, map)) return missing;
    if (impl.roads != nullptr) {
        std::shared_ptr<const roads::RoadNetwork> network;
        if (!map.empty()) {
            const auto& known = board.speeds_in_use();
            network =
                impl.roads->network(road_use(board.rules(), known ? &known->speeds : nullptr));
            if (!network) return "the roads of that time are not ready here";
        }
        impl.journeys.use(std::move(network));
    }
    impl.roads_stale = false;
    return std::nullopt;
}
std::optional<std::string> Engine::missing_map(const Rules& rules) const {
    return core::missing_map(impl_->roads, rules.roads.map);
}
void Engine::use_roads(std::shared_ptr<const roads::RoadNetwork> network) {
    impl_->journeys.use(std::move(network));
}
void Engine::set_trace(std::vector<DecisionTrace>* trace) {
    impl_->trace = trace;
}
std::string Engine::broken_invariant() const {
    return core::broken_invariant(impl_->board, impl_->journeys);
}

}  // namespace muster::core
