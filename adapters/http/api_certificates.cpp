// Certificates of service, for whoever is shown one and wants to know whether it is true.
#include "adapters/http/api.hpp"
#include "adapters/http/certificate_pages.hpp"
#include "adapters/http/entity_part.hpp"
#include "engine/codec/json_reader.hpp"

namespace muster::http {

namespace {

// Reads what is masked for whoever has no role.
const Principal anybody{.name = "check", .roles = {}, .responder = {}};

// A number leads to one certificate at most, which is found at once.
constexpr std::size_t enough_for_one = 4096;

std::optional<Certificate> certificate_with(const QueryPort& queries, std::string_view number) {
    ListQuery query;
    query.filters.emplace_back("number", std::string(number));
    query.limit = 1;
    std::string error;
    const auto reading = queries.start_list("certificates", query, anybody, error);
    if (reading == nullptr) return std::nullopt;
    while (!reading->go_on(enough_for_one)) {
    }
    std::vector<Certificate> found;
    if (codec::read(reading->take().items_json, found, codec::Mode::lenient) || found.empty()) {
        return std::nullopt;
    }
    return std::move(found.front());
}

}  // namespace

Response Api::certificate(const Plan& plan, const RequestHead& head) {
    // Numbers cannot be guessed; whoever tries all the same is slowed down like who opens links.
    const Millis wait =
        per_card_view_.take("check:" + std::string(head.rate_name), ports_.steady_now());
    if (wait > Millis{0}) {
        metrics_.hit(Limit::rate_card);
        return too_many(plan, head.target, wait);
    }
    const auto found = certificate_with(ports_.queries, plan.route.name);
    if (!found) return page(404, no_certificate_page(context(plan.english)));
    note(AuditKind::personal_read, "check:" + std::string(head.rate_name),
         "certificates/" + std::to_string(found->id.value));
    const auto rules = read_entity<PageRules>(ports_.queries, "rules", rules_in_force, anybody);
    return page(200, certificate_page(context(plan.english), *found, rules.value_or(PageRules{})));
}

}  // namespace muster::http
