#include "engine/gate/device_check.hpp"

#include <algorithm>
#include <string>

#include "muster/commands.hpp"

namespace muster::gate {
namespace {

struct Named {
    std::string_view field;
    std::string_view device;  // empty = the command names none
};

Named device_of(const Command& command) {
    return visit(
        [](const auto& c) -> Named {
            if constexpr (requires { std::string_view(c.key.value); }) {
                return {"/key", c.key.value};
            } else if constexpr (requires { std::string_view(c.device); }) {
                return {"/device", c.device};
            } else {
                return {};
            }
        },
        command);
}

}  // namespace

bool is_device_of(std::string_view pattern, std::string_view device) {
    if (!pattern.ends_with('*')) return pattern == device;
    pattern.remove_suffix(1);
    return device.starts_with(pattern);
}

std::optional<Fault> check_devices(const Command& command, const Principal& principal) {
    if (principal.devices.empty()) return std::nullopt;
    const Named named = device_of(command);
    const bool mine =
        !named.device.empty() &&
        std::any_of(principal.devices.begin(), principal.devices.end(),
                    [&](const std::string& one) { return is_device_of(one, named.device); });
    if (mine) return std::nullopt;
    return Fault{.reason = FaultReason::forbidden,
                 .detail = named.device.empty() ? "this token speaks for its devices alone, and " +
                                                      std::string(command.name()) + " names none"
                                                : "this token does not speak for this device",
                 .field = std::string(named.field),
                 .expected = "one of the devices of the token"};
}

}  // namespace muster::gate
