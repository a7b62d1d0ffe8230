#include <algorithm>
#include <optional>

#include "engine/core/assessments/area.hpp"
#include "engine/core/assessments/assessment_state.hpp"
#include "engine/core/assessments/scoring.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/registry/risk.hpp"
#include "engine/core/step.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_assessors = 8;
constexpr Millis care_window = hours(24 * 30);

const Assessment& get(const Board& board, AssessmentId id) {
    return *board.store<Assessment>().get(id);
}

// The later one of two: by the day of assessment, of one day by that of recording.
bool is_later(const Assessment& a, const Assessment& b) {
    return a.assessed_at != b.assessed_at ? a.assessed_at > b.assessed_at : a.id > b.id;
}

// Of the member, and of who was merged into it.
std::vector<AssessmentId> all_of(const Board& board, MemberId member) {
    std::vector<AssessmentId> all;
    for (const MemberId one : board.derived<Member>().with_aliases(member)) {
        const auto& list = board.derived<Assessment>().of_member(one);
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

// Of those of the member that pass, the latest; nullptr.
template <class Passes>
const Assessment* latest(const Board& board, MemberId member, const Passes& passes) {
    const Assessment* found = nullptr;
    for (const AssessmentId id : all_of(board, member)) {
        const Assessment& one = get(board, id);
        if (passes(one) && (found == nullptr || is_later(one, *found))) found = &one;
    }
    return found;
}

const Assessment* valid_one(const Board& board, MemberId member, Code standard) {
    return latest(board, member, [&](const Assessment& one) {
        return one.standard == standard && one.status == AssessmentStatus::valid;
    });
}

Rejection check_assessors(const std::vector<std::string>& assessors) {
    const auto wrong = [](std::string detail) {
        return reject(RejectReason::invalid_field, "/assessors", std::move(detail));
    };
    if (assessors.size() < 2 || assessors.size() > max_assessors) {
        return wrong("two different assessors are needed, at most 8");
    }
    for (auto one = assessors.begin(); one != assessors.end(); ++one) {
        if (one->empty()) return wrong("an assessor's name is empty");
        if (std::find(assessors.begin(), one, *one) != one) {
            return wrong("\"" + *one + "\" stands twice; two different assessors are needed");
        }
    }
    return {};
}

Rejection check_conditions(const std::vector<Adjustment>& conditions) {
    EnumSet<Adjustment> seen;
    for (const Adjustment one : conditions) {
        if (seen.has(one)) {
            return reject(RejectReason::invalid_field, "/conditions",
                          "\"" + std::string(name_of(one)) + "\" stands twice");
        }
        seen.add(one);
    }
    return {};
}

// What the assessors found, and the care risks that the register knows of; each once, in order.
std::vector<Adjustment> adjustments_of(const Step& step, const Member& member,
                                       const AssessmentStandard& standard,
                                       const RecordAssessment& command, TimePoint at) {
    std::vector<Adjustment> all = command.conditions.value;
    const RiskRule& rule = risk_rule(step.board.rules());
    const auto counts = [&](const MemberEvent& event) {
        const MemberEventRule* const kind = event_rule(rule, event.kind);
        return kind != nullptr && kind->care_risk && event.at <= at && at < event.at + care_window;
    };
    const auto& events = member.events.value;
    if (std::count_if(events.begin(), events.end(), counts) >= standard.care_events) {
        all.push_back(Adjustment::care_events);
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

Reassessment owed_after(const Rules& rules, const AssessmentStandard& standard, TimePoint at) {
    const CalendarRule& calendar = calendar_rule(rules);
    const Date day =
        months_after(local_day(calendar, at), static_cast<std::int32_t>(standard.months));
    Reassessment again;
    again.due_at = time_at(calendar, day);
    again.warn_at = std::max(at, again.due_at - hours(24 * standard.warn_days));
    return again;
}

void set_status(Step& step, const Assessment& assessment, AssessmentStatus status,
                Reassessment again, Personal<std::string> reason) {
    step.emit(AssessmentStatusChanged{assessment.id, status, std::move(again), std::move(reason)});
}

// The member is as the latest valid assessment says, whatever its standard.
void follow(Step& step, MemberId member) {
    const Assessment* const now = latest(step.board, member, [](const Assessment& one) {
        return one.status == AssessmentStatus::valid;
    });
    set_ability(step, member, now ? now->level.value : AbilityLevel::unassessed);
}

// The latest that was superseded is valid again, and the next assessment owed again.
void revive(Step& step, MemberId member, Code standard) {
    const Assessment* const before = latest(step.board, member, [&](const Assessment& one) {
        return one.standard == standard && one.status == AssessmentStatus::superseded;
    });
    if (before == nullptr) return;
    Reassessment again = before->again;
    owe_again(again);
    set_status(step, *before, AssessmentStatus::valid, std::move(again), {});
}

template <class Does>
void each_of(Step& step, MemberId member, const Does& does) {
    for (const AssessmentId id : all_of(step.board, member))
        does(get(step.board, id));
}

void forget_all(Step& step, MemberId member) {
    each_of(step, member, [&](const Assessment& one) { step.emit(AssessmentForgotten{one.id}); });
}

// Nothing is owed to whoever is not looked after; a death that is taken back is owed all again.
void react(Step& step, const MemberStatusChanged& event) {
    const bool ends = !is_looked_after(event.status);
    const auto from = ends ? AssessmentStatus::valid : AssessmentStatus::closed;
    const auto to = ends ? AssessmentStatus::closed : AssessmentStatus::valid;
    each_of(step, event.member, [&](const Assessment& one) {
        if (one.status == from) set_status(step, one, to, one.again, {});
    });
}
// Of one standard only the latest stays valid.
void react(Step& step, const MembersMerged& event) {
    each_of(step, event.kept, [&](const Assessment& one) {
        if (one.status != AssessmentStatus::valid) return;
        const Assessment& last = *valid_one(step.board, event.kept, one.standard);
        if (one.id == last.id) return;
        Reassessment met = one.again;
        meet(met, last.assessed_at);
        set_status(step, one, AssessmentStatus::superseded, std::move(met), {});
    });
    follow(step, event.kept);
}
// Each has the latest of his own again.
void react(Step& step, const MergeUndone& event) {
    for (const MemberId member : {event.kept, event.other}) {
        each_of(step, member, [&](const Assessment& one) {
            const bool none = valid_one(step.board, member, one.standard) == nullptr;
            if (none) revive(step, member, one.standard);
        });
        follow(step, member);
    }
}
void react(Step& step, const MemberErased& event) {
    forget_all(step, event.member);
}
void react(Step& step, const MemberRemoved& event) {
    forget_all(step, event.member);
}

}  // namespace

Rejection decide(Step& step, const RecordAssessment& command) {
    const AssessmentStandard* const standard = find_standard(step.board.rules(), command.standard);
    if (standard == nullptr) {
        return reject(
            RejectReason::invalid_field, "/standard",
            "\"" + command.standard.str() + "\" is not one of the assessments of the rules");
    }
    const TimePoint at = command.assessed_at.value_or(step.now());
    if (at > step.now() || !at) {
        return reject(RejectReason::invalid_field, "/assessed_at",
                      "must not be later than now (" + std::to_string(step.now().value) + ")");
    }
    if (auto bad = check_assessors(command.assessors)) return bad;
    if (auto bad = check_scores(*standard, command.scores.value)) return bad;
    if (auto bad = check_conditions(command.conditions.value)) return bad;
    const auto index = find_looked_after(step, command.member, "RecordAssessment");
    if (!index) return index.error();

    Assessment made;
    made.id = {step.env.seq};
    made.member = command.member;
    made.standard = standard->code;
    made.version = standard->version;
    made.reason = command.reason;
    made.assessed_at = at;
    made.assessors = command.assessors;
    made.scores = command.scores;
    made.points = sum_of(command.scores.value);
    made.raw_level = level_by_points(*standard, made.points.value);
    made.adjustments = adjustments_of(step, step.board.members()[*index], *standard, command, at);
    made.level = adjusted(*standard, made.raw_level.value, made.adjustments.value);
    made.note = command.note;
    made.again = owed_after(step.board.rules(), *standard, at);
    // One that is told late, when a later one is known, is history from the start.
    const Assessment* const before = valid_one(step.board, command.member, command.standard);
    if (before != nullptr && is_later(*before, made)) {
        made.status = AssessmentStatus::superseded;
        meet(made.again, before->assessed_at);
    } else if (before != nullptr) {
        Reassessment met = before->again;
        meet(met, at);
        if (met.breached_at) met.cause = command.late_cause;
        set_status(step, *before, AssessmentStatus::superseded, std::move(met), {});
    }
    step.emit(AssessmentRecorded{std::move(made)});
    follow(step, command.member);
    return {};
}

Rejection decide(Step& step, const VoidAssessment& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index = find_one(step, command.assessment);
    if (!index) return index.error();
    const Assessment& assessment = step.board.store<Assessment>()[*index];
    if (auto bad = check_status(assessment, "VoidAssessment",
                                assessment_cycle.where(AssessmentAction::make_void),
                                words_of<Assessment>)) {
        return bad;
    }
    const MemberId member = assessment.member;
    const Code standard = assessment.standard;
    const bool was_valid = assessment.status == AssessmentStatus::valid;
    set_status(step, assessment, AssessmentStatus::voided, assessment.again, command.reason);
    if (was_valid) revive(step, member, standard);
    follow(step, member);
    return {};
}

void AssessmentsArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

TimePoint AssessmentsArea::due(const Board& board) {
    return board.deadlines<Assessment>().next_due();
}

void AssessmentsArea::fire(Step& step) {
    const Board& board = step.board;
    const Assessment& one = board.store<Assessment>()[board.deadlines<Assessment>().next_handle()];
    const Alarms due = alarms_due(one.again, step.now());
    const AssessmentId id = one.id;
    const MemberId member = one.member;
    if (due.warn) step.emit(ReassessmentWarned{id, member});
    if (due.breach) step.emit(ReassessmentBreached{id, member});
}

}  // namespace muster::core
