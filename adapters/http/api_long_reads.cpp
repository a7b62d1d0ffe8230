// Lists and stories: made in pieces, one after the other for each principal, and paid for by their
// length.
#include <algorithm>
#include <utility>

#include "adapters/http/api.hpp"
#include "adapters/http/page_parts.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/protocol_text.hpp"

namespace muster::http {

namespace {

// What a row of a list comes to, as a rule: for the price before it is known.
constexpr std::int64_t usual_row_work = 16;

// Fills the list's query from the target's, or says what is wrong.
std::optional<Problem> read_list_query(const Target& target, ListQuery& out) {
    for (std::size_t i = 0; i < target.query.size(); ++i) {
        const auto& [name, value] = target.query[i];
        for (std::size_t j = 0; j < i; ++j) {
            if (target.query[j].first == name) {
                return bad_parameter(name, "this parameter is there more than once", "once");
            }
        }
        const auto number = codec::parse_number(value);
        if (name == "limit") {
            if (!number || *number < 1 || *number > 1000) {
                return bad_parameter("limit", "limit is out of range", "1 to 1000");
            }
            out.limit = static_cast<std::size_t>(*number);
        } else if (name == "after") {
            if (!number) {
                return bad_parameter("after", "after is not the id of an entity",
                                     "next_after of the page before");
            }
            out.after = *number;
        } else {
            out.filters.emplace_back(name, value);
        }
    }
    return std::nullopt;
}

// A responder's list is narrowed to its own entries. False when it asks for another's.
bool narrow(ListQuery& query, std::string_view own_by, const Principal& principal) {
    const std::string own = std::to_string(principal.responder.value);
    for (const auto& [name, value] : query.filters) {
        if (name == own_by) return value == own;
    }
    query.filters.emplace_back(own_by, own);
    return true;
}

Response page_response(const ListPage& page) {
    std::string body;
    body.reserve(page.items_json.size() + 80);
    body = "{\"items\":";
    body += page.items_json;
    body += ",\"next_after\":";
    body += std::to_string(page.next_after);
    body += ",\"as_of\":";
    body += std::to_string(page.as_of);
    body += '}';
    return json_response(200, std::move(body));
}

// The decisions of a request, and then its story with them.
class Explained final : public Task {
  public:
    std::unique_ptr<ExplainPort::Wish> wish;
    std::unique_ptr<Task> telling;

    [[nodiscard]] bool outlives_its_requests() const override { return false; }
};

}  // namespace

Response Api::too_much_unread(std::string_view instance) const {
    metrics_.hit(Limit::unread_answers);
    return problem({.status = 429,
                    .reason = "unread_answers",
                    .detail = "answers to this token wait to be read, as many bytes as may",
                    .expected = "read them, on every connection of this token"},
                   instance);
}

std::optional<Response> Api::check_long_read(const Plan& plan, std::string_view instance,
                                             std::int64_t cost) {
    const std::string& name = plan.principal->name;
    if (!turns_.has_room(name)) {
        metrics_.hit(Limit::reads_waiting);
        return problem({.status = 429,
                        .reason = "too_many_reads",
                        .detail = "as many lists and stories of this token wait already as may",
                        .expected = "at most " + std::to_string(options_.reads_waiting_per_token)},
                       instance);
    }
    // The request was let in; what it costs beyond the first token is owed.
    per_token_.charge(name, ports_.steady_now(), cost);
    return std::nullopt;
}

std::unique_ptr<Task> Api::read_in_turns(const std::string& principal,
                                         std::unique_ptr<Reading> reading, std::int64_t paid,
                                         std::string instance, const Reply& reply,
                                         std::function<Response(Reading&)> made) {
    Reading& held = *reading;
    return turns_.add(principal, std::move(reading), ports_.steady_now(),
                      [this, &held, principal, paid, instance = std::move(instance), reply,
                       made = std::move(made)](ReadEnd end) {
                          if (end == ReadEnd::no_memory) {
                              return reply(Response{.status = 503, .close = true});
                          }
                          if (end == ReadEnd::no_room) {
                              return give(reply, [&] { return too_much_unread(instance); });
                          }
                          const auto cost = static_cast<std::int64_t>(held.work()) /
                                            std::max<std::int64_t>(options_.read_work_per_token, 1);
                          if (cost > paid) {
                              per_token_.charge(principal, ports_.steady_now(), cost - paid);
                          }
                          give(reply, [&] {
                              Response response = made(held);
                              response.unread = unread_.hold(principal, response.body.size());
                              return response;
                          });
                      });
}

std::unique_ptr<Task> Api::collection(const Plan& plan, const RequestHead& head,
                                      const Reply& reply) {
    const auto refuse = [&](Response&& response) {
        reply(std::move(response));
        return nullptr;
    };
    const Principal& principal = *plan.principal;
    ListQuery query;
    if (auto fault = read_list_query(plan.target, query)) {
        return refuse(problem(*fault, head.target));
    }
    const std::string_view own_by = gate::may_list(plan.route.name, principal).own_by;
    if (!own_by.empty() && !narrow(query, own_by, principal)) {
        return refuse(
            problem({.status = 403,
                     .reason = "forbidden",
                     .detail = "a responder may list only its own " + std::string(plan.route.name),
                     .field = std::string(own_by),
                     .expected = std::to_string(principal.responder.value)},
                    head.target));
    }
    std::string error;
    auto reading = ports_.queries.start_list(plan.route.name, query, principal, error);
    if (!reading) {
        // The port's text names the filter and the known ones.
        return refuse(
            problem(bad_parameter(query.filters.empty() ? "" : query.filters.front().first,
                                  std::move(error), ""),
                    head.target));
    }
    const std::int64_t cost = static_cast<std::int64_t>(query.limit) * usual_row_work /
                              std::max<std::int64_t>(options_.read_work_per_token, 1);
    if (auto refused = check_long_read(plan, head.target, cost)) {
        return refuse(std::move(*refused));
    }
    note_read(plan);
    return read_in_turns(
        principal.name, std::move(reading), cost, std::string(head.target), reply,
        [](Reading& whole) { return page_response(static_cast<ListReading&>(whole).take()); });
}

// Nobody in particular is in it, so that reading it is not written down.
std::unique_ptr<Task> Api::statistics(const Plan& plan, const RequestHead& head,
                                      const Reply& reply) {
    const auto refuse = [&](Response&& response) {
        reply(std::move(response));
        return nullptr;
    };
    if (!gate::may_list("surveys", *plan.principal).allowed) {
        return refuse(problem({.status = 403,
                               .reason = "forbidden",
                               .detail = "the roles of this token do not allow to read this"},
                              head.target));
    }
    StatisticsQuery query{.survey = {plan.route.id},
                          .by = {},
                          .as_page = plan.route.endpoint == Endpoint::survey_page};
    for (const auto& [name, value] : plan.target.query) {
        if (name != "by" || !query.by.empty()) {
            return refuse(problem(
                bad_parameter(name, "no such parameter, or it is there twice", "by=district"),
                head.target));
        }
        query.by = value;
    }
    std::string error;
    auto reading = ports_.queries.start_statistics(query, error);
    if (!reading && error.empty()) return refuse(unknown("surveys", head.target));
    if (!reading) {
        return refuse(problem(
            bad_parameter("by", std::move(error), "district, age_band, group, or a question"),
            head.target));
    }
    if (auto refused = check_long_read(plan, head.target, 0)) return refuse(std::move(*refused));
    const bool as_page = query.as_page;
    return read_in_turns(plan.principal->name, std::move(reading), 0, std::string(head.target),
                         reply, [as_page](Reading& whole) {
                             std::string text = static_cast<TextReading&>(whole).take();
                             if (!as_page) return json_response(200, std::move(text));
                             Response response{.status = 200,
                                               .content_type = "text/html; charset=utf-8"};
                             response.header("Cache-Control", "no-store");
                             response.header("Content-Security-Policy", self_styled_csp);
                             response.body = std::move(text);
                             return response;
                         });
}

std::unique_ptr<Task> Api::timeline(const Plan& plan, const RequestHead& head, const Reply& reply) {
    const auto refuse = [&](const Problem& why) {
        reply(problem(why, head.target));
        return nullptr;
    };
    bool with_decisions = false;
    for (const auto& [name, value] : plan.target.query) {
        if (name != "decisions" || (value != "0" && value != "1")) {
            return refuse(bad_parameter(name, "no such parameter or value", "decisions=1"));
        }
        with_decisions = value == "1";
    }
    if (!gate::may_read("requests", *plan.principal, "{}")) {
        const auto json = ports_.queries.read("requests", plan.route.id, *plan.principal);
        if (!json || !gate::may_read("requests", *plan.principal, *json)) {
            return refuse({.status = 403,
                           .reason = "forbidden",
                           .detail = "the roles of this token do not allow to read this"});
        }
    }
    const RequestId request{plan.route.id};
    if (!ports_.queries.start_timeline(request, *plan.principal, {})) {
        reply(unknown("requests", head.target));
        return nullptr;
    }
    std::int64_t cost = 0;
    if (with_decisions) cost = options_.explain_cost;
    if (auto refused = check_long_read(plan, head.target, cost)) {
        reply(std::move(*refused));
        return nullptr;
    }
    note_read(plan);
    if (with_decisions) return decisions(plan, head, reply);
    return tell(request, *plan.principal, {}, std::string(head.target), reply);
}

std::unique_ptr<Task> Api::decisions(const Plan& plan, const RequestHead& head,
                                     const Reply& reply) {
    const RequestId request{plan.route.id};
    std::string instance(head.target);
    if (ports_.explain == nullptr) {
        return tell(request, *plan.principal,
                    ",\"decisions_unavailable\":\"decisions are not explained here\"",
                    std::move(instance), reply);
    }
    auto task = std::make_unique<Explained>();
    auto refusal = ExplainPort::Refusal::none;
    // Gone with the task, so it is there whenever this is called.
    task->wish = ports_.explain->explain(
        request, plan.principal->name,
        [this, explained = task.get(), request, principal = *plan.principal, instance,
         reply](std::string more) {
            auto telling = tell(request, principal, std::move(more), instance, reply);
            // Without one it was answered, and the task may be gone.
            if (telling) explained->telling = std::move(telling);
        },
        refusal);
    if (task->wish) return task;
    metrics_.hit(Limit::explanations);
    const bool yours = refusal == ExplainPort::Refusal::too_many_of_yours;
    reply(problem({.status = yours ? 429U : 503U,
                   .reason = "too_many_explanations",
                   .detail = yours ? "this token has as many explanations under way as it may"
                                   : "others wait for explanations, as many as may; they are made "
                                     "one at a time",
                   .expected = "try again soon, or ask `muster explain` on the server"},
                  instance));
    return nullptr;
}

std::unique_ptr<Task> Api::tell(RequestId request, const Principal& principal, std::string more,
                                std::string instance, const Reply& reply) {
    auto reading = ports_.queries.start_timeline(request, principal, std::move(more));
    if (!reading) {
        reply(unknown("requests", instance));
        return nullptr;
    }
    return read_in_turns(
        principal.name, std::move(reading), 0, std::move(instance), reply,
        [](Reading& whole) { return json_response(200, static_cast<TextReading&>(whole).take()); });
}

}  // namespace muster::http
