// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/devices/area.hpp"

#include <algorithm>

#include "engine/core/changes.hpp"
#include "engine/core/step.hpp"
#include "muster/devices.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const RegisterDevice& command);
Rejection decide(Step& step, const AssignDevice& command);
Rejection decide(Step& step, const RetireDevice& command);
Rejection decide(Step& step, const ReportDevice& command);
Rejection decide(Step& step, const SignalDevice& command);

namespace {

void do_action(Device& device, DeviceAction action) {
    const auto next = device_cycle.next(device.status, action);
    must(next.has_value());
    device.status = *next;
}

struct Apply {
    Changes& changes;
    const Board& board;
    const TimePoint at;

    void operator()(const DeviceRegistered& e) { changes.put(e.device); }

    void operator()(const DeviceAssigned& e) {
        changes.change(e.device, [&](Device& d) {
            do_action(d, DeviceAction::assign);
            d.member = e.member;
            d.place = e.place;
            d.address = e.address;
            d.watched_since = at;
            // Where it was with somebody else is nobody's affair.
            d.seen_place.reset();
            d.seen_at = {};
        });
    }

    // It is nobody's from then on.
    void operator()(const DeviceRetired& e) {
        changes.change(e.device, [&](Device& d) {
            do_action(d, DeviceAction::retire);
            d.member = {};
            d.place.reset();
            d.address = {};
            d.seen_place.reset();
            d.seen_at = {};
            d.retired_at = at;
        });
    }

    void heard_of(Device& device) const {
        if (!device.first_contact_at) device.first_contact_at = at;
        device.last_contact_at = at;
        ++device.contacts;
    }

    void operator()(const DeviceReported& e) {
        changes.change(e.device, [&](Device& d) {
            do_action(d, DeviceAction::report);
            heard_of(d);
            d.battery_percent = e.battery_percent;
            d.battery_low = e.battery_low;
            if (e.maintenance) d.maintenance = e.maintenance;
            see(d, e.place, e.placed_at);
        });
    }

    // What comes late does not move it back.
    void see(Device& device, const std::optional<Personal<Point>>& place,
             TimePoint by_device) const {
        const TimePoint seen_at = by_device ? by_device : at;
        if (!place || seen_at < device.seen_at) return;
        device.seen_place = place;
        device.seen_at = seen_at;
    }

    static void set_level(Device& device, const Code& code, bool on) {
        constexpr std::size_t most = 16;
        const auto found = std::lower_bound(device.raised.begin(), device.raised.end(), code);
        const bool is_on = found != device.raised.end() && *found == code;
        if (on && !is_on && device.raised.size() < most) device.raised.insert(found, code);
        if (!on && is_on) device.raised.erase(found);
    }

    void operator()(const DeviceSignalled& e) {
        changes.change(e.device, [&](Device& d) {
            do_action(d, DeviceAction::report);
            heard_of(d);
            d.last_signal = e.use ? e.signal : Code{};
            d.last_signal_at = at;
            if (!e.use) ++d.not_understood;
            if (e.level) set_level(d, e.signal, *e.level);
            if (e.use == SignalUse::maintenance && e.request) d.maintenance = e.request;
            see(d, e.place, e.happened_at);
        });
    }

    void operator()(const DeviceFellSilent& e) {
        changes.change(e.device, [&](Device& d) {
            do_action(d, DeviceAction::fall_silent);
            if (e.maintenance) d.maintenance = e.maintenance;
        });
    }

    void operator()(const DeviceSeenUnknown& e) {
        if (board.store<Device>().find(e.device) == no_index) {
            Device device;
            device.id = e.device;
            device.key = e.key;
            changes.put(device);
        }
        changes.change(e.device, [&](Device& d) { heard_of(d); });
    }

    void operator()(const DeviceForgotten& e) { changes.forget(e.device); }
};

}  // namespace

Rejection DevicesArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void DevicesArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.board(), changes.at()}, event);
}

}  // namespace muster::core
