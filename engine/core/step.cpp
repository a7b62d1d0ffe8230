#include "engine/core/step.hpp"

#include "engine/core/names.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_text = 4096;

}  // namespace

Index find_request(const Step& step, RequestId id, RequestAction action, Rejection& why,
                   std::string_view field) {
    const Index index = step.board.requests().find(id);
    if (index == no_index) {
        why = reject(RejectReason::unknown_request, std::string(field),
                     "there is no request " + std::to_string(id.value) +
                         " on the board (it may have been archived)");
        return no_index;
    }
    const RequestStatus status = step.board.requests()[index].status;
    if (!legal(action, status)) {
        why = reject(RejectReason::illegal_status, std::string(field),
                     "request " + std::to_string(id.value) + " is " + std::string(name_of(status)) +
                         "; \"" + std::string(name_of(action)) + "\" is possible when it is " +
                         legal_statuses(action));
        return no_index;
    }
    return index;
}

Index find_responder(const Step& step, ResponderId id, Rejection& why) {
    const Index index = step.board.responders().find(id);
    if (index == no_index) {
        why = reject(RejectReason::unknown_responder, "/responder",
                     "there is no responder " + std::to_string(id.value));
    }
    return index;
}

Rejection check_text(std::string_view field, std::string_view text) {
    if (text.size() <= max_text) return {};
    return reject(
        RejectReason::invalid_field, std::string(field),
        "at most " + std::to_string(max_text) + " bytes, has " + std::to_string(text.size()));
}

Rejection check_reason(std::string_view text) {
    if (text.empty()) {
        return reject(RejectReason::invalid_field, "/reason",
                      "an override needs a reason, which is kept in the log");
    }
    return check_text("/reason", text);
}

}  // namespace muster::core
