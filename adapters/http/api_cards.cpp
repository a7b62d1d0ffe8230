#include <algorithm>

#include "adapters/http/api.hpp"
#include "adapters/http/entity_part.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/sun_message.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"

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

// What was pressed, as the forms say it.
struct CardPress {
    std::string colour;
    std::string nonce;
    RequestId mistake;  // 0 = none; that was pressed by mistake
};

CardPress read_card_press(std::string_view body) {
    CardPress press;
    const auto form = parse_form(body, 8);
    for (const auto& [name, value] : form.value_or(Pairs{})) {
        if (name == "colour") press.colour = value;
        if (name == "nonce") press.nonce = value;
        if (name == "mistake") press.mistake = {codec::parse_number(value).value_or(0)};
    }
    return press;
}

const CardColour* find_colour(const PageRules& rules, std::string_view colour) {
    const auto found = std::find_if(rules.card_colours.begin(), rules.card_colours.end(),
                                    [&](const CardColour& c) { return c.colour.view() == colour; });
    return found == rules.card_colours.end() ? nullptr : &*found;
}

// A page of this card: with what its chip signed, in the language that was asked for.
std::string card_address(const Plan& plan, const TappedCard& tapped, std::string_view more = {}) {
    std::string out = "/t/" + std::string(plan.route.name);
    out.append(more).append(tapped.query);
    const std::string_view language = asked_language(plan.target.query);
    return language.empty() ? out : with_parameter(std::move(out), "lang", language);
}

const Words not_a_card{"这张卡的网址不对，请重新扫码。",
                       "This is not the link of a card. Please scan "
                       "the card again."};
const Words old_card{"这张卡已经换过，不能用了。请用新卡，或打电话给我们。",
                     "This card is no longer in use. Please take the new one, or call us."};
const Words tap_again{"请再用手机碰一下卡，不要用保存的网页。",
                      "Please hold the phone to the card again. A saved page does not work."};
const Words wrong_mode{"这张卡的芯片设置不对，请打电话给我们。",
                       "The chip of this card is not set up as it must be. Please call us."};
const Words no_request{"这次求助已经结束。", "This request is finished."};
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

Response Api::sorry(unsigned status, const PageContext& context, const Words& words,
                    std::string_view again, bool danger) const {
    return page(status, sorry_page(context, words, again, danger));
}

PageRules Api::page_rules() const {
    return read_entity<PageRules>(ports_.queries, "rules", rules_in_force, card_reader)
        .value_or(PageRules{});
}

Expected<TappedCard, Response> Api::tapped_card(const Plan& plan) const {
    if (const auto link = gate::verify_card_link(plan.route.name, options_.card_keys)) {
        return TappedCard{.card = link->card, .generation = link->generation};
    }
    const auto refused = [&](unsigned status, const Words& words) {
        return sorry(status, context(plan), words, "");
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
        return reply(sorry(410, context(plan), old_card, ""));
    }
    // Pressed with a tap that was used before, the engine is asked all the same: it records that.
    const CardPress pressed = presses ? read_card_press(body) : CardPress{};
    if (presses && !pressed.mistake)
        return press(plan, *tapped, pressed.colour, pressed.nonce, reply);
    const bool form = plan.route.endpoint == Endpoint::card && !presses;
    // What became of a tap may be looked at, and spoken of, as long as there is no later one.
    if (tapped->counter && *tapped->counter < state->counter + (form ? 1 : 0)) {
        return reply(sorry(409, context(plan), tap_again, ""));
    }
    if (presses) {
        return pressed_by_mistake(plan, *tapped, state->member, pressed.mistake, reply);
    }
    if (form) return reply(card_form(plan, *tapped));
    reply(card_status(plan, *tapped, state->member));
}

Response Api::card_form(const Plan& plan, const TappedCard& tapped) const {
    const PageRules rules = page_rules();
    Pairs carried;
    const CardColour* only = nullptr;
    for (const auto& [name, value] : plan.target.query) {
        if (name == "colour") only = find_colour(rules, value);
        // What verify_sun looked at.
        const bool signed_by_chip = name == "picc_data" || name == "enc" || name == "cmac";
        if (signed_by_chip && !tapped.query.empty()) carried.emplace_back(name, value);
    }
    if (only != nullptr) {
        const std::string address = card_address(plan, tapped);
        return page(
            200, question_page(context(plan), *only, address, make_nonce(ports_.now()), address));
    }
    const std::string_view language = asked_language(plan.target.query);
    if (!language.empty()) carried.emplace_back("lang", language);
    return page(200, choice_page(context(plan), rules.card_colours, carried));
}

std::optional<RequestProgress> Api::request_of_card(RequestId id, MemberId member) const {
    auto request = read_entity<RequestProgress>(ports_.queries, "requests", id.value, card_reader);
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
    if (!request || !member || request->member != member) return std::nullopt;
    return request;
}

Response Api::card_status(const Plan& plan, const TappedCard& tapped, MemberId member) const {
    // A chip is held to the phone again.
    const bool of_chip = !tapped.uid.empty();
    const std::string again = of_chip ? std::string() : card_address(plan, tapped);
    auto request = request_of_card({plan.route.id}, member);
    if (!request) return sorry(404, context(plan), no_request, again);
    // A form names the request that was pressed, whatever it became part of.
    request->id = {plan.route.id};
    const std::string action = card_address(plan, tapped);
    const bool told = std::any_of(plan.target.query.begin(), plan.target.query.end(),
                                  [](const auto& pair) { return pair.first == "told"; });
    return page(200, status_page(context(plan), *request, page_rules(), ports_.city_now(),
                                 options_.status_refresh_ms,
                                 {.again = again, .action = action, .mistake_told = told}));
}

void Api::press(const Plan& plan, const TappedCard& tapped, std::string_view colour,
                std::string_view nonce, const Reply& reply) {
    if (find_colour(page_rules(), colour) == nullptr) {
        return reply(sorry(422, context(plan),
                           {"请选一个颜色。", "Please press one of the colours."},
                           card_address(plan, tapped)));
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
         [this, reply, path = std::string(plan.target.path), form = card_address(plan, tapped),
          of_chip = !tapped.uid.empty(), danger = colour == "red",
          context = context(plan)](const Outcome& outcome) {
             // A copy makes no request, and the engine records it now and then.
             const bool copied = outcome.rejection ? outcome.rejection.field == "/counter"
                                                   : of_chip && outcome.id == 0;
             if (copied) return reply(sorry(409, context, tap_again, ""));
             if (outcome.rejection) {
                 const unsigned status = status_of(outcome.rejection.reason);
                 const bool old = outcome.rejection.reason == RejectReason::card_not_active;
                 Response response = old ? sorry(410, context, old_card, "", danger)
                                         : sorry(status, context, try_again, form, danger);
                 if (is_temporary(status)) response.header("Retry-After", "1");
                 return reply(std::move(response));
             }
             // After a redirect the browser's "reload" asks for the page and never presses again.
             Response response = page(303, "");
             std::string where = form;
             where.insert(path.size(), '/' + std::to_string(outcome.seq));
             response.header("Location", where);
             if (outcome.replayed) response.header("Idempotency-Replayed", "true");
             reply(std::move(response));
         });
}

void Api::pressed_by_mistake(const Plan& plan, const TappedCard& tapped, MemberId member,
                             RequestId pressed, const Reply& reply) {
    const auto request = request_of_card(pressed, member);
    if (!request) return reply(sorry(404, context(plan), no_request, card_address(plan, tapped)));
    const std::string status = card_address(plan, tapped, '/' + std::to_string(pressed.value));
    const std::string key =
        std::to_string(tapped.card.value) + ":mistake:" + std::to_string(pressed.value);
    // Whether it may be said again, by the same keys, which say nothing twice.
    const auto is_busy = [](const Outcome& outcome) {
        return outcome.rejection && is_temporary(status_of(outcome.rejection.reason));
    };
    const auto busy = [this, reply, status, context = context(plan)](const Rejection& why) {
        Response response = sorry(status_of(why.reason), context, try_again, status);
        response.header("Retry-After", "1");
        reply(std::move(response));
    };
    const Personal<std::string> text{std::string(mistake_note)};
    Submission note{"card", key, AddNote{request->id, text}};
    Submission call{"card", key + ":call", UrgeRequest{request->id, text, {}}};
    send(std::move(note), [this, reply, status, is_busy, busy,
                           call = std::move(call)](const Outcome& noted) mutable {
        if (noted.rejection) return busy(noted.rejection);
        // Shown to the desk among what is asked of it. Refused where nothing is open any more:
        // then the note stands alone.
        send(std::move(call), [this, reply, status, is_busy, busy](const Outcome& asked) {
            if (is_busy(asked)) return busy(asked.rejection);
            Response response = page(303, "");
            response.header("Location", with_parameter(status, "told", "1"));
            reply(std::move(response));
        });
    });
}

}  // namespace muster::http
