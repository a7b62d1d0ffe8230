// What the frame asks of the area `certificates` (areas.hpp).
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/certificates.hpp"
#include "muster/registry.hpp"
#include "muster/service_records.hpp"

namespace muster::core {

class Changes;

struct CertificatesArea {
    static constexpr std::string_view name = "certificates";
    using Commands = CertificatesCommands;
    using Events = CertificatesEvents;
    using Follows = TypeList<ServiceRecordStatusChanged, MemberErased>;

    static Rejection decide(Step& step, const Command& command);
    static void apply(Changes& changes, const Event& event);
    static void react(Step& step, const Event& event);
    static std::string broken(const Board& board, Journeys& journeys);
};

}  // namespace muster::core
