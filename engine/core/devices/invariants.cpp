// Checked the slow way, from the entities alone.

#include <algorithm>
#include <string>

#include "engine/core/devices/area.hpp"
#include "engine/core/devices/maintenance.hpp"
#include "engine/core/requests/request_state.hpp"

namespace muster::core {
namespace {

std::size_t open_maintenance(const Board& board, const Device& device) {
    const auto requests = board.requests().in_order();
    return static_cast<std::size_t>(
        std::count_if(requests.begin(), requests.end(), [&](Index index) {
            const Request& request = board.requests()[index];
            // One that was opened again by hand is the desk's own affair.
            return is_open(request.status) && request.reopened == 0 &&
                   request.channel == Channel::system &&
                   request.device == name_for_requests(device.id);
        }));
}

std::string check_device(const Board& board, Index index) {
    const Device& device = board.store<Device>()[index];
    const Derived<Device>& derived = board.derived<Device>();
    if (derived.find(device.key.value) != index) return "is not found by its key";
    if (board.deadlines<Device>().due_of(index).value_or(never) !=
        Derived<Device>::due(device, board.rules())) {
        return "does not fall due when it should";
    }
    if (!is_in_use(device.status) && (device.member || device.place)) {
        return "is out of use and belongs to somebody";
    }
    const auto& of_member = derived.of_member(device.member);
    if (std::binary_search(of_member.begin(), of_member.end(), device.id) !=
        static_cast<bool>(device.member)) {
        return "is not listed for its member";
    }
    return open_maintenance(board, device) > 1 ? "has two open requests for its care" : "";
}

}  // namespace

std::string DevicesArea::broken(const Board& board, Journeys& /*journeys*/) {
    std::size_t unknown = 0;
    for (const Index index : board.store<Device>().in_order()) {
        const Device& device = board.store<Device>()[index];
        unknown += device.status == DeviceStatus::unknown ? 1u : 0u;
        const std::string broken = check_device(board, index);
        if (!broken.empty()) return "device " + std::to_string(device.id.value) + " " + broken;
    }
    return unknown == board.derived<Device>().unknown() ? ""
                                                        : "the count of unknown devices is wrong";
}

}  // namespace muster::core
