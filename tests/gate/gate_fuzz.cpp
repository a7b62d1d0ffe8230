// Any bytes as a card link and as events: never a crash, and what is accepted has the properties
// that adapters rely on.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include "engine/codec/text.hpp"
#include "engine/gate/card_link.hpp"
#include "engine/gate/card_uid.hpp"
#include "engine/gate/cloud_event.hpp"
#include "engine/gate/sun_message.hpp"

namespace {

using namespace muster;
using namespace muster::gate;

constexpr std::size_t max_events = 3;

void require(bool holds) {
    if (!holds) std::abort();
}

void try_card_link(std::string_view text) {
    static const KeyRing keys{{"k1", "0123456789abcdef0123456789abcdef"}};
    const auto link = verify_card_link(text, keys);
    // A link has one spelling only.
    if (link) require(make_card_link("k1", keys.at("k1"), *link) == text);
    const auto other = verify_request_link(text, keys);
    if (other) require(!link && make_request_link("k1", keys.at("k1"), *other) == text);
}

// As a link cuts it: what the chip says, behind a blank its signature, behind another its data.
void try_chip(std::string_view text) {
    if (const auto link = read_sun_link(text)) {
        require(make_sun_link(link->kid, link->card) == text);
    }
    static const SunKeys keys{"0123456789abcdef", "fedcba9876543210"};
    SunText sun;
    std::string_view rest = text;
    sun.picc_data = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(sun.picc_data.size() + 1, rest.size()));
    sun.cmac = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(sun.cmac.size() + 1, rest.size()));
    sun.enc = rest;
    if (const auto read = verify_sun(sun, keys)) require(read->uid.size() == 14);
    for (const auto spelling : {UidSpelling::hex, UidSpelling::decimal, UidSpelling::reversed_hex,
                                UidSpelling::reversed_decimal}) {
        for (const std::size_t bytes : {std::size_t{4}, std::size_t{7}, std::size_t{10}}) {
            const auto uid = read_card_uid(text, spelling, bytes);
            if (!uid) continue;
            require(uid->size() == 2 * bytes);
            require(read_card_uid(*uid, UidSpelling::hex, bytes) == uid);
        }
    }
}

void check(const Fault& fault, std::size_t size) {
    require(!fault.detail.empty() && (!fault.offset || *fault.offset <= size));
}

void check(const Intake& intake) {
    require(intake.key.starts_with("ce:") && !intake.command.row().roles.empty());
}

void try_events(std::string_view text) {
    const auto one = read_cloud_event(text, "emergency");
    if (one) {
        check(*one);
    } else {
        check(one.error(), text.size());
    }
    const auto batch = read_cloud_events(text, "emergency", max_events);
    if (!batch) return check(batch.error(), text.size());
    require(batch->size() <= max_events);
    for (const Intake& intake : *batch)
        check(intake);
}

void try_data(std::string_view text) {
    const EventContext context{.specversion = "1.0",
                               .id = "1",
                               .source = "s",
                               .type = "cn.muster.device.sos",
                               .subject = {},
                               .time = {},
                               .datacontenttype = {},
                               .data_base64 = {},
                               .datum = {}};
    const auto read = read_event(context, text, "emergency");
    if (read) {
        check(*read);
    } else {
        check(read.error(), text.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // An exactly sized copy, so that a sanitizer sees one byte too many.
    const std::unique_ptr<char[]> copy(new char[size]);
    if (size > 0) std::memcpy(copy.get(), data, size);
    const std::string_view text(copy.get(), size);
    try_card_link(text);
    try_chip(text);
    try_events(text);
    try_data(text);
    return 0;
}
