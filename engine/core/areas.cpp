#include "engine/core/areas.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>

#include "muster/commands.hpp"
#include "muster/events.hpp"

namespace muster::core {
namespace {

constexpr std::array areas{
    Area{"service", decide_service, apply_service},
    Area{"registry", decide_registry, apply_registry},
    Area{"responders", decide_responders, apply_responders},
    Area{"requests", decide_requests, apply_requests},
    Area{"dispatch", decide_dispatch, apply_dispatch},
};

// For each type of the lists, one behind the other, the place of its list.
template <class... Lists>
constexpr auto places = [] {
    std::array<std::uint8_t, (type_count<Lists> + ...)> out{};
    std::size_t next = 0;
    std::uint8_t area = 0;
    const auto add = [&](std::size_t count) {
        while (count-- > 0)
            out[next++] = area;
        ++area;
    };
    (add(type_count<Lists>), ...);
    return out;
}();

// In the order of `areas`, as in Commands and Events.
constexpr auto& of_commands = places<ServiceCommands, RegistryCommands, RespondersCommands,
                                     RequestsCommands, DispatchCommands>;
constexpr auto& of_events =
    places<ServiceEvents, RegistryEvents, RespondersEvents, RequestsEvents, DispatchEvents>;

}  // namespace

const Area& area_of(const Command& command) {
    const std::size_t place = command.place_in<Commands>();
    if (place == of_commands.size()) std::abort();
    return areas[of_commands[place]];
}

const Area& area_of(const Event& event) {
    const std::size_t place = event.place_in<Events>();
    if (place == of_events.size()) std::abort();
    return areas[of_events[place]];
}

}  // namespace muster::core
