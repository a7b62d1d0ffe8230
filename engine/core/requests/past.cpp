// What was served without the engine, and is written down afterwards. It is closed from the start:
// nothing of it is decided, nobody is sent, and no deadline is missed anew.

#include <algorithm>
#include <utility>

#include "engine/core/places/place_state.hpp"
#include "engine/core/registry/phone.hpp"
#include "engine/core/requests/receiving.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/service/rule_check.hpp"
#include "engine/core/step.hpp"
#include "muster/requests.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_responders = 8;
constexpr std::size_t max_reference_bytes = 64;

Rejection refuse(std::string field, std::string detail) {
    return reject(RejectReason::invalid_field, std::move(field), std::move(detail));
}

// Each after the one before it, none in the future, none so long ago that the paper may have been
// written down and forgotten since.
Rejection check_times(const Step& step, const RecordPastRequest& command) {
    const Millis keep = places_rule(step.board.rules()).keep_past_ms;
    if (!command.asked_at || command.asked_at + keep < step.now()) {
        return refuse("/asked_at", "must be at most " + std::to_string(keep.value / 86'400'000) +
                                       " days ago (places.keep_past_ms)");
    }
    struct Named {
        const char* field;
        std::optional<TimePoint> at;
    };
    const Named times[] = {{"asked_at", command.asked_at},
                           {"dispatched_at", command.dispatched_at},
                           {"on_scene_at", command.on_scene_at},
                           {"served_at", command.served_at}};
    const Named* before = &times[0];
    for (const Named& one : times) {
        if (!one.at) continue;
        if (*one.at > step.now()) {
            return refuse(std::string("/") + one.field,
                          "must not be later than now (" + std::to_string(step.now().value) + ")");
        }
        if (*one.at < *before->at) {
            return refuse(std::string("/") + one.field,
                          std::string("must not be before ") + before->field + " (" +
                              std::to_string(before->at->value) + ")");
        }
        before = &one;
    }
    if (command.on_scene_at && !command.dispatched_at) {
        return refuse("/dispatched_at", "somebody was on scene; say when they were sent");
    }
    return {};
}

Rejection check_responders(const RecordPastRequest& command) {
    const auto& all = command.responders;
    if (all.size() > max_responders) return refuse("/responders", "at most 8 responders");
    if (!all.empty() && !command.dispatched_at) {
        return refuse("/dispatched_at", "somebody was sent; say when");
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string at = pointer("/responders", i);
        if (!all[i].responder && all[i].name.value.empty()) {
            return refuse(at, "must be a responder's number or a name");
        }
        if (auto bad = check_unmasked(at + "/name", all[i].name.value)) return bad;
        const bool twice = all[i].responder &&
                           std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i),
                                       [&](const PastResponder& other) {
                                           return other.responder == all[i].responder;
                                       });
        if (twice) return refuse(at + "/responder", "stands twice");
    }
    return {};
}

Rejection check_fields(const Step& step, const RecordPastRequest& command) {
    if (command.reference.empty() || command.reference.size() > max_reference_bytes) {
        return refuse("/reference", "must be the number of the paper, of 1 to 64 bytes");
    }
    if (command.service.empty()) {
        return refuse("/service", "must name a service of the catalogue (GET /v1/services)");
    }
    if (command.disposition == Disposition::none || command.disposition == Disposition::duplicate) {
        return refuse("/disposition", "must say how the request ended");
    }
    if (auto bad = check_unmasked("/address", command.address.value)) return bad;
    if (auto bad = check_times(step, command)) return bad;
    return check_responders(command);
}

Rejection check_named(const Step& step, const RecordPastRequest& command) {
    if (command.member) {
        if (auto member = find_one(step, command.member); !member) return member.error();
    }
    for (std::size_t i = 0; i < command.responders.size(); ++i) {
        const ResponderId id = command.responders[i].responder;
        if (!id || step.board.responders().find(id) != no_index) continue;
        return reject(RejectReason::unknown_responder, pointer("/responders", i) + "/responder",
                      "there is no responder " + std::to_string(id.value));
    }
    if (step.board.rule_index().service(command.service) == nullptr) {
        return reject(RejectReason::unknown_service, "/service",
                      "\"" + command.service.str() + "\" is not in the service catalogue");
    }
    return {};
}

// Nobody was sent to two requests at once.
Rejection check_overlap(const Step& step, const RecordPastRequest& command) {
    for (std::size_t i = 0; i < command.responders.size(); ++i) {
        const ResponderId who = command.responders[i].responder;
        for (const RequestId id : step.board.past().of(who)) {
            const CaughtUp& other = *step.board.requests().get(id)->caught_up;
            const bool meets =
                other.dispatched_at < command.served_at && *command.dispatched_at < other.served_at;
            if (!meets) continue;
            return reject(RejectReason::illegal_status, pointer("/responders", i) + "/responder",
                          "responder " + std::to_string(who.value) + " was sent to request " +
                              std::to_string(id.value) + " (paper " + other.reference +
                              ") at that time");
        }
    }
    return {};
}

// As it was kept then, or not.
void judge(Request& request, const ClassRule& rule, const DeskRule& desk) {
    const CaughtUp& past = *request.caught_up;
    for (const MilestoneRule& promise : rule.milestones) {
        TimePoint kept;
        if (promise.milestone == Milestone::dispatched) kept = past.dispatched_at;
        if (promise.milestone == Milestone::on_site) kept = past.on_scene_at;
        if (promise.milestone == Milestone::hard_limit) kept = past.on_scene_at;
        if (promise.milestone == Milestone::completed) kept = past.served_at;
        if (!kept) continue;  // it was not needed, or the paper does not say
        add_milestone(request, promise.milestone, request.created_at, promise.within_ms, desk);
        MilestoneState& state = request.milestones.back();
        state.met_at = kept;
        if (kept > state.due_at) state.breached_at = state.due_at;
    }
}

CaughtUp from_paper(const Step& step, const RecordPastRequest& command) {
    CaughtUp past;
    past.reference = command.reference;
    past.recorded_at = step.now();
    past.recorded_by = step.env.source;
    past.taken_by = command.taken_by;
    past.dispatched_at = command.dispatched_at.value_or(TimePoint{});
    past.on_scene_at = command.on_scene_at.value_or(TimePoint{});
    past.served_at = command.served_at;
    past.responders = command.responders;
    return past;
}

}  // namespace

Rejection decide(Step& step, const RecordPastRequest& command) {
    if (auto bad = check_fields(step, command)) return bad;
    if (auto bad = check_named(step, command)) return bad;
    const Board& board = step.board;
    if (const RequestId known = board.past().with_reference(command.reference)) {
        return reject(RejectReason::illegal_status, "/reference",
                      "paper " + command.reference + " is request " + std::to_string(known.value) +
                          " already");
    }
    if (auto bad = check_overlap(step, command)) return bad;
    Request request;
    request.id = step.next_request_id();
    request.status = RequestStatus::closed;
    request.service = command.service;
    request.urgency =
        command.urgency.value_or(board.rule_index().service(command.service)->urgency);
    request.channel = command.channel;
    request.member = command.member;
    request.caller = canonical_phone(command.caller.value, board.phone_rule());
    request.place = command.place;
    request.address = command.address;
    request.note = command.note;
    request.created_at = command.asked_at;
    request.ended_at = command.served_at;
    request.disposition = command.disposition;
    request.caught_up = from_paper(step, command);
    if (const Member* const member = board.members().get(board.root(command.member))) {
        if (!request.place) request.place = member->profile.home;
        if (request.address.value.empty()) request.address = member->profile.address;
    }
    judge(request, board.rule_index().class_rule(request.urgency), board.rules().desk);
    step.emit(PastRequestRecorded{std::move(request)});
    return {};
}

}  // namespace muster::core
