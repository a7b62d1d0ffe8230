// The desk as it was: GET /v1/replay?at=..., what changed from there on, and when somebody should
// have looked up; and POST /v1/whatif, the log lived again under other rules. Made by replaying the
// log beside the engine, one question after the other.
#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/http/api.hpp"
#include "adapters/http/page_parts.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/codec/protocol_text.hpp"
#include "muster/past_port.hpp"

namespace muster::http {

// The body of POST /v1/whatif.
struct WhatIfChange {
    std::string path;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(WhatIfChange, (), (path, value))
struct WhatIfBody {
    TimePoint from;
    std::vector<WhatIfChange> changes;
};
BOOST_DESCRIBE_STRUCT(WhatIfBody, (), (from, changes))

namespace {

// Times are UTC milliseconds, as everywhere.
struct PastParameters {
    std::optional<std::uint64_t> at;
    std::optional<std::uint64_t> after;
    std::optional<std::uint64_t> from;
    std::optional<std::uint64_t> until;
};

using Parameter = std::optional<std::uint64_t> PastParameters::*;

std::optional<Problem> read_past(
    const Target& target, std::initializer_list<std::pair<std::string_view, Parameter>> wanted,
    PastParameters& out) {
    for (const auto& [name, value] : target.query) {
        Parameter found = nullptr;
        for (const auto& [known, parameter] : wanted) {
            if (known == name) found = parameter;
        }
        const auto number = codec::parse_number(value);
        const bool fits = number && *number <= static_cast<std::uint64_t>(never.value);
        if (found == nullptr || out.*found || !fits) {
            return bad_parameter(name, "there is no such parameter or value, or it is there twice",
                                 "a time in UTC milliseconds, or the number of a record");
        }
        out.*found = number;
    }
    for (const auto& [known, parameter] : wanted) {
        if (out.*parameter) continue;
        return bad_parameter(known, std::string(known) + " is missing",
                             "a time in UTC milliseconds, or the number of a record");
    }
    return std::nullopt;
}

TimePoint time_of(const std::optional<std::uint64_t>& number) {
    return {static_cast<std::int64_t>(*number)};
}

std::optional<Problem> read_past_query(const Plan& plan, PastQuery& query) {
    const ReaderRight right = reader_right(*plan.principal);
    PastParameters given;
    std::optional<Problem> wrong;
    if (plan.route.endpoint == Endpoint::replay) {
        wrong = read_past(plan.target, {{"at", &PastParameters::at}}, given);
        if (!wrong) query = PastBoardQuery{time_of(given.at), right};
        return wrong;
    }
    if (plan.route.endpoint == Endpoint::replay_changes) {
        wrong = read_past(plan.target,
                          {{"after", &PastParameters::after}, {"until", &PastParameters::until}},
                          given);
        if (!wrong) query = PastChangesQuery{*given.after, time_of(given.until), right};
        return wrong;
    }
    wrong = read_past(plan.target,
                      {{"from", &PastParameters::from}, {"until", &PastParameters::until}}, given);
    if (wrong) return wrong;
    if (*given.until < *given.from) {
        return bad_parameter("until", "it is before \"from\"", "the same time or later");
    }
    query = PastAlarmsQuery{time_of(given.from), time_of(given.until), right};
    return std::nullopt;
}

constexpr std::size_t most_changes = 32;

Problem refusal_of(PastAnswer answer) {
    const bool wrong = answer.kind == PastAnswer::Kind::wrong;
    return {.status = wrong ? 404U : 503U,
            .reason = wrong ? "unknown" : "replay_unavailable",
            .detail = std::move(answer.text)};
}

// What is wanted is given up with it.
class Recalled final : public Task {
  public:
    std::unique_ptr<PastPort::Wish> wish;

    [[nodiscard]] bool outlives_its_requests() const override { return false; }
};

}  // namespace

std::optional<Problem> Api::check_past(const Plan& plan) const {
    if (plan.route.endpoint == Endpoint::what_if && !plan.principal->districts.all()) {
        return whole_city();
    }
    if (!plan.principal->roles.has_any(office_roles)) {
        return Problem{.status = 403,
                       .reason = "forbidden",
                       .detail = "the roles of this token do not allow to look back"};
    }
    if (ports_.past != nullptr) return std::nullopt;
    return Problem{.status = 404, .reason = "unknown_path", .detail = "nothing is here"};
}

std::unique_ptr<Task> Api::ask_past(const PastQuery& query, std::int64_t cost, const Plan& plan,
                                    const RequestHead& head, const Reply& reply) {
    const std::string& name = plan.principal->name;
    if (auto refused = check_long_read(plan, head.target, cost)) {
        reply(std::move(*refused));
        return nullptr;
    }
    if (unread_.is_full(name)) {
        reply(too_much_unread(head.target));
        return nullptr;
    }
    auto task = std::make_unique<Recalled>();
    auto refusal = PastPort::Refusal::none;
    task->wish = ports_.past->ask(
        query, name,
        [this, name, reply, instance = std::string(head.target)](PastAnswer answer) {
            give(reply, [&] {
                if (answer.kind != PastAnswer::Kind::made) {
                    return problem(refusal_of(std::move(answer)), instance);
                }
                const std::size_t size = answer.text.size();
                Response response = json_response(200, std::move(answer.text));
                response.unread = unread_.hold(name, size);
                return response;
            });
        },
        refusal);
    if (task->wish) return task;
    metrics_.hit(Limit::replays);
    const bool yours = refusal == PastPort::Refusal::too_many_of_yours;
    reply(problem({.status = yours ? 429U : 503U,
                   .reason = "too_many_replays",
                   .detail = yours ? "this token looks back as often at once as it may"
                                   : "others look back, as many as may; one question is answered "
                                     "after the other",
                   .expected = "try again soon"},
                  head.target));
    return nullptr;
}

// It tells of people, all that there were at that time: for whoever answers for the desk.
std::unique_ptr<Task> Api::replay(const Plan& plan, const RequestHead& head, const Reply& reply) {
    const auto refuse = [&](const Problem& why) {
        reply(problem(why, head.target));
        return nullptr;
    };
    if (auto wrong = check_past(plan)) return refuse(*wrong);
    PastQuery query;
    if (auto wrong = read_past_query(plan, query)) return refuse(*wrong);
    const auto* const board = std::get_if<PastBoardQuery>(&query);
    const std::int64_t cost = board != nullptr ? std::int64_t{options_.explain_cost} : 0;
    auto task = ask_past(query, cost, plan, head, reply);
    // Who looked at which time; the changes from there on belong to it.
    if (task && board != nullptr && plan.principal->may_see_personal()) {
        note(AuditKind::personal_read, plan.principal->name,
             "replay?at=" + std::to_string(board->at.value));
    }
    return task;
}

// In numbers that tell of nobody.
std::unique_ptr<Task> Api::what_if(const Plan& plan, const RequestHead& head, std::string_view body,
                                   const Reply& reply) {
    const auto refuse = [&](const Problem& why) {
        reply(problem(why, head.target));
        return nullptr;
    };
    if (auto wrong = check_past(plan)) return refuse(*wrong);
    WhatIfBody wish;
    if (const auto error = codec::read(std::string(body), wish, codec::Mode::strict)) {
        return refuse(
            {.status = 400,
             .reason = "malformed_body",
             .detail = codec::to_string(*error),
             .expected = R"({"from": 1700000000000, "changes": [{"path": "", "value": ""}]})"});
    }
    if (wish.changes.size() > most_changes) {
        return refuse({.status = 400,
                       .reason = "too_many_changes",
                       .detail = "so many rules are not changed at once",
                       .field = "/changes",
                       .expected = "at most " + std::to_string(most_changes)});
    }
    WhatIfQuery query{wish.from, {}};
    for (WhatIfChange& change : wish.changes)
        query.changes.emplace_back(std::move(change.path), std::move(change.value));
    return ask_past(query, options_.explain_cost, plan, head, reply);
}

}  // namespace muster::http
