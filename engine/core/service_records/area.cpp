// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/service_records/area.hpp"

#include <algorithm>

#include "engine/core/changes.hpp"
#include "engine/core/kernel/recomputing.hpp"
#include "engine/core/service_records/service_record_state.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const SignIn& command);
Rejection decide(Step& step, const SignOut& command);
Rejection decide(Step& step, const RecordService& command);
Rejection decide(Step& step, const CorrectService& command);
Rejection decide(Step& step, const ConfirmService& command);
Rejection decide(Step& step, const ReviewService& command);
Rejection decide(Step& step, const DisputeService& command);
Rejection decide(Step& step, const ResolveService& command);
Rejection decide(Step& step, const ReverseService& command);
Rejection decide(Step& step, const RecordVolunteerNoShow& command);
Rejection decide(Step& step, const WithdrawVolunteerNoShow& command);
Rejection decide(Step& step, const LiftVolunteerSuspension& command);

namespace {

void alarm(ServiceRecord& record, ServiceDutyKind what, TimePoint ServiceDuty::*which,
           TimePoint at) {
    for (ServiceDuty& duty : record.duties) {
        if (duty.what == what && !duty.met_at) duty.*which = at;
    }
}

struct Apply {
    Changes& changes;
    const TimePoint at;

    void operator()(const ServiceRecordMade& e) { changes.put(e.record); }

    void operator()(const ServiceRecordStatusChanged& e) {
        changes.change(e.record, [&](ServiceRecord& r) {
            r.starts_at = e.starts_at;
            r.ends_at = e.ends_at;
            r.minutes = e.minutes;
            r.days = e.days;
            r.status = e.status;
            r.status_at = at;
            r.doubts = e.doubts;
            r.signed_out = e.signed_out;
            r.confirmer = e.confirmer;
            if (e.status == ServiceRecordStatus::confirmed) r.confirmed_by = e.by;
            if (e.status == ServiceRecordStatus::ended) r.confirmed_by.clear();
            if (e.status == ServiceRecordStatus::disputed) r.disputed_by = e.by;
            if (e.status == ServiceRecordStatus::approved ||
                e.status == ServiceRecordStatus::rejected) {
                r.reviewed_by = e.by;
            }
            r.reviewer = e.reviewer;
            r.dispute_until = e.dispute_until;
            r.reverse_until = e.reverse_until;
            r.duties = e.duties;
            r.reason = e.reason;
        });
    }

    void operator()(const ServiceRecordCorrected& e) {
        changes.change(e.record, [&](ServiceRecord& r) {
            r.starts_at = e.starts_at;
            r.ends_at = e.ends_at;
            r.minutes = e.minutes;
            r.days = e.days;
            r.doubts = e.doubts;
            r.dispute_until = e.dispute_until;
            r.corrected_by = e.by;
            r.reason = e.reason;
        });
    }

    void operator()(const ServiceDutyWarned& e) {
        changes.change(e.record,
                       [&](ServiceRecord& r) { alarm(r, e.duty, &ServiceDuty::warned_at, at); });
    }

    void operator()(const ServiceDutyBreached& e) {
        changes.change(e.record,
                       [&](ServiceRecord& r) { alarm(r, e.duty, &ServiceDuty::breached_at, at); });
    }

    void operator()(const ServiceDutyMoved& e) {
        changes.change(e.record, [&](ServiceRecord& r) {
            for (ServiceDuty& duty : r.duties) {
                if (duty.what != e.duty || duty.met_at) continue;
                move_deadline(duty, e.moved);
                duty.provisional = e.moved.provisional;
            }
        });
    }

    void operator()(const ServiceRecordStripped& e) {
        changes.change(e.record, [&](ServiceRecord& r) {
            const auto strip = [](ServiceMark& mark) {
                mark.place.reset();
                mark.from_home_m.reset();
            };
            strip(r.signed_in);
            if (r.signed_out) strip(*r.signed_out);
            for (ServiceDuty& duty : r.duties)
                duty.cause = {};
            r.note = {};
            r.reason = {};
        });
    }

    // A volunteer has no standing before the first thing that counts.
    template <class Change>
    void standing(VolunteerStandingId id, ResponderId volunteer, const Change& change) {
        if (changes.board().store<VolunteerStanding>().find(id) == no_index) {
            VolunteerStanding first;
            first.id = id;
            first.volunteer = volunteer;
            changes.put(first);
        }
        changes.change(id, change);
    }

    // Logs of before do not say whose it was.
    void operator()(const ServiceRecordForgotten& e) {
        changes.forget(e.record);
        if (!e.volunteer || !e.day) return;
        standing({e.volunteer.value}, e.volunteer, [&](VolunteerStanding& s) {
            // An empty one is before every day.
            s.left_until = std::max(s.left_until, e.day);
        });
    }

    void operator()(const VolunteerHoursChanged& e) {
        standing(e.standing, e.volunteer, [&](VolunteerStanding& s) {
            s.approved_min = e.approved_min;
            s.reversed_min = e.reversed_min;
            s.services = e.services;
            s.stars = e.stars;
        });
    }

    void operator()(const VolunteerNoShowRecorded& e) {
        standing(e.standing, e.volunteer, [&](VolunteerStanding& s) {
            std::erase_if(s.no_shows,
                          [&](const VolunteerNoShow& one) { return one.at <= e.since; });
            s.no_shows.push_back(e.no_show);
        });
    }

    void operator()(const VolunteerNoShowWithdrawn& e) {
        standing(e.standing, e.volunteer, [&](VolunteerStanding& s) {
            std::erase_if(s.no_shows,
                          [&](const VolunteerNoShow& one) { return one.id == e.no_show; });
        });
    }

    void operator()(const VolunteerSuspended& e) {
        standing(e.standing, e.volunteer, [&](VolunteerStanding& s) { s.suspended_at = at; });
        changes.sync_responder(changes.index_of(e.volunteer));
    }

    void operator()(const VolunteerSuspensionLifted& e) {
        standing(e.standing, e.volunteer, [&](VolunteerStanding& s) {
            s.suspended_at = {};
            s.lifted_at = at;
            s.lifted_by = e.by;
            s.reason = e.reason;
        });
        changes.sync_responder(changes.index_of(e.volunteer));
    }
};

}  // namespace

Rejection ServiceRecordsArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void ServiceRecordsArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

}  // namespace muster::core
