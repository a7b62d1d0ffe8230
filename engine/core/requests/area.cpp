// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/requests/area.hpp"

#include <algorithm>

#include "engine/core/changes.hpp"
#include "engine/core/requests/clocks.hpp"
#include "engine/core/requests/reports.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/step.hpp"
#include "muster/requests.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const CreateRequest& command);
Rejection decide(Step& step, const LocateRequest& command);
Rejection decide(Step& step, const TakeRequest& command);
Rejection decide(Step& step, const ReclassifyRequest& command);
Rejection decide(Step& step, const HoldRequest& command);
Rejection decide(Step& step, const ResumeRequest& command);
Rejection decide(Step& step, const CancelRequest& command);
Rejection decide(Step& step, const TransferRequest& command);
Rejection decide(Step& step, const ReopenRequest& command);
Rejection decide(Step& step, const VerifySafe& command);
Rejection decide(Step& step, const RecordHandover& command);
Rejection decide(Step& step, const RecordCallback& command);
Rejection decide(Step& step, const CloseRequest& command);
Rejection decide(Step& step, const AddNote& command);
Rejection decide(Step& step, const ExplainBreach& command);
Rejection decide(Step& step, const MergeRequest& command);
Rejection decide(Step& step, const SplitRequest& command);
Rejection decide(Step& step, const DismissDuplicate& command);
Rejection decide(Step& step, const RecordContact& command);
Rejection decide(Step& step, const AnswerQuestions& command);
Rejection decide(Step& step, const RecordPastRequest& command);
Rejection decide(Step& step, const RateRequest& command);
Rejection decide(Step& step, const UrgeRequest& command);
Rejection decide(Step& step, const SuperviseRequest& command);
Rejection decide(Step& step, const ReturnRequest& command);
Rejection decide(Step& step, const ExtendRequest& command);

namespace {

// What a request keeps of things that may happen to it any number of times.
constexpr std::size_t most_kept = 100;

template <class T>
void keep_latest(std::vector<T>& list, T one) {
    if (list.size() == most_kept) list.erase(list.begin());
    list.push_back(std::move(one));
}

struct Apply {
    Changes& changes;
    const Board& board;
    const TimePoint at;

    void operator()(const RequestReceived& e) {
        const ClassRule& rule = board.rule_index().class_rule(e.urgency);
        const Index index = changes.store<Request>().add(e.request);
        Request& r = changes.store<Request>()[index];
        r.urgency = e.urgency;
        r.service = e.service;
        r.channel = e.channel;
        r.member = e.member;
        r.member_hint = e.member_hint;
        r.member_hints = e.member_hints;
        r.caller = e.caller;
        r.place = e.place;
        r.address = e.address;
        r.note = e.note;
        r.device = e.device;
        r.safety = e.silent ? Safety::unverified : Safety::not_asked;
        r.credit_ms = e.credit_ms;
        r.raised_for = e.raised_for;
        r.raised_tier = e.raised_tier;
        r.skills = e.skills;
        r.created_at = at;
        r.known_place = e.known_place;
        r.plan = e.plan;
        r.triage = e.triage;
        const ResponsePlan& plan = board.rule_index().plan_of(r);
        r.contacts.active = plan.contacts.enabled && e.member;
        open_slots(r, plan, at);
        set_promises(r, rule, board.rules(), at);
        set_escalation(r, rule, at);
        r.status = status_from_slots(r);
        changes.sync_request(index);
    }

    void operator()(const RequestRaised& e) {
        changes.request(e.request, [&](Request& r) {
            r.credit_ms = e.credit_ms;
            r.raised_for = e.raised_for;
            r.raised_tier = e.raised_tier;
        });
    }

    void operator()(const RequestInDoubt& /*event*/) {}  // said, and shown on its timeline

    void operator()(const RequestLocated& e) {
        changes.request(e.request, [&](Request& r) {
            r.place = e.place;
            if (!e.address.value.empty()) r.address = e.address;
        });
    }

    void operator()(const RequestTaken& e) {
        changes.request(e.request, [&](Request& r) { r.owner = e.owner; });
    }

    void operator()(const RequestReclassified& e) {
        changes.request(e.request, [&](Request& r) {
            follow_at_least(r, e);
            r.urgency = e.urgency;
            const ClassRule& rule = board.rule_index().class_rule(e.urgency);
            set_promises(r, rule, board.rules(), round_began_at(r));
            set_escalation(r, rule, at);
        });
    }

    // Answers do not lower it below what people, or its waiting, have made of it. What a merged
    // report asks for counts as long as it is merged, and is looked up there.
    void follow_at_least(Request& r, const RequestReclassified& e) const {
        if (e.by_answer || board.rule_index().questions_of(r.service) == nullptr) return;
        std::optional<Urgency>& least = r.triage.at_least;
        if (!e.automatic) {
            least = e.urgency;
            return;
        }
        const bool by_report =
            std::any_of(r.reports.begin(), r.reports.end(), [&](const MergedReport& report) {
                return report.raised_from && report.urgency == e.urgency;
            });
        if (by_report || e.urgency > r.urgency) return;
        least = std::min(least.value_or(e.urgency), e.urgency);
    }

    void operator()(const QuestionsAnswered& e) {
        changes.request(e.request, [&](Request& r) {
            std::erase_if(r.skills, [&](const Code& skill) {
                const auto& old = r.triage.skills;
                return std::find(old.begin(), old.end(), skill) != old.end();
            });
            r.skills.insert(r.skills.end(), e.triage.skills.begin(), e.triage.skills.end());
            r.triage = e.triage;
        });
    }

    void operator()(const PlanChanged& e) {
        // What waits leaves the queue, before other slots take its place there.
        changes.request(e.request, [](Request& r) { r.slots.clear(); });
        changes.request(e.request, [&](Request& r) {
            r.plan = e.plan;
            open_slots(r, board.rule_index().plan_of(r), at);
        });
    }

    void operator()(const PastRequestRecorded& e) { changes.put(e.request); }

    void operator()(const RequestHeld& e) {
        changes.request(e.request, [&](Request& r) {
            r.status = RequestStatus::held;
            r.held_until = e.hold_until;
        });
    }

    void operator()(const RequestResumed& e) {
        changes.request(e.request, [&](Request& r) {
            r.status = RequestStatus::received;
            r.held_until = {};
        });
    }

    void end(Request& r, RequestStatus status) const {
        r.status = status;
        r.ended_at = at;
        r.contacts.active = false;
        for (Slot& slot : r.slots) {
            if (is_waiting(slot.status)) slot.status = SlotStatus::dropped;
        }
    }

    void operator()(const RequestCancelled& e) {
        changes.request(e.request, [&](Request& r) {
            end(r, RequestStatus::cancelled);
            r.disposition = Disposition::not_needed;
        });
    }

    void operator()(const RequestMerged& e) {
        Safety safety = Safety::not_asked;
        changes.request(e.request, [&](Request& r) {
            end(r, RequestStatus::merged);
            r.merged_into = e.into;
            r.disposition = Disposition::duplicate;
            r.possible_duplicate_of.reset();
            safety = r.safety;
        });
        changes.request(e.into, [&](Request& r) {
            if (safety == Safety::unverified) r.safety = Safety::unverified;
            if (r.possible_duplicate_of == e.request) r.possible_duplicate_of.reset();
            if (e.report) keep_report(r, *e.report, at);
        });
    }

    void operator()(const RequestSplit& e) {
        std::optional<MergedReport> kept;
        if (board.requests().find(e.from) != no_index) {
            changes.request(e.from, [&](Request& r) {
                kept = give_back_report(r, e.request);
                if (wants_responders(r.status) && is_served(r)) {
                    finish(r, Disposition::helped, board.rules(), at);
                }
            });
        }
        changes.request(e.request, [&](Request& r) {
            restore_report(r, kept ? &*kept : nullptr, board.rule_index().plan_of(r), at);
        });
    }

    void operator()(const DuplicateSuspected& e) {
        changes.request(e.request, [&](Request& r) { r.possible_duplicate_of = e.of; });
    }

    void operator()(const DuplicateDismissed& e) {
        changes.request(e.request, [&](Request& r) {
            r.possible_duplicate_of.reset();
            r.not_duplicate_of.push_back(e.of);
        });
    }

    void operator()(const RequestTransferred& e) {
        changes.request(e.request, [&](Request& r) {
            end(r, RequestStatus::transferred);
            r.transferred_to = e.to;
            r.disposition = Disposition::handed_over;
        });
    }

    // What was cancelled by mistake has waited all the time: its promises are those of before.
    void operator()(const RequestReopened& e) {
        changes.request(e.request, [&](Request& r) {
            const bool cancelled = r.status == RequestStatus::cancelled;
            keep_latest(r.reopenings, Reopening{at, e.by, e.reason, e.rating, e.fault});
            r.rating = 0;
            ++r.reopened;
            if (!cancelled) {
                r.milestones.clear();
                r.extension.reset();
                r.clock = ClockKind::none;
                r.round_at = at;
            }
            open_again(r, cancelled);
        });
    }

    // `waited`: nothing was done meanwhile, so the promises and the chain of calls go on.
    void open_again(Request& r, bool waited) const {
        const ResponsePlan& plan = board.rule_index().plan_of(r);
        r.status = RequestStatus::received;
        r.ended_at = {};
        r.disposition = Disposition::none;
        if (waited) resume_contacts(r, plan);
        open_slots(r, plan, at);
        const ClassRule& rule = board.rule_index().class_rule(r.urgency);
        set_promises(r, rule, board.rules(), round_began_at(r));
        set_escalation(r, rule, at);
    }

    // Whom it was passed on to by mistake has not helped: it has waited all the time.
    void operator()(const RequestReturned& e) {
        changes.request(e.request, [&](Request& r) {
            keep_latest(r.returns, RequestReturn{at, e.by, e.from, e.reason});
            r.owner = e.owner;
            if (r.status != RequestStatus::transferred) return;
            r.transferred_to.clear();
            open_again(r, true);
        });
    }

    void operator()(const RequestRated& e) {
        changes.request(e.request, [&](Request& r) { r.rating = e.rating; });
    }

    void operator()(const RequestUrged& e) {
        changes.request(e.request, [&](Request& r) {
            ++r.urged;
            r.urged_at = at;
            if (e.automatic) r.urge_at = {};
        });
    }

    void operator()(const RequestSupervised& e) {
        changes.request(e.request, [&](Request& r) {
            r.supervised_by = e.supervisor;
            r.supervised_at = at;
        });
    }

    void operator()(const RequestExtended& e) {
        changes.request(e.request, [&](Request& r) { extend(r, e.extension, board.rules(), at); });
    }

    void operator()(const RequestDeadlineMoved& e) {
        changes.request(e.request, [&](Request& r) { move_deadline(r, e); });
    }

    void operator()(const SafetyVerified& e) {
        changes.request(e.request, [&](Request& r) { r.safety = Safety::verified; });
    }

    void operator()(const HandoverRecorded& e) {
        changes.request(e.request, [&](Request& r) {
            r.handovers.push_back(e.handover);
            meet(r, Milestone::handover, at);
        });
    }

    void operator()(const ContactDue& e) {
        changes.request(e.request, [&](Request& r) {
            r.contacts.step = e.step;
            r.contacts.misses = e.misses;
            r.contacts.due_at = {};
        });
    }

    void operator()(const ContactRecorded& e) {
        changes.request(e.request, [&](Request& r) {
            record_contact(r, board.rule_index().plan_of(r).contacts, e.outcome, at);
        });
    }

    void operator()(const ContactsExhausted& e) {
        changes.request(e.request, [&](Request& r) {
            r.contacts.active = false;
            r.contacts.exhausted = true;
            r.contacts.due_at = {};
        });
    }

    void operator()(const RequestCalledBack& e) {
        changes.request(e.request, [&](Request& r) {
            ++r.callbacks;
            if (!e.reached) return;
            r.status = RequestStatus::called_back;
            if (e.rating != 0) r.rating = e.rating;
            meet(r, Milestone::called_back, at);
        });
    }

    void operator()(const RequestClosed& e) {
        changes.request(e.request, [&](Request& r) {
            end(r, RequestStatus::closed);
            r.disposition = e.disposition;
            meet(r, Milestone::completed, at);
            meet(r, Milestone::answered, at);
        });
    }

    void operator()(const RequestArchived& e) { changes.forget(e.request); }

    void operator()(const NoteAdded& e) {
        changes.request(e.request, [&](Request& r) { r.notes.push_back(e.note); });
    }

    template <class Change>
    void milestone(RequestId id, Milestone which, Change change) {
        changes.request(id, [&](Request& r) {
            for (MilestoneState& state : r.milestones) {
                if (state.milestone == which) change(state);
            }
        });
    }

    void operator()(const DeadlineWarned& e) {
        milestone(e.request, e.milestone, [&](MilestoneState& m) { m.warned_at = at; });
    }

    void operator()(const DeadlineBreached& e) {
        milestone(e.request, e.milestone, [&](MilestoneState& m) { m.breached_at = at; });
    }

    void operator()(const BreachExplained& e) {
        milestone(e.request, e.milestone, [&](MilestoneState& m) { m.cause = e.cause; });
    }
};

}  // namespace

Rejection RequestsArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void RequestsArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.board(), changes.at()}, event);
}

}  // namespace muster::core
