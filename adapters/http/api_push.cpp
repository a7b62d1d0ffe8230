// What clouds of makers post about their devices, by the mappings of the configuration
// (engine/gate/push_mapping.hpp).
#include <algorithm>
#include <memory>
#include <utility>

#include "adapters/http/api.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/charset.hpp"
#include "engine/gate/push_reader.hpp"
#include "engine/gate/push_signature.hpp"
#include "engine/gate/rejection.hpp"

namespace muster::http {

bool Api::check_push_sender(const RequestHead& head, const gate::PushMapping& mapping,
                            const gate::PushRequest& request, Plan& plan, const Reply& reply) {
    auto wrong = gate::check_push(mapping, request, ports_.now());
    if (!wrong) {
        plan.principal.emplace();
        plan.principal->name = "push:" + mapping.name;
        plan.principal->roles.add(Role::adapter);
        return true;
    }
    metrics_.failed_login(Login::push);
    note(AuditKind::login_failed, head.rate_name, "push:" + mapping.name);
    const Millis wait =
        failures_.take(head.rate_name, ports_.steady_now(), options_.failed_login_cost);
    if (wait > Millis{0}) {
        metrics_.hit(Limit::rate_failures);
        reply(too_many(plan, head.target, wait));
        return false;
    }
    Response response = problem({.status = 401,
                                 .reason = "unauthorised",
                                 .detail = std::move(*wrong),
                                 .field = mapping.signature.from,
                                 .expected = "as the mapping's signature says"},
                                head.target);
    response.header("WWW-Authenticate", "Bearer realm=\"muster\"");
    reply(std::move(response));
    return false;
}

// What became of the commands of one body, until the last of them is answered.
struct PushResults {
    std::size_t left = 0;
    std::size_t refused = 0;
    std::size_t all = 0;
    std::optional<Problem> first;
    bool first_passes = false;
};

void Api::push(Plan& plan, const RequestHead& head, std::string_view body, const Reply& reply) {
    const gate::PushMapping& mapping = *plan.mapping;
    gate::PushRequest request{
        .body = body,
        .charset = codec::charset_of(head.content_type).value_or(codec::Charset::utf8),
        .headers = head.push_headers,
        .query = plan.target.query};
    if (!check_push_sender(head, mapping, request, plan, reply)) return;
    if (gate::is_of_orders(mapping)) return push_orders(plan, head, request, reply);
    auto pushed = gate::read_push(mapping, request);
    if (!pushed) return reply(problem(to_problem(std::move(pushed.error())), head.target));
    const Millis wait = per_token_.take(
        plan.principal->name, ports_.steady_now(),
        std::max<std::int64_t>(static_cast<std::int64_t>(pushed->commands.size()), 1));
    if (wait > Millis{0}) {
        metrics_.hit(Limit::rate_token);
        return reply(too_many(plan, head.target, wait));
    }
    for (gate::PushedCommand& one : pushed->commands) {
        if (auto fault = gate::admit(one.command, *plan.principal, ports_.queries)) {
            return reply(problem(to_problem(std::move(*fault)), head.target));
        }
    }
    metrics_.pushed(pushed->commands.size(), pushed->unmapped, pushed->notes.size());
    submit_pushed(mapping, std::move(pushed->commands), std::string(head.target), reply);
}

void Api::submit_pushed(const gate::PushMapping& mapping, std::vector<gate::PushedCommand> commands,
                        std::string instance, const Reply& reply) {
    const auto answer = [this, &mapping](const PushResults& results, std::string_view target) {
        if (!results.first) {
            return Response{.status = 200,
                            .content_type = mapping.answer.content_type,
                            .headers = "Cache-Control: no-store\r\n",
                            .body = mapping.answer.text};
        }
        Problem fault = *results.first;
        fault.detail = std::to_string(results.refused) + " of " + std::to_string(results.all) +
                       " were refused, the others were taken: " + fault.detail;
        return problem(fault, target);
    };
    const auto results = std::make_shared<PushResults>();
    results->left = results->all = commands.size();
    if (commands.empty()) return reply(answer(*results, instance));
    const std::string source = "push:" + mapping.name;
    for (gate::PushedCommand& one : commands) {
        send({source, std::move(one.key), std::move(one.command)},
             [results, answer, instance, reply](const Outcome& outcome) {
                 if (outcome.rejection) {
                     ++results->refused;
                     Problem fault = to_problem(outcome.rejection);
                     // What may go well at another time is told first: then the cloud tries again.
                     const bool passes = gate::may_succeed_later(outcome.rejection.reason);
                     if (!results->first || (passes && !results->first_passes)) {
                         results->first = std::move(fault);
                         results->first_passes = passes;
                     }
                 }
                 if (--results->left > 0) return;
                 give(reply, [&] { return answer(*results, instance); });
             });
    }
}

}  // namespace muster::http
