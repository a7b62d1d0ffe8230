#include "engine/core/requests/quality.hpp"

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/links/opening.hpp"
#include "engine/core/requests/clocks.hpp"
#include "engine/core/requests/contacts.hpp"
#include "engine/core/requests/request_state.hpp"
#include "muster/request.hpp"

namespace muster::core {
namespace {

// A request, and the link by which it is spoken of, if any. Nothing is said of the status yet.
template <class C>
Named<Request> find_with_link(const Step& step, const C& command) {
    auto index = find_request(step, command.request);
    if (!index || !command.link) return index;
    if (auto link = find_one(step, command.link); !link) return link.error();
    return index;
}

Rejection no_more_time(std::string detail) {
    return reject(RejectReason::illegal_status, "/request", std::move(detail));
}

Rejection check_extension(const Step& step, const Request& request, const ClockRule* clock) {
    const MilestoneState* const answer = answer_of(request);
    if (answer == nullptr || clock == nullptr) {
        return no_more_time("the rules give it no working days to be answered in");
    }
    const std::string end = to_string(due_day(step.board.rules(), answer->due_at));
    if (request.extension) return no_more_time("it was given more time already, until " + end);
    if (answer->breached_at || answer->due_at <= step.now()) {
        return no_more_time("it had to be answered by " + end +
                            "; more time is asked for before that");
    }
    if (clock->extension_days == 0) {
        return no_more_time("the rules give no more time to what is " +
                            std::string(name_of(clock->kind)));
    }
    return {};
}

}  // namespace

void reopen(Step& step, Index request, Personal<std::string> reason, std::uint32_t rating,
            FaultSide fault) {
    const RequestId id = step.board.requests()[request].id;
    step.emit(RequestReopened{id, std::move(reason), step.env.source, rating, fault});
    fill_request(step, request);
    if (step.board.requests()[request].contacts.active) next_contact(step, request);
}

Rejection check_fault(FaultSide fault, const Personal<std::string>& text, const char* field) {
    if (fault != FaultSide::others || !text.value.empty()) return {};
    return reject(RejectReason::invalid_field, field, "must say why it was the fault of others");
}

Rejection check_not_rated(const Request& request) {
    if (request.rating == 0) return {};
    return reject(RejectReason::illegal_status, "/request",
                  "round " + std::to_string(round_of(request)) + " of its service was rated " +
                      std::to_string(request.rating) + " already");
}

void do_again_if_bad(Step& step, Index request, std::uint32_t rating, FaultSide fault,
                     const Personal<std::string>& why) {
    if (step.board.requests()[request].caught_up) return;  // from paper: nothing is decided anew
    const Rules& rules = step.board.rules();
    const bool ours = fault == FaultSide::ours && onestop_rule(rules).redo_when_ours;
    const bool bad = rating != 0 && static_cast<std::int64_t>(rating) <= rules.desk.reopen_rating;
    if (!ours && (!bad || fault == FaultSide::others)) return;
    std::string reason = bad ? "rated " + std::to_string(rating) + " of 5" : "our own fault";
    if (!why.value.empty()) reason += ": " + why.value;
    reopen(step, request, std::move(reason), rating, fault);
}

Rejection decide(Step& step, const RateRequest& command) {
    if (command.rating < 1 || command.rating > 5) {
        return reject(RejectReason::invalid_field, "/rating",
                      "must be 1 to 5; is " + std::to_string(command.rating));
    }
    if (command.link && command.fault != FaultSide::not_said) {
        return reject(RejectReason::invalid_field, "/fault",
                      "is for the desk to say, not for whoever opens a link");
    }
    if (auto bad = check_fault(command.fault, command.comment, "/comment")) return bad;
    const auto index = find_with_link(step, command);
    if (!index) return index.error();
    if (auto bad = check_status(step, *index, command)) return bad;
    if (auto bad = check_promised(step, command.link, command.request, LinkPart::rate)) return bad;
    if (auto bad = check_not_rated(step.board.requests()[*index])) return bad;
    step.emit(RequestRated{command.request, command.rating, command.comment, command.fault,
                           step.env.source, command.link});
    do_again_if_bad(step, *index, command.rating, command.fault, command.comment);
    return {};
}

Rejection decide(Step& step, const UrgeRequest& command) {
    const auto index = find_with_link(step, command);
    if (!index) return index.error();
    if (auto bad = check_status(step, *index, command)) return bad;
    if (auto bad = check_promised(step, command.link, command.request, LinkPart::urge)) return bad;
    const Request& request = step.board.requests()[*index];
    const Millis every = onestop_rule(step.board.rules()).urge_every_ms;
    if (command.link && request.urged_at && step.now() < request.urged_at + every) {
        return reject(RejectReason::limit_reached, "/request",
                      "it was urged a moment ago, and the desk knows");
    }
    step.emit(RequestUrged{command.request, false, step.env.source, command.reason, command.link});
    return {};
}

Rejection decide(Step& step, const SuperviseRequest& command) {
    const auto index = find_request(step, command);
    if (!index) return index.error();
    const std::string& supervisor =
        command.supervisor.empty() ? step.env.source : command.supervisor;
    const bool known = step.board.requests()[*index].supervised_by == supervisor;
    if (known && command.note.value.empty()) return {};
    step.emit(RequestSupervised{command.request, supervisor, command.note});
    return {};
}

Rejection decide(Step& step, const ReturnRequest& command) {
    if (command.reason.value.empty()) {
        return reject(RejectReason::invalid_field, "/reason", "must say why it is given back");
    }
    const auto index = find_request(step, command);
    if (!index) return index.error();
    const Request& request = step.board.requests()[*index];
    if (!can_be_returned(request)) {
        return reject(RejectReason::illegal_status, "/request",
                      "nobody has it, so nobody can give it back");
    }
    const bool transferred = request.status == RequestStatus::transferred;
    const std::string from = transferred ? request.transferred_to : request.owner;
    // Whoever passed it on hears of it; else whoever watches over it.
    std::string owner = transferred ? request.owner : request.supervised_by;
    if (owner.empty()) owner = onestop_rule(step.board.rules()).returns_to;
    if (owner == from) owner.clear();
    step.emit(
        RequestReturned{command.request, step.env.source, from, command.reason, std::move(owner)});
    if (!transferred) return {};
    fill_request(step, *index);
    if (step.board.requests()[*index].contacts.active) next_contact(step, *index);
    return {};
}

Rejection decide(Step& step, const ExtendRequest& command) {
    if (command.reason.value.empty()) {
        return reject(RejectReason::invalid_field, "/reason", "must say why it needs more time");
    }
    const auto index = find_request(step, command);
    if (!index) return index.error();
    const Request& request = step.board.requests()[*index];
    const Rules& rules = step.board.rules();
    const ClockRule* const clock = find_clock(onestop_rule(rules), request.clock);
    if (auto bad = check_extension(step, request, clock)) return bad;
    const TimePoint before = answer_of(request)->due_at;
    const ClockEnd end = clock_end(rules, *clock, due_day(rules, before), clock->extension_days);
    // Counted with the days that were given first, so that both are reckoned anew together.
    WorkingDaysAfter given = end.given;
    if (const auto& first = answer_of(request)->given) {
        given = {first->day, first->count + clock->extension_days};
    }
    step.emit(RequestExtended{command.request,
                              {step.now(), step.env.source, command.reason, before, end.due_at,
                               end.urge_at, end.provisional, given}});
    return {};
}

}  // namespace muster::core
