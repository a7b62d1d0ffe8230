#include "adapters/http/link_pages.hpp"

#include <algorithm>
#include <utility>

#include "engine/codec/html.hpp"
#include "engine/codec/protocol_text.hpp"

namespace muster::http {

namespace {

using codec::escape_html;

const Words link_title{"服务进度", "Your request"};

// The day at whose end something is due.
std::string local_day(const PageRules& rules, TimePoint end) {
    return local_time(rules, end - Millis{1}).substr(0, 10);
}

struct Happening {
    TimePoint at;
    Words words;
};

class Timeline {
  public:
    void add(TimePoint at, std::string zh, std::string en) {
        if (at) all_.push_back({at, {std::move(zh), std::move(en)}});
    }
    // With what was said about it, which is the same in both languages.
    void add(TimePoint at, std::string zh, std::string en, const std::string& said) {
        if (!said.empty()) {
            zh += "：" + escape_html(said);
            en += ": " + escape_html(said);
        }
        add(at, std::move(zh), std::move(en));
    }
    [[nodiscard]] std::vector<Happening> in_order() && {
        std::stable_sort(all_.begin(), all_.end(),
                         [](const Happening& a, const Happening& b) { return a.at < b.at; });
        return std::move(all_);
    }

  private:
    std::vector<Happening> all_;
};

std::vector<Happening> happenings(const LinkedRequest& request, const PageRules& rules) {
    Timeline out;
    out.add(request.created_at, "已收到您的请求", "We received your request");
    for (const LinkedSlot& slot : request.slots) {
        out.add(slot.assigned_at, "已安排人员", "Somebody was given the task");
        out.add(slot.on_scene_at, "人员已到达", "Somebody arrived");
        out.add(slot.served_at, "服务完成", "The service was done");
    }
    for (const RequestReturn& one : request.returns)
        out.add(one.at, "已退回调度台重新处理", "It came back to our desk");
    for (const Reopening& one : request.reopenings)
        out.add(one.at, "重新办理", "Taken up again", one.reason.value);
    if (request.urged > 0) {
        const std::string n = std::to_string(request.urged);
        out.add(request.urged_at, "最近一次催办，共 " + n + " 次", "Urged, " + n + "× in all");
    }
    out.add(request.supervised_at, "已有负责人督办", "A supervisor watches over it");
    if (request.extension) {
        const std::string day = local_day(rules, request.extension->due_at);
        out.add(request.extension->at, "答复延期至 " + day,
                "We need more time to answer, until " + day);
    }
    if (request.status == RequestStatus::transferred) {
        out.add(request.ended_at, "已转给专门的部门", "Passed on to the right department");
    } else {
        out.add(request.ended_at, "已结束", "Finished");
    }
    return std::move(out).in_order();
}

void append_happenings(std::string& out, const PageContext& context, const LinkView& view) {
    say(out, context, "h2", {"经过", "What happened"});
    out += "<ol class=\"story\">";
    for (const Happening& one : happenings(view.request, view.rules)) {
        out += "<li><time>" + local_time(view.rules, one.at) + "</time> ";
        out += said(context, one.words) + "</li>";
    }
    out += "</ol>";
}

void append_names(std::string& out, const PageContext& context,
                  const std::vector<std::string>& names) {
    if (names.empty()) return;
    std::string zh;
    std::string en;
    for (const std::string& name : names) {
        if (!zh.empty()) {
            zh += "、";
            en += ", ";
        }
        zh += escape_html(name);
        en += escape_html(name);
    }
    say(out, context, "p", {"为您服务：" + zh, "Who comes: " + en});
}

void append_answer(std::string& out, const PageContext& context, const LinkView& view) {
    for (const MilestoneState& state : view.request.milestones) {
        if (state.milestone != Milestone::answered || state.met_at) continue;
        const std::string day = local_day(view.rules, state.due_at);
        say(out, context, "p",
            {(state.provisional ? "预计答复日期：" : "答复期限：") + day,
             (state.provisional ? "We mean to answer by " : "We answer by ") + day});
    }
}

void begin_form(std::string& out, std::string_view path, const LinkedRequest& request,
                std::string_view kind = {}) {
    out += "<form method=\"post\" action=\"" + escape_html(path) + "\"";
    if (!kind.empty()) out.append(" class=\"").append(kind).append("\"");
    out += '>';
    append_hidden(out, "round", std::to_string(request.reopened + 1));
}

void append_urge(std::string& out, const PageContext& context, const LinkView& view,
                 std::string_view path) {
    begin_form(out, path, view.request);
    append_hidden(out, "urged", std::to_string(view.request.urged));
    out += "<button name=\"do\" value=\"urge\" class=\"blue more\">";
    out += said(context, {"催一催", "Please hurry"}) + "</button></form>";
}

void append_rate(std::string& out, const PageContext& context, const LinkView& view,
                 std::string_view path) {
    say(out, context, "h2",
        {"您满意吗？1 很不满意，5 很满意", "How was it? 1 is very bad, 5 is very good"});
    begin_form(out, path, view.request, "rates");
    out += "<label>" + said(context, {"想说的话", "Anything to say?"});
    out += "<textarea name=\"comment\" rows=\"3\" maxlength=\"500\"></textarea></label>";
    for (const char n : {'1', '2', '3', '4', '5'}) {
        out += "<button name=\"rating\" value=\"";
        out += n;
        out += "\">";
        out += n;
        out += "</button>";
    }
    out += "</form>";
}

// What waits to be confirmed, each with its button; and what was confirmed.
void append_services(std::string& out, const PageContext& context, const LinkView& view,
                     std::string_view path) {
    for (const LinkedService& one : view.services) {
        const bool asks = one.status == ServiceRecordStatus::ended && one.minutes > 0;
        const bool confirmed = one.status == ServiceRecordStatus::confirmed ||
                               one.status == ServiceRecordStatus::approved;
        if (!asks && !confirmed) continue;
        const std::string n = std::to_string(one.minutes);
        const std::string times =
            local_time(view.rules, one.starts_at) + " – " + local_time(view.rules, one.ends_at);
        say(out, context, "p",
            {"志愿服务：" + times + "，" + n + " 分钟" + (confirmed ? "，已确认" : ""),
             "Help by a volunteer: " + times + ", " + n + " min" +
                 (confirmed ? ", confirmed" : "")});
        if (!asks) continue;
        begin_form(out, path, view.request);
        out += "<button name=\"confirm\" value=\"" + std::to_string(one.id.value) +
               "\" class=\"green\">";
        out += said(context, {"确认属实", "Yes, it was so"}) + "</button></form>";
    }
}

RequestProgress progress_of(const LinkedRequest& request, bool with_arrival) {
    RequestProgress out;
    out.id = request.id;
    out.status = request.status;
    out.urgency = request.urgency;
    out.service = request.service;
    out.member = request.member;
    out.created_at = request.created_at;
    out.round_at = request.round_at;
    out.handovers = request.handovers;
    for (const LinkedSlot& slot : request.slots)
        out.slots.push_back({slot.status, with_arrival ? slot.arrival_at : TimePoint{}});
    return out;
}

bool can_be_urged(RequestStatus status) {
    // Whoever is there already need not hurry.
    return !is_finished(status) && status != RequestStatus::merged &&
           status != RequestStatus::transferred && status != RequestStatus::on_scene;
}

bool can_be_rated(const LinkedRequest& request) {
    return is_finished(request.status) && request.status != RequestStatus::cancelled &&
           request.rating == 0;
}

}  // namespace

bool promises(const LinkState& link, LinkPart part) {
    return std::find(link.shows.begin(), link.shows.end(), part) != link.shows.end();
}

std::string link_page(const PageContext& context, const LinkView& view, std::string_view path) {
    const LinkedRequest& request = view.request;
    const RequestProgress progress = progress_of(request, promises(view.link, LinkPart::arrival));
    // Family may be in another city, where 120 is not the ambulance of the one who waits.
    const auto dial = view.link.audience == LinkAudience::member
                          ? dial_in(progress, view.rules, view.now)
                          : std::nullopt;
    std::string out = begin_page(context, link_title);
    if (const auto name = plain_name(view.rules, request.service)) say(out, context, "p", *name);
    out += dial ? "<div class=\"" + dial_class(*dial) + "\">" : std::string("<div>");
    append_standing(out, context, progress, view.rules, view.now, dial);
    out += "</div>";
    append_names(out, context, view.names);
    append_answer(out, context, view);
    append_link(out, context, "", {"看最新情况", "Look again"});
    if (promises(view.link, LinkPart::urge) && can_be_urged(request.status)) {
        append_urge(out, context, view, path);
    }
    append_services(out, context, view, path);
    if (promises(view.link, LinkPart::rate)) {
        if (can_be_rated(request)) append_rate(out, context, view, path);
        if (request.rating != 0) {
            const std::string n = std::to_string(request.rating);
            say(out, context, "p",
                {"您的评分：" + n + " 分，谢谢。", "You rated it " + n + " of 5. Thank you."});
        }
    }
    if (promises(view.link, LinkPart::timeline)) append_happenings(out, context, view);
    end_page(out);
    return out;
}

std::string gone_page(const PageContext& context) {
    std::string out = begin_page(context, link_title);
    say(out, context, "h1",
        {"这个链接不能用了。如需帮助，请打电话给我们。",
         "This link does not work any more. Please call us if you need help."});
    end_page(out);
    return out;
}

std::string undone_page(const PageContext& context, const Words& words, std::string_view path) {
    std::string out = begin_page(context, link_title);
    say(out, context, "h1", words);
    append_link(out, context, path, {"返回", "Back"});
    end_page(out);
    return out;
}

std::optional<LinkPress> read_press(const std::vector<std::pair<std::string, std::string>>& form) {
    LinkPress press;
    for (const auto& [name, value] : form) {
        const auto number = codec::parse_number(value);
        if (name == "do" && value == "urge") press.urge = true;
        if (name == "comment") press.comment = value;
        if (name == "rating" && number && *number <= 5) {
            press.rating = static_cast<std::uint32_t>(*number);
        }
        if (name == "confirm") press.confirm = {number.value_or(0)};
        if (name == "round") press.round = number.value_or(0);
        if (name == "urged") press.urged = number.value_or(0);
    }
    const int asked = (press.urge ? 1 : 0) + (press.rating != 0 ? 1 : 0) + (press.confirm ? 1 : 0);
    if (asked != 1) return std::nullopt;
    return press;
}

std::string link_key(LinkId link, const LinkPress& press) {
    std::string key = std::to_string(link.value) + ':' + std::to_string(press.round);
    if (press.confirm) return key + ":confirm:" + std::to_string(press.confirm.value);
    if (!press.urge) return key + ":rate";
    return key + ":urge:" + std::to_string(press.urged);
}

}  // namespace muster::http
