#include <algorithm>

#include "adapters/http/api.hpp"
#include "adapters/http/entity_part.hpp"
#include "engine/gate/sun_message.hpp"
#include "muster/registry.hpp"

namespace muster::http {

namespace {

// What decides whether a link is still good.
struct CardState {
    MemberId member;
    std::uint32_t generation = 0;
    std::string uid;
    CardStatus status = CardStatus::revoked;
    std::uint32_t counter = 0;
};
BOOST_DESCRIBE_STRUCT(CardState, (), (member, generation, uid, status, counter))

// The pages need no personal data, so they ask as somebody without any role.
const Principal card_reader{.name = "card", .roles = {}, .responder = {}};

const Words not_a_card{"这张卡的网址不对，请重新扫码。",
                       "This is not the link of a card. Please scan "
                       "the card again."};
const Words old_card{"这张卡已经换过，不能用了。请用新卡，或打电话给我们。",
                     "This card is no longer in use. Please take the new one, or call us."};
const Words tap_again{"请再用手机碰一下卡，不要用保存的网页。",
                      "Please hold the phone to the card again. A saved page does not work."};
const Words wrong_mode{"这张卡的芯片设置不对，请打电话给我们。",
                       "The chip of this card is not set up as it must be. Please call us."};
const Words try_again{"现在很忙，请再按一次，或打电话给我们。",
                      "We are very busy just now. Please press again, or call us."};

}  // namespace

Response Api::page(unsigned status, std::string html) const {
    Response response{.status = status, .content_type = "text/html; charset=utf-8"};
    response.header("Cache-Control", "no-store");
    response.header("Content-Security-Policy", card_csp_);
    // The link names the card: it must not travel to whatever is opened next.
    response.header("Referrer-Policy", "no-referrer");
    response.header("Vary", "Accept-Language");
    response.body = std::move(html);
    return response;
}

Response Api::sorry(unsigned status, bool english, const Words& words,
                    std::string_view again) const {
    return page(status, sorry_page(context(english), words, again));
}

CardRules Api::card_rules() const {
    return read_entity<CardRules>(ports_.queries, "rules", rules_in_force, card_reader)
        .value_or(CardRules{});
}

Expected<TappedCard, Response> Api::tapped_card(const Plan& plan) const {
    if (const auto link = gate::verify_card_link(plan.route.name, options_.card_keys)) {
        return TappedCard{.card = link->card, .generation = link->generation};
    }
    const auto refused = [&](unsigned status, const Words& words) {
        return sorry(status, plan.english, words, "");
    };
    const auto link = gate::read_sun_link(plan.route.name);
    const auto keys = link ? options_.chip_keys.find(link->kid) : options_.chip_keys.end();
    if (keys == options_.chip_keys.end()) return refused(404, not_a_card);
    gate::SunText text;
    for (const auto& [name, value] : plan.target.query) {
        if (name == "picc_data") text.picc_data = value;
        if (name == "enc") text.enc = value;
        if (name == "cmac") text.cmac = value;
    }
    const auto read = gate::verify_sun(text, keys->second);
    if (!read) {
        const gate::SunFault fault = read.error();
        const bool is_set_wrongly = fault == gate::SunFault::lrp || fault == gate::SunFault::no_uid;
        return is_set_wrongly ? refused(422, wrong_mode) : refused(404, not_a_card);
    }
    TappedCard tapped{.card = link->card, .uid = read->uid, .counter = read->counter};
    // Hex digits only: they stand in pages and addresses as they are.
    tapped.query = "?picc_data=" + std::string(text.picc_data);
    if (!text.enc.empty()) tapped.query += "&enc=" + std::string(text.enc);
    tapped.query += "&cmac=" + std::string(text.cmac);
    return tapped;
}

void Api::card(const Plan& plan, const RequestHead& head, std::string_view body,
               const Reply& reply) {
    auto tapped = tapped_card(plan);
    if (!tapped) return reply(std::move(tapped.error()));
    const bool presses = plan.method == Method::post;
    gate::RateLimiter& limiter = presses ? per_card_press_ : per_card_view_;
    const Millis wait = limiter.take(std::to_string(tapped->card.value), ports_.steady_now());
    if (wait > Millis{0}) {
        metrics_.hit(Limit::rate_card);
        return reply(too_many(plan, head.target, wait));
    }
    const auto state =
        read_entity<CardState>(ports_.queries, "cards", tapped->card.value, card_reader);
    const bool of_chip = !tapped->uid.empty();
    if (!state || state->status != CardStatus::active ||
        (of_chip ? state->uid != tapped->uid : state->generation != tapped->generation)) {
        return reply(sorry(410, plan.english, old_card, ""));
    }
    // Pressed with a tap that was used before, the engine is asked all the same: it records that.
    if (presses) return press(plan, *tapped, body, reply);
    const bool form = plan.route.endpoint == Endpoint::card;
    // What became of a tap may be looked at as long as there is no later one.
    if (tapped->counter && *tapped->counter < state->counter + (form ? 1 : 0)) {
        return reply(sorry(409, plan.english, tap_again, ""));
    }
    if (form) return reply(card_form(plan, *tapped));
    reply(card_status(plan, state->member, of_chip));
}

Response Api::card_form(const Plan& plan, const TappedCard& tapped) const {
    const CardRules rules = card_rules();
    std::string_view only;
    for (const auto& [name, value] : plan.target.query) {
        if (name == "colour") only = value;
    }
    return page(200, press_page(context(plan.english), std::string(plan.target.path) + tapped.query,
                                make_nonce(ports_.now()), rules.card_colours, only));
}

Response Api::card_status(const Plan& plan, MemberId member, bool of_chip) const {
    // A chip is held to the phone again.
    const std::string again = of_chip ? std::string() : "/t/" + std::string(plan.route.name);
    auto request =
        read_entity<RequestProgress>(ports_.queries, "requests", plan.route.id, card_reader);
    for (int i = 0; request && request->merged_into && i < max_merges_followed; ++i) {
        if (request->member != member) break;
        // The incident it became part of may be somebody else's who called about the same person.
        auto next = read_entity<RequestProgress>(ports_.queries, "requests",
                                                 request->merged_into.value, card_reader);
        if (!next) break;
        next->member = member;
        request = std::move(next);
    }
    // A link shows the requests of its own card's member and no others.
    if (!request || !member || request->member != member) {
        return sorry(404, plan.english, {"这次求助已经结束。", "This request is finished."}, again);
    }
    return page(200, status_page(context(plan.english), *request, card_rules(), ports_.city_now(),
                                 options_.status_refresh_ms, again));
}

void Api::press(const Plan& plan, const TappedCard& tapped, std::string_view body,
                const Reply& reply) {
    std::string colour;
    std::string nonce;
    const auto form = parse_form(body, 8);
    for (const auto& [name, value] : form.value_or(decltype(form)::value_type{})) {
        if (name == "colour") colour = value;
        if (name == "nonce") nonce = value;
    }
    const CardRules rules = card_rules();
    const bool known = std::any_of(rules.card_colours.begin(), rules.card_colours.end(),
                                   [&](const CardColour& c) { return c.colour.view() == colour; });
    if (!known) {
        return reply(sorry(422, plan.english,
                           {"请选一个颜色。", "Please press one of the colours."},
                           std::string(plan.target.path) + tapped.query));
    }
    TapCard tap;
    tap.card = tapped.card;
    tap.generation = tapped.generation;
    tap.colour = Code(colour);
    tap.counter = tapped.counter;
    std::string key =
        press_key(tapped.card, colour, nonce, ports_.now(), options_.cards.form_life_ms);
    // Two taps within a minute are two, also from a form without a nonce.
    if (tapped.counter) key += ":tap" + std::to_string(*tapped.counter);
    Submission submission{"card", std::move(key), std::move(tap)};
    send(std::move(submission),
         [this, reply, path = std::string(plan.target.path), query = tapped.query,
          english = plan.english](const Outcome& outcome) {
             // A copy makes no request, and the engine records it now and then.
             const bool copied = outcome.rejection ? outcome.rejection.field == "/counter"
                                                   : !query.empty() && outcome.id == 0;
             if (copied) return reply(sorry(409, english, tap_again, ""));
             if (outcome.rejection) {
                 const unsigned status = status_of(outcome.rejection.reason);
                 const bool old = outcome.rejection.reason == RejectReason::card_not_active;
                 Response response = old ? sorry(410, english, old_card, "")
                                         : sorry(status, english, try_again, path + query);
                 if (is_temporary(status)) response.header("Retry-After", "1");
                 return reply(std::move(response));
             }
             // After a redirect the browser's "reload" asks for the page and never presses again.
             Response response = page(303, "");
             response.header("Location", path + '/' + std::to_string(outcome.seq) + query);
             if (outcome.replayed) response.header("Idempotency-Replayed", "true");
             reply(std::move(response));
         });
}

}  // namespace muster::http
