// POST /v1/unmask: one entity as it is, for somebody who else sees it masked. The command
// UnmaskEntity says why; only when it stands in the log is anything shown.
#include <utility>

#include "adapters/http/api.hpp"
#include "adapters/http/request_text.hpp"
#include "muster/service.hpp"

namespace muster::http {

void Api::unmask(const Plan& plan, const RequestHead& head, std::string_view body,
                 const Reply& reply) {
    const auto refuse = [&](const Problem& why) { reply(problem(why, head.target)); };
    const Principal& principal = *plan.principal;
    if (const auto wrong =
            forbidden(command_row<UnmaskEntity>, type_name<UnmaskEntity>(), principal)) {
        note_refused_right(plan);
        return refuse(*wrong);
    }
    Submission submission;
    if (const auto fault =
            read_submission(type_name<UnmaskEntity>(), plan, head, body, submission)) {
        return refuse(*fault);
    }
    const auto* const command = submission.command.get_if<UnmaskEntity>();
    const std::string collection = command->collection;
    const std::uint64_t id = command->id;
    const auto masked = ports_.queries.read(collection, id, principal);
    if (!masked || !gate::may_read(collection, principal, *masked)) {
        return reply(unknown(collection, head.target));
    }
    carry_out(std::move(submission), principal,
              [this, collection, id, principal, reply, instance = std::string(head.target)](
                  const Outcome& outcome, const std::optional<Problem>& refused) {
                  give(reply, [&] {
                      if (refused) return refusal(outcome, *refused, instance);
                      note(AuditKind::unmasked, principal.name,
                           collection + "/" + std::to_string(id), outcome.seq);
                      Principal seeing = principal;
                      seeing.unmasked = true;
                      auto json = ports_.queries.read(collection, id, seeing);
                      return json ? json_response(200, std::move(*json))
                                  : unknown(collection, instance);
                  });
              });
}

}  // namespace muster::http
