// What people at the desk do with a request.

#include <algorithm>

#include "engine/core/dispatch/assignments.hpp"
#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/kernel/names.hpp"
#include "engine/core/requests/answers.hpp"
#include "engine/core/requests/merging.hpp"
#include "engine/core/requests/quality.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/step.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_notes = 1000;
constexpr std::size_t max_handovers = 100;

// A silent emergency may not be talked away before somebody is proved safe.
Rejection check_safety(const Request& request) {
    if (!is_unverified(request)) return {};
    return reject(RejectReason::safety_unverified, "/request",
                  "nobody has proved that the person is safe; send VerifySafe first");
}

}  // namespace

Rejection decide(Step& step, const TakeRequest& command) {
    if (command.owner.empty()) {
        return reject(RejectReason::invalid_field, "/owner", "must name who takes the request");
    }
    const auto index = find_request(step, command);
    if (!index) return index.error();
    const std::string& owner = step.board.requests()[*index].owner;
    // Of two desks that take a free request at once, one must hear that it came too late.
    if (command.expected_owner && *command.expected_owner != owner) {
        return reject(
            RejectReason::holder_changed, "/expected_owner",
            (owner.empty() ? std::string("nobody") : '"' + owner + '"') + " has the request now");
    }
    if (owner != command.owner) {
        step.emit(RequestTaken{command.request, command.owner});
    }
    return {};
}

Rejection decide(Step& step, const ReclassifyRequest& command) {
    const auto index = find_request(step, command);
    if (!index) return index.error();
    const Request& request = step.board.requests()[*index];
    if (command.urgency > request.urgency) {
        if (auto bad = check_safety(request)) return bad;
    }
    if (command.urgency == request.urgency) return {};
    step.emit(RequestReclassified{command.request, command.urgency, false, command.reason});
    review_plan(step, *index);
    // More urgent now: it may take a responder from another; less urgent: it may lose its own.
    look_again(step, *index);
    fill_request(step, *index);
    return {};
}

Rejection decide(Step& step, const HoldRequest& command) {
    if (command.hold_until <= step.now()) {
        return reject(RejectReason::invalid_field, "/hold_until",
                      "must be after now (" + std::to_string(step.now().value) + ")");
    }
    const auto index = find_request(step, command);
    if (!index) return index.error();
    if (auto bad = check_safety(step.board.requests()[*index])) return bad;
    step.emit(RequestHeld{command.request, command.hold_until, command.reason});
    let_go(step, *index);
    return {};
}

Rejection decide(Step& step, const ResumeRequest& command) {
    const auto index = find_request(step, command);
    if (!index) return index.error();
    step.emit(RequestResumed{command.request});
    fill_request(step, *index);
    return {};
}

Rejection decide(Step& step, const CancelRequest& command) {
    const auto index = find_request(step, command);
    if (!index) return index.error();
    if (auto bad = check_safety(step.board.requests()[*index])) return bad;
    step.emit(RequestCancelled{command.request, command.reason});
    let_go(step, *index);
    return {};
}

Rejection decide(Step& step, const TransferRequest& command) {
    if (command.to.empty()) {
        return reject(RejectReason::invalid_field, "/to", "must name the department or agency");
    }
    const auto index = find_request(step, command);
    if (!index) return index.error();
    if (auto bad = check_safety(step.board.requests()[*index])) return bad;
    step.emit(RequestTransferred{command.request, command.to, command.reason});
    let_go(step, *index);
    return {};
}

Rejection decide(Step& step, const ReopenRequest& command) {
    const auto index = find_request(step, command);
    if (!index) return index.error();
    const RequestStatus status = step.board.requests()[*index].status;
    if (step.board.requests()[*index].caught_up) {
        return reject(RejectReason::illegal_status, "/request",
                      "it was caught up from paper and stays closed; take a new request down");
    }
    if (status == RequestStatus::merged) return split(step, *index, command.reason);
    reopen(step, *index, command.reason);
    return {};
}

Rejection decide(Step& step, const VerifySafe& command) {
    if (command.how.value.empty()) {
        return reject(RejectReason::invalid_field, "/how",
                      "must say how it was verified (spoke with her, seen by neighbour...)");
    }
    const auto index = find_request(step, command);
    if (!index) return index.error();
    if (step.board.requests()[*index].safety != Safety::verified) {
        step.emit(SafetyVerified{command.request, command.how});
    }
    return {};
}

Rejection decide(Step& step, const RecordHandover& command) {
    if (command.agency == Agency::none) {
        return reject(RejectReason::invalid_field, "/agency",
                      "must be ambulance_120, police_110 or fire_119");
    }
    const auto index = find_request(step, command);
    if (!index) return index.error();
    if (step.board.requests()[*index].handovers.size() >= max_handovers) {
        return reject(RejectReason::limit_reached, "/request", "at most 100 hand-overs a request");
    }
    step.emit(HandoverRecorded{
        command.request,
        {command.agency, step.now(), command.person, command.passed_on, command.result}});
    return {};
}

Rejection decide(Step& step, const RecordCallback& command) {
    if (command.rating > 5) {
        return reject(
            RejectReason::invalid_field, "/rating",
            "must be 1 to 5, or 0 when none was given; is " + std::to_string(command.rating));
    }
    if (!command.reached && command.rating != 0) {
        return reject(RejectReason::invalid_field, "/rating",
                      "nobody was reached, so nobody gave a rating");
    }
    if (auto bad = check_fault(command.fault, command.note, "/note")) return bad;
    const auto index = find_request(step, command);
    if (!index) return index.error();
    if (command.rating != 0) {
        if (auto bad = check_not_rated(step.board.requests()[*index])) return bad;
    }
    step.emit(RequestCalledBack{command.request, command.reached, command.rating, command.note,
                                command.fault});
    do_again_if_bad(step, *index, command.rating, command.fault, command.note);
    return {};
}

Rejection decide(Step& step, const CloseRequest& command) {
    if (command.disposition == Disposition::none) {
        return reject(RejectReason::invalid_field, "/disposition",
                      "must say how the request ended");
    }
    const auto index = find_request(step, command);
    if (!index) return index.error();
    const Request& request = step.board.requests()[*index];
    if (waits_for_callback(request)) {
        return reject(RejectReason::illegal_status, "/request",
                      "call back first (RecordCallback), whether or not anybody answers");
    }
    if (auto bad = check_safety(request)) return bad;
    step.emit(RequestClosed{command.request, command.disposition, command.note});
    return {};
}

Rejection decide(Step& step, const AddNote& command) {
    if (command.text.value.empty()) {
        return reject(RejectReason::invalid_field, "/text", "the note is empty");
    }
    const auto index = find_request(step, command);
    if (!index) return index.error();
    if (step.board.requests()[*index].notes.size() >= max_notes) {
        return reject(RejectReason::limit_reached, "/request", "at most 1000 notes a request");
    }
    step.emit(NoteAdded{command.request, {step.now(), step.env.source, command.text}});
    return {};
}

Rejection decide(Step& step, const ExplainBreach& command) {
    if (command.cause.value.empty()) {
        return reject(RejectReason::invalid_field, "/cause", "must say why it was late");
    }
    const auto index = find_request(step, command.request);
    if (!index) return index.error();
    const auto& milestones = step.board.requests()[*index].milestones;
    const bool breached =
        std::any_of(milestones.begin(), milestones.end(), [&](const MilestoneState& state) {
            return state.milestone == command.milestone && state.breached_at;
        });
    if (!breached) {
        return reject(RejectReason::invalid_field, "/milestone",
                      "\"" + std::string(name_of(command.milestone)) + "\" was not breached");
    }
    if (auto bad = check_status(step, *index, command)) return bad;
    step.emit(BreachExplained{command.request, command.milestone, command.cause});
    return {};
}

}  // namespace muster::core
