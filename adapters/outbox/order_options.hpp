// Settings of a channel that reports on work orders to the 12345 platform that sent them. Public
// standards of such platforms are provincial, so that every name, path and code is configuration.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gate/push_mapping.hpp"
#include "muster/enum_names.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::outbox {

// Where an order stands. received: nothing was told yet. withdrawn, closed: by the platform itself.
BOOST_DEFINE_FIXED_ENUM_CLASS(OrderStage, std::uint8_t, received, accepted, progress, done,
                              returned, withdrawn, closed)

// What of that is told: accepted, progress, done or returned. The first row that an event fits
// counts. Each row is told once in a round of service, and each stage but progress too.
struct OrderTell {
    std::string event;  // by name, such as RequestTaken
    std::string where;  // JSON pointer into the event; empty = the event in any case
    std::string value;  // that stands there
    OrderStage stage = OrderStage::progress;
    std::string word;  // by which the platform knows it
};
BOOST_DESCRIBE_STRUCT(OrderTell, (), (event, where, value, stage, word))

// One value of what is posted. `is` says which: number, word, stage, sentence, id, request, late,
// at_ms, at_iso, at_local ("2026-03-02 16:15:30"), text (`text` as it stands here), or a JSON
// pointer into the event, such as /responder: masked where the channel is not `personal`.
struct OrderField {
    std::string path;  // JSON pointer: where it stands in the body
    std::string is;
    std::string text;
    bool number = false;  // it is written as a number, where it is one
};
BOOST_DESCRIBE_STRUCT(OrderField, (), (path, is, text, number))

// How the platform answers. An answer other than these is tried again.
struct OrderAnswer {
    std::string path;                  // JSON pointer to its code; empty = any 2xx takes the report
    std::vector<std::string> taken;    // the report is taken, or was already
    std::vector<std::string> refused;  // for good: a dead letter, and the desk is told
};
BOOST_DESCRIBE_STRUCT(OrderAnswer, (), (path, taken, refused))

// As gate::PushSignature, made and not checked. Its secret is the channel's.
struct OrderSignature {
    gate::PushScheme scheme = gate::PushScheme::hmac_sha256;  // or token
    std::string from = "@X-Signature";  // the header of the signature or the token
    std::string prefix;
    gate::PushDigest digest = gate::PushDigest::hex;
    std::vector<std::string> over{"@X-Timestamp", "*"};
    std::string join = "\n";
    std::string timestamp = "@X-Timestamp";  // the header of the time, in seconds; empty = none
};
BOOST_DESCRIBE_STRUCT(OrderSignature, (), (scheme, from, prefix, digest, over, join, timestamp))

// orders = { ... } of [[outbox.channel]].
struct OrderOptions {
    std::string mapping;  // the name of the mapping (push.toml) by which its orders come
    std::vector<OrderTell> tell;
    std::vector<OrderField> fields;
    OrderAnswer answer;
    OrderSignature signature;
    std::string zone = "+08:00";  // of at_iso and at_local
    // An order may be returned for so long after it came; later it is `late`, and said so.
    Bounded<Millis, 60'000, plenty> return_within_ms = hours(24);
    // That are kept in outbox.sqlite; beyond it the oldest that has ended is forgotten.
    Bounded<std::size_t, 1, 10'000'000> orders_max = 100'000;
};
BOOST_DESCRIBE_STRUCT(OrderOptions, (),
                      (mapping, tell, fields, answer, signature, zone, return_within_ms,
                       orders_max))

// Rows of `tell` at most: what was told of an order is kept as one bit for each.
constexpr std::size_t order_tells_max = 64;

// `is_event`: whether there is an event of this name.
[[nodiscard]] std::optional<SettingProblem> check(const OrderOptions& options,
                                                  bool (*is_event)(std::string_view));

}  // namespace muster::outbox
