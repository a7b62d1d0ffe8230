#include "engine/gate/submitting.hpp"

#include <utility>

#include "engine/gate/permissions.hpp"

namespace muster::gate {

std::optional<Fault> admit_of_device(const Command& command) {
    static const Principal device = [] {
        Principal made;
        made.name = "device";
        made.roles.add(Role::adapter);
        return made;
    }();
    if (may_send(command.row(), device)) return std::nullopt;
    return Fault{.reason = FaultReason::forbidden,
                 .detail = "the role adapter does not allow " + std::string(command.name())};
}

void submit_of_device(CommandPort& commands, Submission submission,
                      std::function<void(const Outcome&)> done) {
    if (auto fault = admit_of_device(submission.command)) {
        Outcome refused;
        refused.rejection = {RejectReason::not_eligible, "", std::move(fault->detail)};
        return done(refused);
    }
    commands.submit(std::move(submission), std::move(done));
}

}  // namespace muster::gate
