#include "adapters/http/card_pages.hpp"

#include <algorithm>

#include "adapters/http/page_script.hpp"
#include "adapters/http/page_style.hpp"
#include "engine/codec/html.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"

namespace muster::http {

namespace {

using codec::escape_html;

const Words card_title{"求助卡", "Help card"};
// Time enough to read the question and to stop it.
constexpr int seconds_to_stop = 5;

// The colours of the cards, with the shape that tells each of them from the others without colour.
// Any other configured colour is shown in grey.
struct Look {
    std::string_view style;
    std::string_view shape;  // a path in a square of 24
};

constexpr Look looks[] = {
    // A heart with a cross.
    {"red",
     "M12 21.5C5 16 1.5 12.2 1.5 8A5.5 5.5 0 0 1 12 5.8A5.5 5.5 0 0 1 22.5 8C22.5 "
     "12.2 19 16 12 21.5ZM10.7 7.8v2.7H8v2.6h2.7v2.7h2.6v-2.7H16v-2.6h-2.7"
     "V7.8Z"},
    // A cross.
    {"green", "M9 2.5h6V9h6.5v6H15v6.5H9V15H2.5V9H9Z"},
    // A house.
    {"blue", "M12 2.5 1.5 12H5v9.5h5V15h4v6.5h5V12h3.5Z"},
    // A speech bubble.
    {"yellow", "M3 3.5h18v13h-8.5L7 21.5v-5H3ZM7 7.5v1.8h10V7.5ZM7 11v1.8h7V11Z"},
};
constexpr Look plain_look{"grey", "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20Z"};

const Look& look_of(std::string_view colour) {
    const auto* found = std::find_if(std::begin(looks), std::end(looks),
                                     [&](const Look& one) { return one.style == colour; });
    return found == std::end(looks) ? plain_look : *found;
}

void append_icon(std::string& out, const Look& look) {
    out += "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path fill-rule=\"evenodd\" d=\"";
    out.append(look.shape).append("\"/></svg>");
}

// Somebody may not be able to press twice.
bool goes_by_itself(const CardColour& colour) {
    return colour.colour.view() == "red";
}

Words colour_name(const CardColour& colour) {
    return {escape_html(colour.name_zh), escape_html(colour.name_en)};
}

void append_script(std::string& out) {
    out.append("<script>").append(page_script).append("</script>");
}

void append_again(std::string& out, const PageContext& context, std::string_view again) {
    if (again.empty()) return;
    append_link(out, context, again, {"再次求助", "Ask for help again"});
}

// Shown by the script alone, and only after a press on the choice.
void append_countdown(std::string& out, const PageContext& context) {
    const std::string n = std::to_string(seconds_to_stop);
    out += "<div id=\"count\" role=\"alert\" data-seconds=\"" + n + "\" hidden>";
    say(out, context, "p", {n + " 秒后自动求助。", "Help will be called in " + n + " seconds."});
    // The seconds that are left are seen and not read aloud, one by one over the question.
    out += "<button type=\"button\" id=\"stop\" class=\"plain\">" + said(context, {"停", "Stop"}) +
           "<span id=\"left\" aria-hidden=\"true\">" + n + "</span></button></div>";
}

// Shown by the script when there is no net.
void append_unsent(std::string& out, const PageContext& context, const CardColour& colour) {
    out += "<div id=\"unsent\" role=\"alert\" hidden>";
    say(out, context, "p",
        {"没有发出去。请打电话，或者再按一次。",
         "It could not be sent. Please call, or press again."},
        "told");
    if (goes_by_itself(colour)) append_dial(out, context);
    out += "</div>";
}

void append_mistake(std::string& out, const PageContext& context, const RequestProgress& request,
                    const StatusForms& forms) {
    if (forms.action.empty()) return;
    out += "<form method=\"post\" action=\"" + escape_html(forms.action) + "\">";
    append_hidden(out, "mistake", std::to_string(request.id.value));
    out += "<button class=\"plain more\">" + said(context, {"按错了", "Pressed by mistake"});
    out += "</button></form>";
}

}  // namespace

std::string choice_page(const PageContext& context, const std::vector<CardColour>& colours,
                        const Pairs& carried) {
    std::string out = begin_page(context, card_title);
    say(out, context, "h1", {"需要什么帮助？请按一下。", "What do you need? Press once."});
    out += "<form id=\"choices\" class=\"choices\">";
    for (const auto& [name, value] : carried)
        append_hidden(out, name, value);
    for (const CardColour& colour : colours) {
        const Look& look = look_of(colour.colour.view());
        out += "<button name=\"colour\" value=\"" + escape_html(colour.colour.view()) +
               "\" class=\"" + std::string(look.style) + "\">";
        append_icon(out, look);
        out += "<span>" + said(context, colour_name(colour)) + "</span></button>";
    }
    out += "</form>";
    append_script(out);
    end_page(out);
    return out;
}

std::string question_page(const PageContext& context, const CardColour& colour,
                          std::string_view action, std::string_view nonce, std::string_view back) {
    const Look& look = look_of(colour.colour.view());
    std::string out = begin_page(context, card_title, "ask ask-" + std::string(look.style));
    out += "<h1>";
    append_icon(out, look);
    out += "<span>" + said(context, goes_by_itself(colour)
                                        ? Words{"需要紧急求助吗？", "Call for emergency help?"}
                                        : Words{"需要这项帮助吗？", "Do you need this?"});
    out += "</span></h1>";
    if (!goes_by_itself(colour)) say(out, context, "p", colour_name(colour), "eta");
    out += "<form id=\"sure\" method=\"post\" action=\"" + escape_html(action) + "\">";
    append_hidden(out, "nonce", nonce);
    append_hidden(out, "colour", colour.colour.view());
    out += "<button id=\"yes\" class=\"yes\" data-sending=\"" +
           said(context, {"正在发送…", "Sending…"}) + "\">" + said(context, {"需要", "Yes"}) +
           "</button></form>";
    append_unsent(out, context, colour);
    append_link(out, context, back, {"不需要", "No"});
    if (goes_by_itself(colour)) append_countdown(out, context);
    append_script(out);
    end_page(out);
    return out;
}

std::string status_page(const PageContext& context, const RequestProgress& request,
                        const PageRules& rules, TimePoint now, Millis refresh,
                        const StatusForms& forms) {
    const bool over = is_finished(request.status);
    const auto dial = dial_in(request, rules, now);
    std::string out = begin_page(context, card_title);
    if (const auto name = plain_name(rules, request.service)) say(out, context, "p", *name);
    out += dial ? "<div class=\"" + dial_class(*dial) + "\">" : std::string("<div>");
    out += "<div id=\"now\" role=\"status\"";
    if (!over) {
        const std::int64_t every = std::max<std::int64_t>(refresh.value / 1000, 1);
        out += " data-every=\"" + std::to_string(every) + '"';
    }
    out += '>';
    append_standing(out, context, request, rules, now, dial);
    out += "</div></div>";
    if (!over) {
        out += "<div id=\"stale\" class=\"alarm\" role=\"alert\" hidden>";
        say(out, context, "p",
            {"现在看不到最新情况。如果着急，请打电话。",
             "This page cannot be renewed just now. If it is urgent, please call."});
        out += "</div>";
    }
    out += "<div id=\"next\">";
    if (over) {
        append_again(out, context, forms.again);
    } else {
        if (forms.mistake_told) {
            say(out, context, "p",
                {"已记下：您说按错了。我们会打电话给您确认。",
                 "Noted: pressed by mistake. We will call you to make sure."},
                "told");
        }
        // An empty address is this page.
        append_link(out, context, "", {"看最新情况", "Look again"});
        if (!forms.mistake_told) append_mistake(out, context, request, forms);
    }
    out += "</div>";
    if (!over) append_script(out);
    end_page(out);
    return out;
}

std::string sorry_page(const PageContext& context, const Words& words, std::string_view again,
                       bool danger) {
    std::string out = begin_page(context, card_title);
    say(out, context, "h1", words);
    if (danger) append_dial(out, context);
    append_again(out, context, again);
    end_page(out);
    return out;
}

std::string card_pages_csp() {
    return "default-src 'none'; style-src 'sha256-" + gate::to_base64(gate::sha256(page_style)) +
           "'; script-src 'sha256-" + gate::to_base64(gate::sha256(page_script)) +
           "'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}

std::string make_nonce(TimePoint now) {
    return std::to_string(now.value) + '-' + gate::random_hex(8);
}

std::string press_key(CardId card, std::string_view colour, std::string_view nonce, TimePoint now,
                      Millis life) {
    std::string key = std::to_string(card.value) + ':';
    key += colour;
    key += ':';
    const std::size_t dash = nonce.find('-');
    const auto made = dash <= 13 ? codec::parse_number(nonce.substr(0, dash)) : std::nullopt;
    const bool ours =
        made && nonce.size() == dash + 17 &&
        std::all_of(nonce.begin() + static_cast<std::ptrdiff_t>(dash) + 1, nonce.end(),
                    [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    if (ours) {
        key += nonce;
        const Millis age = now - TimePoint{static_cast<std::int64_t>(*made)};
        if (age >= Millis{0} && age <= life) return key;
        key += ':';
    }
    return key + std::to_string(now.value / 60'000);
}

}  // namespace muster::http
