#include "adapters/sip/scaip_codec.hpp"

#include <array>
#include <utility>

#include "adapters/sip/device_xml.hpp"
#include "engine/codec/protocol_text.hpp"

namespace muster::sip {
namespace {

// Device types of the standard that ask for something, by dty.
Code signal_of_type(std::uint32_t type) {
    switch (type) {
        case 3:
            return "pendant";  // personal trigger
        case 4:
            return "sos";  // fixed trigger
        case 5:
            return "fall";
        case 7:
            return "panic";
        case 23:
            return "smoke";
        default:
            return {};
    }
}

constexpr std::uint32_t state_automatic = 9;
constexpr std::uint32_t state_manual = 10;

// Status codes that say what it is whatever the device, by stc.
Code signal_of_state(std::uint32_t state) {
    switch (state) {
        case 16:
            return "battery_low";
        case 19:
            return "cancel";
        case 70:
            return "restore";  // normal again
        case 92:
        case 93:
            return "restore";  // reset
        case 102:
            return "test";
        default:
            return {};
    }
}

Code signal_of(const ScaipRequest& request, const ScaipProfile& profile) {
    if (request.state) {
        if (const Code told = signal_of_state(*request.state); !told.empty()) return told;
    }
    if (request.kind == ScaipKind::reset) return "restore";
    const bool pressed = request.state == state_manual;
    // Information is no alarm, except where its status code says that it is one.
    if (request.kind == ScaipKind::information && !pressed && request.state != state_automatic) {
        return {};
    }
    if (request.type) {
        const auto own = profile.types.find(*request.type);
        if (own != profile.types.end()) return own->second;
        if (const Code known = signal_of_type(*request.type); !known.empty()) return known;
    }
    // Somebody pressed something that we do not know: that is a call for help all the same.
    return pressed ? Code("sos") : Code();
}

std::string_view room(std::uint32_t code) {
    switch (code) {
        case 11:
            return "bathroom";
        case 12:
            return "bedroom";
        case 21:
            return "kitchen";
        default:
            return {};
    }
}

std::string where_of(const Elements& mrq) {
    const std::string_view code = mrq.text("lco");
    std::string where;
    if (!code.empty()) {
        const auto number = code_number(code);
        const std::string_view known = number ? room(*number) : std::string_view();
        if (known.empty()) where = "location code ";
        where += known.empty() ? code : known;
    }
    for (const std::string_view name : {"lva", "lte"}) {
        const std::string_view more = mrq.text(name);
        if (more.empty()) continue;
        if (!where.empty()) where += ", ";
        where += more;
    }
    return shortened(where, max_said_bytes);
}

std::optional<Personal<Point>> place_in(const Elements& mrq) {
    const pugi::xml_node lge = mrq.find("lge");
    if (!lge) return std::nullopt;
    const std::string_view geo = Elements(lge).text("geo");
    const auto comma = geo.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    // A height may follow.
    const std::string_view second = geo.substr(comma + 1);
    return place_of(trimmed(geo.substr(0, comma)), trimmed(second.substr(0, second.find(','))));
}

// The words of the device that its signal does not tell.
std::string said_in(const Elements& mrq) {
    constexpr std::array<std::string_view, 11> names{"dty", "did", "dco", "dte", "stc", "stt",
                                                     "pri", "ico", "ite", "ame", "mty"};
    std::string said;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (value.empty()) return;
        if (!said.empty()) said += ' ';
        said.append(name).append("=").append(value);
    };
    for (const std::string_view name : names)
        add(name, mrq.text(name));
    std::size_t count = 0;
    for (const auto& [name, node] : mrq.all()) {
        if (name != "crd" || ++count > max_call_back_addresses) continue;
        add("crd", trimmed(node.text().get()));
    }
    return shortened(said, max_said_bytes);
}

// An address without its scheme; empty for "gsm:" and "gsm:+", which name nobody.
std::string_view without_scheme(std::string_view address) {
    const auto colon = address.find(':');
    if (colon != std::string_view::npos) address.remove_prefix(colon + 1);
    return trimmed(address);
}

bool names_somebody(std::string_view address) {
    const std::string_view rest = without_scheme(address);
    return rest.find_first_not_of("+ -") != std::string_view::npos;
}

void read_call_back(const Elements& mrq, ScaipRequest& out) {
    for (const auto& [name, node] : mrq.all()) {
        if (name != "crd" || out.call_back.size() >= max_call_back_addresses) continue;
        const std::string_view address = trimmed(node.text().get());
        if (names_somebody(address)) out.call_back.push_back(shortened(address, max_said_bytes));
    }
}

ScaipKind kind_of(std::string_view mty) {
    if (codec::equal_ignoring_case(mty, "re")) return ScaipKind::reset;
    if (codec::equal_ignoring_case(mty, "in")) return ScaipKind::information;
    if (codec::equal_ignoring_case(mty, "pi")) return ScaipKind::heartbeat;
    return ScaipKind::alarm;  // what is missing or new may be somebody in need
}

void read_device(const Elements& mrq, ScaipRequest& out) {
    std::string_view cid = mrq.text("cid");
    while (cid.starts_with('+') || cid.starts_with(' '))
        cid.remove_prefix(1);
    if (cid.empty()) {
        out.status = ScaipStatus::tag_missing;
    } else if (cid.size() > max_scaip_device_bytes) {
        out.status = ScaipStatus::too_long;
    } else {
        out.device = cid;
    }
}

}  // namespace

ScaipRequest read_scaip(std::string_view body, const ScaipProfile& profile) {
    ScaipRequest out;
    const DeviceXml xml(body, OtherCharset::latin1);
    const std::string_view root = local_name(xml.root());
    if (root != profile.root && root != "mrq") {
        out.status = ScaipStatus::bad_format;
        return out;
    }
    // Some wrap it: <scaip><mrq>...
    Elements mrq(xml.root());
    if (const auto inner = mrq.find("mrq"); inner) mrq = Elements(inner);
    out.reference = shortened(mrq.text("ref"), max_scaip_reference_bytes);
    out.kind = kind_of(mrq.text("mty"));
    const std::string_view type = mrq.text("dty");
    const std::string_view state = mrq.text("stc");
    out.type = code_number(type);
    out.state = code_number(state);
    out.said = said_in(mrq);
    out.where = where_of(mrq);
    out.place = place_in(mrq);
    out.we_call = code_number(mrq.text("cha")) == 1u;
    read_call_back(mrq, out);
    // The first that is wrong is told; a device that is named is heard all the same.
    read_device(mrq, out);
    if (out.status != ScaipStatus::ok) return out;
    const bool wrong = (!type.empty() && !out.type) || (!state.empty() && !out.state);
    if (xml.is_damaged()) {
        out.status = ScaipStatus::bad_format;
    } else if (out.reference.empty() || (type.empty() && out.kind != ScaipKind::heartbeat)) {
        out.status = ScaipStatus::tag_missing;
    } else if (wrong) {
        out.status = ScaipStatus::wrong_content;
    }
    return out;
}

std::string call_back_number(const ScaipRequest& request) {
    for (const std::string& address : request.call_back) {
        const std::string lower = codec::lower_case(address);
        if (lower.starts_with("sip:") || lower.starts_with("sips:") ||
            lower.starts_with("no-voice:")) {
            continue;
        }
        return shortened(without_scheme(address), 32);
    }
    return {};
}

std::optional<DeviceCommand> command_of(const ScaipRequest& request, const ScaipProfile& profile) {
    if (request.device.empty()) return std::nullopt;
    const std::string key = "scaip:" + request.device;
    const Code signal = signal_of(request, profile);
    if (request.kind == ScaipKind::heartbeat && signal != Code("battery_low")) {
        return ReportDevice{.key = key, .battery_percent = {}, .place = request.place};
    }
    return SignalDevice{.key = key,
                        .signal = signal,
                        .said = request.said,
                        .level = {},
                        .place = request.place,
                        .where = request.where,
                        .call_back = call_back_number(request),
                        .happened_at = {}};
}

std::string write_scaip_answer(const ScaipRequest& request, ScaipStatus status,
                               const ScaipProfile& profile) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<mrs><ref>" +
                      escaped(request.reference) + "</ref><snu>" +
                      std::to_string(static_cast<int>(status)) + "</snu>";
    const bool may_speak = status == ScaipStatus::ok && request.kind == ScaipKind::alarm;
    const bool device_calls = !request.we_call && !profile.desk_number.empty();
    if (!may_speak || (request.call_back.empty() && !device_calls)) {
        return out + "<mre>0</mre></mrs>\n";
    }
    out += "<mre>" + std::to_string(static_cast<int>(profile.speech)) + "</mre>";
    if (device_calls) {
        out += "<cre>62</cre><tnu>" + escaped(profile.desk_number) + "</tnu>";
    } else if (!request.we_call) {
        out += "<cre>61</cre>";
    }
    return out + "</mrs>\n";
}

}  // namespace muster::sip
