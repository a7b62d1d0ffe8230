// Many commands in one request: a line each, and a line of the answer for each. They are queued one
// behind the other, so that one commit holds them; each is decided by itself, as if it had come by
// itself.
#include <algorithm>

#include "adapters/http/api.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/codec/protocol_text.hpp"

namespace muster::http {

namespace {

struct BatchLine {
    std::string key;  // as the header Idempotency-Key of a command by itself; may be empty
    Command command;
};
BOOST_DESCRIBE_STRUCT(BatchLine, (), (key, command))

constexpr std::string_view line_form = R"({"key":"...","command":{"type":"RegisterMember",...}})";

// Lines that hold something; nothing when there are too many.
std::optional<std::vector<std::string_view>> lines_of(std::string_view text, std::size_t most) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        std::string_view line = codec::take_until(text, '\n');
        if (line.ends_with('\r')) line.remove_suffix(1);
        line = codec::trimmed(line);
        if (line.empty()) continue;
        if (lines.size() == most) return std::nullopt;
        lines.push_back(line);
    }
    return lines;
}

}  // namespace

// What becomes of the lines, until the last of them is answered.
struct LineResults {
    std::vector<std::string> lines;
    std::size_t left = 0;

    void refuse(std::size_t place, const Problem& why) { lines[place] = to_json(why, {}); }
    // Counts one that is done; the last one gives the answer.
    void done(const Reply& reply) {
        if (--left > 0) return;
        give(reply, [&] {
            std::size_t size = 0;
            for (const std::string& line : lines)
                size += line.size() + 1;
            Response response{.status = 200, .content_type = "application/x-ndjson"};
            response.header("Cache-Control", "no-store");
            response.body.reserve(size);
            for (const std::string& line : lines)
                response.body.append(line).append("\n");
            return response;
        });
    }
};

bool Api::pay_batch(const Plan& plan, const RequestHead& head,
                    const std::vector<Submission>& commands, const Reply& reply) {
    const auto registry = std::count_if(commands.begin(), commands.end(), [](const Submission& s) {
        return s.command.row().traffic == Traffic::registry;
    });
    const std::int64_t per_token = options_.batch_registry_per_token;
    const auto others = static_cast<std::int64_t>(commands.size()) - registry;
    // The request itself has paid for one.
    const std::int64_t cost = others + (registry + per_token - 1) / per_token - 1;
    if (cost <= 0) return true;
    const Millis wait = per_token_.take(plan.principal->name, ports_.steady_now(), cost);
    if (wait <= Millis{0}) return true;
    metrics_.hit(Limit::rate_token);
    reply(too_many(plan, head.target, wait));
    return false;
}

std::optional<Problem> Api::read_line(std::string_view text, codec::Datum datum,
                                      const Principal& principal, Submission& out) const {
    BatchLine line;
    const codec::Parser parser({.max_bytes = options_.body_bytes});
    if (auto error = parser.read(text, line, codec::Mode::strict)) {
        return Problem{.status = 400,
                       .reason = "malformed_body",
                       .detail = std::move(error->message),
                       .field = std::move(error->path),
                       .expected = std::string(line_form),
                       .offset = error->offset};
    }
    if (line.command.empty()) {
        return Problem{.status = 400,
                       .reason = "malformed_body",
                       .detail = "the line has no command",
                       .field = "/command",
                       .expected = std::string(line_form)};
    }
    out.command = std::move(line.command);
    if (auto fault = forbidden(out.command.row(), out.command.name(), principal)) {
        metrics_.refused_right();
        return fault;
    }
    return make_ready(out, line.key, datum, principal);
}

void Api::batch(const Plan& plan, const RequestHead& head, std::string_view body,
                const Reply& reply) {
    const auto refuse = [&](const Problem& fault) { reply(problem(fault, head.target)); };
    codec::Datum datum = codec::Datum::wgs84;
    if (auto fault = read_datum(plan.target, datum)) return refuse(*fault);
    std::string space;
    const auto text = read_text(head.content_type, body, space);
    if (!text) return refuse(text.error());
    const auto lines = lines_of(*text, options_.batch_commands);
    if (!lines || lines->empty()) {
        const std::string most = std::to_string(options_.batch_commands.number());
        return refuse({.status = 422,
                       .reason = "invalid_field",
                       .detail = lines ? "there is no command in it" : "too many commands at once",
                       .field = "body",
                       .expected = "1 to " + most + " lines of " + std::string(line_form)});
    }
    const auto results = std::make_shared<LineResults>();
    results->lines.resize(lines->size());
    // Those that can be sent, and the lines in which they stand.
    std::vector<Submission> ready;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < lines->size(); ++i) {
        Submission submission;
        if (const auto fault = read_line((*lines)[i], datum, *plan.principal, submission)) {
            results->refuse(i, *fault);
            continue;
        }
        ready.push_back(std::move(submission));
        places.push_back(i);
    }
    if (!pay_batch(plan, head, ready, reply)) return;
    // One more, so that the answer is not given before all of them are sent.
    results->left = ready.size() + 1;
    for (std::size_t i = 0; i < ready.size(); ++i)
        send_line(std::move(ready[i]), places[i], *plan.principal, results, reply);
    results->done(reply);
}

void Api::send_line(Submission submission, std::size_t place, const Principal& principal,
                    const std::shared_ptr<LineResults>& results, const Reply& reply) {
    const bool with_events = principal.may_hear_consequences();
    carry_out(std::move(submission), principal,
              [results, place, with_events, reply](const Outcome& outcome,
                                                   const std::optional<Problem>& refused) {
                  if (refused) {
                      results->refuse(place, *refused);
                  } else {
                      std::string& line = results->lines[place];
                      line = outcome.made ? "{\"status\":201," : "{\"status\":200,";
                      append_outcome(line, outcome, with_events);
                      if (outcome.replayed) line += ",\"replayed\":true";
                      line += '}';
                  }
                  results->done(reply);
              });
}

}  // namespace muster::http
