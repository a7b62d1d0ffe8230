// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/registry/area.hpp"

#include <algorithm>

#include "engine/core/changes.hpp"
#include "engine/core/registry/risk.hpp"
#include "engine/core/step.hpp"
#include "muster/registry.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const RegisterMember& command);
Rejection decide(Step& step, const UpdateMember& command);
Rejection decide(Step& step, const RemoveMember& command);
Rejection decide(Step& step, const IssueCard& command);
Rejection decide(Step& step, const RenewCard& command);
Rejection decide(Step& step, const RevokeCard& command);
Rejection decide(Step& step, const TapCard& command);
Rejection decide(Step& step, const SetMemberStatus& command);
Rejection decide(Step& step, const EraseMember& command);
Rejection decide(Step& step, const RecordConsent& command);
Rejection decide(Step& step, const WithdrawConsent& command);
Rejection decide(Step& step, const ReportMemberEvent& command);

namespace {

struct Apply {
    Changes& changes;
    const Board& board;
    const TimePoint at;

    void operator()(const MemberRegistered& e) { changes.put(e.member); }

    // With what is found by the profile.
    void replace(const Member& member) {
        const Index index = changes.index_of(member.id);
        changes.phones().remove(board.members()[index], board.phone_rule());
        changes.forget_place(board.members()[index].profile.home);
        changes.change(member.id, [&](Member& m) { m = member; });
        changes.phones().add(member, board.phone_rule());
        changes.know_place(member.profile.home);
    }

    void operator()(const MemberUpdated& e) { replace(e.member); }

    void operator()(const MemberRemoved& e) { changes.forget(e.member); }

    void operator()(const MemberStatusChanged& e) {
        changes.change(e.member, [&](Member& m) {
            m.status = e.status;
            m.status_since = at;
        });
    }

    void operator()(const MemberErased& e) {
        Member erased;
        erased.id = e.member;
        erased.status = MemberStatus::erased;
        erased.status_since = at;
        erased.risk.value.since = at;
        replace(erased);
    }

    void operator()(const ConsentRecorded& e) {
        changes.change(e.member, [&](Member& m) {
            const auto place = std::lower_bound(
                m.consents.begin(), m.consents.end(), e.consent.purpose,
                [](const Consent& c, Code purpose) { return c.purpose < purpose; });
            if (place != m.consents.end() && place->purpose == e.consent.purpose) {
                *place = e.consent;
            } else {
                m.consents.insert(place, e.consent);
            }
        });
    }

    void operator()(const ConsentWithdrawn& e) {
        changes.change(e.member, [&](Member& m) {
            for (Consent& consent : m.consents) {
                if (consent.purpose == e.purpose) consent.withdrawn_at = at;
            }
        });
    }

    // Those that lie too far back leave when another comes.
    void operator()(const MemberEventReported& e) {
        changes.change(e.member, [&](Member& m) {
            auto& events = m.events.value;
            const RiskRule& rule = risk_rule(board.rules());
            std::erase_if(events,
                          [&](const MemberEvent& old) { return !is_recent(old, rule, at); });
            const auto place = std::upper_bound(
                events.begin(), events.end(), e.event.value,
                [](const MemberEvent& a, const MemberEvent& b) { return a.at < b.at; });
            events.insert(place, e.event.value);
        });
    }

    void operator()(const MemberRiskChanged& e) {
        changes.change(e.member, [&](Member& m) { m.risk = e.risk; });
    }

    void operator()(const CardIssued& e) { changes.put(e.card); }

    void operator()(const CardChanged& e) {
        const Index index = board.cards().find(e.card.id);
        must(index != no_index);
        changes.store<Card>()[index] = e.card;
    }

    void operator()(const CardCounted& e) { card(e.card).counter = e.counter; }

    void operator()(const CardReplayed& e) { card(e.card).replayed_at = at; }

    Card& card(CardId id) {
        const Index index = board.cards().find(id);
        must(index != no_index);
        return changes.store<Card>()[index];
    }
};

}  // namespace

Rejection RegistryArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void RegistryArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.board(), changes.at()}, event);
}

}  // namespace muster::core
