// Spoken to again, paused, gone: what becomes of a talent, and what time brings.

#include "engine/core/care/visiting.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/talents/area.hpp"
#include "engine/core/talents/talents.hpp"

namespace muster::core {
namespace {

constexpr EntityWords same_as_words{"talent", "/same_as", RejectReason::unknown_talent};

// How it came about that somebody left, in terms of the life cycle.
TalentAction action_of(LeaveCause cause) {
    return cause == LeaveCause::declined ? TalentAction::decline : TalentAction::leave;
}

bool follows_the_register(LeaveCause cause) {
    return cause == LeaveCause::deceased || cause == LeaveCause::moved_away;
}

void becomes(Step& step, const Talent& talent, TalentStatus status, Personal<std::string> reason) {
    set_status(step, {talent.id, status, LeaveCause::none, {}, step.env.source, std::move(reason)});
}

Rejection check_leave(const LeaveTalent& command) {
    const auto invalid = [](const char* field, const char* detail) {
        return reject(RejectReason::invalid_field, field, detail);
    };
    if (command.cause == LeaveCause::none) return invalid("/cause", "must say why");
    if (command.cause == LeaveCause::other && command.reason.value.empty()) {
        return invalid("/reason", "must say why, as no other cause does");
    }
    if ((command.cause == LeaveCause::duplicate) != bool(command.same_as)) {
        return invalid("/same_as", "is the entry that stays, of a duplicate only");
    }
    if (command.same_as == command.talent) {
        return invalid("/same_as", "must be another entry");
    }
    return {};
}

// What only the duplicate had, of whom it is, the entry that stays has from now on.
void hand_over(Step& step, TalentId from, TalentId to) {
    const Talent& gone = get(step.board, from);
    const Talent& stays = get(step.board, to);
    TalentUpdated event{to, stays.profile, stays.member, stays.responder};
    if (!event.member) event.member = gone.member;
    if (!event.responder) event.responder = gone.responder;
    if (event.member == stays.member && event.responder == stays.responder) return;
    update(step, std::move(event));
}

// Those that left as duplicates of it left no later. They go first, even when all of them left in
// one moment: only as long as this one is there is it known which entry stays of them.
void forget_with_duplicates(Step& step, TalentId id) {
    const std::vector<TalentId> others = step.board.derived<Talent>().duplicates_of(id);
    for (const TalentId other : others)
        forget_with_duplicates(step, other);
    forget(step, id);
}

}  // namespace

void set_status(Step& step, const TalentStatusChanged& change) {
    const TalentId id = change.talent;
    step.emit(change);
    pass_skills(step, id);
    if (talent_stays.has(change.status)) {
        look_for_same(step, id);
    } else {
        end_likeness(step, id);
    }
}

void forget(Step& step, TalentId id) {
    take_skills_back(step, id);
    end_likeness(step, id);
    const TalentId stays = who_stays(step.board, id);
    const bool known = stays != id && step.board.store<Talent>().get(stays) != nullptr;
    step.emit(TalentForgotten{id, known ? stays : TalentId{}});
}

Rejection decide(Step& step, const ReviewTalent& command) {
    if (command.next_on &&
        (*command.next_on <= today(step) || *command.next_on - today(step) > 3660)) {
        return reject(RejectReason::invalid_field, "/next_on",
                      "must be a day after today, at most ten years ahead");
    }
    const auto index = find_in_status(step, command.talent, "ReviewTalent", talent_stays);
    if (!index) return index.error();
    const Talent& talent = step.board.store<Talent>()[*index];
    if (talent.review.due_at <= step.now() && command.late_cause.value.empty()) {
        return reject(RejectReason::invalid_field, "/late_cause",
                      "it was due by " +
                          local_text(calendar_rule(step.board.rules()), talent.review.due_at) +
                          "; say why it comes late");
    }
    TalentReview last;
    last.cause = command.late_cause;
    last.reviewed_on = today(step);
    last.reviewed_by = step.env.source;
    last.note = command.note;
    const Date next = command.next_on.value_or(next_review_day(step, last.reviewed_on));
    const TalentId id = talent.id;
    const bool candidate = talent.status == TalentStatus::candidate;
    step.emit(TalentReviewed{id, command.willingness.value_or(talent.profile.willingness),
                             command.health.value_or(talent.profile.health),
                             command.manager.value_or(talent.profile.manager),
                             review_on(step, next, std::move(last))});
    if (candidate) becomes(step, get(step.board, id), TalentStatus::registered, command.note);
    return {};
}

Rejection decide(Step& step, const PauseTalent& command) {
    if (command.reason.value.empty()) {
        return reject(RejectReason::invalid_field, "/reason", "must say why");
    }
    const auto index = find_in_status(step, command.talent, "PauseTalent",
                                      talent_cycle.where(TalentAction::pause));
    if (!index) return index.error();
    becomes(step, step.board.store<Talent>()[*index], TalentStatus::paused, command.reason);
    return {};
}

Rejection decide(Step& step, const ResumeTalent& command) {
    const auto index = find_in_status(step, command.talent, "ResumeTalent",
                                      talent_cycle.where(TalentAction::resume));
    if (!index) return index.error();
    becomes(step, step.board.store<Talent>()[*index], TalentStatus::registered, {});
    return {};
}

Rejection decide(Step& step, const LeaveTalent& command) {
    if (auto bad = check_leave(command)) return bad;
    const auto index = find_one(step, command.talent);
    if (!index) return index.error();
    if (command.same_as) {
        const auto other = find_in(step.board.store<Talent>(), command.same_as, same_as_words);
        if (!other) return other.error();
    }
    const Talent& talent = step.board.store<Talent>()[*index];
    const auto possible = talent_cycle.where(action_of(command.cause.value));
    if (auto bad = check_status(talent, "LeaveTalent", possible, words_of<Talent>)) return bad;
    if (talent.member && follows_the_register(command.cause.value)) {
        return reject(RejectReason::illegal_status, "/cause",
                      "it follows from the register; set the status of member " +
                          std::to_string(talent.member.value));
    }
    if (command.same_as) {
        auto bad = check_status(get(step.board, command.same_as), "being the entry that stays",
                                talent_stays, same_as_words);
        if (bad) return bad;
    }
    set_status(step, {talent.id, TalentStatus::left, command.cause, command.same_as,
                      step.env.source, command.reason});
    if (command.same_as) hand_over(step, command.talent, command.same_as);
    return {};
}

TimePoint TalentsArea::due(const Board& board) {
    return board.deadlines<Talent>().next_due();
}

void TalentsArea::fire(Step& step) {
    const Board& board = step.board;
    const Talent& talent = board.store<Talent>()[board.deadlines<Talent>().next_handle()];
    const TalentId id = talent.id;
    if (!talent_stays.has(talent.status)) return forget_with_duplicates(step, id);
    const SkillTerm* const term = next_to_end(talent.profile);
    if (term != nullptr && term->ends_at <= step.now()) {
        step.emit(TalentSkillExpired{id, term->skill});
        return;
    }
    const Alarms due = alarms_due(talent.review, step.now());
    if (due.warn) step.emit(TalentReviewWarned{id});
    if (due.breach) step.emit(TalentReviewBreached{id});
}

}  // namespace muster::core
