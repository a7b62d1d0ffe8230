#include "adapters/outbox/order_report.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <utility>

#include "engine/codec/protocol_text.hpp"
#include "engine/gate/push_request.hpp"
#include "engine/gate/push_signature.hpp"
#include "engine/gate/push_values.hpp"

namespace muster::outbox {
namespace {

namespace json = boost::json;

// Of what the platform says that is kept with a dead letter and noted at the request.
constexpr std::size_t code_bytes_max = 100;

// "2026-03-02 16:15:30", as a clock of the zone shows it.
std::string local_time(TimePoint at, Millis offset) {
    std::string text = rfc3339(at + offset).substr(0, 19);
    text[10] = ' ';
    return text;
}

std::string iso_time(TimePoint at, const std::string& zone, Millis offset) {
    return rfc3339(at + offset).substr(0, 19) + zone;
}

json::string text_value(std::string_view text) {
    return json::string(text.data(), text.size());
}

// Makes what is missing on the way; no path is in another's way, since check() of the options
// allows none.
void put(json::value& body, std::string_view path, json::value value) {
    json::value* at = &body;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::string_view part = path.substr(0, path.find('/'));
        path.remove_prefix(part.size());
        std::string name;
        for (std::size_t i = 0; i < part.size(); ++i) {
            const bool escaped = part[i] == '~' && i + 1 < part.size();
            if (escaped) ++i;
            name += !escaped ? part[i] : part[i] == '1' ? '/' : '~';
        }
        if (!at->is_object()) *at = json::object();
        at = &at->get_object()[name];
    }
    *at = std::move(value);
}

json::value value_of(const OrderOptions& options, const OrderField& field,
                     const OrderReport& report, const EventTold& told, const json::value& event) {
    const Millis offset = gate::zone_offset(options.zone).value_or(Millis{0});
    const std::string& is = field.is;
    if (is == "number") return text_value(report.state.number);
    if (is == "word") return text_value(report.tell.word);
    if (is == "stage") return text_value(name_of(report.tell.stage));
    if (is == "sentence") return text_value(told.sentence);
    if (is == "id") return text_value(report.id);
    if (is == "request") return report.state.request.value;
    if (is == "late") return report.late;
    if (is == "at_ms") return report.at.value;
    if (is == "at_iso") return text_value(iso_time(report.at, options.zone, offset));
    if (is == "at_local") return text_value(local_time(report.at, offset));
    if (is == "text") return text_value(field.text);
    json::error_code error;
    const json::value* const found = event.find_pointer(is, error);
    return found == nullptr ? json::value() : *found;
}

// A number where the platform wants one and there is one, else a text where it is no list.
json::value as_wanted(json::value value, bool number) {
    if (value.is_string()) {
        const auto& text = value.get_string();
        const auto whole = number ? codec::parse_number({text.data(), text.size()}) : std::nullopt;
        return whole ? json::value(*whole) : value;
    }
    if (number || value.is_null() || value.is_structured()) return value;
    return json::value(json::serialize(value));
}

bool holds(const std::vector<std::string>& words, std::string_view word) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& one) {
        return codec::equal_ignoring_case(one, word);
    });
}

}  // namespace

std::string report_body(const OrderOptions& options, const OrderReport& report,
                        const EventTold& told) {
    json::error_code error;
    json::value event = json::parse(told.fields, error);
    if (error) event = nullptr;
    json::value body = json::object();
    for (const OrderField& field : options.fields) {
        json::value value = as_wanted(value_of(options, field, report, told, event), field.number);
        if (value.is_null()) continue;
        put(body, field.path, std::move(value));
    }
    return json::serialize(body);
}

HttpCall make_order_call(const ChannelOptions& channel, const Url& url, const Message& message,
                         TimePoint now) {
    const OrderSignature& wanted = channel.orders.signature;
    HttpCall call;
    call.target = url.target;
    call.body = message.body;
    call.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    if (wanted.scheme == gate::PushScheme::token) {
        call.headers.emplace_back(wanted.from.substr(1), wanted.prefix + channel.secret.value);
        return call;
    }
    if (!wanted.timestamp.empty()) {
        call.headers.emplace_back(wanted.timestamp.substr(1), std::to_string(now.value / 1000));
    }
    gate::PushMapping mapping;
    mapping.signature.secret.value = channel.secret.value;
    mapping.signature.scheme = wanted.scheme;
    mapping.signature.prefix = wanted.prefix;
    mapping.signature.digest = wanted.digest;
    mapping.signature.over = wanted.over;
    mapping.signature.join = wanted.join;
    gate::PushRequest request;
    request.body = call.body;
    for (const auto& [name, value] : call.headers)
        request.headers.emplace_back(name, value);
    std::string signature = gate::make_push_signature(mapping, request);
    call.headers.emplace_back(wanted.from.substr(1), std::move(signature));
    return call;
}

Verdict judge_report(const OrderAnswer& wanted, const HttpAnswer& answer, TimePoint now) {
    Verdict verdict = judge(ChannelKind::webhook, answer, now);
    if (wanted.path.empty()) return verdict;
    gate::PushRequest request;
    request.body = answer.body;
    const auto body = gate::PushBody::read(gate::PushFormat::json, request);
    const auto code = body ? body->text(wanted.path) : std::nullopt;
    if (code && holds(wanted.taken, *code)) return {};
    // Whatever else it is, a proxy may have said it, or somebody may set it right.
    const bool refused = code && holds(wanted.refused, *code);
    verdict.what = refused ? Verdict::What::refused : Verdict::What::again;
    if (verdict.reason.empty()) {
        verdict.reason = code ? "the platform answers " + gate::clipped(*code, code_bytes_max) +
                                    " in " + wanted.path
                              : "the platform's answer has nothing in " + wanted.path;
    }
    return verdict;
}

}  // namespace muster::outbox
