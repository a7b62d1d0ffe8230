// The record of accesses for whoever answers for the service: GET /v1/accesses, the newest first,
// and GET /v1/accesses/proof, whether it is as it was written.
#include <optional>
#include <string>
#include <utility>

#include "adapters/http/api.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/codec/protocol_text.hpp"
#include "muster/access_record_port.hpp"
#include "muster/enum_names.hpp"

namespace muster::http {

namespace {

constexpr std::size_t most_accesses = 1'000;
constexpr std::size_t most_skipped = 100'000;
constexpr std::size_t most_name_bytes = 256;

std::string audit_kinds() {
    std::string names;
    for (const AuditKind kind : enum_values<AuditKind>) {
        if (!names.empty()) names += ", ";
        names += name_of(kind);
    }
    return names;
}

std::optional<Problem> read_number(std::string_view name, const std::string& value,
                                   std::uint64_t most, std::uint64_t& out) {
    const auto number = codec::parse_number(value);
    if (!number || *number > most) {
        return bad_parameter(name, std::string(name) + " is out of range",
                             "0 to " + std::to_string(most));
    }
    out = *number;
    return std::nullopt;
}

std::optional<Problem> read_access_parameter(const std::string& name, const std::string& value,
                                             AuditQuery& query) {
    std::uint64_t number = 0;
    std::optional<Problem> wrong;
    if (name == "who" || name == "about") {
        if (value.size() > most_name_bytes) {
            return bad_parameter(name, "no name is so long", "at most 256 bytes");
        }
        (name == "who" ? query.who : query.about) = value;
    } else if (name == "what") {
        query.what = enum_named<AuditKind>(value);
        if (!query.what) return bad_parameter(name, "nothing of the kind is noted", audit_kinds());
    } else if (name == "since" || name == "until") {
        wrong = read_number(name, value, static_cast<std::uint64_t>(never.value), number);
        (name == "since" ? query.since : query.until) = {static_cast<std::int64_t>(number)};
    } else if (name == "limit") {
        wrong = read_number(name, value, most_accesses, number);
        if (!wrong && number == 0)
            wrong = bad_parameter(name, "limit is out of range", "1 to 1000");
        query.limit = static_cast<std::size_t>(number);
    } else if (name == "skip") {
        wrong = read_number(name, value, most_skipped, number);
        query.skip = static_cast<std::size_t>(number);
    } else {
        return bad_parameter(name, "this parameter does not exist here",
                             "who, about, what, since, until, limit, skip");
    }
    return wrong;
}

std::string accesses_json(const std::vector<AuditRow>& rows, const AuditQuery& query) {
    std::string out = "{\"entries\":";
    codec::write(out, rows);
    // A page that is not full was the last.
    const bool more = rows.size() == query.limit && query.skip + query.limit <= most_skipped;
    out += ",\"next_skip\":";
    out += std::to_string(more ? query.skip + query.limit : 0);
    return out += '}';
}

Problem accesses_unavailable() {
    return {.status = 503,
            .reason = "accesses_unavailable",
            .detail = "the record of accesses cannot be read now",
            .expected = "`muster audit read` on the server says why"};
}

class AccessesWanted final : public Task {
  public:
    std::unique_ptr<AccessRecordPort::Wish> wish;

    [[nodiscard]] bool outlives_its_requests() const override { return false; }
};

}  // namespace

std::optional<Problem> Api::refuse_accesses(const Plan& plan) const {
    if (!plan.principal->roles.has_any(audit_roles)) {
        return Problem{.status = 403,
                       .reason = "forbidden",
                       .detail = "the roles of this token do not allow to read who got at what"};
    }
    if (ports_.accesses == nullptr) {
        return Problem{.status = 404, .reason = "unknown_path", .detail = "nothing is here"};
    }
    return std::nullopt;
}

Problem Api::too_many_accesses() {
    metrics_.hit(Limit::replays);
    return {.status = 503,
            .reason = "too_many_reads",
            .detail = "as many reads of the record wait as may",
            .expected = "try again soon"};
}

std::unique_ptr<Task> Api::accesses(const Plan& plan, const RequestHead& head, const Reply& reply) {
    const auto refuse = [&](const Problem& why) {
        reply(problem(why, head.target));
        return nullptr;
    };
    if (const auto wrong = refuse_accesses(plan)) return refuse(*wrong);
    AuditQuery query;
    for (const auto& [name, value] : plan.target.query) {
        if (auto wrong = read_access_parameter(name, value, query)) return refuse(*wrong);
    }
    const std::string& name = plan.principal->name;
    if (unread_.is_full(name)) {
        reply(too_much_unread(head.target));
        return nullptr;
    }
    auto task = std::make_unique<AccessesWanted>();
    task->wish = ports_.accesses->read(
        query, [this, query, name, reply, instance = std::string(head.target)](
                   const Expected<std::vector<AuditRow>, std::string>& rows) {
            give(reply, [&] {
                if (!rows) return problem(accesses_unavailable(), instance);
                Response response = json_response(200, accesses_json(*rows, query));
                response.unread = unread_.hold(name, response.body.size());
                return response;
            });
        });
    if (!task->wish) return refuse(too_many_accesses());
    return task;
}

std::unique_ptr<Task> Api::access_proof(const Plan& plan, const RequestHead& head,
                                        const Reply& reply) {
    const auto refuse = [&](const Problem& why) {
        reply(problem(why, head.target));
        return nullptr;
    };
    if (const auto wrong = refuse_accesses(plan)) return refuse(*wrong);
    if (!plan.target.query.empty()) return refuse(no_parameters(plan.target));
    auto task = std::make_unique<AccessesWanted>();
    task->wish = ports_.accesses->prove([this, reply, instance = std::string(head.target)](
                                            const Expected<AccessProof, std::string>& proof) {
        give(reply, [&] {
            if (!proof) return problem(accesses_unavailable(), instance);
            std::string body;
            codec::write(body, *proof);
            return json_response(200, std::move(body));
        });
    });
    if (!task->wish) return refuse(too_many_accesses());
    return task;
}

}  // namespace muster::http
