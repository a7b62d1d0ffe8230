#include "adapters/http/api.hpp"
#include "adapters/http/holder.hpp"
#include "engine/codec/command_datum.hpp"
#include "engine/codec/commands_json.hpp"

namespace muster::http {
namespace {

// ?datum=gcj02: the places of this command are as a map of the mainland has them.
std::optional<Problem> read_datum(const Target& target, codec::Datum& out) {
    for (const auto& [name, value] : target.query) {
        Problem wrong;
        wrong.status = 400;
        wrong.reason = "invalid_parameter";
        wrong.field = name;
        if (name != "datum") {
            wrong.detail = "this parameter does not exist here";
            wrong.expected = "datum";
            return wrong;
        }
        const auto datum = codec::datum_named(value);
        if (!datum) {
            wrong.detail = "\"" + value + "\" is no system of coordinates that is known here";
            wrong.expected = std::string(codec::datum_names);
            return wrong;
        }
        out = *datum;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Problem> Api::check_command(const CommandRule& rule, const Command& command,
                                          const Principal& principal) const {
    if (may_send(rule, principal)) return std::nullopt;
    if (may_send_own(rule, principal)) {
        switch (ownership(command, principal, ports_.queries)) {
            case Ownership::own:
                return std::nullopt;
            case Ownership::unknown_offer:
                return Problem{.status = 404,
                               .reason = "unknown_offer",
                               .detail = "no offer has this number",
                               .field = "/offer"};
            case Ownership::foreign:
                break;
        }
        return Problem{.status = 403,
                       .reason = "forbidden",
                       .detail = "a responder may send this only for itself",
                       .field = "/responder",
                       .expected = std::to_string(principal.responder.value)};
    }
    return Problem{.status = 403,
                   .reason = "forbidden",
                   .detail = "the roles of this token do not allow " + std::string(rule.name)};
}

void Api::command(const Plan& plan, const RequestHead& head, std::string_view body,
                  const Reply& reply) {
    Submission submission;
    if (!head.idempotency_key.empty()) {
        const auto key = idempotency_key(head.idempotency_key);
        if (!key) {
            return reply(problem({.status = 400,
                                  .reason = "invalid_header",
                                  .detail = "the key is too long or holds unusual characters",
                                  .field = "Idempotency-Key",
                                  .expected = "1 to 255 visible ASCII characters"},
                                 head.target));
        }
        submission.key = *key;
    }
    codec::Datum datum = codec::Datum::wgs84;
    if (auto fault = read_datum(plan.target, datum)) return reply(problem(*fault, head.target));
    const codec::Options limits{.max_bytes = options_.body_bytes};
    if (auto error = codec::read_command_named(plan.rule->name, body, submission.command,
                                               codec::Mode::strict, limits)) {
        return reply(problem({.status = 400,
                              .reason = "malformed_body",
                              .detail = std::move(error->message),
                              .field = std::move(error->path),
                              .offset = error->offset},
                             head.target));
    }
    codec::to_wgs84(submission.command, datum);
    if (auto fault = check_command(*plan.rule, submission.command, *plan.principal)) {
        return reply(problem(*fault, head.target));
    }
    submission.source.reserve(5 + plan.principal->name.size());
    submission.source = "http:";
    submission.source += plan.principal->name;
    const auto expectation = expectation_of(submission.command);
    if (!expectation) {
        return submit(std::move(submission), *plan.rule, plan.principal->may_see_personal(),
                      std::string(head.target), reply);
    }
    send(std::move(submission),
         [this, rule = plan.rule, principal = *plan.principal, expected = *expectation,
          instance = std::string(head.target), reply](const Outcome& outcome) {
             if (outcome.rejection.reason != RejectReason::holder_changed) {
                 return reply(answer(outcome, *rule, principal.may_see_personal(), instance));
             }
             Problem lost = to_problem(outcome.rejection);
             lost.holder = holder_json(expected, ports_.queries, principal);
             reply(problem(lost, instance));
         });
}

void Api::intake(Plan& plan, const RequestHead& head, std::string_view body, const Reply& reply) {
    std::string source;
    if (plan.principal) {
        source = "http:" + plan.principal->name;
    } else {
        switch (check_signature(head.signature, body, options_.gateway_keys, ports_.now(),
                                options_.signature_window_ms)) {
            case SignatureFault::none:
                break;
            case SignatureFault::bad_timestamp:
                return reply(
                    unauthorised(head, plan, "Muster-Timestamp is not a number of unix seconds"));
            case SignatureFault::outside_window:
                return reply(
                    unauthorised(head, plan,
                                 "Muster-Timestamp is too far from the time here, which is " +
                                     std::to_string(ports_.now().value / 1000)));
            case SignatureFault::bad_signature:
                return reply(unauthorised(head, plan, "the signature is not valid"));
        }
        plan.principal.emplace();
        plan.principal->name = head.signature.gateway;
        plan.principal->roles.add(Role::adapter);
        source = "gateway:" + plan.principal->name;
        const Millis wait = per_token_.take(source, ports_.steady_now());
        if (wait > Millis{0}) {
            metrics_.hit(Limit::rate_token);
            return reply(too_many(plan, head.target, wait));
        }
    }
    codec::Datum datum = codec::Datum::wgs84;
    if (auto fault = read_datum(plan.target, datum)) return reply(problem(*fault, head.target));
    auto event = read_cloud_event(body, options_.sos_service);
    if (const auto* fault = std::get_if<Problem>(&event)) {
        return reply(problem(*fault, head.target));
    }
    auto& read = std::get<Intake>(event);
    codec::to_wgs84(read.command, datum);
    const CommandRule& rule = command_rules()[read.command.index()];
    if (auto fault = check_command(rule, read.command, *plan.principal)) {
        return reply(problem(*fault, head.target));
    }
    submit({std::move(source), std::move(read.key), std::move(read.command)}, rule, false,
           std::string(head.target), reply);
}

void Api::send(Submission submission, std::function<void(const Outcome&)> done) {
    if (in_flight_ >= options_.max_commands_in_flight) {
        metrics_.hit(Limit::commands_in_flight);
        Outcome outcome;
        outcome.rejection = {RejectReason::overloaded, "", "too many commands wait already"};
        return done(outcome);
    }
    ++in_flight_;
    ports_.commands.submit(std::move(submission),
                           [this, done = std::move(done)](const Outcome& outcome) {
                               --in_flight_;
                               done(outcome);
                           });
}

void Api::submit(Submission submission, const CommandRule& rule, bool with_events,
                 std::string instance, const Reply& reply) {
    send(std::move(submission),
         [this, &rule, with_events, instance = std::move(instance), reply](const Outcome& outcome) {
             reply(answer(outcome, rule, with_events, instance));
         });
}

Response Api::answer(const Outcome& outcome, const CommandRule& rule, bool with_events,
                     std::string_view instance) const {
    Response response;
    if (outcome.rejection) {
        response = problem(to_problem(outcome.rejection), instance);
    } else {
        const bool created = !rule.collection.empty();
        const std::string seq = std::to_string(outcome.seq);
        std::string body;
        body.reserve(96 + (outcome.events_json ? outcome.events_json->size() : 0));
        body = "{\"seq\":";
        body += seq;
        body += ",\"at\":";
        body += std::to_string(outcome.at.value);
        if (created) body.append(",\"id\":").append(seq);
        // Events tell about persons: only those who may see that get them back.
        if (with_events && outcome.events_json) {
            body.append(",\"events\":").append(*outcome.events_json);
        }
        body += '}';
        response = json_response(created ? 201 : 200, std::move(body));
        if (created) {
            std::string location = "/v1/";
            location.append(rule.collection).append("/").append(seq);
            response.header("Location", location);
        }
    }
    if (outcome.replayed) response.header("Idempotency-Replayed", "true");
    return response;
}

}  // namespace muster::http
