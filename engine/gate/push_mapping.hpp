// How a maker's cloud says what its devices tell, as configuration: watches, buttons and gas alarms
// report to the cloud of their maker or carrier, which posts JSON or a form to us, and each does it
// in its own way. One mapping says where in such a body the device, its signal, its time and its
// place stand, how the cloud shows that it is the one, and what it wants to be answered.
//
// A path names one value of a request:
//     /deviceInfo/devEui   JSON pointer (RFC 6901) into the body; of several items in one body,
//     into
//                          the item, and where it has nothing there, into the whole
//     imei                 a field of a form
//     ?event               a parameter of the query
//     @X-Device            a header
// Null and an empty text are nothing there.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/ids.hpp"
#include "muster/secret.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::gate {

BOOST_DEFINE_ENUM_CLASS(PushFormat, json, form)

// signal: it is told as one. alive: nothing but a sign of life. ignore: nothing at all.
BOOST_DEFINE_ENUM_CLASS(PushUse, signal, alive, ignore)

// What one value means. Of several that hold in one item each is told: a low battery must not hide
// the alarm beside it.
struct PushKind {
    std::string path;   // empty = PushMapping::kind
    std::string value;  // cases do not matter; empty = any
    PushUse use = PushUse::signal;
    Code signal;  // of the rules (rules.toml, devices.signals)
    // The value says whether the signal is on, again and again: by the words of PushMapping::level.
    bool level = false;
};
BOOST_DESCRIBE_STRUCT(PushKind, (), (path, value, use, signal, level))

struct PushLevel {
    std::string path;  // on or off, of all kinds that are no level by themselves; empty = none
    std::vector<std::string> on{"true", "1", "on", "alarm"};
    std::vector<std::string> off{"false", "0", "off", "normal"};
};
BOOST_DESCRIBE_STRUCT(PushLevel, (), (path, on, off))

// unix_s, unix_ms: since 1970. iso: with its offset, 2026-03-02T16:15:30+08:00. local: without one,
// "2026-03-02 16:15:30", in `zone`.
BOOST_DEFINE_ENUM_CLASS(PushTimeForm, unix_s, unix_ms, iso, local)

struct PushTime {
    std::string path;  // when it happened, by the device; empty = it is not told
    PushTimeForm form = PushTimeForm::iso;
    std::string zone = "+08:00";
};
BOOST_DESCRIBE_STRUCT(PushTime, (), (path, form, zone))

struct PushPlace {
    std::string latitude;  // in degrees
    std::string longitude;
    std::string datum = "wgs84";  // or gcj02, or bd09
};
BOOST_DESCRIBE_STRUCT(PushPlace, (), (latitude, longitude, datum))

// addresses: nothing but where it comes from. token: a secret that is sent along. hmac_sha256: a
// signature with a secret.
BOOST_DEFINE_ENUM_CLASS(PushScheme, addresses, token, hmac_sha256)
BOOST_DEFINE_ENUM_CLASS(PushDigest, hex, base64)

struct PushSignature {
    PushScheme scheme = PushScheme::token;
    std::string from;    // path of the token or of the signature, such as "@Authorization"
    std::string prefix;  // in front of it, such as "Bearer " or "sha256="
    PushDigest digest = PushDigest::hex;
    // What is signed, in this order: paths, and "*" for the whole body as it was sent.
    std::vector<std::string> over{"*"};
    std::string join;       // stands between them
    std::string timestamp;  // path, seconds or milliseconds since 1970; empty = none
    Bounded<Millis, 1000, plenty> window_ms = seconds(300);  // how far it may be from the time here
    Secret secret;  // the token, or what is signed with; of a mapping that is on it is read
};
BOOST_DESCRIBE_STRUCT(PushSignature, (),
                      (scheme, from, prefix, digest, over, join, timestamp, window_ms, secret))

// What the cloud takes for "received". It is sent when everything is on disk.
struct PushAnswer {
    std::string text;
    std::string content_type = "text/plain";
};
BOOST_DESCRIBE_STRUCT(PushAnswer, (), (text, content_type))

// What of an item is none of ours, such as the receipts of a network.
struct PushIgnore {
    std::string path;
    std::string value;  // empty = any
};
BOOST_DESCRIBE_STRUCT(PushIgnore, (), (path, value))

struct PushMapping {
    std::string name;  // in the URL and in the devices' keys: a-z 0-9 - _, at most 32
    bool on = true;
    PushFormat format = PushFormat::json;
    std::string items;   // path of a list, of which each member is one message; empty = the body
    std::string device;  // how it names itself; its key is push:<name>:<that>
    std::string kind;
    std::vector<PushKind> kinds;
    // Where no value of `kinds` is there at all. Its value and path mean nothing.
    PushKind otherwise;
    PushLevel level;
    PushTime time;
    PushPlace place;
    std::vector<std::string> battery;  // percent; the first of them that is there
    std::vector<std::string> said;     // in its own words
    std::vector<std::string> where;    // in words
    std::string call_back;             // number
    // What tells one message from another, so that one that is sent again is known: such as its
    // number. Empty = its content, where that has a time.
    std::vector<std::string> key;
    std::vector<PushIgnore> ignore;
    PushSignature signature;
    // From where it may come: addresses or ranges such as 203.0.113.0/24; empty = from anywhere.
    std::vector<std::string> allowed;
    PushAnswer answer;
};
BOOST_DESCRIBE_STRUCT(PushMapping, (),
                      (name, on, format, items, device, kind, kinds, otherwise, level, time, place,
                       battery, said, where, call_back, key, ignore, signature, allowed, answer))

// config/push.toml.
struct PushMappings {
    std::vector<PushMapping> mappings;
};
BOOST_DESCRIBE_STRUCT(PushMappings, (), (mappings))

[[nodiscard]] std::optional<SettingProblem> check(const PushMappings& mappings);

// The mapping of this name that is on; null = none.
[[nodiscard]] const PushMapping* find_mapping(const std::vector<PushMapping>& mappings,
                                              std::string_view name);

// "+08:00" or "Z" as what a clock there shows minus UTC; nothing when it is neither.
[[nodiscard]] std::optional<Millis> zone_offset(std::string_view zone);

}  // namespace muster::gate
