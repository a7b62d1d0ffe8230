#include "muster/devices.hpp"
#include "engine/core/devices/area.hpp"
#include "engine/core/devices/maintenance.hpp"
#include "engine/core/devices/signals.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/step.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_key = 128;
constexpr Millis max_watch = hours(24 * 366);
// A battery that was low is good again when it has so much more than the limit: charges waver.
constexpr std::int32_t recovered_percent = 5;
constexpr Millis unknown_asks_every = minutes(1);

Rejection check_key(std::string_view key) {
    if (auto bad = check_unmasked("/key", key)) return bad;
    const std::size_t colon = key.find(':');
    if (colon != std::string_view::npos && colon > 0 && colon + 1 < key.size() &&
        key.size() <= max_key) {
        return {};
    }
    return reject(RejectReason::invalid_field, "/key",
                  "must be the protocol, a colon and how the device names itself there, at most " +
                      std::to_string(max_key) + " bytes, such as imei:860000000000001");
}

// To whom a device shall belong.
template <class C>
Rejection check_owner(const C& command) {
    if (auto bad = check_unmasked("/address", command.address.value)) return bad;
    const bool at_place = command.place || !command.address.value.empty();
    if (!command.member || !at_place) return {};
    return reject(RejectReason::invalid_field, "/place",
                  "a device belongs to a member or hangs at a place, not both");
}

Rejection check_member(const Step& step, MemberId member, std::string_view command) {
    if (!member) return {};
    const auto index = find_looked_after(step, member, command);
    return index ? Rejection{} : index.error();
}

// Devices in use, or an action of the table, in words of a command.
Rejection check_action(const Device& device, std::string_view command, DeviceAction action) {
    return check_status(device, command, device_cycle.where(action), words_of<Device>);
}

Millis watch_of(const DeviceRule& rule, Code type) {
    for (const DeviceTypeRule& one : rule.types) {
        if (one.type == type) return one.watch_ms;
    }
    return {};
}

Code code_of(const SignalRule* signal) {
    return signal == nullptr ? Code{} : signal->code;
}

// Whoever it is, he is listed, so that somebody can register him.
Rejection note_unknown(Step& step, Index index, const Personal<std::string>& key,
                       const SignalRule* signal) {
    const DeviceRule& rule = device_rule(step.board.rules());
    if (index == no_index) {
        if (step.board.derived<Device>().unknown() >= static_cast<std::size_t>(rule.max_unknown)) {
            return reject(RejectReason::limit_reached, "/key",
                          "the limit of devices.max_unknown unknown devices is reached; register "
                          "this one, or wait until others are forgotten");
        }
        step.emit(DeviceSeenUnknown{{step.env.seq}, key, code_of(signal)});
        return {};
    }
    const Device& device = step.board.store<Device>()[index];
    // Somebody may be in danger all the same: the desk shall see each press, and no storm of them.
    const bool asks = signal != nullptr && signal->use == SignalUse::request;
    const Millis every =
        asks ? std::min(unknown_asks_every, rule.contact_every_ms) : contact_every(device, rule);
    if (step.now() >= device.last_contact_at + every) {
        step.emit(DeviceSeenUnknown{device.id, key, code_of(signal)});
    }
    return {};
}

// Recorded when there is news, or once in a while.
void report(Step& step, const Device& device, const ReportDevice& command) {
    const DeviceRule& rule = device_rule(step.board.rules());
    const auto battery = command.battery_percent ? command.battery_percent : device.battery_percent;
    const std::int64_t limit =
        rule.low_battery_percent + (device.battery_low ? recovered_percent : 0);
    const bool low = battery && *battery <= limit;
    const bool first_level = battery && !device.battery_percent;
    const bool news =
        device.status == DeviceStatus::silent || low != device.battery_low || first_level;
    if (!news && step.now() < device.last_contact_at + contact_every(device, rule)) return;
    const bool turned_low = low && !device.battery_low;
    const RequestId maintenance = turned_low ? ask_for_maintenance(step, device) : RequestId{};
    step.emit(DeviceReported{device.id, battery, low, maintenance, command.place,
                             command.place ? believed(step, command.placed_at) : TimePoint{}});
}

// They are nobody's then.
void take_from(Step& step, MemberId member) {
    for (const MemberId one : step.board.derived<Member>().with_aliases(member)) {
        const std::vector<DeviceId> list = step.board.derived<Device>().of_member(one);
        for (const DeviceId id : list)
            step.emit(DeviceAssigned{id, {}, {}, {}});
    }
}

void react(Step& step, const MemberRemoved& event) {
    take_from(step, event.member);
}
void react(Step& step, const MemberStatusChanged& event) {
    if (!is_looked_after(event.status)) take_from(step, event.member);
}
void react(Step& step, const MemberErased& event) {
    take_from(step, event.member);
}

}  // namespace

Rejection decide(Step& step, const RegisterDevice& command) {
    const DeviceRule& rule = device_rule(step.board.rules());
    if (auto bad = check_key(command.key.value)) return bad;
    if (auto bad = check_owner(command)) return bad;
    const Millis watch = command.watch_ms.value_or(watch_of(rule, command.type));
    if (watch < Millis{} || watch > max_watch) {
        return reject(RejectReason::invalid_field, "/watch_ms",
                      "must be from 0 (not watched) to " + std::to_string(max_watch.value) + " ms");
    }
    if (auto bad = check_member(step, command.member, "RegisterDevice")) return bad;
    Device device;
    const Index known = step.board.derived<Device>().find(command.key.value);
    if (known != no_index) {
        const Device& before = step.board.store<Device>()[known];
        if (is_in_use(before.status)) {
            return reject(
                RejectReason::illegal_status, "/key",
                "device " + std::to_string(before.id.value) + " has this key; assign or retire it");
        }
        device.first_contact_at = before.first_contact_at;
        device.last_contact_at = before.last_contact_at;
        device.contacts = before.contacts;
        device.maintenance = before.maintenance;
        step.emit(DeviceForgotten{before.id});
    }
    device.id = {step.env.seq};
    device.key = command.key;
    device.type = command.type;
    device.status = DeviceStatus::active;
    device.member = command.member;
    device.place = command.place;
    device.address = command.address;
    device.watch_ms = watch;
    device.watched_since = step.now();
    step.emit(DeviceRegistered{std::move(device)});
    return {};
}

Rejection decide(Step& step, const AssignDevice& command) {
    if (auto bad = check_owner(command)) return bad;
    if (command.member) {
        if (auto member = find_one(step, command.member); !member) return member.error();
    }
    const auto index = find_one(step, command.device);
    if (!index) return index.error();
    if (auto bad = check_member(step, command.member, "AssignDevice")) return bad;
    const Device& device = step.board.store<Device>()[*index];
    if (auto bad = check_action(device, "AssignDevice", DeviceAction::assign)) return bad;
    step.emit(DeviceAssigned{command.device, command.member, command.place, command.address});
    return {};
}

Rejection decide(Step& step, const RetireDevice& command) {
    const auto index = find_one(step, command.device);
    if (!index) return index.error();
    const Device& device = step.board.store<Device>()[*index];
    if (auto bad = check_action(device, "RetireDevice", DeviceAction::retire)) return bad;
    step.emit(DeviceRetired{command.device, command.reason});
    return {};
}

Rejection decide(Step& step, const ReportDevice& command) {
    if (auto bad = check_key(command.key.value)) return bad;
    if (command.battery_percent &&
        (*command.battery_percent < 0 || *command.battery_percent > 100)) {
        return reject(RejectReason::invalid_field, "/battery_percent",
                      "must be from 0 to 100, is " + std::to_string(*command.battery_percent));
    }
    const Index index = step.board.derived<Device>().find(command.key.value);
    if (index == no_index || !is_in_use(step.board.store<Device>()[index].status)) {
        return note_unknown(step, index, command.key, nullptr);
    }
    report(step, step.board.store<Device>()[index], command);
    return {};
}

Rejection decide(Step& step, const SignalDevice& command) {
    if (auto bad = check_key(command.key.value)) return bad;
    const SignalRule* const rule = find_signal(device_rule(step.board.rules()), command.signal);
    const Index index = step.board.derived<Device>().find(command.key.value);
    if (index == no_index || !is_in_use(step.board.store<Device>()[index].status)) {
        // A level that is off asks for nothing.
        return note_unknown(step, index, command.key, command.level == false ? nullptr : rule);
    }
    const Device& device = step.board.store<Device>()[index];
    if (command.level && *command.level == is_raised(device, command.signal)) {
        report(step, device, {command.key, {}, command.place, command.happened_at});
        return {};
    }
    signal(step, device, rule, command);
    return {};
}

void DevicesArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

TimePoint DevicesArea::due(const Board& board) {
    return board.deadlines<Device>().next_due();
}

void DevicesArea::fire(Step& step) {
    const Device& device = step.board.store<Device>()[step.board.deadlines<Device>().next_handle()];
    if (is_in_use(device.status)) {
        const RequestId maintenance = ask_for_maintenance(step, device);
        step.emit(DeviceFellSilent{device.id, maintenance});
    } else {
        step.emit(DeviceForgotten{device.id});
    }
}

}  // namespace muster::core
