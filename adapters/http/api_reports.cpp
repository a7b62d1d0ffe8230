// Reports of a day or a month, GET /v1/reports/monthly?day=2026-01-15&district=..., and what went
// through one account, GET /v1/accounts/{id}/statement?from=2026-01-01&until=2026-01-31.
#include <optional>
#include <string>
#include <utility>

#include "adapters/http/api.hpp"
#include "adapters/http/page_parts.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/protocol_text.hpp"
#include "muster/enum_names.hpp"
#include "muster/report_port.hpp"

namespace muster::http {

namespace {

std::optional<Problem> read_form(const std::string& value, bool statement, ReportForm& form) {
    const auto named = enum_named<ReportForm>(value);
    const bool known = named && (!statement || *named == ReportForm::json ||
                                 *named == ReportForm::csv || *named == ReportForm::pdf);
    if (!known) {
        return bad_parameter("format", "there is no such format",
                             statement ? "json, csv, pdf" : "json, page, csv, xlsx, pdf");
    }
    form = *named;
    return std::nullopt;
}

std::optional<Problem> read_day(std::string_view name, const std::string& value,
                                std::optional<Date>& day) {
    day = Date::from_text(value);
    if (day) return std::nullopt;
    return bad_parameter(name, "there is no such day", "2026-01-31");
}

// By its first day.
std::optional<Problem> read_month(const std::string& value, ReportQuery& query) {
    if (!query.monthly) {
        return bad_parameter("month", "the report of a day is asked for by its day",
                             "day=2026-01-31");
    }
    query.day = Date::from_text(value + "-01");
    if (query.day) return std::nullopt;
    return bad_parameter("month", "there is no such month", "2026-01");
}

std::optional<Problem> twice(const Target& target) {
    for (std::size_t i = 0; i < target.query.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (target.query[j].first == target.query[i].first) {
                return bad_parameter(target.query[i].first,
                                     "this parameter is there more than once", "once");
            }
        }
    }
    return std::nullopt;
}

std::optional<Problem> read_report_query(const Target& target, ReportQuery& query) {
    if (auto wrong = twice(target)) return wrong;
    for (const auto& [name, value] : target.query) {
        std::optional<Problem> wrong;
        if (name == "day" || name == "month") {
            if (query.day) {
                wrong = bad_parameter(name, "day and month are there both", "one of them");
            } else if (name == "month") {
                wrong = read_month(value, query);
            } else {
                wrong = read_day(name, value, query.day);
            }
        } else if (name == "district") {
            const auto code = Code::from_text(value);
            if (!code) wrong = bad_parameter(name, "no code is so long", "at most 23 bytes");
            query.district = code.value_or(Code());
        } else if (name == "section") {
            query.section = value;
        } else if (name == "format") {
            wrong = read_form(value, false, query.form);
        } else {
            wrong = bad_parameter(name, "this parameter does not exist here",
                                  "day, month, district, section, format");
        }
        if (wrong) return wrong;
    }
    return std::nullopt;
}

std::optional<Problem> read_statement_query(const Target& target, StatementQuery& query) {
    if (auto wrong = twice(target)) return wrong;
    for (const auto& [name, value] : target.query) {
        std::optional<Problem> wrong;
        if (name == "from") {
            wrong = read_day(name, value, query.first);
        } else if (name == "until") {
            wrong = read_day(name, value, query.last);
        } else if (name == "format") {
            wrong = read_form(value, true, query.form);
        } else {
            wrong =
                bad_parameter(name, "this parameter does not exist here", "from, until, format");
        }
        if (wrong) return wrong;
    }
    if (query.first && query.last && *query.last < *query.first) {
        return bad_parameter("until", "it is before \"from\"", "the same day or a later one");
    }
    return std::nullopt;
}

Response made_response(ReportForm form, std::string text, const std::string& file) {
    if (form == ReportForm::json) return json_response(200, std::move(text));
    Response response{.status = 200};
    response.header("Cache-Control", "no-store");
    switch (form) {
        case ReportForm::page:
            response.content_type = "text/html; charset=utf-8";
            response.header("Content-Security-Policy", self_styled_csp);
            break;
        case ReportForm::csv:
            response.content_type = "text/csv; charset=utf-8";
            break;
        case ReportForm::xlsx:
            response.content_type =
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            break;
        case ReportForm::pdf:
            response.content_type = "application/pdf";
            break;
        case ReportForm::json:
            break;
    }
    if (form != ReportForm::page) {
        response.header("Content-Disposition",
                        "attachment; filename=\"" + file + "." + std::string(name_of(form)) + "\"");
    }
    response.body = std::move(text);
    return response;
}

// To be taken away, not looked at.
bool is_file(ReportForm form) {
    return form == ReportForm::csv || form == ReportForm::xlsx || form == ReportForm::pdf;
}

// What is wanted is given up with it.
class Wanted final : public Task {
  public:
    std::unique_ptr<ReportPort::Wish> wish;

    [[nodiscard]] bool outlives_its_requests() const override { return false; }
};

}  // namespace

// In numbers that tell of nobody, but for whoever keeps the books.
std::unique_ptr<Task> Api::report(const Plan& plan, const RequestHead& head, const Reply& reply) {
    ReportQuery query;
    query.monthly = plan.route.name == "monthly";
    query.english = plan.english;
    if (!query.monthly && plan.route.name != "daily") {
        reply(problem({.status = 404,
                       .reason = "unknown_report",
                       .detail = "there is no such report",
                       .field = "name",
                       .expected = "daily, monthly"},
                      head.target));
        return nullptr;
    }
    if (auto wrong = check_reports(plan)) {
        reply(problem(*wrong, head.target));
        return nullptr;
    }
    if (auto wrong = read_report_query(plan.target, query)) {
        reply(problem(*wrong, head.target));
        return nullptr;
    }
    // Of one of its own districts whoever sees some only may have a report, and of no others.
    const Districts& mine = plan.principal->districts;
    if (!mine.all() && (query.district.empty() || !mine.has(query.district))) {
        reply(problem(whole_city(), head.target));
        return nullptr;
    }
    if (is_file(query.form)) {
        note(AuditKind::exported, plan.principal->name,
             "reports/" + std::string(plan.route.name) + "." + std::string(name_of(query.form)));
    }
    auto task = std::make_unique<Wanted>();
    task->wish = ports_.reports->report(
        query,
        answer_made(plan, head, query.form, "report-" + std::string(plan.route.name), reply));
    const bool taken = task->wish != nullptr;
    return wanted(std::move(task), taken, head, reply);
}

std::unique_ptr<Task> Api::statement(const Plan& plan, const RequestHead& head,
                                     const Reply& reply) {
    StatementQuery query;
    query.account = plan.route.id;
    query.english = plan.english;
    if (auto wrong = check_reports(plan)) {
        reply(problem(*wrong, head.target));
        return nullptr;
    }
    if (auto wrong = read_statement_query(plan.target, query)) {
        reply(problem(*wrong, head.target));
        return nullptr;
    }
    note(is_file(query.form) ? AuditKind::exported : AuditKind::personal_read, plan.principal->name,
         "accounts/" + std::to_string(query.account) + "/statement");
    auto task = std::make_unique<Wanted>();
    task->wish = ports_.reports->statement(
        query,
        answer_made(plan, head, query.form, "statement-" + std::to_string(query.account), reply));
    const bool taken = task->wish != nullptr;
    return wanted(std::move(task), taken, head, reply);
}

std::optional<Problem> Api::check_reports(const Plan& plan) const {
    if (!plan.principal->roles.has_any(office_roles)) {
        return Problem{.status = 403,
                       .reason = "forbidden",
                       .detail = "the roles of this token do not allow to read reports"};
    }
    if (ports_.reports != nullptr) return std::nullopt;
    return Problem{.status = 503,
                   .reason = "no_reports",
                   .detail = "reports are not made here",
                   .expected = "reports.follow in the configuration, or `muster report`"};
}

std::unique_ptr<Task> Api::wanted(std::unique_ptr<Task> task, bool taken, const RequestHead& head,
                                  const Reply& reply) const {
    if (taken) return task;
    reply(problem({.status = 503,
                   .reason = "too_many_reports",
                   .detail = "as many reports wait to be made as may",
                   .expected = "try again soon"},
                  head.target));
    return nullptr;
}

std::function<void(ReportAnswer)> Api::answer_made(const Plan& plan, const RequestHead& head,
                                                   ReportForm form, std::string file,
                                                   const Reply& reply) {
    return [this, form, file = std::move(file), reply, principal = plan.principal->name,
            instance = std::string(head.target)](ReportAnswer answer) {
        give(reply, [&] {
            if (answer.kind == ReportAnswer::Kind::made) {
                Response response = made_response(form, std::move(answer.text), file);
                response.unread = unread_.hold(principal, response.body.size());
                return response;
            }
            const bool unknown = answer.kind == ReportAnswer::Kind::unknown;
            return problem({.status = unknown ? 404U : 503U,
                            .reason = unknown ? "unknown" : "reports_unavailable",
                            .detail = std::move(answer.text)},
                           instance);
        });
    };
}

}  // namespace muster::http
