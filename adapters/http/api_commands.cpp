#include "adapters/http/api.hpp"
#include "adapters/http/holder.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/command_datum.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"

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
    std::string space;
    const auto text = read_text(head.content_type, body, space);
    if (!text) return reply(problem(text.error(), head.target));
    const std::string_view json = *text;
    if (auto error = codec::read_command_named(plan.command->name, json, submission.command,
                                               codec::Mode::strict, limits)) {
        Problem fault{.status = 400,
                      .reason = "malformed_body",
                      .detail = std::move(error->message),
                      .field = std::move(error->path),
                      .offset = error->offset};
        place_in_body(fault.offset, json, body, space);
        return reply(problem(fault, head.target));
    }
    codec::to_wgs84(submission.command, datum);
    if (auto fault = gate::admit(submission.command, *plan.principal, ports_.queries)) {
        return reply(problem(to_problem(std::move(*fault)), head.target));
    }
    submission.source.reserve(5 + plan.principal->name.size());
    submission.source = "http:";
    submission.source += plan.principal->name;
    const auto expectation = expectation_of(submission.command);
    if (!expectation) {
        return submit(std::move(submission), plan.principal->may_see_personal(),
                      std::string(head.target), reply);
    }
    const std::string_view creates = submission.command.row().creates;
    send(std::move(submission),
         [this, creates, principal = *plan.principal, expected = *expectation,
          instance = std::string(head.target), reply](const Outcome& outcome) {
             if (outcome.rejection.reason != RejectReason::holder_changed) {
                 return reply(answer(outcome, creates, principal.may_see_personal(), instance));
             }
             Problem lost = to_problem(outcome.rejection);
             lost.holder = holder_json(expected, ports_.queries, principal);
             reply(problem(lost, instance));
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

Response Api::answer(const Outcome& outcome, std::string_view creates, bool with_events,
                     std::string_view instance) const {
    Response response;
    if (outcome.rejection) {
        response = problem(to_problem(outcome.rejection), instance);
    } else {
        const bool created = !creates.empty();
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
        if (outcome.fixes) append_fixes(body, *outcome.fixes);
        body += '}';
        response = json_response(created ? 201 : 200, std::move(body));
        if (created) {
            std::string location = "/v1/";
            location.append(creates).append("/").append(seq);
            response.header("Location", location);
        }
    }
    if (outcome.replayed) response.header("Idempotency-Replayed", "true");
    return response;
}

}  // namespace muster::http
