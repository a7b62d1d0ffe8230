#include "adapters/http/api.hpp"
#include "adapters/http/holder.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/command_datum.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/gate/certificate_number.hpp"

namespace muster::http {
namespace {

// ,"fixes":{"taken":1,"doubted":0,"dropped":1,"not_taken":[{"fix":1,"why":"no_place"}]}
void append_fixes(std::string& body, const FixesOutcome& fixes) {
    body.append(",\"fixes\":{\"taken\":").append(std::to_string(fixes.taken));
    body.append(",\"doubted\":").append(std::to_string(fixes.doubted));
    body.append(",\"dropped\":").append(std::to_string(fixes.dropped));
    body.append(",\"not_taken\":[");
    for (std::size_t i = 0; i < fixes.not_taken.size(); ++i) {
        if (i > 0) body += ',';
        body.append("{\"fix\":").append(std::to_string(fixes.not_taken[i].fix));
        body.append(",\"why\":");
        codec::write(body, fixes.not_taken[i].why);
        body += '}';
    }
    body += "]}";
}

}  // namespace

std::optional<Problem> forbidden(const CommandRow& row, std::string_view name,
                                 const Principal& principal) {
    if (gate::may_ever_send(row, principal)) return std::nullopt;
    return Problem{.status = 403,
                   .reason = "forbidden",
                   .detail = "the roles of this token do not allow " + std::string(name)};
}

std::optional<Problem> Api::make_ready(Submission& submission, std::string_view key,
                                       codec::Datum datum, const Principal& principal) const {
    if (!key.empty()) {
        const auto taken = idempotency_key(key);
        if (!taken) {
            return Problem{.status = 400,
                           .reason = "invalid_header",
                           .detail = "the key is too long or holds unusual characters",
                           .field = "Idempotency-Key",
                           .expected = "1 to 255 visible ASCII characters"};
        }
        submission.key = *taken;
    }
    codec::to_wgs84(submission.command, datum);
    if (auto fault = gate::admit(submission.command, principal, ports_.queries)) {
        return to_problem(std::move(*fault));
    }
    submission.source.reserve(5 + principal.name.size());
    submission.source = "http:";
    submission.source += principal.name;
    const gate::KeyRing& keys = options_.card_keys;
    gate::draw_certificate_number(submission, keys.empty() ? own_secret_ : keys.begin()->second);
    return std::nullopt;
}

std::optional<Problem> Api::read_submission(std::string_view name, const Plan& plan,
                                            const RequestHead& head, std::string_view body,
                                            Submission& submission) const {
    codec::Datum datum = codec::Datum::wgs84;
    if (auto fault = read_datum(plan.target, datum)) return fault;
    const codec::Options limits{.max_bytes = options_.body_bytes};
    std::string space;
    const auto text = read_text(head.content_type, body, space);
    if (!text) return text.error();
    const std::string_view json = *text;
    if (auto error = codec::read_command_named(name, json, submission.command, codec::Mode::strict,
                                               limits)) {
        Problem fault{.status = 400,
                      .reason = "malformed_body",
                      .detail = std::move(error->message),
                      .field = std::move(error->path),
                      .offset = error->offset};
        place_in_body(fault.offset, json, body, space);
        return fault;
    }
    return make_ready(submission, head.idempotency_key, datum, *plan.principal);
}

void Api::command(const Plan& plan, const RequestHead& head, std::string_view body,
                  const Reply& reply) {
    Submission submission;
    if (const auto fault = read_submission(plan.command->name, plan, head, body, submission)) {
        return reply(problem(*fault, head.target));
    }
    const std::string_view creates = submission.command.row().creates;
    const bool with_events = plan.principal->may_hear_consequences();
    carry_out(std::move(submission), *plan.principal,
              [this, creates, with_events, instance = std::string(head.target), reply](
                  const Outcome& outcome, const std::optional<Problem>& refused) {
                  give(reply, [&] {
                      return refused ? refusal(outcome, *refused, instance)
                                     : answer(outcome, creates, with_events, instance);
                  });
              });
}

void Api::carry_out(Submission submission, const Principal& principal, Carried done) {
    const auto expectation = expectation_of(submission.command);
    if (!expectation) {
        return send(std::move(submission), [done = std::move(done)](const Outcome& outcome) {
            done(outcome,
                 outcome.rejection ? std::optional(to_problem(outcome.rejection)) : std::nullopt);
        });
    }
    send(std::move(submission), [this, principal, expected = *expectation,
                                 done = std::move(done)](const Outcome& outcome) {
        if (!outcome.rejection) return done(outcome, std::nullopt);
        Problem why = to_problem(outcome.rejection);
        if (outcome.rejection.reason == RejectReason::holder_changed) {
            why.holder = holder_json(expected, ports_.queries, principal);
        }
        done(outcome, why);
    });
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

void Api::submit(Submission submission, bool with_events, std::string instance,
                 const Reply& reply) {
    const std::string_view creates = submission.command.row().creates;
    send(std::move(submission), [this, creates, with_events, instance = std::move(instance),
                                 reply](const Outcome& outcome) {
        give(reply, [&] { return answer(outcome, creates, with_events, instance); });
    });
}

void append_outcome(std::string& out, const Outcome& outcome, bool with_events) {
    out.append("\"seq\":").append(std::to_string(outcome.seq));
    out.append(",\"at\":").append(std::to_string(outcome.at.value));
    if (outcome.id != 0) out.append(",\"id\":").append(std::to_string(outcome.id));
    // Events tell about persons: only those who may see that get them back.
    if (with_events && outcome.events_json) {
        out.append(",\"events\":").append(*outcome.events_json);
    }
    if (outcome.fixes) append_fixes(out, *outcome.fixes);
}

Response Api::refusal(const Outcome& outcome, const Problem& why, std::string_view instance) const {
    Response response = problem(why, instance);
    if (outcome.replayed) response.header("Idempotency-Replayed", "true");
    return response;
}

Response Api::answer(const Outcome& outcome, std::string_view creates, bool with_events,
                     std::string_view instance) const {
    if (outcome.rejection) return refusal(outcome, to_problem(outcome.rejection), instance);
    std::string body;
    body.reserve(96 + (outcome.events_json ? outcome.events_json->size() : 0));
    body = "{";
    append_outcome(body, outcome, with_events);
    body += '}';
    Response response = json_response(outcome.made ? 201 : 200, std::move(body));
    if (outcome.made) {
        std::string location = "/v1/";
        location.append(creates).append("/").append(std::to_string(outcome.id));
        response.header("Location", location);
    }
    if (outcome.replayed) response.header("Idempotency-Replayed", "true");
    return response;
}

}  // namespace muster::http
