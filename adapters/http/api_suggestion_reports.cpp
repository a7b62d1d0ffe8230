// Reports of suggestions as pages, for who may see all that they print.
#include <optional>
#include <string>

#include "adapters/http/api.hpp"
#include "adapters/http/page_parts.hpp"
#include "adapters/http/suggestion_report_pages.hpp"
#include "engine/codec/json_reader.hpp"
#include "muster/thinktank.hpp"

namespace muster::http {
namespace {

constexpr std::string_view reports = "suggestion_reports";

}  // namespace

Response Api::suggestion_report_page(const Plan& plan, const RequestHead& head) const {
    const Principal& principal = *plan.principal;
    if (!gate::may_list(reports, principal).allowed || !principal.may_see_personal()) {
        return problem({.status = 403,
                        .reason = "forbidden",
                        .detail = "the roles of this token do not allow to read this"},
                       head.target);
    }
    if (!plan.target.query.empty()) {
        return problem(bad_parameter(plan.target.query.front().first,
                                     "this parameter does not exist here", "no parameters"),
                       head.target);
    }
    // What is too confidential for the reader, the port does not know.
    const auto json = ports_.queries.read(reports, plan.route.id, principal);
    SuggestionReport report;
    if (!json || codec::read(*json, report, codec::Mode::lenient)) {
        return unknown(reports, head.target);
    }
    note(AuditKind::personal_read, principal.name,
         std::string(reports) + "/" + std::to_string(plan.route.id) + "/page");
    Response response{.status = 200, .content_type = "text/html; charset=utf-8"};
    response.header("Cache-Control", "no-store");
    response.header("Content-Security-Policy", self_styled_csp);
    response.body = http::suggestion_report_page(report);
    return response;
}

}  // namespace muster::http
