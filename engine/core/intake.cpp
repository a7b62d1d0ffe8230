// How a request is taken down.

#include <algorithm>

#include "engine/core/decide.hpp"
#include "engine/core/request_state.hpp"

namespace muster::core {
namespace {

constexpr std::size_t nearby_incidents = 16;

Rejection check(const Step& step, const CreateRequest& command) {
    if (command.service.empty()) {
        return reject(RejectReason::invalid_field, "/service",
                      "must name a service of the catalogue (GET /v1/services)");
    }
    if (auto bad = check_text("/caller", command.caller.value)) return bad;
    if (auto bad = check_text("/address", command.address.value)) return bad;
    if (auto bad = check_text("/note", command.note.value)) return bad;
    if (auto bad = check_text("/device", command.device)) return bad;
    Code unknown;
    if (!step.board.rule_index().mask(command.skills, &unknown)) {
        return reject(RejectReason::invalid_field, "/skills",
                      "\"" + unknown.str() + "\" is not one of the skills of the rules");
    }
    if (command.member && step.board.members().find(command.member) == no_index) {
        return reject(RejectReason::unknown_member, "/member",
                      "there is no member " + std::to_string(command.member.value));
    }
    const ServiceRule* service = step.board.rule_index().service(command.service);
    if (service == nullptr) {
        return reject(RejectReason::unknown_service, "/service",
                      "\"" + command.service.str() + "\" is not in the service catalogue");
    }
    if (step.board.open_requests() >=
        static_cast<std::uint64_t>(step.board.rules().desk.max_open_requests)) {
        return reject(RejectReason::limit_reached, "",
                      "the limit of desk.max_open_requests open requests is reached");
    }
    return {};
}

// The member's flags that raise priority, and the waiting they count for.
void raise_for_flags(const Step& step, const Member& member, RequestReceived& event) {
    for (const FlagCredit& credit : step.board.rules().flag_credits) {
        const auto& flags = member.profile.flags.value;
        if (std::find(flags.begin(), flags.end(), credit.flag) == flags.end()) continue;
        event.raised_for.value.push_back(credit.flag);
        event.credit_ms = std::max(event.credit_ms, credit.credit_ms);
    }
}

// The open request that tells of the same incident, if any: the same member or the same place, the
// same service or both on emergency lines, within the window.
Index same_incident(Step& step, Index self) {
    const Board& board = step.board;
    const Request& report = board.requests()[self];
    const DeskRule& desk = board.rules().desk;
    const bool emergency = board.rule_index().service(report.service)->emergency_line;
    const auto same = [&](Index other) {
        if (other == self) return false;
        const Request& request = board.requests()[other];
        if (request.created_at + desk.merge_window_ms < step.now()) return false;
        if (request.service == report.service) return true;
        return emergency && board.rule_index().service(request.service)->emergency_line;
    };
    if (report.member) {
        const auto& open = board.members().aux(board.members().find(report.member)).open_requests;
        const auto last = std::find_if(open.rbegin(), open.rend(), same);
        if (last != open.rend()) return *last;
    }
    if (!report.place) return no_index;
    // Two different members at one address are two people in need.
    const auto near = [&](Index other) {
        const Request& request = board.requests()[other];
        return same(other) && (!report.member || !request.member);
    };
    board.places().nearest(report.place->value, 0, nearby_incidents, desk.merge_radius_m.value * 10,
                           step.scratch.nearby, near);
    return step.scratch.nearby.empty() ? no_index : step.scratch.nearby.front().handle;
}

void merge_into(Step& step, Index report, Index target) {
    const RequestId into = step.board.requests()[target].id;
    const Urgency before = step.board.requests()[target].urgency;
    const Urgency urgency = step.board.requests()[report].urgency;
    step.emit(RequestMerged{step.board.requests()[report].id, into, true});
    if (urgency < before) {
        step.emit(RequestReclassified{into, urgency, true, "a second report is more urgent"});
        look_again(step, target);
        fill_request(step, target);
    }
}

}  // namespace

Rejection receive(Step& step, const CreateRequest& command) {
    if (auto bad = check(step, command)) return bad;
    const ServiceRule& service = *step.board.rule_index().service(command.service);
    const DeskRule& desk = step.board.rules().desk;

    RequestReceived event;
    event.request = {step.env.seq};
    event.service = command.service;
    event.channel = command.channel;
    event.urgency = command.urgency.value_or(service.urgency);
    event.member = command.member;
    event.caller = command.caller;
    event.place = command.place;
    event.address = command.address;
    event.note = command.note;
    event.device = command.device;
    event.skills = command.skills;
    // Nobody speaking on an emergency line is urgent until somebody is proved safe.
    event.silent = command.silent && service.emergency_line;
    if (event.silent) event.urgency = std::min(event.urgency, desk.silence_urgency);
    if (!event.member) event.member_hint = step.board.member_by_phone(command.caller.value);

    const Member* member =
        step.board.members().get(event.member ? event.member : event.member_hint);
    if (member != nullptr) {
        raise_for_flags(step, *member, event);
        // The caller's number is only a hint, but on an emergency line the likeliest place is
        // better than none.
        if (!event.place && (event.member || service.emergency_line)) {
            event.place = member->profile.home;
            if (event.address.value.empty()) event.address = member->profile.address;
        }
    }

    step.emit(std::move(event));
    const Index index = step.board.requests().find({step.env.seq});
    const Index target = same_incident(step, index);
    if (target != no_index) {
        merge_into(step, index, target);
        return {};
    }
    fill_request(step, index);
    if (step.board.requests()[index].contacts.active) next_contact(step, index);
    return {};
}

Rejection decide(Step& step, const CreateRequest& command) {
    return receive(step, command);
}

Rejection decide(Step& step, const LocateRequest& command) {
    if (auto bad = check_text("/address", command.address.value)) return bad;
    Rejection why;
    const Index index = find_request(step, command.request, RequestAction::locate, why);
    if (index == no_index) return why;
    step.emit(RequestLocated{command.request, command.place, command.address});
    fill_request(step, index);
    return {};
}

}  // namespace muster::core
