// Whole tables into the register: POST /v1/imports/members?check=true with a file, GET and DELETE
// /v1/imports/7, and what can be imported. Whoever may send what the rows become may import them,
// and see what became of all imports of that kind.
#include <string>
#include <utility>

#include "adapters/http/api.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/codec/text.hpp"
#include "engine/gate/permissions.hpp"

namespace muster::http {

namespace {

constexpr std::size_t most_file_name_bytes = 255;

bool may_send(std::string_view command, const Principal& principal) {
    if (command.empty()) return true;
    const codec::NamedCommand* const known = codec::find_command(command);
    return known != nullptr && gate::may_send(known->row, principal);
}

bool may_import(const ImportKind& kind, const Principal& principal) {
    return may_send(kind.create, principal) && may_send(kind.update, principal);
}

Problem unknown_kind(const ImportPort* imports) {
    std::string known;
    if (imports != nullptr) {
        for (const ImportKind& kind : imports->kinds())
            known += (known.empty() ? "" : ", ") + kind.name;
    }
    return {.status = 404,
            .reason = "unknown_kind",
            .detail = "no kind of table has this name",
            .field = "kind",
            .expected = known.empty() ? "tables.toml beside the configuration names them" : known};
}

Problem full() {
    return {.status = 503,
            .reason = "too_many_imports",
            .detail = "as many tables wait to be imported as may",
            .expected = "try again when another is done"};
}

std::optional<Problem> read_query(const Target& target, ImportWanted& wanted) {
    for (const auto& [name, value] : target.query) {
        if (name == "check") {
            if (value != "true" && value != "false") {
                return bad_parameter(name, "it is either or", "true, false");
            }
            wanted.check_only = value == "true";
        } else if (name == "survey") {
            const auto number = codec::parse_number(value);
            if (!number || *number == 0) return bad_parameter(name, "no survey's number", "17");
            wanted.survey = *number;
        } else if (name == "file") {
            if (value.size() > most_file_name_bytes || !codec::is_valid_utf8(value)) {
                return bad_parameter(name, "no name of a file", "at most 255 bytes of UTF-8");
            }
            wanted.file = value;
        } else {
            return bad_parameter(name, "this parameter does not exist here", "check, survey, file");
        }
    }
    return std::nullopt;
}

std::optional<Problem> check_survey(const ImportKind& kind, std::uint64_t survey) {
    if (kind.of_survey == (survey != 0)) return std::nullopt;
    return bad_parameter("survey",
                         kind.of_survey ? "these rows answer a survey" : "these rows answer none",
                         kind.of_survey ? "its number" : "no survey");
}

std::optional<Problem> no_parameter(const Target& target) {
    if (target.query.empty()) return std::nullopt;
    return bad_parameter(target.query.front().first, "this parameter does not exist here",
                         "no parameters");
}

}  // namespace

// Before a table is sent, not after.
void Api::check_import(const RequestHead& head, Plan& plan) {
    const auto refuse = [&](const Problem& p) { plan.refused = problem(p, head.target); };
    if (ports_.imports == nullptr) return refuse(unknown_kind(nullptr));
    for (const ImportKind& kind : ports_.imports->kinds()) {
        if (kind.name == plan.route.name) plan.import_kind = &kind;
    }
    if (plan.import_kind == nullptr) return refuse(unknown_kind(ports_.imports));
    if (!may_import(*plan.import_kind, *plan.principal)) {
        return refuse(
            {.status = 403,
             .reason = "forbidden",
             .detail = "the roles of this token do not allow to import " + plan.import_kind->name});
    }
    if (ports_.imports->is_full()) refuse(full());
}

Response Api::start_import(const Plan& plan, const RequestHead& head, std::string_view body) const {
    ImportWanted wanted;
    wanted.kind = plan.import_kind->name;
    if (auto wrong = read_query(plan.target, wanted)) return problem(*wrong, head.target);
    if (auto wrong = check_survey(*plan.import_kind, wanted.survey)) {
        return problem(*wrong, head.target);
    }
    wanted.table = body;
    wanted.by = plan.principal->name;
    wanted.token = bearer_token(head.authorization);
    wanted.at = ports_.city_now();
    const std::uint64_t number = ports_.imports->start(std::move(wanted));
    if (number == 0) return problem(full(), head.target);
    Response response = json_response(202, "{\"import\":" + std::to_string(number) + "}");
    response.header("Location", "/v1/imports/" + std::to_string(number));
    return response;
}

Response Api::imports(const Plan& plan, const RequestHead& head) const {
    if (auto wrong = no_parameter(plan.target)) return problem(*wrong, head.target);
    std::string text = R"({"kinds":[],"imports":[]})";
    if (ports_.imports != nullptr) {
        std::vector<const ImportKind*> theirs;
        for (const ImportKind& kind : ports_.imports->kinds()) {
            if (may_import(kind, *plan.principal)) theirs.push_back(&kind);
        }
        text = ports_.imports->list(theirs);
    }
    const std::size_t most = options_.import_body_bytes;
    text.replace(0, 1, "{\"max_bytes\":" + std::to_string(most) + ",");
    return json_response(200, std::move(text));
}

Response Api::import_report(const Plan& plan, const RequestHead& head) const {
    if (auto wrong = no_parameter(plan.target)) return problem(*wrong, head.target);
    const auto number = codec::parse_number(plan.route.name);
    const auto known =
        number && ports_.imports != nullptr ? ports_.imports->find(*number) : std::nullopt;
    // Whoever may not see it learns no more than whoever asks for one that is not there.
    if (!known || !may_import(known->kind, *plan.principal)) {
        return problem({.status = 404,
                        .reason = "unknown_import",
                        .detail = "no import has this number, or it is no longer remembered",
                        .field = "import"},
                       head.target);
    }
    if (plan.method == Method::delete_) ports_.imports->stop(*number);
    if (known->by != plan.principal->name) {
        note(AuditKind::personal_read, plan.principal->name, "imports/" + std::to_string(*number));
    }
    return json_response(200, ports_.imports->report(*number));
}

Response Api::empty_table(const Plan& plan, const RequestHead& head) const {
    if (auto wrong = no_parameter(plan.target)) return problem(*wrong, head.target);
    std::string_view kind = plan.route.name;
    const bool is_csv = kind.ends_with(".csv");
    if (is_csv) kind.remove_suffix(4);
    auto table = is_csv && ports_.imports != nullptr
                     ? ports_.imports->empty_table(kind, plan.english)
                     : std::nullopt;
    if (!table) return problem(unknown_kind(ports_.imports), head.target);
    Response response{.status = 200, .content_type = "text/csv; charset=utf-8"};
    response.header("Cache-Control", "no-store");
    response.header("Content-Disposition",
                    "attachment; filename=\"" + std::string(kind) + ".csv\"");
    response.body = std::move(*table);
    return response;
}

}  // namespace muster::http
