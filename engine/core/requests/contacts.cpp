// The contact chain: the member is called first, then each contact in order; enough calls without
// an answer move on to the next, and a chain without an answer makes the request urgent.

#include "engine/core/requests/contacts.hpp"

#include <string>

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/step.hpp"
#include "muster/requests.hpp"

namespace muster::core {

void next_contact(Step& step, Index index) {
    const Request& request = step.board.requests()[index];
    const RequestId id = request.id;
    const Member* member = step.board.members().get(step.board.root(request.member));
    std::uint32_t at = request.contacts.step;
    const std::uint32_t misses = request.contacts.misses;
    // Whoever has no number cannot be called.
    const std::string* number = member == nullptr ? nullptr : number_of(*member, at);
    while (number != nullptr && number->empty())
        number = number_of(*member, ++at);
    if (number != nullptr) {
        step.emit(ContactDue{id, at, at == request.contacts.step ? misses : 0});
        return;
    }
    step.emit(ContactsExhausted{id});
    if (step.board.requests()[index].urgency > Urgency::P1) {
        step.emit(
            RequestReclassified{id, Urgency::P1, true, "nobody in the contact chain answered"});
        look_again(step, index);
        fill_request(step, index);
    }
}

Rejection decide(Step& step, const RecordContact& command) {
    const auto index = find_request(step, command);
    if (!index) return index.error();
    const Request& request = step.board.requests()[*index];
    if (!has_call_due(request)) {
        return reject(RejectReason::illegal_status, "/request",
                      "no call is due in a contact chain of this request");
    }
    const std::uint32_t at = request.contacts.step;
    const std::uint32_t misses = request.contacts.misses;
    if (command.expected_step.value_or(at) != at ||
        command.expected_misses.value_or(misses) != misses) {
        return reject(RejectReason::illegal_status, "/expected_step",
                      "the chain is at step " + std::to_string(at) + " with " +
                          std::to_string(misses) + " misses now");
    }
    step.emit(ContactRecorded{command.request, at, command.outcome, command.note});
    // The next person is called at once, the same one only after a while.
    if (request.contacts.active && request.contacts.step != at) next_contact(step, *index);
    return {};
}

}  // namespace muster::core
