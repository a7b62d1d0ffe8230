// OpenAPI of the pages that links open: on cards, in messages, on certificates.
#include "engine/codec/schema_http.hpp"
#include "engine/codec/schema_paths.hpp"

namespace muster::codec {

namespace json = boost::json;

namespace {

json::object card_path() {
    const json::object link =
        parameter("link", "path",
                  "1.<kid>.<card>.<generation>.<mac> of a printed card, or 2.<kid>.<card> of one "
                  "with a chip, which adds picc_data and cmac to the query.",
                  text_type(), true);
    json::object out = fixed_path(
        "get", "card_page",
        with_problems({{"200", page_answer("The card's buttons. Shows, and does nothing.")},
                       {"404", page_answer("Not the link of a card.")},
                       {"409", page_answer("The tap of a chip was used before.")},
                       {"410", page_answer("The card is no longer in use.")},
                       {"422", page_answer("The chip is set up in a way that cannot be read.")},
                       {"429", page_answer("Too often in a short time.")}},
                      {}),
        Door::open);
    json::object pressed{
        {"303",
         json::object{{"description", "Durable; Location shows what becomes of it."},
                      {"headers", json::object{{"Location", header("Its page.", text_type())}}}}}};
    for (const auto& [code, words] :
         {std::pair<std::string_view, std::string_view>{"404", "Not the link of a card."},
          {"409", "Refused in the present state."},
          {"410", "The card is no longer in use."},
          {"422", "No such colour, or a chip that cannot be read."},
          {"429", "Too often in a short time."},
          {"503", "Very busy; press again."}}) {
        pressed[code] = page_answer(words);
    }
    out["post"] = fixed_path("post", "press_card",
                             with_problems(std::move(pressed), {"411", "415"}), Door::open)["post"];
    json::object mistake = text_type();
    mistake["description"] = "A request that was pressed by mistake; instead of a colour.";
    const json::object form = object_of(
        {{"colour", text_type()}, {"nonce", text_type()}, {"mistake", std::move(mistake)}});
    out["post"].as_object()["requestBody"] = body(form, "application/x-www-form-urlencoded");
    out["parameters"] = json::array{link};
    return out;
}

json::object card_status_path() {
    json::object out = fixed_path(
        "get", "card_status_page",
        with_problems({{"200", page_answer("What became of a press.")},
                       {"404", page_answer("Not the link of a card, or not a request of its "
                                           "member.")},
                       {"409", page_answer("The tap of a chip was used before.")},
                       {"410", page_answer("The card is no longer in use.")},
                       {"422", page_answer("The chip is set up in a way that cannot be read.")},
                       {"429", page_answer("Too often in a short time.")}},
                      {}),
        Door::open);
    out["parameters"] = json::array{parameter("link", "path", "As on the card.", text_type(), true),
                                    id_parameter("request", "The press.")};
    return out;
}

// The page behind a link to a request. Whatever is wrong with a link, its page says the same.
json::object request_link_path() {
    json::object out = fixed_path(
        "get", "request_link_page",
        with_problems({{"200", page_answer("How the request stands, as the link promises.")},
                       {"404", page_answer("Not a link.")},
                       {"410", page_answer("It is over.")},
                       {"429", page_answer("Too often in a short time.")}},
                      {}),
        Door::open);
    json::object pressed{
        {"303",
         json::object{{"description", "Durable; Location is the page."},
                      {"headers", json::object{{"Location", header("Its page.", text_type())}}}}}};
    for (const auto& [code, words] :
         {std::pair<std::string_view, std::string_view>{"404", "Not a link."},
          {"409", "Refused in the present state, such as a second rating."},
          {"410", "It is over."},
          {"422", "No button of ours."},
          {"429", "Too often in a short time."},
          {"503", "Very busy; press again."}}) {
        pressed[code] = page_answer(words);
    }
    out["post"] = fixed_path("post", "press_request_link",
                             with_problems(std::move(pressed), {"411", "415"}), Door::open)["post"];
    const json::object form = object_of({{"do", text_type()},
                                         {"rating", text_type()},
                                         {"comment", text_type()},
                                         {"round", text_type()},
                                         {"urged", text_type()}});
    out["post"].as_object()["requestBody"] = body(form, "application/x-www-form-urlencoded");
    out["parameters"] = json::array{
        parameter("link", "path", "s1.<kid>.<link>.<generation>.<mac>", text_type(), true)};
    return out;
}

// The page that says whether a certificate is true.
json::object certificate_path() {
    json::object out = fixed_path(
        "get", "certificate_page",
        with_problems({{"200", page_answer("What it proves, and whether it still holds.")},
                       {"404", page_answer("No certificate has this number.")},
                       {"429", page_answer("Too often in a short time.")}},
                      {}),
        Door::open);
    out["parameters"] = json::array{parameter(
        "number", "path", "Of the certificate: 32 hexadecimal digits.", text_type(), true)};
    return out;
}

json::object link_text_path() {
    const json::object text = object_of({{"path", text_type()},
                                         {"url", text_type()},
                                         {"expires_at", json::object{{"type", "integer"}}}});
    json::object out = fixed_path(
        "get", "link_text",
        with_problems({{"200", answer("What to send to whoever shall open the link.", text)}},
                      {"401", "403", "404", "406", "410"}),
        Door::token);
    out["parameters"] = json::array{id_parameter("id", "The link.")};
    return out;
}

}  // namespace

void add_page_paths(json::object& out) {
    out["/t/{link}"] = card_path();
    out["/t/{link}/{request}"] = card_status_path();
    out["/s/{link}"] = request_link_path();
    out["/check/{number}"] = certificate_path();
    out["/v1/links/{id}/text"] = link_text_path();
}

}  // namespace muster::codec
