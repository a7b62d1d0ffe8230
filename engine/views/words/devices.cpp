// The words of the events of devices.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/devices.hpp"

namespace muster::views {

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
    Row<DeviceSeenUnknown>{"a device that is not registered reported: {key}",
                           "收到未登记设备的信号：{key}", Tone::warn},
    Row<DeviceForgotten>{"device {device} left the list", "设备 {device} 移出列表", Tone::quiet},
};
template std::span<const EventView> list_view<DevicesEvents>();

}  // namespace muster::views
