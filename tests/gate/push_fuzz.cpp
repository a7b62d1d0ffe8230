// Any bytes as what a cloud posts: never a crash, and what is made of them has the properties that
// adapters rely on.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include "engine/codec/text.hpp"
#include "engine/gate/order_reader.hpp"
#include "engine/gate/push_reader.hpp"
#include "engine/gate/push_signature.hpp"
#include "muster/devices.hpp"

namespace {

using namespace muster;
using namespace muster::gate;

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_short_text(std::string_view text) {
    return text.size() <= max_said_bytes && codec::is_valid_utf8(text);
}

PushMapping mapping_of(PushFormat format) {
    const bool json = format == PushFormat::json;
    const auto path = [json](std::string_view name) {
        return json ? "/" + std::string(name) : std::string(name);
    };
    PushMapping mapping;
    mapping.name = "fuzz";
    mapping.format = format;
    mapping.device = path("d");
    mapping.kind = path("k");
    mapping.kinds = {
        {.path = "", .value = "1", .use = PushUse::signal, .signal = "sos"},
        {.path = "", .value = "0", .use = PushUse::alive, .signal = ""},
        {.path = path("l"), .value = "", .use = PushUse::signal, .signal = "fall", .level = true}};
    mapping.level.path = path("s");
    mapping.time = {.path = path("t"), .form = PushTimeForm::iso, .zone = "+08:00"};
    mapping.place = {.latitude = path("y"), .longitude = path("x"), .datum = "gcj02"};
    mapping.battery = {path("b")};
    mapping.said = {path("a")};
    mapping.where = {path("w")};
    mapping.call_back = path("c");
    mapping.key = {path("i")};
    mapping.ignore = {{.path = path("g"), .value = "1"}};
    mapping.signature.secret.value = "a secret of a fuzz target";
    mapping.signature.from = path("m");
    mapping.signature.scheme = PushScheme::hmac_sha256;
    mapping.signature.over = {path("d"), path("k")};
    return mapping;
}

void check(const SignalDevice& signal) {
    const std::string& key = signal.key.value;
    require(key.starts_with("push:fuzz:") && key.size() > 10 && key.size() <= max_push_key_bytes);
    require(key.find('*') == std::string::npos && codec::is_valid_utf8(key));
    require(is_short_text(signal.said.value) && is_short_text(signal.where.value));
    require(is_short_text(signal.call_back.value));
    require(!signal.place || (on_earth(signal.place->value) && signal.place->value != Point{}));
    require(signal.happened_at.value >= 0);
}

void check(const ReportDevice& report) {
    require(report.key.value.size() <= max_push_key_bytes);
    require(!report.battery_percent ||
            (*report.battery_percent >= 0 && *report.battery_percent <= 100));
}

void try_mapping(const PushMapping& mapping, const PushRequest& request) {
    (void)check_push(mapping, request, TimePoint{1'700'000'000'000});
    const auto read = read_push(mapping, request);
    if (!read) {
        const Fault& fault = read.error();
        require(!fault.detail.empty() && (!fault.offset || *fault.offset <= request.body.size()));
        return;
    }
    require(read->items <= max_push_items && read->ignored <= read->items);
    for (const PushedCommand& one : read->commands) {
        if (one.command.is<SignalDevice>()) {
            check(one.command.get<SignalDevice>());
        } else {
            check(one.command.get<ReportDevice>());
        }
    }
}

PushMapping orders_of(PushFormat format) {
    PushMapping mapping = mapping_of(format);
    PushOrder& order = mapping.order;
    order.number = mapping.device;
    mapping.device.clear();
    order.act = mapping.kind;
    order.acts = {{"1", OrderAct::take}, {"0", OrderAct::rate}, {"2", OrderAct::cancel}};
    order.kinds = {{"", Code("meal"), std::nullopt}};
    order.phone = mapping.call_back;
    order.text = mapping.said;
    order.address = mapping.where;
    order.rating = mapping.level.path;
    return mapping;
}

void try_orders(const PushMapping& mapping, const PushRequest& request) {
    const auto read = read_orders(mapping, request);
    if (!read) {
        const Fault& fault = read.error();
        require(!fault.detail.empty() && (!fault.offset || *fault.offset <= request.body.size()));
        return;
    }
    require(read->size() <= max_push_items);
    for (const ReadOrder& item : *read) {
        if (!item) {
            require(!item.error().detail.empty());
            continue;
        }
        const PushedOrder& one = *item;
        require(!one.number.empty() && one.number.size() <= max_order_number_bytes);
        require(one.request.device == "order:fuzz:" + one.number);
        require(one.request.note.value.size() <= max_order_text_bytes);
        require(codec::is_valid_utf8(one.request.note.value));
        require(one.act != OrderAct::rate || (one.rating >= 1 && one.rating <= 5));
        const auto made = command_of(mapping, one, std::nullopt);
        require(made ? one.act == OrderAct::take : one.act != OrderAct::take);
        const KnownOrder known{RequestId{7}, RequestStatus::queued, "", false};
        require(bool(command_of(mapping, one, known)));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // An exactly sized copy, so that a sanitizer sees one byte too many.
    const std::unique_ptr<char[]> copy(new char[size]);
    if (size > 0) std::memcpy(copy.get(), data, size);
    static const PushMapping one = mapping_of(PushFormat::json);
    static const PushMapping form = mapping_of(PushFormat::form);
    static const PushMapping list = [] {
        PushMapping mapping = mapping_of(PushFormat::json);
        mapping.items = "/n";
        return mapping;
    }();
    PushRequest request{
        .body = {copy.get(), size}, .charset = codec::Charset::utf8, .headers = {}, .query = {}};
    for (const PushMapping* const mapping : {&one, &list, &form})
        try_mapping(*mapping, request);
    static const PushMapping orders = orders_of(PushFormat::json);
    static const PushMapping order_form = orders_of(PushFormat::form);
    try_orders(orders, request);
    try_orders(order_form, request);
    if (codec::is_known_here(codec::Charset::gb18030)) {
        request.charset = codec::Charset::gb18030;
        for (const PushMapping* const mapping : {&one, &form})
            try_mapping(*mapping, request);
    }
    return 0;
}
