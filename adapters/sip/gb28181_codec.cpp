#include "adapters/sip/gb28181_codec.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <initializer_list>

#include "adapters/sip/device_xml.hpp"

namespace muster::sip {
namespace {

// Methods (AlarmMethod) of the standard.
constexpr std::uint32_t by_phone = 1;
constexpr std::uint32_t by_device = 2;
constexpr std::uint32_t by_text_message = 3;
constexpr std::uint32_t by_video = 5;
constexpr std::uint32_t by_fault = 6;
constexpr std::size_t max_methods = 8;

// What a type (AlarmType) is depends on the method. 0 = none was told.
Code signal_of(std::uint32_t method, std::uint32_t type) {
    if (method == by_phone || method == by_text_message) return "sos";
    if (method == by_fault) return "fault";
    if (method == by_device) {
        switch (type) {
            case 0:
                return "sos";  // its alarm input: a button
            case 2:
                return "tamper";
            case 1:  // video lost
            case 3:  // its disk is full
            case 4:  // too hot
            case 5:
                return "fault";  // too cold
            default:
                return {};
        }
    }
    if (method == by_video) {
        switch (type) {
            case 1:
                return "sos";  // raised by a person
            case 6:
                return "intrusion";
            case 11:
                return "fault";  // its picture is wrong
            default:
                return {};  // motion and the like: nobody asks for help
        }
    }
    return {};
}

// Several methods may come as one ("25"): all must mean the same.
Code signal_of(const GbMessage& message, const GbTable& table) {
    std::optional<Code> found;
    for (const std::uint32_t method : message.methods) {
        const std::uint32_t type = message.type.value_or(0);
        const auto own = table.find({method, type});
        const Code signal = own != table.end() ? own->second : signal_of(method, type);
        if (found && *found != signal) return {};
        found = signal;
    }
    return found.value_or(Code());
}

std::vector<std::uint32_t> methods_in(std::string_view text) {
    std::vector<std::uint32_t> methods;
    for (const char c : text) {
        if (c >= '0' && c <= '9' && methods.size() < max_methods) {
            methods.push_back(static_cast<std::uint32_t>(c - '0'));
        }
    }
    return methods;
}

// "2026-03-02T16:15:30", with whatever fraction. 0 for what is no such time.
TimePoint time_in(std::string_view text, Millis zone) {
    constexpr std::string_view form = "0000-00-00T00:00:00";
    if (text.size() < form.size()) return {};
    std::array<std::uint32_t, 6> parts{};
    std::size_t part = 0;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const char c = text[i];
        if (form[i] == '0') {
            if (c < '0' || c > '9') return {};
            parts[part] = parts[part] * 10 + static_cast<std::uint32_t>(c - '0');
        } else {
            if (c != form[i] && !(form[i] == 'T' && c == ' ')) return {};
            ++part;
        }
    }
    namespace time = std::chrono;
    const time::year_month_day day(time::year(static_cast<int>(parts[0])), time::month(parts[1]),
                                   time::day(parts[2]));
    if (!day.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 60) return {};
    const std::int64_t days = time::sys_days(day).time_since_epoch().count();
    const std::int64_t second =
        std::int64_t{86'400} * days + 3'600 * parts[3] + 60 * parts[4] + parts[5];
    return TimePoint{second * 1'000} - zone;
}

std::string said_in(const Elements& notify, std::string_view type) {
    std::string said;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (value.empty()) return;
        if (!said.empty()) said += ' ';
        said.append(name).append(" ").append(value);
    };
    add("method", notify.text("AlarmMethod"));
    add("type", type);
    add("priority", notify.text("AlarmPriority"));
    const std::string_view words = notify.text("AlarmDescription");
    if (!words.empty()) said.append(said.empty() ? "" : ": ").append(words);
    return shortened(said, max_said_bytes);
}

// The alarm's type stands at the top or inside Info.
std::string_view type_in(const Elements& notify) {
    const std::string_view type = notify.text("AlarmType");
    if (!type.empty()) return type;
    const pugi::xml_node info = notify.find("Info");
    return info ? Elements(info).text("AlarmType") : std::string_view{};
}

GbKind kind_of(std::string_view root, std::string_view command) {
    if (root == "Response") return GbKind::answer;
    if (root != "Notify") return GbKind::other;
    if (command == "Alarm") return GbKind::alarm;
    if (command == "Keepalive") return GbKind::keepalive;
    return GbKind::other;
}

constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"GB2312\"?>\r\n";

void add_element(std::string& out, std::string_view name, std::string_view value) {
    out.append("<").append(name).append(">").append(escaped(value));
    out.append("</").append(name).append(">\r\n");
}

// Around its elements.
std::string document(
    std::string_view root,
    std::initializer_list<std::pair<std::string_view, std::string_view>> elements) {
    std::string out;
    out.reserve(256);
    out.append(declaration).append("<").append(root).append(">\r\n");
    for (const auto& [name, value] : elements)
        add_element(out, name, value);
    return out.append("</").append(root).append(">\r\n");
}

}  // namespace

GbMessage read_gb(std::string_view body, Millis zone) {
    GbMessage out;
    const DeviceXml xml(body, OtherCharset::gb18030);
    const Elements inside(xml.root());
    out.damaged = xml.is_damaged() || !xml.root();
    out.command = inside.text("CmdType");
    out.kind = kind_of(local_name(xml.root()), out.command);
    out.number = shortened(inside.text("SN"), max_gb_id_bytes);
    const std::string_view device = inside.text("DeviceID");
    if (device.size() <= max_gb_id_bytes) out.device = device;
    out.result_is_ok = inside.text("Result") == "OK";
    if (out.kind != GbKind::alarm) return out;
    const std::string_view type = type_in(inside);
    out.methods = methods_in(inside.text("AlarmMethod"));
    out.type = code_number(type);
    out.said = said_in(inside, type);
    out.place = place_of(inside.text("Latitude"), inside.text("Longitude"));
    out.happened_at = time_in(inside.text("AlarmTime"), zone);
    return out;
}

std::optional<DeviceCommand> command_of(const GbMessage& message, const GbTable& table) {
    if (message.device.empty()) return std::nullopt;
    const std::string key = "gb28181:" + message.device;
    if (message.kind == GbKind::keepalive) return ReportDevice{.key = key, .battery_percent = {}};
    if (message.kind != GbKind::alarm) return std::nullopt;
    return SignalDevice{.key = key,
                        .signal = signal_of(message, table),
                        .said = message.said,
                        .level = {},
                        .place = message.place,
                        .where = {},
                        .call_back = {},
                        .happened_at = message.happened_at};
}

std::string write_gb_answer(const GbMessage& message, bool ok) {
    return document("Response", {{"CmdType", message.command},
                                 {"SN", message.number},
                                 {"DeviceID", message.device},
                                 {"Result", ok ? "OK" : "ERROR"}});
}

std::string write_set_guard(std::string_view device, std::uint64_t number) {
    return document("Control", {{"CmdType", "DeviceControl"},
                                {"SN", std::to_string(number)},
                                {"DeviceID", device},
                                {"GuardCmd", "SetGuard"}});
}

std::string write_gb_date(TimePoint now, Millis zone) {
    namespace time = std::chrono;
    const time::sys_time<time::milliseconds> local{time::milliseconds((now + zone).value)};
    const auto day = time::floor<time::days>(local);
    const time::year_month_day date(day);
    const time::hh_mm_ss clock(local - day);
    std::array<char, 48> out{};
    const int size = std::snprintf(
        out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03d", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return {out.data(), static_cast<std::size_t>(size)};
}

}  // namespace muster::sip
