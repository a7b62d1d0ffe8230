// Links to requests: their pages, and their texts for whoever sends them on.
#include <algorithm>

#include "adapters/http/api.hpp"
#include "adapters/http/entity_part.hpp"
#include "adapters/http/link_pages.hpp"
#include "engine/codec/json_reader.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"

namespace muster::http {

namespace {

// Reads what is masked for whoever has no role; names of responders come so.
const Principal link_reader{.name = "link", .roles = {}, .responder = {}};
// Reads why a request was taken up again, which the page says to those whom it is about.
const Principal for_the_page{.name = "link", .roles = Roles{Role::call_taker}, .responder = {}};

bool comes(SlotStatus status) {
    return status == SlotStatus::assigned || status == SlotStatus::acknowledged ||
           status == SlotStatus::en_route || status == SlotStatus::on_scene;
}

// The request of the link, or what it became part of. The latter's own story is not of this link.
std::optional<LinkedRequest> request_of(const QueryPort& queries, const LinkState& link) {
    auto request =
        read_entity<LinkedRequest>(queries, "requests", link.request.value, for_the_page);
    for (int i = 0; request && request->merged_into && i < max_merges_followed; ++i) {
        auto next = read_entity<LinkedRequest>(queries, "requests", request->merged_into.value,
                                               for_the_page);
        if (!next) break;
        if (!link.member || next->member != link.member) {
            next->created_at = request->created_at;
            next->reopenings.clear();
            next->returns.clear();
        }
        request = std::move(next);
    }
    return request;
}

std::vector<std::string> names_of(const QueryPort& queries, const LinkedRequest& request) {
    std::vector<std::string> names;
    for (const LinkedSlot& slot : request.slots) {
        if (!comes(slot.status)) continue;
        auto who =
            read_entity<NamedResponder>(queries, "responders", slot.responder.value, link_reader);
        if (who && !who->profile.name.empty()) names.push_back(std::move(who->profile.name));
    }
    return names;
}

constexpr std::size_t most_services = 20;
constexpr std::size_t enough_work = 1'000'000;

// Of the request; found by it, so that it takes little time.
std::vector<LinkedService> services_of(const QueryPort& queries, RequestId request) {
    ListQuery query;
    query.filters.emplace_back("request", std::to_string(request.value));
    query.limit = most_services;
    std::string error;
    const auto reading = queries.start_list("service_records", query, link_reader, error);
    if (reading == nullptr) return {};
    while (!reading->go_on(enough_work)) {
    }
    std::vector<LinkedService> found;
    if (codec::read(reading->take().items_json, found, codec::Mode::lenient)) return {};
    return found;
}

Command command_of(const gate::RequestLink& link, LinkAudience readers, RequestId request,
                   const LinkPress& press) {
    if (press.confirm) {
        return ConfirmService{
            press.confirm,
            readers == LinkAudience::member ? ServiceConfirmer::member : ServiceConfirmer::family,
            link.link, "", ""};
    }
    if (press.urge) return UrgeRequest{request, press.comment, link.link};
    return RateRequest{request, press.rating, press.comment, FaultSide::not_said, link.link};
}

// The page's own, in the language that was asked for.
std::string own_address(const Plan& plan) {
    const std::string_view language = asked_language(plan.target.query);
    if (language.empty()) return plan.target.path;
    return with_parameter(plan.target.path, "lang", language);
}

struct Undone {
    unsigned status;
    Words words;
};

Undone undone(const Rejection& rejection, bool urges) {
    const unsigned status = status_of(rejection.reason);
    if (rejection.reason == RejectReason::limit_reached && urges) {
        return {status,
                {"刚刚已经催过，我们知道了。", "You asked a moment ago. We know, and are at it."}};
    }
    if (is_temporary(status)) {
        return {status,
                {"现在很忙，请再按一次，或打电话给我们。",
                 "We are very busy just now. Please press again, or call us."}};
    }
    if (rejection.reason == RejectReason::invalid_field) {
        return {status,
                {"这段话太长或有误，请改一改。", "These words are too long. Please change them."}};
    }
    return {
        status,
        {"已经有人办过了，请看最新情况。", "This was done already. Please look how it stands."}};
}

}  // namespace

Response Api::link_gone(const Plan& plan, unsigned status) const {
    return page(status, gone_page(context(plan)));
}

void Api::request_link(const Plan& plan, const RequestHead& head, std::string_view body,
                       const Reply& reply) {
    const auto link = gate::verify_request_link(plan.route.name, options_.card_keys);
    if (!link) return reply(link_gone(plan, 404));
    const bool presses = plan.method == Method::post;
    gate::RateLimiter& limiter = presses ? per_card_press_ : per_card_view_;
    const Millis wait =
        limiter.take("link:" + std::to_string(link->link.value), ports_.steady_now());
    if (wait > Millis{0}) {
        metrics_.hit(Limit::rate_card);
        return reply(too_many(plan, head.target, wait));
    }
    const auto state =
        read_entity<LinkState>(ports_.queries, "links", link->link.value, link_reader);
    const bool good = state && state->generation == link->generation &&
                      state->status == LinkStatus::active && ports_.city_now() < state->expires_at;
    const auto request = good ? request_of(ports_.queries, *state) : std::nullopt;
    if (!request) return reply(link_gone(plan, 410));
    if (presses) return press_link(plan, *link, state->audience, request->id, body, reply);
    const auto rules = read_entity<PageRules>(ports_.queries, "rules", rules_in_force, link_reader);
    note(AuditKind::personal_read, "link:" + std::to_string(link->link.value),
         "requests/" + std::to_string(request->id.value));
    const PageRules known = rules.value_or(PageRules{});
    LinkView view{*state, *request, known, {}, ports_.city_now()};
    if (promises(*state, LinkPart::confirm)) {
        view.services = services_of(ports_.queries, request->id);
    }
    if (promises(*state, LinkPart::who)) view.names = names_of(ports_.queries, *request);
    reply(page(200, link_page(context(plan), view, own_address(plan))));
}

void Api::press_link(const Plan& plan, const gate::RequestLink& link, LinkAudience readers,
                     RequestId request, std::string_view body, const Reply& reply) {
    const auto form = parse_form(body, 8);
    const auto press = form ? read_press(*form) : std::nullopt;
    if (!press) {
        return reply(page(
            422, undone_page(context(plan), {"请按一个按钮。", "Please press one of the buttons."},
                             own_address(plan))));
    }
    Submission submission{"link", link_key(link.link, *press),
                          command_of(link, readers, request, *press)};
    send(std::move(submission), [this, reply, path = own_address(plan), context = context(plan),
                                 urges = press->urge](const Outcome& outcome) {
        const Rejection& rejection = outcome.rejection;
        if (!rejection) {
            // After a redirect the browser's "reload" asks for the page and never presses again.
            Response response = page(303, "");
            response.header("Location", path);
            if (outcome.replayed) response.header("Idempotency-Replayed", "true");
            return reply(std::move(response));
        }
        if (rejection.field == "/link") return reply(page(410, gone_page(context)));
        const Undone why = undone(rejection, urges);
        Response response = page(why.status, undone_page(context, why.words, path));
        if (is_temporary(why.status)) response.header("Retry-After", "1");
        reply(std::move(response));
    });
}

Response Api::link_text(const Plan& plan, const RequestHead& head) const {
    // Whoever has the text can open the link: only those who may issue one get it.
    if (!gate::may_send(command_row<IssueLink>, *plan.principal)) {
        return problem({.status = 403,
                        .reason = "forbidden",
                        .detail = "the roles of this token do not allow to send links on"},
                       head.target);
    }
    const auto state =
        read_entity<LinkState>(ports_.queries, "links", plan.route.id, *plan.principal);
    if (!state || options_.card_keys.empty()) return unknown("links", head.target);
    if (state->status != LinkStatus::active) {
        return problem({.status = 410,
                        .reason = "link_ended",
                        .detail = "this link is " + std::string(name_of(state->status)),
                        .field = "id"},
                       head.target);
    }
    // Of several keys the one whose name comes last signs; the others are for what is in use.
    const auto& [kid, key] = *options_.card_keys.rbegin();
    const std::string path =
        "/s/" + gate::make_request_link(kid, key, {LinkId{plan.route.id}, state->generation});
    std::string url = options_.server.public_url;
    if (url.ends_with('/')) url.pop_back();
    std::string json = "{\"path\":";
    append_json_string(json, path);
    json += ",\"url\":";
    append_json_string(json, url + path);
    json += ",\"expires_at\":" + std::to_string(state->expires_at.value) + '}';
    return json_response(200, std::move(json));
}

}  // namespace muster::http
