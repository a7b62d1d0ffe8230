// Devices in reads and on the feed.
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

Test device_key(const Wanted& w) {
    return test_of<Device>(
        w, [v = std::string(w.value)](const Device& d) { return d.key.value == v; });
}

constexpr Filter device_filters[] = {{"member", false, of_member<Device>},
                                     {"status", false, by<&Device::status>},
                                     {"type", false, by<&Device::type>},
                                     {"key", true, device_key}};

}  // namespace

template <>
constexpr Collection<Device> collection<Device>{
    .filters = device_filters,
    // Whoever is on the way to look after it must know which one, and where it is.
    .open_to =
        [](const core::Board& board, const Responder& self, DeviceId id) {
            const Request* const request = work_of(board, self);
            const Device* const device = board.store<Device>().get(id);
            return request && device && request->id == device->maintenance;
        },
    .over_since = [](const core::Board& /*board*/,
                     const Device& device) { return device.retired_at; },
};
template class EntityView<Device>;

}  // namespace muster::views
