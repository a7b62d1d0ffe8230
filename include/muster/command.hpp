// What can be asked of the engine, of any kind; and what is true of each command, which stands in
// its row and nowhere else: permissions, the contract of HTTP, the intake and consoles read it
// there.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstddef>
#include <string_view>

#include "muster/access.hpp"
#include "muster/choice.hpp"
#include "muster/enum_set.hpp"
#include "muster/enums.hpp"

namespace muster {

// Each kind of traffic has its own share of the queue in front of the engine, so that none can
// crowd out another: a call for help finds room while an import of members or a storm of positions
// does not. calls: somebody asks for help. desk: everything about requests, offers and duty.
// registry: members, cards, responders, rules. positions: ReportPositions, coalesced per responder.
// signs: devices that say that they live; nobody waits for what one of them leads to, so they may
// wait a moment for each other and share a commit.
BOOST_DEFINE_ENUM_CLASS(Traffic, calls, desk, registry, positions, signs)
constexpr std::size_t traffic_count = enum_count<Traffic>;

using RequestStatuses = EnumSet<RequestStatus>;

namespace statuses {
using enum RequestStatus;
constexpr RequestStatuses unbound{received, queued, offered};
constexpr RequestStatuses bound{dispatched, en_route, on_scene};
// Somebody is still waiting for help.
constexpr RequestStatuses open = unbound | bound | held;
constexpr RequestStatuses helped{served, called_back};
constexpr RequestStatuses any = RequestStatuses::all();
}  // namespace statuses

struct CommandRow {
    Roles roles = {};  // any of these may send it; none: only the program itself does
    bool own = false;  // a responder may send it about itself
    Traffic traffic = Traffic::desk;
    std::string_view creates = {};  // EntityRow::path of what it creates; empty = nothing
    // Said again it creates nothing: an event names what is known already.
    bool repeats = false;
    RequestStatuses allowed_in = {};  // of the request that it names; empty = it names none
    bool is_command = true;
};

// The row of each command stands beside its struct, in the header of its area.
template <class C>
inline constexpr CommandRow command_row{.is_command = false};

template <class T>
concept ACommand = bool(command_row<T>.is_command);

struct CommandFamily {
    using Row = CommandRow;
    template <class T>
    static constexpr bool has = ACommand<T>;
    template <class T>
    static constexpr Row row = command_row<T>;
};
using Command = Choice<CommandFamily>;

}  // namespace muster
