// How a request is taken down.

#include "engine/core/requests/receiving.hpp"

#include <algorithm>

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/places/place_state.hpp"
#include "engine/core/places/plan_choice.hpp"
#include "engine/core/places/triage.hpp"
#include "engine/core/requests/answers.hpp"
#include "engine/core/requests/contacts.hpp"
#include "engine/core/requests/merging.hpp"
#include "engine/core/requests/raising.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/step.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::core {
namespace {

constexpr std::size_t most_hints = 8;

constexpr EntityWords known_place_words{"place", "/known_place", RejectReason::unknown_place};

Rejection check_place(const Step& step, const CreateRequest& command) {
    if (!command.known_place) return {};
    const auto place = find_in(step.board.store<Place>(), *command.known_place, known_place_words);
    return place ? Rejection{} : place.error();
}

// What is told beside it goes before what the address book has.
void take_place(const Step& step, PlaceId id, RequestReceived& event) {
    const PlaceProfile& profile = step.board.store<Place>().get(id)->profile;
    event.known_place = id;
    if (!event.place && profile.point) event.place = *profile.point;
    if (event.address.value.empty()) event.address = profile.name;
}

// Where the caller most likely is: at the home of the member who is hinted at, or of all who share
// the line.
const Member* likely_home(const Step& step, const RequestReceived& event) {
    const Board& board = step.board;
    if (event.member_hint) return board.members().get(event.member_hint);
    const Member* first = nullptr;
    for (const MemberHint& hint : event.member_hints) {
        if (hint.contact != 0) break;
        const Member* member = board.members().get(hint.member);
        if (first == nullptr) first = member;
        if (member->profile.home != first->profile.home) return nullptr;
    }
    return first;
}

}  // namespace

Rejection check_request(const Step& step, const CreateRequest& command) {
    if (auto bad = check_fields(step, command)) return bad;
    if (command.member) {
        if (auto member = find_one(step, command.member); !member) return member.error();
    }
    if (auto bad = check_place(step, command)) return bad;
    const ServiceRule* service = step.board.rule_index().service(command.service);
    if (service == nullptr) {
        return reject(RejectReason::unknown_service, "/service",
                      "\"" + command.service.str() + "\" is not in the service catalogue");
    }
    return {};
}

Rejection check_room(const Step& step) {
    if (step.board.open_requests() >=
        static_cast<std::uint64_t>(step.board.rules().desk.max_open_requests)) {
        return reject(RejectReason::limit_reached, "",
                      "the limit of desk.max_open_requests open requests is reached");
    }
    return {};
}

CallerHints hints_of(const Board& board, const std::string& number) {
    CallerHints hints;
    hints.all = board.members_with_phone(number);
    std::vector<MemberHint>& all = hints.all;
    const auto own = std::find_if(all.begin(), all.end(),
                                  [](const MemberHint& hint) { return hint.contact != 0; });
    const auto owners = static_cast<std::size_t>(own - all.begin());
    const bool one_member = std::all_of(all.begin(), all.end(), [&](const MemberHint& hint) {
        return board.root(hint.member) == board.root(all.front().member);
    });
    if (owners == 1 || (!all.empty() && one_member)) hints.member = board.root(all.front().member);
    if (all.size() == 1 && owners == 1) all.clear();
    if (all.size() > most_hints) all.resize(owners > most_hints ? 0 : owners);
    return hints;
}

Rejection check_fields(const Step& step, const CreateRequest& command) {
    if (command.service.empty()) {
        return reject(RejectReason::invalid_field, "/service",
                      "must name a service of the catalogue (GET /v1/services)");
    }
    Code unknown;
    if (!step.board.rule_index().mask(command.skills, &unknown)) {
        return reject(RejectReason::invalid_field, "/skills",
                      "\"" + unknown.str() + "\" is not one of the skills of the rules");
    }
    if (auto bad = check_answers(command.answers)) return bad;
    return check_in_set(step.board.rule_index().questions_of(command.service), command.service,
                        command.answers);
}

Rejection receive(Step& step, const CreateRequest& command) {
    if (auto bad = check_request(step, command)) return bad;
    if (auto bad = check_room(step)) return bad;
    const ServiceRule& service = *step.board.rule_index().service(command.service);
    const DeskRule& desk = step.board.rules().desk;

    RequestReceived event;
    event.request = step.next_request_id();
    event.service = command.service;
    event.channel = command.channel;
    event.urgency = command.urgency.value_or(service.urgency);
    event.member = command.member;
    event.caller = canonical_phone(command.caller.value, step.board.phone_rule());
    event.place = command.place;
    event.address = command.address;
    if (command.known_place) take_place(step, *command.known_place, event);
    event.note = command.note;
    event.device = command.device;
    event.skills = command.skills;
    take_answers(step, command.answers, event);
    // Nobody speaking on an emergency line is urgent until somebody is proved safe.
    event.silent = command.silent && service.emergency_line;
    if (event.silent) event.urgency = std::min(event.urgency, desk.silence_urgency);
    if (!event.member) {
        CallerHints hints = hints_of(step.board, event.caller.value);
        event.member_hint = hints.member;
        event.member_hints = std::move(hints.all);
    }

    const Member* member =
        step.board.members().get(event.member ? event.member : event.member_hint);
    if (member != nullptr) {
        Raise raise = raise_for(step, *member);
        event.credit_ms = raise.credit_ms;
        event.raised_for = std::move(raise.flags);
        event.raised_tier = raise.tier;
    }
    // The caller's number is only a hint, but on an emergency line the likeliest place is better
    // than none.
    if (!event.member && service.emergency_line) member = likely_home(step, event);
    if (!event.place && member != nullptr && (event.member || service.emergency_line)) {
        event.place = member->profile.home;
        if (event.address.value.empty()) event.address = member->profile.address;
    }

    const Whereabouts where = whereabouts(step.board, event.known_place, event.place, event.member);
    event.plan = choose_plan(step.board, event.service, event.urgency, where);

    step.emit(std::move(event));
    const Index index = step.board.requests().find(RequestId{step.env.seq});
    if (merge_into_same(step, index)) return {};
    fill_request(step, index);
    if (step.board.requests()[index].contacts.active) next_contact(step, index);
    return {};
}

const Request* looked_after_as(const Board& board, RequestId id) {
    const Request* request = board.requests().get(id);
    while (request != nullptr && request->status == RequestStatus::merged)
        request = board.requests().get(request->merged_into);
    return request != nullptr && is_open(request->status) ? request : nullptr;
}

Rejection decide(Step& step, const CreateRequest& command) {
    return receive(step, command);
}

Rejection decide(Step& step, const LocateRequest& command) {
    if (auto bad = check_unmasked("/address", command.address.value)) return bad;
    const auto index = find_request(step, command);
    if (!index) return index.error();
    step.emit(RequestLocated{command.request, command.place, command.address});
    review_plan(step, *index);
    look_for_duplicate(step, *index);
    fill_request(step, *index);
    return {};
}

}  // namespace muster::core
