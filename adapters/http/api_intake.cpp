#include <memory>

#include "adapters/http/api.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/command_datum.hpp"
#include "engine/gate/rejection.hpp"

namespace muster::http {

bool Api::check_gateway(const RequestHead& head, std::string_view body, Plan& plan,
                        const Reply& reply) {
    const auto refuse = [&](std::string detail) {
        note_failed_signature(head);
        const Millis wait =
            failures_.take(head.rate_name, ports_.steady_now(), options_.failed_login_cost);
        if (wait > Millis{0}) {
            metrics_.hit(Limit::rate_failures);
            reply(too_many(plan, head.target, wait));
        } else {
            reply(unauthorised(head, plan, std::move(detail)));
        }
        return false;
    };
    // TLS has verified it before a byte of the request came.
    if (!head.signature.present()) {
        plan.principal.emplace();
        plan.principal->name = head.client_certificate;
        plan.principal->roles.add(Role::adapter);
        return true;
    }
    const SignedRequest request{.method = head.method,
                                .target = head.target,
                                .content_type = head.content_type,
                                .event_attributes = head.event_attributes,
                                .body = body};
    if (head.signature.is_first_form()) {
        return refuse(
            "a signature v1 leaves method, target and query open and is no longer taken; sign " +
            std::string(signature_form));
    }
    switch (check_signature(head.signature, request, options_.gateway_keys, ports_.now(),
                            options_.signature_window_ms)) {
        case gate::SignatureFault::none:
            break;
        case gate::SignatureFault::bad_timestamp:
            return refuse("Muster-Timestamp is not a number of unix seconds");
        case gate::SignatureFault::outside_window:
            return refuse("Muster-Timestamp is too far from the time here, which is " +
                          std::to_string(ports_.now().value / 1000));
        case gate::SignatureFault::bad_signature:
            return refuse("the signature is not valid; it is " + std::string(signature_form));
    }
    plan.principal.emplace();
    plan.principal->name = head.signature.gateway;
    plan.principal->roles.add(Role::adapter);
    return true;
}

void Api::intake(Plan& plan, const RequestHead& head, std::string_view body, const Reply& reply) {
    const bool by_token = plan.principal.has_value();
    if (!by_token && !check_gateway(head, body, plan, reply)) return;
    const std::string source = (by_token ? "http:" : "gateway:") + plan.principal->name;
    const auto refuse = [&](const Problem& fault) { reply(problem(fault, head.target)); };
    // A token has paid for one event when it was shown, a gateway for none.
    const std::string& payer = by_token ? plan.principal->name : source;
    const auto pay = [&](std::size_t events) {
        const Millis wait =
            per_token_.take(payer, ports_.steady_now(), static_cast<std::int64_t>(events));
        if (wait <= Millis{0}) return true;
        metrics_.hit(Limit::rate_token);
        reply(too_many(plan, head.target, wait));
        return false;
    };
    if (!by_token && !pay(1)) return;
    codec::Datum datum = codec::Datum::wgs84;
    if (auto fault = read_datum(plan.target, datum)) return refuse(*fault);
    std::string space;
    const auto text = read_text(head.content_type, body, space);
    if (!text) return refuse(text.error());
    const std::string_view json = *text;
    const EventMode mode = event_mode(head.content_type, !head.event_attributes.empty())
                               .value_or(EventMode::structured);
    auto events = read_events(mode, head.event_attributes, json, options_.cards.sos_service,
                              options_.intake_batch_events);
    if (!events) {
        place_in_body(events.error().offset, json, body, space);
        return refuse(events.error());
    }
    for (std::size_t i = 0; i < events->size(); ++i) {
        gate::Intake& event = (*events)[i];
        codec::to_wgs84(event.command, event.datum.value_or(datum));
        if (auto fault = gate::admit(event.command, *plan.principal, ports_.queries)) {
            if (mode == EventMode::batch) fault->field.insert(0, "/" + std::to_string(i) + "/data");
            return refuse(to_problem(std::move(*fault)));
        }
    }
    if (mode == EventMode::batch) {
        if (events->size() > 1 && !pay(events->size() - 1)) return;
        return submit_batch(source, std::move(*events), std::string(head.target), reply);
    }
    gate::Intake& event = events->front();
    submit({source, std::move(event.key), std::move(event.command)}, false,
           std::string(head.target), reply);
}

// What became of the events of a batch, until the last of them is answered.
struct BatchResults {
    std::vector<std::string> lines;
    std::size_t left = 0;
    std::size_t refused = 0;
    Problem first;  // of those that were refused
    bool first_passes = false;
    std::size_t first_place = 0;
};

namespace {

void take_result(BatchResults& results, std::size_t place, const Outcome& outcome) {
    std::string& line = results.lines[place];
    if (outcome.rejection) {
        const Problem fault = to_problem(outcome.rejection);
        line = to_json(fault, {});
        // What may go well at another time is told first: then the sender tries again, and what was
        // taken already is answered as the first time.
        const bool passes = gate::may_succeed_later(outcome.rejection.reason);
        if (results.refused == 0 || (passes && !results.first_passes)) {
            results.first = fault;
            results.first_passes = passes;
            results.first_place = place;
        }
        ++results.refused;
        return;
    }
    line = "{\"status\":" + std::string(outcome.made ? "201" : "200") +
           ",\"seq\":" + std::to_string(outcome.seq) +
           ",\"at\":" + std::to_string(outcome.at.value);
    if (outcome.id != 0) line += ",\"id\":" + std::to_string(outcome.id);
    if (outcome.replayed) line += ",\"replayed\":true";
    line += '}';
}

std::string all_results(const BatchResults& results) {
    std::string out = "\"results\":[";
    for (const std::string& line : results.lines) {
        if (out.back() != '[') out += ',';
        out += line;
    }
    return out += ']';
}

}  // namespace

Response Api::batch_answer(const BatchResults& results, std::string_view instance) const {
    if (results.refused == 0) return json_response(200, "{" + all_results(results) + "}");
    Problem fault = results.first;
    fault.detail =
        std::to_string(results.refused) + " of " + std::to_string(results.lines.size()) +
        " events were refused, the others were taken; the first that tells most: " + fault.detail;
    fault.field.insert(0, "/" + std::to_string(results.first_place) + "/data");
    Response response = problem(fault, instance);
    response.body.back() = ',';
    response.body += all_results(results) + "}";
    return response;
}

void Api::submit_batch(const std::string& source, std::vector<gate::Intake> events,
                       std::string instance, const Reply& reply) {
    const auto results = std::make_shared<BatchResults>();
    results->lines.resize(events.size());
    results->left = events.size();
    if (events.empty()) return reply(batch_answer(*results, instance));
    for (std::size_t i = 0; i < events.size(); ++i) {
        send({source, std::move(events[i].key), std::move(events[i].command)},
             [this, results, i, instance, reply](const Outcome& outcome) {
                 take_result(*results, i, outcome);
                 if (--results->left > 0) return;
                 give(reply, [&] { return batch_answer(*results, instance); });
             });
    }
}

}  // namespace muster::http
