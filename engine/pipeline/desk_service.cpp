#include "engine/pipeline/desk_service.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/board.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/views/advice_json.hpp"
#include "engine/views/desk_figures.hpp"
#include "engine/views/people/found_people.hpp"

namespace muster::pipeline {

DeskService::DeskService(core::Engine& engine, const views::EntityIndex& index,
                         std::function<TimePoint()> now)
    : engine_(engine), index_(index), now_(std::move(now)) {}

std::string DeskService::find_people(const PeopleQuery& query) const {
    const core::Board& board = engine_.board();
    if (query.collection == entity_row<Responder>.path) {
        return views::found_responders_json(board, index_.responders(), query);
    }
    return views::found_members_json(board, index_.members(), query);
}

std::string DeskService::figures() {
    // They look at every request, and each wall and supervisor asks for them.
    constexpr Millis kept = seconds(2);
    const TimePoint now = std::max(now_(), engine_.last_at());
    if (!figures_at_ || now < figures_at_ || now - figures_at_ >= kept) {
        figures_ = views::desk_figures_json(
            views::desk_figures(engine_.board(), now, engine_.covered_ppm()));
        figures_at_ = now;
    }
    return figures_;
}

std::optional<std::string> DeskService::candidates(const CandidatesQuery& query,
                                                   std::string& error) {
    const Request* const request = engine_.board().requests().get(query.request);
    if (request == nullptr) return std::nullopt;
    if (query.slot) {
        if (*query.slot >= request->slots.size()) {
            error = "the request has " + std::to_string(request->slots.size()) +
                    " slots, numbered from 0";
            return std::nullopt;
        }
        if (!core::can_be_given(request->slots[*query.slot])) {
            error = "somebody is there already, or the slot is done";
            return std::nullopt;
        }
    }
    const TimePoint now = std::max(now_(), engine_.last_at());
    const std::vector<core::SlotAdvice> advice =
        engine_.advise({.request = query.request, .slot = query.slot, .now = now});
    return views::advice_json(engine_.board(), *request, advice, now);
}

}  // namespace muster::pipeline
