// Whether a service counts: confirmed, reviewed by somebody else, disputed, reversed.

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/core/booking/places.hpp"
#include "engine/core/links/opening.hpp"
#include "engine/core/service_records/area.hpp"
#include "engine/core/service_records/persons.hpp"
#include "engine/core/service_records/recording.hpp"
#include "engine/core/service_records/standing.hpp"
#include "engine/core/timebank/settlement.hpp"

namespace muster::core {
namespace {

constexpr EntityWords reviewer_words{"responder", "/reviewer", RejectReason::unknown_responder};

Rejection not_the_third(std::string field, std::string detail) {
    return reject(
        RejectReason::not_eligible, std::move(field),
        "who reviews, who serves and who is served are three people: " + std::move(detail));
}

// Who has a hand in what is recorded does not decide whether it counts.
Rejection check_third_person(const Step& step, const ServiceRecord& record, ResponderId reviewer) {
    const std::array<std::string_view, 5> hands{
        record.signed_in.by, record.signed_out ? record.signed_out->by : std::string_view(),
        record.recorded_by, record.corrected_by, record.confirmed_by};
    if (std::find(hands.begin(), hands.end(), step.env.source) != hands.end()) {
        return not_the_third("", step.env.source + " has recorded or confirmed it");
    }
    if (!reviewer) return {};
    const Board& board = step.board;
    const auto serving = as_volunteers(board, record.volunteer);
    if (std::find(serving.begin(), serving.end(), reviewer) != serving.end()) {
        return not_the_third("/reviewer", "the reviewer serves");
    }
    if (is_same_person(board, reviewer, record.member)) {
        return not_the_third("/reviewer", "the reviewer is served");
    }
    return {};
}

Rejection check_reviewer(const Step& step, ResponderId reviewer) {
    if (!reviewer) return {};
    const auto index = find_in(step.board.responders(), reviewer, reviewer_words);
    return index ? Rejection{} : index.error();
}

// There was such a service at all.
Rejection check_served(const ServiceRecord& record) {
    if (record.minutes > 0) return {};
    return reject(RejectReason::illegal_status, "/service_record",
                  "has no minute that counts; CorrectService says when it was");
}

// What was found out since: the register of talents may know more of the two by now.
Rejection check_people(const Step& step, const ServiceRecord& record) {
    if (is_same_person(step.board, record.volunteer, record.member)) {
        return not_the_third("/service_record", "who serves is who is served");
    }
    return check_free(step, record);
}

ServiceRecordAction action_of(ServiceVerdict verdict, ServiceRecordAction accept,
                              ServiceRecordAction reject) {
    return verdict == ServiceVerdict::accept ? accept : reject;
}

Rejection approve(Step& step, ServiceRecord record, const ReviewService& command) {
    if (auto bad = check_served(record)) return bad;
    if (auto bad = check_people(step, record)) return bad;
    const std::int64_t days = service_records_rule(step.board.rules()).reverse_days;
    record.status = ServiceRecordStatus::approved;
    record.reverse_until = step.now() + hours(24) * days;
    if (auto bad = why_not_paid(step.board, record, step.now())) return bad;
    set_status(step, record, step.env.source, command.reason, command.late_cause);
    change_hours(step, record.volunteer, {.approved_min = record.minutes, .services = 1});
    return {};
}

}  // namespace

Rejection decide(Step& step, const ConfirmService& command) {
    if (command.by == ServiceConfirmer::nobody) {
        return reject(RejectReason::invalid_field, "/by", "must say who confirms it");
    }
    if (command.link && command.by == ServiceConfirmer::desk) {
        return reject(RejectReason::invalid_field, "/by", "a link is not the desk's");
    }
    if (command.link) {
        if (auto link = find_one(step, command.link); !link) return link.error();
    }
    const auto index =
        find_record(step, command.service_record, "ConfirmService", ServiceRecordAction::confirm);
    if (!index) return index.error();
    ServiceRecord record = step.board.store<ServiceRecord>()[*index];
    if (command.link && step.board.requests().find(record.request) == no_index) {
        return reject(RejectReason::illegal_status, "/link", "the service has no request");
    }
    if (auto bad = check_promised(step, command.link, record.request, LinkPart::confirm)) {
        return bad;
    }
    if (auto bad = check_served(record)) return bad;
    record.confirmer = command.by;
    set_status(step, in_status(std::move(record), ServiceRecordStatus::confirmed), step.env.source,
               command.note, command.late_cause);
    return {};
}

Rejection decide(Step& step, const ReviewService& command) {
    if (command.verdict == ServiceVerdict::reject) {
        if (auto bad = check_reason(command.reason.value)) return bad;
    }
    if (auto bad = check_reviewer(step, command.reviewer)) return bad;
    const ServiceRecordAction action =
        action_of(command.verdict, ServiceRecordAction::approve, ServiceRecordAction::reject);
    const auto index = find_record(step, command.service_record, "ReviewService", action);
    if (!index) return index.error();
    ServiceRecord record = step.board.store<ServiceRecord>()[*index];
    if (auto bad = check_third_person(step, record, command.reviewer)) return bad;
    record.reviewer = command.reviewer;
    if (command.verdict == ServiceVerdict::accept) {
        return approve(step, std::move(record), command);
    }
    set_status(step, in_status(std::move(record), ServiceRecordStatus::rejected), step.env.source,
               command.reason, command.late_cause);
    return {};
}

Rejection decide(Step& step, const DisputeService& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index =
        find_record(step, command.service_record, "DisputeService", ServiceRecordAction::dispute);
    if (!index) return index.error();
    const ServiceRecord& record = step.board.store<ServiceRecord>()[*index];
    if (step.now() >= record.dispute_until) {
        return reject(RejectReason::illegal_status, "/service_record",
                      "could be disputed until " + local_text(step, record.dispute_until));
    }
    if (auto bad = check_room(record)) return bad;
    set_status(step, in_status(record, ServiceRecordStatus::disputed), step.env.source,
               command.reason);
    return {};
}

Rejection decide(Step& step, const ResolveService& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    if (auto bad = check_reviewer(step, command.reviewer)) return bad;
    const bool upheld = command.verdict == ServiceVerdict::accept;
    const ServiceRecordAction action =
        action_of(command.verdict, ServiceRecordAction::uphold, ServiceRecordAction::dismiss);
    const auto index = find_record(step, command.service_record, "ResolveService", action);
    if (!index) return index.error();
    ServiceRecord record = step.board.store<ServiceRecord>()[*index];
    if (auto bad = check_third_person(step, record, command.reviewer)) return bad;
    if (record.disputed_by == step.env.source) {
        return reject(RejectReason::not_eligible, "",
                      step.env.source + " has disputed it; somebody else resolves that");
    }
    if (upheld) {
        if (auto bad = check_served(record)) return bad;
        record.confirmer = ServiceConfirmer::desk;
    }
    set_status(step,
               in_status(std::move(record),
                         upheld ? ServiceRecordStatus::confirmed : ServiceRecordStatus::rejected),
               step.env.source, command.reason, command.late_cause);
    return {};
}

Rejection decide(Step& step, const ReverseService& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index =
        find_record(step, command.service_record, "ReverseService", ServiceRecordAction::reverse);
    if (!index) return index.error();
    const ServiceRecord record = step.board.store<ServiceRecord>()[*index];
    if (step.now() >= record.reverse_until) {
        return reject(RejectReason::illegal_status, "/service_record",
                      "could be reversed until " + local_text(step, record.reverse_until));
    }
    set_status(step, in_status(record, ServiceRecordStatus::reversed), step.env.source,
               command.reason);
    change_hours(step, record.volunteer, {.reversed_min = record.minutes, .services = -1});
    return {};
}

}  // namespace muster::core
