// How the risk of a member weighs on requests, and what a death means for them.

#include "engine/core/requests/raising.hpp"

#include <algorithm>

#include "engine/core/dispatch/assignments.hpp"
#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/registry/risk.hpp"
#include "engine/core/requests/area.hpp"
#include "engine/core/requests/request_state.hpp"
#include "muster/requests.hpp"

namespace muster::core {
namespace {

std::vector<RequestId> open_requests_of(const Board& board, MemberId member) {
    std::vector<RequestId> ids;
    const Index index = board.members().find(member);
    if (index == no_index) return ids;
    for (const Index request : board.members().aux(index).open_requests)
        ids.push_back(board.requests()[request].id);
    return ids;
}

// What waits is raised, or not any more, at once.
void raise_open_ones(Step& step, MemberId member) {
    const std::vector<RequestId> open = open_requests_of(step.board, member);
    if (open.empty()) return;
    const Raise raise = raise_for(step, *step.board.members().get(member));
    for (const RequestId id : open) {
        const Index index = step.board.requests().find(id);
        const Request& request = step.board.requests()[index];
        if (request.credit_ms == raise.credit_ms && request.raised_for.value == raise.flags &&
            request.raised_tier == raise.tier) {
            continue;
        }
        step.emit(RequestRaised{id, raise.credit_ms, raise.flags, raise.tier});
        look_again(step, index);
        fill_request(step, index);
    }
}

// Where somebody may be in danger, or on the way, a person decides; all else is not needed.
bool needs_a_person(const Request& request) {
    const bool bound = std::any_of(request.slots.begin(), request.slots.end(),
                                   [](const Slot& slot) { return is_bound(slot.status); });
    return bound || request.urgency <= Urgency::P1 || is_unverified(request);
}

void review(Step& step, MemberId member, MemberStatus status) {
    for (const RequestId id : open_requests_of(step.board, member))
        call_off(step, id, status);
}

void react(Step& step, const MemberUpdated& event) {
    raise_open_ones(step, event.member.id);
}
void react(Step& step, const MemberRiskChanged& event) {
    raise_open_ones(step, event.member);
}
void react(Step& step, const MemberStatusChanged& event) {
    if (!is_looked_after(event.status)) review(step, event.member, event.status);
}
void react(Step& step, const DeadlinesRecomputed& /*event*/) {
    recompute_requests(step);
}

}  // namespace

void call_off(Step& step, RequestId id, MemberStatus status) {
    const Index index = step.board.requests().find(id);
    if (needs_a_person(step.board.requests()[index])) {
        step.emit(RequestInDoubt{id, status});
        return;
    }
    step.emit(RequestCancelled{id, "the member is " + std::string(name_of(status))});
    let_go(step, index);
}

Raise raise_for(const Step& step, const Member& member) {
    const Rules& rules = step.board.rules();
    const Risk risk = risk_at(member, rules, step.now());
    Raise raise;
    for (const FlagCredit& credit : rules.flag_credits) {
        if (std::find(risk.flags.begin(), risk.flags.end(), credit.flag) == risk.flags.end()) {
            continue;
        }
        raise.flags.push_back(credit.flag);
        raise.credit_ms = std::max(raise.credit_ms, credit.credit_ms);
    }
    for (const TierCredit& credit : risk_rule(rules).credits) {
        if (credit.tier != risk.tier) continue;
        raise.tier = credit.tier;
        raise.credit_ms = std::max(raise.credit_ms, credit.credit_ms);
    }
    return raise;
}

void RequestsArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

}  // namespace muster::core
