#include "engine/core/devices/signals.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "engine/core/devices/device_state.hpp"
#include "engine/core/devices/maintenance.hpp"
#include "engine/core/requests/receiving.hpp"

namespace muster::core {
namespace {

// Where somebody has to go.
struct Goal {
    std::optional<Personal<Point>> place;
    Personal<std::string> address;
    std::optional<Millis> age;  // of a place that was told before, and not with this signal
};

// Where it is now goes before where it was just seen, and that before where it hangs; a member's
// home is filled in by the request.
Goal goal_of(const Step& step, const Device& device, const SignalDevice& command) {
    if (command.place) return {command.place, {}, {}};
    const Millis age = step.now() - device.seen_at;
    const Millis most = device_rule(step.board.rules()).seen_place_ms;
    if (device.seen_place && most > Millis{} && age <= most) {
        return {device.seen_place, {}, age};
    }
    return {device.place, device.address, {}};
}

// What the one who takes the request reads: in the words of the device, and how far its place is
// to be trusted.
Personal<std::string> note_of(const SignalDevice& command, const Goal& goal) {
    std::string note = command.where.value;
    if (!note.empty() && !command.said.value.empty()) note += ": ";
    note += command.said.value;
    if (goal.age) {
        const std::string minutes = std::to_string(goal.age->value / 60'000);
        if (!note.empty()) note += "; ";
        note += "位置为" + minutes + "分钟前所报 place of " + minutes + " min ago";
    }
    return note;
}

// 0 when none could be made: the signal is recorded all the same, and the desk is told.
RequestId ask_for(Step& step, const Device& device, const SignalRule& rule,
                  const SignalDevice& command) {
    CreateRequest request;
    request.service = rule.service;
    request.channel = Channel::device;
    request.member = device.member;
    request.caller = command.call_back;
    const Goal goal = goal_of(step, device, command);
    request.place = goal.place;
    request.address = goal.address;
    request.note = note_of(command, goal);
    request.device = name_for_requests(device.id);
    if (receive(step, request)) return {};
    const Request* const taken = looked_after_as(step.board, {step.env.seq});
    return taken == nullptr ? RequestId{} : taken->id;
}

RequestId follow(Step& step, const Device& device, const SignalRule* rule,
                 const SignalDevice& command) {
    if (rule == nullptr || command.level == false) return {};
    switch (rule->use) {
        case SignalUse::request:
            return ask_for(step, device, *rule, command);
        case SignalUse::maintenance:
            return ask_for_maintenance(step, device);
        case SignalUse::note:
            return {};
    }
    std::abort();
}

}  // namespace

bool is_raised(const Device& device, const Code& code) {
    return std::binary_search(device.raised.begin(), device.raised.end(), code);
}

TimePoint believed(const Step& step, TimePoint by_device) {
    return by_device > step.now() ? TimePoint{} : by_device;
}

void signal(Step& step, const Device& device, const SignalRule* rule, const SignalDevice& command) {
    DeviceSignalled event;
    event.device = device.id;
    event.member = device.member;
    event.signal = command.signal;
    if (rule != nullptr) event.use = rule->use;
    event.said = command.said;
    event.level = command.level;
    event.place = command.place;
    event.where = command.where;
    event.happened_at = believed(step, command.happened_at);
    event.request = follow(step, device, rule, command);
    step.emit(std::move(event));
}

}  // namespace muster::core
