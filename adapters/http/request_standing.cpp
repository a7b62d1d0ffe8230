#include "adapters/http/request_standing.hpp"

#include <algorithm>
#include <array>

#include "engine/codec/html.hpp"
#include "muster/date.hpp"

namespace muster::http {

namespace {

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

bool is_waiting(RequestStatus status) {
    return status == RequestStatus::received || status == RequestStatus::queued ||
           status == RequestStatus::offered;
}

// The service that the red field of the cards asks for.
bool is_red(const PageRules& rules, Code service) {
    return std::any_of(rules.card_colours.begin(), rules.card_colours.end(), [&](const auto& c) {
        return c.colour.view() == "red" && c.service == service;
    });
}

// The place of a status among the four steps; nothing where it has none.
std::optional<std::size_t> step_of(RequestStatus status) {
    switch (status) {
        case RequestStatus::received:
        case RequestStatus::queued:
        case RequestStatus::offered:
        case RequestStatus::held:
        case RequestStatus::merged:
            return 0;
        case RequestStatus::dispatched:
            return 1;
        case RequestStatus::en_route:
            return 2;
        case RequestStatus::on_scene:
            return 3;
        case RequestStatus::served:
        case RequestStatus::called_back:
        case RequestStatus::closed:
            return 4;
        case RequestStatus::cancelled:
        case RequestStatus::transferred:
            break;
    }
    return std::nullopt;
}

// A mark, a number or a weight says which step it is, and never the colour alone.
void append_steps(std::string& out, const PageContext& context, std::size_t step) {
    static const std::array<Words, 4> names{
        Words{"收到求助", "Call received"}, Words{"找到人", "Somebody found"},
        Words{"在路上", "On the way"}, Words{"到您身边", "With you"}};
    out += "<ol class=\"steps\" role=\"list\">";
    for (std::size_t i = 0; i < names.size(); ++i) {
        out +=
            i < step ? "<li class=\"done\">" : (i == step ? "<li aria-current=\"step\">" : "<li>");
        out += "<b aria-hidden=\"true\">" + (i < step ? "✓" : std::to_string(i + 1)) + "</b>";
        out += said(context, names[i]) + "</li>";
    }
    out += "</ol>";
}

std::string without_brackets(std::string name) {
    const auto cut = std::min(name.find(" ("), name.find("（"));
    if (cut != std::string::npos && cut != 0) name.resize(cut);
    return name;
}

}  // namespace

std::string local_time(const PageRules& rules, TimePoint time) {
    return minute_text(time, minutes(rules.calendar.value_or(CityClock{}).utc_offset_min));
}

std::optional<Words> plain_name(const PageRules& rules, Code service) {
    const auto found = std::find_if(rules.services.begin(), rules.services.end(),
                                    [&](const auto& s) { return s.code == service; });
    if (found == rules.services.end()) return std::nullopt;
    return Words{codec::escape_html(without_brackets(found->name_zh)),
                 codec::escape_html(without_brackets(found->name_en))};
}

bool is_finished(RequestStatus status) {
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

std::optional<Millis> dial_in(const RequestProgress& request, const PageRules& rules,
                              TimePoint now) {
    const bool urgent = request.urgency == Urgency::P0 || is_red(rules, request.service);
    if (!urgent || !is_waiting(request.status)) return std::nullopt;
    const bool told =
        std::any_of(request.handovers.begin(), request.handovers.end(),
                    [](const auto& one) { return one.agency == Agency::ambulance_120; });
    const bool somebody =
        std::any_of(request.slots.begin(), request.slots.end(), [](const auto& slot) {
            return is_coming(slot.status) || slot.status == SlotStatus::on_scene;
        });
    if (told || somebody) return std::nullopt;
    const TimePoint since = request.round_at ? request.round_at : request.created_at;
    if (!since) return std::nullopt;  // how long it waits is not known
    return std::max(since + alone_at_most - now, Millis{0});
}

std::string dial_class(Millis dial) {
    // One of the style's, which has one for each five seconds below a minute.
    const std::int64_t in = std::min<std::int64_t>(dial.value / 5'000 * 5, 60);
    return "in" + std::to_string(in);
}

void append_dial(std::string& out, const PageContext& context) {
    out += "<a class=\"dial\" href=\"tel:120\">" + said(context, {"拨打 120", "Dial 120"}) + "</a>";
}

void append_standing(std::string& out, const PageContext& context, const RequestProgress& request,
                     const PageRules& rules, TimePoint now, std::optional<Millis> dial) {
    const bool alone = dial && *dial <= Millis{0};
    // Before all else: with large letters, what comes second is out of sight.
    if (alone) append_dial(out, context);
    say(out, context, "h1",
        alone ? Words{"还没有找到人。请马上打 120，我们还在继续找。",
                      "Nobody has been found yet. Dial 120 now. We go on looking."}
              : words_for(request, now));
    const auto arrival = first_arrival(request);
    if (arrival && *arrival > now && !is_finished(request.status)) {
        const std::string at = local_time(rules, *arrival).substr(11);
        say(out, context, "p", {"预计 " + at + " 到", "Expected at " + at}, "eta");
    }
    if (std::any_of(request.handovers.begin(), request.handovers.end(),
                    [](const auto& one) { return one.agency == Agency::ambulance_120; })) {
        say(out, context, "p", {"我们已通知 120。", "We have told the ambulance (120)."});
    }
    if (dial && !alone) {
        out += "<div class=\"later\">";
        say(out, context, "p", {"还没有人联系您？请打 120。", "Still nobody? Then dial 120."});
        append_dial(out, context);
        out += "</div>";
    }
    const auto step = step_of(request.status);
    if (step && !request.slots.empty()) append_steps(out, context, *step);
}

}  // namespace muster::http
