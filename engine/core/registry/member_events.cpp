// What happens to members, and what follows for their risk, at once and when time has passed.

#include "engine/core/registry/area.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/registry/risk.hpp"
#include "engine/core/step.hpp"
#include "muster/registry.hpp"

namespace muster::core {
namespace {

constexpr Millis furthest_back = hours(24 * 366);
// Of one member. They are for whoever decides now; the log has them all.
constexpr std::size_t max_events = 64;

}  // namespace

Named<Member> find_looked_after(const Step& step, MemberId id, std::string_view command) {
    auto index = find_one(step, id);
    if (!index) return index;
    const Member& member = step.board.members()[*index];
    if (auto bad = check_status(member, command, looked_after, words_of<Member>)) return bad;
    return index;
}

void renew_risk(Step& step, MemberId id) {
    const Member& member = *step.board.members().get(id);
    Risk risk = risk_at(member, step.board.rules(), step.now());
    if (same_risk(risk, member.risk.value)) return;
    step.emit(MemberRiskChanged{id, std::move(risk)});
}

Rejection decide(Step& step, const ReportMemberEvent& command) {
    const RiskRule& rule = risk_rule(step.board.rules());
    if (event_rule(rule, command.kind) == nullptr) {
        return reject(RejectReason::invalid_field, "/kind",
                      "\"" + command.kind.str() + "\" is not one of risk.events of the rules");
    }
    const TimePoint at = command.at.value_or(step.now());
    if (at > step.now() || at < step.now() - furthest_back) {
        return reject(RejectReason::invalid_field, "/at",
                      "must not be later than now (" + std::to_string(step.now().value) +
                          ") nor more than 366 days ago");
    }
    const auto index = find_looked_after(step, command.member, "ReportMemberEvent");
    if (!index) return index.error();
    if (step.board.members()[*index].events.value.size() >= max_events) {
        return reject(RejectReason::limit_reached, "/member",
                      "at most 64 events of a member in risk.recent_days");
    }
    step.emit(MemberEventReported{command.member,
                                  MemberEvent{command.kind, at, step.env.source, command.note}});
    renew_risk(step, command.member);
    return {};
}

TimePoint RegistryArea::due(const Board& board) {
    return board.deadlines<Member>().next_due();
}

// Said even where it is as it was, by other rules: since now it is right again.
void RegistryArea::fire(Step& step) {
    const Member& member = step.board.members()[step.board.deadlines<Member>().next_handle()];
    step.emit(MemberRiskChanged{member.id, risk_at(member, step.board.rules(), step.now())});
}

}  // namespace muster::core
