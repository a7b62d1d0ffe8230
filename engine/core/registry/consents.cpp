#include <algorithm>

#include "engine/core/registry/looked_after.hpp"
#include "engine/core/step.hpp"
#include "muster/registry.hpp"

namespace muster::core {

Rejection decide(Step& step, const RecordConsent& command) {
    const auto& purposes = step.board.rules().consent_purposes;
    const bool known = std::any_of(purposes.begin(), purposes.end(), [&](const auto& purpose) {
        return purpose.code == command.purpose;
    });
    if (!known) {
        return reject(RejectReason::invalid_field, "/purpose",
                      "\"" + command.purpose.str() + "\" is not one of the consent_purposes");
    }
    const auto index = find_looked_after(step, command.member, "RecordConsent");
    if (!index) return index.error();
    step.emit(ConsentRecorded{command.member,
                              {command.purpose, step.now(), step.env.source, command.proof, {}}});
    return {};
}

// Also to a purpose that the rules do not have any more.
Rejection decide(Step& step, const WithdrawConsent& command) {
    const auto index = find_one(step, command.member);
    if (!index) return index.error();
    const auto& consents = step.board.members()[*index].consents;
    const bool holds = std::any_of(consents.begin(), consents.end(), [&](const Consent& consent) {
        return consent.purpose == command.purpose && !consent.withdrawn_at;
    });
    if (!holds) {
        return reject(RejectReason::illegal_status, "/purpose",
                      "the member has not consented to \"" + command.purpose.str() + "\"");
    }
    step.emit(ConsentWithdrawn{command.member, command.purpose, command.reason});
    return {};
}

}  // namespace muster::core
