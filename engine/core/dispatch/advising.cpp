#include "engine/core/dispatch/advising.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/dispatch/offers.hpp"
#include "engine/core/dispatch/rolling.hpp"
#include "engine/core/dispatch/tracing.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/roads/distance.hpp"

namespace muster::core {
namespace {

// Of each sort so many times what is shown is weighed: by road the nearest by air need not be the
// nearest.
constexpr std::size_t weighed_per_shown = 3;
// Where there are more responders than that, only those whom the grids find are shown.
constexpr std::size_t responders_max = 50'000;

// One look ahead at the slots of a request.
class Advice {
  public:
    Advice(Step& step, Index request, const AdviceQuery& query)
        : step_(step), request_(request), query_(query) {}

    // In the order of fill_request(): offers, and under the policy closest all, slot by slot, then
    // the rest together.
    [[nodiscard]] std::vector<SlotAdvice> make() {
        const bool closest = step_.board.rules().dispatch.policy == Policy::closest;
        std::vector<std::uint32_t> together;
        for (std::uint32_t s = 0; s < request().slots.size(); ++s) {
            if (!is_asked_about(s)) continue;
            SlotAdvice& advice = advices_.emplace_back();
            advice.slot = s;
            const Slot& slot = request().slots[s];
            if (is_bound(slot.status)) take(slot.responder);
            if (slot.fill == FillMode::offer) {
                choose_volunteers(advice);
            } else if (closest) {
                const std::optional<DirectChoice> choice = choose_direct(step_, request_, s);
                if (choice) choose(advice, choice->by, choice->rationale);
                add_trace(advice);
                take_chosen(advice);
            } else {
                together.push_back(slot_handle(request_, s));
            }
        }
        if (!together.empty()) choose_together(together);
        return std::move(advices_);
    }

  private:
    [[nodiscard]] const Request& request() const { return step_.board.requests()[request_]; }

    [[nodiscard]] bool is_asked_about(std::uint32_t slot) const {
        if (query_.slot) return *query_.slot == slot;
        return is_waiting(request().slots[slot].status);
    }

    void choose_volunteers(SlotAdvice& advice) {
        const bool wanted = wants_offers(step_, request_, advice.slot);
        rank_volunteers(step_, request_, advice.slot);
        const std::size_t asked = wanted ? offers_to_make(step_, request_) : 0;
        for (std::size_t i = 0; i < asked; ++i)
            advice.chosen.push_back(step_.scratch.weighed[i].candidate.responder);
        add_trace(advice);
        take_chosen(advice);
    }

    void choose_together(const std::vector<std::uint32_t>& handles) {
        const auto found = step_.pool.look_ahead(step_, handles);
        for (const RollingPool::Found& one : found)
            choose(advice_of(slot_of(one.handle)), AssignedBy::engine, one.rationale);
        for (const RollingPool::Found& one : found)
            add_trace(advice_of(slot_of(one.handle)));
        for (const RollingPool::Found& one : found)
            take_chosen(advice_of(slot_of(one.handle)));
        // The pool looks at the nearest; where many slots compete for them, one further away is
        // left.
        for (const std::uint32_t handle : handles) {
            SlotAdvice& advice = advice_of(slot_of(handle));
            if (advice.rationale) continue;
            const std::optional<Rationale> idle = anybody_idle(step_, request_, advice.slot);
            if (idle) choose(advice, AssignedBy::engine, *idle);
            add_trace(advice);
            take_chosen(advice);
        }
    }

    [[nodiscard]] SlotAdvice& advice_of(std::uint32_t slot) {
        return *std::find_if(advices_.begin(), advices_.end(),
                             [slot](const SlotAdvice& one) { return one.slot == slot; });
    }

    static void choose(SlotAdvice& advice, AssignedBy by, const Rationale& rationale) {
        advice.chosen = {rationale.winner->responder};
        advice.by = by;
        advice.rationale = rationale;
    }

    // What follows for the slots after it.
    void take_chosen(const SlotAdvice& advice) {
        for (const ResponderId id : advice.chosen)
            take(id);
        if (!advice.rationale) return;
        TimePoint& first = step_.presumed->professional;
        first = std::min(first, step_.now() + advice.rationale->winner->eta_ms);
    }

    void take(ResponderId id) {
        step_.presumed->taken.push_back(step_.board.responders().find(id));
    }

    // The chosen, and the nearest of those who could be sent and of those who could not.
    [[nodiscard]] std::vector<Index> to_be_shown(const SlotAdvice& advice,
                                                 std::vector<std::uint64_t>& counts) {
        const Board& board = step_.board;
        const Point place = request().place->value;
        std::vector<Near> able;
        std::vector<Near> unable;
        counts.assign(enum_count<Verdict>, 0);
        const auto look_at = [&](Index responder) {
            const Verdict verdict = verdict_on(step_, responder, request_, advice.slot);
            ++counts[static_cast<std::size_t>(verdict)];
            const auto where = spot(board, step_.presumed, responder).where;
            if (!where || verdict == Verdict::other_kind) return;
            keep(was_weighed(verdict) ? able : unable,
                 {roads::distance_dm(*where, place), board.responders()[responder].id, responder});
        };
        if (board.responders().size() <= responders_max) {
            for (Index i = 0; i < board.responders().end_index(); ++i)
                if (board.responders().used(i)) look_at(i);
        } else {
            look_at_nearest(advice.slot, look_at);
        }
        able.insert(able.end(), unable.begin(), unable.end());
        for (const ResponderId id : advice.chosen)
            able.push_back({0, id, board.responders().find(id)});
        std::sort(able.begin(), able.end(),
                  [](const Near& a, const Near& b) { return a.id < b.id; });
        std::vector<Index> out;
        for (const Near& near : able)
            if (out.empty() || out.back() != near.responder) out.push_back(near.responder);
        return out;
    }

    template <class LookAt>
    void look_at_nearest(std::uint32_t slot, const LookAt& look_at) {
        const bool asks = request().slots[slot].fill == FillMode::offer;
        for (const GridKind kind :
             {asks ? GridKind::idle_offer : GridKind::idle_direct, GridKind::rolling}) {
            for (int p = 0; p < profile_count; ++p) {
                const Board::Grid& grid = step_.board.grid(kind, static_cast<Profile>(p));
                if (grid.size() == 0) continue;
                grid.nearest(request().place->value, skills_wanted(step_.board, request_, slot),
                             weighed(), Board::Grid::anywhere_dm, step_.scratch.nearby,
                             [](std::uint32_t) { return true; });
                for (const match::Nearby& near : step_.scratch.nearby)
                    look_at(near.handle);
            }
        }
    }

    struct Near {
        std::uint32_t distance_dm = 0;
        ResponderId id;
        Index responder = no_index;

        bool operator<(const Near& other) const {
            return std::pair(distance_dm, id) < std::pair(other.distance_dm, other.id);
        }
    };
    // A heap of the nearest, the furthest of them at its front.
    void keep(std::vector<Near>& heap, const Near& near) const {
        if (heap.size() == weighed() && !(near < heap.front())) return;
        heap.push_back(near);
        std::push_heap(heap.begin(), heap.end());
        if (heap.size() <= weighed()) return;
        std::pop_heap(heap.begin(), heap.end());
        heap.pop_back();
    }
    [[nodiscard]] std::size_t weighed() const { return query_.candidates * weighed_per_shown; }

    void add_trace(SlotAdvice& advice) {
        std::vector<Index> chosen;
        for (const ResponderId id : advice.chosen)
            chosen.push_back(step_.board.responders().find(id));
        std::vector<std::uint64_t> counts;
        const std::vector<Index> shown = to_be_shown(advice, counts);
        advice.trace = trace_of(step_, request_, advice.slot, chosen, shown);
        advice.trace.counts = std::move(counts);
        auto& candidates = advice.trace.candidates;
        const std::size_t most = std::max(query_.candidates, chosen.size());
        if (candidates.size() > most) candidates.resize(most);
    }

    Step& step_;
    const Index request_;
    const AdviceQuery& query_;
    std::vector<SlotAdvice> advices_;
};

}  // namespace

std::vector<SlotAdvice> advise(Step& step, Index request, const AdviceQuery& query) {
    return Advice(step, request, query).make();
}

}  // namespace muster::core
