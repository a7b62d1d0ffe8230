#include "engine/gate/push_mapping.hpp"

#include <algorithm>
#include <utility>

#include "engine/codec/command_datum.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/address_range.hpp"

namespace muster::gate {

namespace {

constexpr std::size_t longest_name = 32;
constexpr std::size_t longest_answer = 4096;

using Found = std::optional<SettingProblem>;

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= longest_name &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
}

bool is_header_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Whether it lies in what a signature over the whole body covers.
bool is_in_body(std::string_view path) {
    return !path.empty() && path.front() != '?' && path.front() != '@';
}

// A path that may be empty.
Found check_path(const std::string& pointer, std::string_view path, PushFormat format) {
    if (path.empty()) return std::nullopt;
    if (path.front() == '?' || path.front() == '@') {
        const std::string_view name = path.substr(1);
        const bool right =
            !name.empty() &&
            (path.front() == '?' || std::all_of(name.begin(), name.end(), codec::is_token_char));
        if (right) return std::nullopt;
        return SettingProblem{pointer, "must name a parameter behind ? or a header behind @"};
    }
    if (format == PushFormat::form) {
        if (path.front() != '/') return std::nullopt;
        return SettingProblem{pointer, "is a JSON pointer, but the body is a form: name its field"};
    }
    if (path.front() != '/') {
        return SettingProblem{pointer,
                              "must be a JSON pointer such as /deviceInfo/devEui, ?name "
                              "of a parameter, or @Name of a header"};
    }
    for (std::size_t at = path.find('~'); at != std::string_view::npos;
         at = path.find('~', at + 1)) {
        if (at + 1 < path.size() && (path[at + 1] == '0' || path[at + 1] == '1')) continue;
        return SettingProblem{pointer, "~ stands for itself as ~0 in a JSON pointer, and / as ~1"};
    }
    return std::nullopt;
}

// Every path by which a body is read, with the pointer to where it stands.
std::vector<std::pair<std::string, std::string>> paths_of(const PushMapping& mapping) {
    std::vector<std::pair<std::string, std::string>> paths{
        {"/items", mapping.items},
        {"/device", mapping.device},
        {"/kind", mapping.kind},
        {"/level/path", mapping.level.path},
        {"/time/path", mapping.time.path},
        {"/place/latitude", mapping.place.latitude},
        {"/place/longitude", mapping.place.longitude},
        {"/call_back", mapping.call_back}};
    const auto add = [&](const std::string& list, const std::vector<std::string>& some) {
        for (std::size_t i = 0; i < some.size(); ++i)
            paths.emplace_back(list + "/" + std::to_string(i), some[i]);
    };
    add("/battery", mapping.battery);
    add("/said", mapping.said);
    add("/where", mapping.where);
    add("/key", mapping.key);
    for (std::size_t i = 0; i < mapping.kinds.size(); ++i)
        paths.emplace_back("/kinds/" + std::to_string(i) + "/path", mapping.kinds[i].path);
    for (std::size_t i = 0; i < mapping.ignore.size(); ++i)
        paths.emplace_back("/ignore/" + std::to_string(i) + "/path", mapping.ignore[i].path);
    return paths;
}

Found check_kinds(const PushMapping& mapping) {
    for (std::size_t i = 0; i < mapping.kinds.size(); ++i) {
        const PushKind& kind = mapping.kinds[i];
        const std::string at = "/kinds/" + std::to_string(i);
        if (kind.path.empty() && mapping.kind.empty()) {
            return SettingProblem{at + "/path", "must be given, or `kind` for all of them"};
        }
        if (kind.level && !kind.value.empty()) {
            return SettingProblem{
                at + "/value",
                "must be empty where the value is a level: level.on and level.off "
                "say its words"};
        }
        if (kind.use == PushUse::signal && kind.signal.empty()) {
            return SettingProblem{at + "/signal",
                                  "must name a signal of the rules, such as \"sos\""};
        }
    }
    for (std::size_t i = 0; i < mapping.ignore.size(); ++i) {
        if (mapping.ignore[i].path.empty()) {
            return SettingProblem{"/ignore/" + std::to_string(i) + "/path", "must not be empty"};
        }
    }
    return std::nullopt;
}

Found check_values(const PushMapping& mapping) {
    if (!zone_offset(mapping.time.zone)) {
        return SettingProblem{"/time/zone", "must be such as \"+08:00\" or \"Z\""};
    }
    if (!codec::datum_named(mapping.place.datum)) {
        return SettingProblem{"/place/datum", codec::unknown_datum(mapping.place.datum) +
                                                  "; must be one of " +
                                                  std::string(codec::datum_names)};
    }
    if (mapping.place.latitude.empty() != mapping.place.longitude.empty()) {
        return SettingProblem{"/place", "needs latitude and longitude, or neither"};
    }
    if (mapping.level.on.empty() || mapping.level.off.empty()) {
        return SettingProblem{"/level", "needs words for on and for off"};
    }
    if (mapping.answer.text.size() > longest_answer) {
        return SettingProblem{"/answer/text",
                              "has more than " + std::to_string(longest_answer) + " bytes"};
    }
    const std::string_view type = mapping.answer.content_type;
    if (type.find('/') == std::string_view::npos || !is_header_text(type)) {
        return SettingProblem{"/answer/content_type", "must be a media type such as text/plain"};
    }
    for (std::size_t i = 0; i < mapping.allowed.size(); ++i) {
        if (AddressRange::from_text(mapping.allowed[i])) continue;
        return SettingProblem{"/allowed/" + std::to_string(i),
                              "must be an address or a range such as 203.0.113.0/24"};
    }
    // A key that is the same each time would make of all alarms one.
    for (std::size_t i = 0; i < mapping.key.size(); ++i) {
        if (!mapping.key[i].empty() && mapping.key[i] != mapping.device) continue;
        return SettingProblem{
            "/key/" + std::to_string(i),
            "must tell one message of a device from its next, as its number does"};
    }
    return std::nullopt;
}

// What a signature leaves open could be changed on its way, or sent again for ever.
Found check_mac(const PushMapping& mapping) {
    const PushSignature& signature = mapping.signature;
    const auto covers = [&](std::string_view path) {
        const auto& over = signature.over;
        return std::find(over.begin(), over.end(), path) != over.end();
    };
    for (std::size_t i = 0; i < signature.over.size(); ++i) {
        const std::string at = "/signature/over/" + std::to_string(i);
        if (signature.over[i].empty()) return SettingProblem{at, "must not be empty"};
        if (signature.over[i] == "*") continue;
        if (auto wrong = check_path(at, signature.over[i], mapping.format)) return wrong;
    }
    const bool whole = covers("*");
    if (!whole && !covers(mapping.device)) {
        return SettingProblem{"/signature/over",
                              "must cover the body (\"*\"), or the device at least: else whoever "
                              "heard one message could send it as of any device"};
    }
    const std::string& stamp = signature.timestamp;
    if (!stamp.empty() && !covers(stamp) && !(whole && is_in_body(stamp))) {
        return SettingProblem{"/signature/timestamp", "must be under the signature: see `over`"};
    }
    for (const auto& [pointer, path] : paths_of(mapping)) {
        if (path.empty() || is_in_body(path) || covers(path)) continue;
        return SettingProblem{pointer, "is read but not under the signature: see signature.over"};
    }
    return std::nullopt;
}

Found check_signature(const PushMapping& mapping) {
    const PushSignature& signature = mapping.signature;
    if (signature.scheme == PushScheme::addresses) {
        if (!mapping.allowed.empty()) return std::nullopt;
        return SettingProblem{"/allowed",
                              "must name the addresses of the cloud, since nothing else "
                              "says who it is"};
    }
    if (signature.from.empty()) {
        return SettingProblem{"/signature/from",
                              "must say where the token or signature is, such as "
                              "\"@Authorization\""};
    }
    if (auto wrong = check_path("/signature/from", signature.from, mapping.format)) return wrong;
    if (auto wrong = check_path("/signature/timestamp", signature.timestamp, mapping.format)) {
        return wrong;
    }
    if (signature.secret.file.empty() == signature.secret.env.empty()) {
        return SettingProblem{"/signature/secret",
                              "must say where the secret is: either { file = \"...\" } or "
                              "{ env = \"...\" }"};
    }
    return signature.scheme == PushScheme::hmac_sha256 ? check_mac(mapping) : std::nullopt;
}

Found check(const PushMapping& mapping) {
    if (!is_name(mapping.name)) {
        return SettingProblem{"/name",
                              "must be 1 to " + std::to_string(longest_name) + " of a-z 0-9 - _"};
    }
    if (mapping.device.empty()) return SettingProblem{"/device", "must say where the device is"};
    for (const auto& [pointer, path] : paths_of(mapping)) {
        if (auto wrong = check_path(pointer, path, mapping.format)) return wrong;
    }
    if (!mapping.items.empty() &&
        (mapping.format != PushFormat::json || !is_in_body(mapping.items))) {
        return SettingProblem{"/items", "must be a JSON pointer into a JSON body"};
    }
    if (auto wrong = check_kinds(mapping)) return wrong;
    if (auto wrong = check_values(mapping)) return wrong;
    return check_signature(mapping);
}

}  // namespace

std::optional<SettingProblem> check(const PushMappings& mappings) {
    const auto& all = mappings.mappings;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string at = "/mappings/" + std::to_string(i);
        if (auto wrong = check(all[i])) {
            wrong->pointer.insert(0, at);
            return wrong;
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (all[j].name == all[i].name) {
                return SettingProblem{at + "/name", "is used twice; each mapping has its own name"};
            }
        }
    }
    return std::nullopt;
}

const PushMapping* find_mapping(const std::vector<PushMapping>& mappings, std::string_view name) {
    const auto found = std::find_if(mappings.begin(), mappings.end(), [&](const PushMapping& one) {
        return one.on && one.name == name;
    });
    return found == mappings.end() ? nullptr : &*found;
}

std::optional<Millis> zone_offset(std::string_view zone) {
    if (zone == "Z" || zone == "z") return Millis{0};
    if (zone.size() != 5 && zone.size() != 6) return std::nullopt;
    const bool behind = zone.front() == '-';
    if (!behind && zone.front() != '+') return std::nullopt;
    if (zone.size() == 6 && zone[3] != ':') return std::nullopt;
    const auto hour = codec::parse_number(zone.substr(1, 2));
    const auto minute = codec::parse_number(zone.substr(zone.size() - 2));
    if (!hour || !minute || *hour > 14 || *minute > 59) return std::nullopt;
    const Millis offset = minutes(static_cast<std::int64_t>(*hour * 60 + *minute));
    return behind ? Millis{-offset.value} : offset;
}

}  // namespace muster::gate
