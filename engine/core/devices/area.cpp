// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/devices/area.hpp"

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
        });
    }

    // It is nobody's from then on.
    void operator()(const DeviceRetired& e) {
        changes.change(e.device, [&](Device& d) {
            do_action(d, DeviceAction::retire);
            d.member = {};
            d.place.reset();
            d.address = {};
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
