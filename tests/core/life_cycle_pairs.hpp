// The one test of life cycles: every status with every action, the area against its table.
#pragma once

#include <string>
#include <vector>

#include "engine/core/kernel/life_cycle.hpp"
#include "engine/core/kernel/names.hpp"
#include "muster/envelope.hpp"

namespace muster::test {

// Where the area does not do what the table says, one line each. An Area has
//     auto stage(Status) const;                  with one entity, in that status
//     Rejection act(Stage&, Action) const;       asks for the action by its command
//     Status status(const Stage&) const;         of the entity
//     bool further_rule(Status, Action) const;   legal, but refused at this stage for another
//     reason
template <class Status, class Action, class Area>
std::vector<std::string> disagreements(const core::LifeCycle<Status, Action>& cycle,
                                       const Area& area) {
    std::vector<std::string> out;
    for (std::size_t s = 0; s < enum_count<Status>; ++s) {
        for (std::size_t a = 0; a < enum_count<Action>; ++a) {
            const auto status = static_cast<Status>(s);
            const auto action = static_cast<Action>(a);
            std::string pair(core::name_of(action));
            pair.append(" when ").append(core::name_of(status)).append(": ");
            auto stage = area.stage(status);
            if (area.status(stage) != status) {
                out.push_back(pair + "the stage is " +
                              std::string(core::name_of(area.status(stage))));
                continue;
            }
            const auto next = cycle.next(status, action);
            const bool further_rule = area.further_rule(status, action);
            const Rejection rejection = area.act(stage, action);
            const bool illegal = rejection.reason == RejectReason::illegal_status;
            const Status wished = rejection ? status : next.value_or(status);
            if (illegal != !next) {
                out.push_back(pair +
                              (next ? "the table allows it, the area does not"
                                    : "the table does not allow it, the area does not say so"));
            } else if (next && further_rule != static_cast<bool>(rejection)) {
                out.push_back(pair + (further_rule ? "no further rule refuses it"
                                                   : "refused: " + rejection.detail));
            } else if (area.status(stage) != wished) {
                out.push_back(pair + "leads to " + std::string(core::name_of(area.status(stage))));
            }
        }
    }
    return out;
}

}  // namespace muster::test
