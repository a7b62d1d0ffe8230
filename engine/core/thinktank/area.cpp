// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/thinktank/area.hpp"

#include "engine/core/changes.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/kernel/recomputing.hpp"
#include "engine/core/thinktank/suggestion_state.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const RegisterSuggestion& command);
Rejection decide(Step& step, const MergeSuggestions& command);
Rejection decide(Step& step, const SplitSuggestion& command);
Rejection decide(Step& step, const ReviewSuggestion& command);
Rejection decide(Step& step, const ReportSuggestions& command);
Rejection decide(Step& step, const RecordInstruction& command);
Rejection decide(Step& step, const AssignSuggestion& command);
Rejection decide(Step& step, const ExtendSuggestion& command);
Rejection decide(Step& step, const ReplySuggestion& command);
Rejection decide(Step& step, const GradeSuggestion& command);
Rejection decide(Step& step, const GiveFeedback& command);
Rejection decide(Step& step, const RecordSatisfaction& command);
Rejection decide(Step& step, const WithdrawSuggestion& command);

namespace {

using enum SuggestionStatus;

void meet_duty(Suggestion& suggestion, SuggestionDuty duty, TimePoint at) {
    if (SuggestionDeadline* const owed = find_deadline(suggestion, duty)) meet(*owed, at);
}

// Instead of the one of the same duty, or beside the others.
void owe(Suggestion& suggestion, const SuggestionDeadline& owed) {
    if (SuggestionDeadline* const before = find_deadline(suggestion, owed.duty)) {
        *before = owed;
    } else {
        suggestion.deadlines.push_back(owed);
    }
}

// Why it is late, when that is said.
void explain(Suggestion& suggestion, SuggestionDuty duty, const Personal<std::string>& cause) {
    if (cause.value.empty()) return;
    if (SuggestionDeadline* const owed = find_deadline(suggestion, duty)) owed->cause = cause;
}

void set_first(TimePoint& time, TimePoint at) {
    if (!time) time = at;
}

void make_anonymous(Suggestion& s) {
    s.author = {};
    s.phone = {};
    s.text = {};
    s.member = {};
    s.talent = {};
    s.author_gone = false;
    if (s.status == withdrawn) s.reason = {};  // which are his words, too
    for (SuggestionFeedback& told : s.feedbacks) {
        told.text = {};
        told.comment = {};
    }
}

struct Apply {
    Changes& changes;
    const TimePoint at;

    void operator()(const SuggestionRegistered& e) { changes.put(e.suggestion); }

    void operator()(const SuggestionRepeated& /*e*/) {}

    void operator()(const SuggestionMerged& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            s.merged_as = s.status;
            s.status = merged;
            s.merged_into = e.into;
            s.merge_reason = e.reason;
            s.ended_at = at;
        });
    }

    void operator()(const SuggestionSplit& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            s.status = e.status;
            s.merged_as = registered;
            s.merged_into = {};
            s.merge_reason = {};
            s.ended_at = {};
        });
    }

    void operator()(const SuggestionReviewed& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            meet_duty(s, SuggestionDuty::review, at);
            explain(s, SuggestionDuty::review, e.late_cause);
            s.status = e.status;
            s.reviewed_by = e.by;
            s.reason = e.reason;
            if (!e.gist.empty()) s.gist = e.gist;
            if (!e.category.empty()) s.category = e.category;
            (e.status == reviewed ? s.reviewed_at : s.ended_at) = at;
        });
    }

    void operator()(const SuggestionReportMade& e) { changes.put(e.report); }

    void operator()(const SuggestionReported& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            s.status = reported;
            s.report = e.report;
            s.reported_at = at;
        });
    }

    void operator()(const InstructionRecorded& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            if (s.status == reported) s.status = instructed;
            set_first(s.instructed_at, at);
            s.instructions.push_back(e.instruction);
        });
    }

    void operator()(const SuggestionAssigned& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            s.status = assigned;
            s.round = e.round;
            s.department = e.department;
            s.co_departments = e.co_departments;
            s.owner = e.owner;
            if (!e.reply) return;
            s.assigned_at = at;
            owe(s, *e.reply);
        });
    }

    void operator()(const SuggestionExtended& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            s.extension = e.extension;
            owe(s, e.reply);
        });
    }

    void operator()(const SuggestionReplied& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            SuggestionDeadline& owed = *find_deadline(s, SuggestionDuty::reply);
            meet(owed, at);
            owed.cause = e.cause;
            s.status = replied;
            s.replied_at = at;
            s.replies.push_back(e.reply);
            owe(s, e.feedback);
        });
    }

    void operator()(const SuggestionGraded& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            must(!s.replies.empty());
            SuggestionReply& reply = s.replies.back();
            reply.grade = e.grade;
            reply.graded_by = e.by;
            reply.graded_at = at;
        });
    }

    void operator()(const FeedbackGiven& e) {
        changes.change(e.suggestion, [&](Suggestion& s) { s.feedbacks.push_back(e.feedback); });
        if (e.late_cause.value.empty()) return;
        changes.change(e.handled_with,
                       [&](Suggestion& s) { explain(s, SuggestionDuty::feedback, e.late_cause); });
    }

    void operator()(const SuggestionFedBack& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            meet_duty(s, SuggestionDuty::feedback, at);
            s.status = fed_back;
            s.fed_back_at = at;
        });
    }

    void operator()(const SatisfactionRecorded& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            must(!s.feedbacks.empty());
            SuggestionFeedback& told = s.feedbacks.back();
            told.satisfaction = e.satisfaction;
            told.said_at = at;
            told.comment = e.comment;
        });
    }

    void operator()(const SuggestionTakenUpAgain& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            s.status = assigned;
            s.round = e.round;
            s.assigned_at = at;
            s.extension.reset();
            owe(s, e.reply);
        });
    }

    void operator()(const SuggestionClosed& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            s.status = closed;
            s.ended_at = at;
        });
    }

    void operator()(const SuggestionWithdrawn& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            s.status = withdrawn;
            s.reason = e.reason;
            s.ended_at = at;
        });
    }

    void operator()(const SuggestionDeadlineWarned& e) {
        changes.change(e.suggestion,
                       [&](Suggestion& s) { find_deadline(s, e.duty)->warned_at = at; });
    }

    void operator()(const SuggestionDeadlineBreached& e) {
        changes.change(e.suggestion,
                       [&](Suggestion& s) { find_deadline(s, e.duty)->breached_at = at; });
    }

    void operator()(const SuggestionDeadlineMoved& e) {
        changes.change(e.suggestion, [&](Suggestion& s) {
            SuggestionDeadline& owed = *find_deadline(s, e.duty);
            move_deadline(owed, e.moved);
            owed.provisional = e.moved.provisional;
        });
    }

    void operator()(const SuggestionAuthorGone& e) {
        changes.change(e.suggestion, [&](Suggestion& s) { s.author_gone = e.gone; });
    }

    void operator()(const SuggestionMadeAnonymous& e) {
        changes.change(e.suggestion, make_anonymous);
    }

    void operator()(const SuggestionTalentChanged& e) {
        changes.change(e.suggestion, [&](Suggestion& s) { s.talent = e.talent; });
    }

    void operator()(const ReportNameErased& e) {
        changes.change(e.report, [&](SuggestionReport& r) {
            for (ReportItem& item : r.items) {
                for (ReportedSuggestion& raw : item.raw) {
                    if (raw.suggestion == e.suggestion) raw.author = {};
                }
            }
            ++r.erased_names;
        });
    }
};

}  // namespace

Rejection ThinktankArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void ThinktankArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

TimePoint ThinktankArea::due(const Board& board) {
    return board.deadlines<Suggestion>().next_due();
}

void ThinktankArea::fire(Step& step) {
    const Board& board = step.board;
    const Suggestion& one = board.store<Suggestion>()[board.deadlines<Suggestion>().next_handle()];
    const SuggestionId id = one.id;
    const SuggestionDuty duty = *owed_duty(one.status);
    const Alarms alarms = alarms_due(*find_deadline(one, duty), step.now());
    if (alarms.warn) step.emit(SuggestionDeadlineWarned{id, duty});
    if (alarms.breach) step.emit(SuggestionDeadlineBreached{id, duty});
}

}  // namespace muster::core
