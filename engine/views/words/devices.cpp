// The words of the events of devices.

#include <string>
#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/devices.hpp"

namespace muster::views {
namespace {

// What comes later than so is said to be late: clocks of devices are wrong by that much.
constexpr Millis worth_saying = minutes(2);

// ", 2 h ago", of what was told late; a level that is off is over.
std::string how(const DeviceSignalled& e, const Teller& teller) {
    std::string out;
    if (e.level == false) out += teller.choose(", which is over", "（已解除）");
    const Millis late = e.happened_at ? teller.at() - e.happened_at : Millis{};
    if (late < worth_saying) return out;
    out += teller.choose(", ", "，");
    teller.tell(out, late, "");
    return out += teller.choose(" ago", "前发生");
}

bool asks(const DeviceSignalled& e) {
    return e.use == SignalUse::request && e.level != false;
}

Tone tone_of(const DeviceSignalled& e) {
    if (asks(e)) return e.request ? Tone::warn : Tone::bad;
    return e.use == SignalUse::note ? Tone::plain : Tone::warn;
}

}  // namespace

template <>
constexpr auto words_of<DevicesEvents> = std::tuple{
    Row<DeviceRegistered>{
        "device {device.id} registered[, {device.type}][, of {device.member}|, at "
        "{device.address}]",
        "登记设备 {device.id}[，{device.type}][，归属{device.member}|，安装于{device.address}]"},
    Row<DeviceAssigned>{"device {device} now belongs to [{member}|{address}|{place}|nobody]",
                        "设备 {device} 现归属[{member}|{address}|{place}|无人]"},
    Row<DeviceRetired>{"device {device} retired[: {reason}]", "设备 {device} 停用[：{reason}]"},
    Row<DeviceReported>{
        "device {device} is alive[, battery {battery_percent} %][, which is "
        "low{battery_low}][; request {maintenance} asks for its care]",
        "设备 {device} 在线[，电量 {battery_percent} %][，电量偏低{battery_low}]"
        "[；检修请求 {maintenance}]",
        [](const DeviceReported& e) { return e.battery_low ? Tone::warn : Tone::quiet; }},
    Row<DeviceFellSilent>{"device {device} fell silent[; request {maintenance} asks for its care]",
                          "设备 {device} 失联[；检修请求 {maintenance}]", Tone::warn},
    Row<DeviceSeenUnknown>{
        "a device that is not registered [asks for help, {signal}|reported]: {key}",
        "[未登记设备求助（{signal}）|收到未登记设备的信号]：{key}",
        [](const DeviceSeenUnknown& e) { return e.signal.empty() ? Tone::warn : Tone::bad; }}
        .alerting([](const DeviceSeenUnknown& e) { return !e.signal.empty(); }),
    Row<DeviceSignalled>{
        "device {device}[ of {member}]: [{signal}|what nobody understood]{}[, {where}]"
        "[, \"{said}\"][; request {request}]",
        "设备 {device}[（{member}）]：[{signal}|无法识别的信号]{}[，{where}][，“{said}”]"
        "[；请求 {request}]",
        tone_of, how}
        // Nobody was asked, and somebody should be: no request could be made, or nobody knows.
        .alerting([](const DeviceSignalled& e) { return !e.use || (asks(e) && !e.request); }),
    Row<DeviceForgotten>{"device {device} left the list", "设备 {device} 移出列表", Tone::quiet},
};
template std::span<const EventView> list_view<DevicesEvents>();

}  // namespace muster::views
