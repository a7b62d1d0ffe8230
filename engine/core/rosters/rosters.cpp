#include <optional>

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/dispatch/offers.hpp"
#include "engine/core/responders/responder_state.hpp"
#include "engine/core/rosters/area.hpp"
#include "engine/core/rosters/limits.hpp"
#include "engine/core/rosters/roster_state.hpp"
#include "engine/core/service/rule_check.hpp"
#include "engine/core/step.hpp"

namespace muster::core {
namespace {

Rejection check_times(const Step& step, TimePoint from, TimePoint until) {
    const auto wrong = [](const char* field, std::string detail) {
        return reject(RejectReason::invalid_field, field, std::move(detail));
    };
    if (until <= from) return wrong("/ends_at", "must be after starts_at");
    if (until <= step.now()) return wrong("/ends_at", "must be after now");
    if (until - from > max_span || until > step.now() + max_span * 2) {
        return wrong("/ends_at", "must lie at most 366 days after starts_at, and two years ahead");
    }
    return {};
}

template <class T>
const T* first_met(const Board& board, ResponderId responder, TimePoint from, TimePoint until) {
    for (const auto id : board.derived<T>().by_responder.of(responder)) {
        const T& one = *board.store<T>().get(id);
        if (counts(one) && meets(one, from, until)) return &one;
    }
    return nullptr;
}

template <class T>
Rejection check_meets_none(const Board& board, ResponderId responder, TimePoint from,
                           TimePoint until) {
    const T* const met = first_met<T>(board, responder, from, until);
    if (met == nullptr) return {};
    return reject(RejectReason::illegal_status, "/starts_at",
                  "meets " + std::string(entity_row<T>.one) + " " + std::to_string(met->id.value) +
                      " of the responder");
}

// The shift that the responder comes on duty in; nullptr.
const Shift* shift_to_start(const Board& board, ResponderId responder, TimePoint now) {
    const WorkRule& rule = work_rule(board.rules());
    for (const ShiftId id : board.derived<Shift>().by_responder.of(responder)) {
        const Shift& shift = *board.store<Shift>().get(id);
        if (shift.status != ShiftStatus::planned) continue;
        if (meets(shift, now, now + rule.early_ms + Millis{1})) return &shift;
    }
    return nullptr;
}

const Shift* started_shift(const Board& board, ResponderId responder) {
    for (const ShiftId id : board.derived<Shift>().by_responder.of(responder)) {
        const Shift& shift = *board.store<Shift>().get(id);
        if (shift.status == ShiftStatus::started) return &shift;
    }
    return nullptr;
}

void react(Step& step, const DutyChanged& event) {
    const Board& board = step.board;
    if (event.status == ResponderStatus::available) {
        if (started_shift(board, event.responder) != nullptr) return;
        const Shift* const shift = shift_to_start(board, event.responder, step.now());
        if (shift == nullptr) return;
        step.emit(ShiftStatusChanged{shift->id, event.responder, ShiftStatus::started, {}});
    } else if (event.status == ResponderStatus::off_duty) {
        const Shift* const shift = started_shift(board, event.responder);
        if (shift == nullptr) return;
        step.emit(ShiftStatusChanged{shift->id, event.responder, ShiftStatus::ended, {}});
    }
}

// Whoever is on the way or there helps on, and the desk is told; whoever is free is off duty.
void begin(Step& step, const Absence& absence) {
    const ResponderId id = absence.responder;
    step.emit(AbsenceStatusChanged{absence.id, id, AbsenceStatus::under_way, {}});
    const Index index = step.board.responders().find(id);
    if (index == no_index) return;
    const ResponderStatus status = step.board.responders()[index].status;
    if (status == ResponderStatus::off_duty || status == ResponderStatus::out_of_service ||
        is_busy(status)) {
        return;
    }
    const Index asked_for = withdraw_offer_of(step, index, WithdrawCause::responder_busy);
    step.emit(DutyChanged{id, ResponderStatus::off_duty, {}, "absent"});
    if (asked_for != no_index) fill_request(step, asked_for);
}

void fire_shift(Step& step) {
    const Board& board = step.board;
    const Shift& shift = board.store<Shift>()[board.deadlines<Shift>().next_handle()];
    const auto becomes = [&](ShiftStatus status) {
        step.emit(ShiftStatusChanged{shift.id, shift.responder, status, {}});
    };
    switch (shift.status) {
        case ShiftStatus::planned:
            return becomes(ShiftStatus::missed);
        case ShiftStatus::started:
            return becomes(ShiftStatus::ended);
        case ShiftStatus::ended:
        case ShiftStatus::missed:
        case ShiftStatus::cancelled:
            step.emit(ShiftForgotten{shift.id});
    }
}

void fire_absence(Step& step) {
    const Board& board = step.board;
    const Absence absence = board.store<Absence>()[board.deadlines<Absence>().next_handle()];
    switch (absence.status) {
        case AbsenceStatus::planned:
            return begin(step, absence);
        case AbsenceStatus::under_way:
            step.emit(AbsenceStatusChanged{absence.id, absence.responder, AbsenceStatus::over, {}});
            return;
        case AbsenceStatus::over:
        case AbsenceStatus::cancelled:
            step.emit(AbsenceForgotten{absence.id});
    }
}

}  // namespace

Rejection decide(Step& step, const PlanShift& command) {
    if (auto bad = check_times(step, command.starts_at, command.ends_at)) return bad;
    if (auto responder = find_one(step, command.responder); !responder) return responder.error();
    const Board& board = step.board;
    const auto [id, from, until] =
        std::tuple(command.responder, command.starts_at, command.ends_at);
    if (auto bad = check_meets_none<Shift>(board, id, from, until)) return bad;
    if (auto bad = check_meets_none<Absence>(board, id, from, until)) return bad;
    const std::string broken = limit_broken(board, id, from, until);
    if (!broken.empty() && command.reason.value.empty()) {
        return reject(RejectReason::limit_reached, "/reason",
                      broken + "; give a reason to do it all the same");
    }
    Shift shift;
    shift.id = {step.env.seq};
    shift.responder = id;
    shift.starts_at = from;
    shift.ends_at = until;
    shift.reason = command.reason;
    step.emit(ShiftPlanned{std::move(shift)});
    return {};
}

Rejection decide(Step& step, const CancelShift& command) {
    const auto index = find_one(step, command.shift);
    if (!index) return index.error();
    const Shift& shift = step.board.store<Shift>()[*index];
    if (auto bad = check_status(shift, "CancelShift", shift_cycle.where(ShiftAction::cancel),
                                words_of<Shift>)) {
        return bad;
    }
    step.emit(
        ShiftStatusChanged{shift.id, shift.responder, ShiftStatus::cancelled, command.reason});
    return {};
}

Rejection decide(Step& step, const RecordAbsence& command) {
    if (auto bad = check_times(step, command.starts_at, command.ends_at)) return bad;
    if (auto responder = find_one(step, command.responder); !responder) return responder.error();
    const Board& board = step.board;
    const ResponderId id = command.responder;
    if (auto bad = check_meets_none<Absence>(board, id, command.starts_at, command.ends_at)) {
        return bad;
    }
    Absence absence;
    absence.id = {step.env.seq};
    absence.responder = id;
    absence.kind = command.kind;
    absence.starts_at = command.starts_at;
    absence.ends_at = command.ends_at;
    absence.note = command.note;
    step.emit(AbsenceRecorded{absence});
    const std::vector<ShiftId> list = board.derived<Shift>().by_responder.of(id);
    for (const ShiftId shift : list) {
        const Shift& one = *board.store<Shift>().get(shift);
        if (one.status != ShiftStatus::planned) continue;
        if (!meets(one, command.starts_at, command.ends_at)) continue;
        step.emit(ShiftStatusChanged{shift, id, ShiftStatus::cancelled, "absent"});
    }
    if (absence.starts_at <= step.now()) begin(step, absence);
    return {};
}

Rejection decide(Step& step, const EndAbsence& command) {
    const auto index = find_one(step, command.absence);
    if (!index) return index.error();
    const Absence& absence = step.board.store<Absence>()[*index];
    const EnumSet<AbsenceStatus> possible =
        absence_cycle.where(AbsenceAction::cancel) | absence_cycle.where(AbsenceAction::finish);
    if (auto bad = check_status(absence, "EndAbsence", possible, words_of<Absence>)) return bad;
    const bool begun = absence.status == AbsenceStatus::under_way;
    step.emit(AbsenceStatusChanged{absence.id, absence.responder,
                                   begun ? AbsenceStatus::over : AbsenceStatus::cancelled,
                                   command.reason});
    return {};
}

void RostersArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

TimePoint RostersArea::due(const Board& board) {
    return std::min(board.deadlines<Shift>().next_due(), board.deadlines<Absence>().next_due());
}

void RostersArea::fire(Step& step) {
    const Board& board = step.board;
    const bool shift = board.deadlines<Shift>().next_due() <= board.deadlines<Absence>().next_due();
    if (shift) {
        fire_shift(step);
    } else {
        fire_absence(step);
    }
}

}  // namespace muster::core
