#include "adapters/http/card_pages.hpp"

#include <algorithm>

#include "engine/codec/html.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"

namespace muster::http {

namespace {

using codec::escape_html;

const Words card_title{"求助卡", "Help card"};

// Brings the present state into the page without loading it anew, which would throw a reader back
// to its beginning: only words that changed are replaced, and read aloud. Where scripts are off the
// page's link does the same. What cannot be renewed three times running says so.
constexpr std::string_view script =
    "(function(){var failed=0,$=function(id,d){return(d||document).getElementById(id)};"
    "function wait(){setTimeout(look,$('now').dataset.every*1000)}"
    "function put(id,d){if($(id,d).innerHTML!==$(id).innerHTML)"
    "$(id).replaceChildren.apply($(id),[].slice.call($(id,d).childNodes))}"
    "function look(){fetch(location.href,{cache:'no-store'}).then(function(r){"
    "if(r.status===429||r.status>=500)throw r;return r.text()}).then(function(t){"
    "var d=new DOMParser().parseFromString(t,'text/html');failed=0;$('stale').hidden=true;"
    "if(!$('now',d)){document.body.replaceChildren.apply(document.body,"
    "[].slice.call(d.body.childNodes));return}"
    "put('now',d);put('next',d);if($('now',d).dataset.every)wait()"
    "}).catch(function(){if(++failed>2)$('stale').hidden=false;wait()})}wait()})()";

void append_again(std::string& out, const PageContext& context, std::string_view again) {
    if (again.empty()) return;
    append_link(out, context, again, {"再次求助", "Ask for help again"});
}

// The colours that have a style of their own; any other configured name is shown in grey.
std::string_view style_of(std::string_view colour) {
    for (const std::string_view known : {"red", "green", "blue", "yellow"}) {
        if (colour == known) return known;
    }
    return "grey";
}

bool is_coming(SlotStatus status) {
    return status == SlotStatus::assigned || status == SlotStatus::acknowledged ||
           status == SlotStatus::en_route;
}

// When the first of those who come arrives; nothing when nobody comes or no time is known.
std::optional<TimePoint> first_arrival(const RequestProgress& request) {
    std::optional<TimePoint> first;
    for (const SlotProgress& slot : request.slots) {
        if (!is_coming(slot.status) || !slot.arrival_at) continue;
        if (!first || slot.arrival_at < *first) first = slot.arrival_at;
    }
    return first;
}

Words coming(const RequestProgress& request, TimePoint now, Words words) {
    const auto arrival = first_arrival(request);
    if (!arrival) return words;
    const std::int64_t left = (*arrival - now).value;
    if (left <= 0) {
        return {words.zh + "马上就到。", words.en + " They will be with you any moment."};
    }
    const std::string n = std::to_string((left + 59'999) / 60'000);
    return {words.zh + "大约" + n + "分钟到。",
            words.en + " They arrive in about " + n + (n == "1" ? " minute." : " minutes.")};
}

}  // namespace

std::string press_page(const PageContext& context, std::string_view action, std::string_view nonce,
                       const std::vector<CardColour>& colours, std::string_view only) {
    const bool one = std::any_of(colours.begin(), colours.end(),
                                 [&](const auto& c) { return c.colour.view() == only; });
    std::string out = begin_page(context, card_title);
    append_line(out, "h1",
                one ? Words{"需要这项帮助？请按一下。", "Do you need this? Press once."}
                    : Words{"需要什么帮助？请按一下。", "What do you need? Press once."},
                context.english_first);
    out += "<form method=\"post\" action=\"" + escape_html(action) + "\">";
    out += "<input type=\"hidden\" name=\"nonce\" value=\"" + escape_html(nonce) + "\">";
    for (const CardColour& colour : colours) {
        if (one && colour.colour.view() != only) continue;
        const std::string zh = escape_html(colour.name_zh);
        const std::string en = escape_html(colour.name_en);
        out += "<button name=\"colour\" value=\"" + escape_html(colour.colour.view()) +
               "\" class=\"" + std::string(style_of(colour.colour.view())) + "\">";
        out += context.english_first ? en : zh;
        out += context.english_first ? "<small lang=\"zh-CN\">" : "<small lang=\"en\">";
        out += context.english_first ? zh : en;
        out += "</small></button>";
    }
    out += "</form>";
    if (one) append_link(out, context, action, {"其他帮助", "Something else"});
    end_page(out);
    return out;
}

bool is_over(RequestStatus status) {
    switch (status) {
        case RequestStatus::served:
        case RequestStatus::called_back:
        case RequestStatus::closed:
        case RequestStatus::cancelled:
            return true;
        case RequestStatus::received:
        case RequestStatus::queued:
        case RequestStatus::offered:
        case RequestStatus::dispatched:
        case RequestStatus::en_route:
        case RequestStatus::on_scene:
        case RequestStatus::held:
        case RequestStatus::merged:
        case RequestStatus::transferred:
            break;
    }
    return false;
}

Words words_for(const RequestProgress& request, TimePoint now) {
    switch (request.status) {
        case RequestStatus::received:
        case RequestStatus::queued:
        case RequestStatus::offered:
        case RequestStatus::merged:
            if (request.slots.empty()) {
                return {"已收到您的请求。我们会打电话给您。",
                        "We have received your request. We will call you."};
            }
            return {"已收到您的求助。正在为您找人，请不要着急。",
                    "We have received your call for help. We are finding somebody for you."};
        case RequestStatus::held:
            return {"已收到您的请求，已经安排好时间。",
                    "We have received your request and planned a time for it."};
        case RequestStatus::dispatched:
            return coming(request, now,
                          {"已经有人接到任务，准备去您那里。", "Somebody has been sent to you."});
        case RequestStatus::en_route:
            return coming(request, now,
                          {"有人正在去您那里的路上。", "Somebody is on the way to you."});
        case RequestStatus::on_scene:
            return {"帮助您的人已经到了。", "The person who helps you has arrived."};
        case RequestStatus::served:
        case RequestStatus::called_back:
        case RequestStatus::closed:
            return {"这次服务已经结束。", "This request is finished."};
        case RequestStatus::cancelled:
            return {"这次求助已经取消。", "This request was cancelled."};
        case RequestStatus::transferred:
            return {"已转给专门的部门，他们会联系您。",
                    "We have passed this on to the right department. They will contact you."};
    }
    return {"已收到您的求助。", "We have received your call for help."};
}

std::string status_page(const PageContext& context, const RequestProgress& request,
                        const CardRules& rules, TimePoint now, Millis refresh,
                        std::string_view again) {
    const bool over = is_over(request.status);
    std::string out = begin_page(context, card_title);
    const auto service = std::find_if(rules.services.begin(), rules.services.end(),
                                      [&](const auto& s) { return s.code == request.service; });
    if (service != rules.services.end()) {
        append_line(out, "p", {escape_html(service->name_zh), escape_html(service->name_en)},
                    context.english_first);
    }
    out += "<div id=\"now\" role=\"status\"";
    if (!over) {
        const std::int64_t every = std::max<std::int64_t>(refresh.value / 1000, 1);
        out += " data-every=\"" + std::to_string(every) + '"';
    }
    out += '>';
    append_line(out, "h1", words_for(request, now), context.english_first);
    out += "</div><div id=\"next\">";
    if (over) {
        append_again(out, context, again);
    } else {
        // An empty address is this page.
        append_link(out, context, "", {"看最新情况", "Look again"});
    }
    out += "</div>";
    if (!over) {
        out += "<div id=\"stale\" class=\"stale\" role=\"alert\" hidden>";
        append_line(out, "p",
                    {"现在看不到最新情况。如果着急，请打电话。",
                     "This page cannot be renewed just now. If it is urgent, please call."},
                    context.english_first);
        out.append("</div><script>").append(script).append("</script>");
    }
    end_page(out);
    return out;
}

std::string sorry_page(const PageContext& context, const Words& words, std::string_view again) {
    std::string out = begin_page(context, card_title);
    append_line(out, "h1", words, context.english_first);
    append_again(out, context, again);
    end_page(out);
    return out;
}

std::string card_pages_csp() {
    return "default-src 'none'; style-src 'sha256-" + gate::to_base64(gate::sha256(page_style)) +
           "'; script-src 'sha256-" + gate::to_base64(gate::sha256(script)) +
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
