#include "adapters/http/link_pages.hpp"

#include <algorithm>
#include <utility>

#include "engine/codec/html.hpp"
#include "engine/codec/protocol_text.hpp"
#include "muster/date.hpp"

namespace muster::http {

namespace {

using codec::escape_html;

const Words link_title{"服务进度", "Your request"};

// "2026-02-13 09:30" by the city's clocks.
std::string local_time(const LinkRules& rules, TimePoint time) {
    return minute_text(time, minutes(rules.calendar.value_or(CityClock{}).utc_offset_min));
}

// The day at whose end something is due.
std::string local_day(const LinkRules& rules, TimePoint end) {
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

std::vector<Happening> happenings(const LinkedRequest& request, const LinkRules& rules) {
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
    append_line(out, "h2", {"经过", "What happened"}, context.english_first);
    out += "<ol>";
    for (const Happening& one : happenings(view.request, view.rules)) {
        out += "<li><time>" + local_time(view.rules, one.at) + "</time> ";
        append_line(out, "span", one.words, context.english_first);
        out += "</li>";
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
    append_line(out, "p", {"为您服务：" + zh, "Who comes: " + en}, context.english_first);
}

void append_answer(std::string& out, const PageContext& context, const LinkView& view) {
    for (const MilestoneState& state : view.request.milestones) {
        if (state.milestone != Milestone::answered || state.met_at) continue;
        const std::string day = local_day(view.rules, state.due_at);
        append_line(out, "p",
                    {(state.provisional ? "预计答复日期：" : "答复期限：") + day,
                     (state.provisional ? "We mean to answer by " : "We answer by ") + day},
                    context.english_first);
    }
}

void begin_form(std::string& out, std::string_view path, const LinkedRequest& request) {
    out += "<form class=\"press\" method=\"post\" action=\"" + escape_html(path) + "\">";
    out += "<input type=\"hidden\" name=\"round\" value=\"" + std::to_string(request.reopened + 1) +
           "\">";
}

void append_urge(std::string& out, const PageContext& context, const LinkView& view,
                 std::string_view path) {
    begin_form(out, path, view.request);
    out += "<input type=\"hidden\" name=\"urged\" value=\"" + std::to_string(view.request.urged) +
           "\"><button name=\"do\" value=\"urge\" class=\"blue wide\">";
    out += context.english_first ? "Please hurry<small lang=\"zh-CN\">催一催</small>"
                                 : "催一催<small lang=\"en\">Please hurry</small>";
    out += "</button></form>";
}

void append_rate(std::string& out, const PageContext& context, const LinkView& view,
                 std::string_view path) {
    append_line(out, "h2",
                {"您满意吗？1 很不满意，5 很满意", "How was it? 1 is very bad, 5 is very good"},
                context.english_first);
    begin_form(out, path, view.request);
    out += "<label class=\"wide\">";
    out += context.english_first ? "Anything to say? <span lang=\"zh-CN\">想说的话</span>"
                                 : "想说的话 <span lang=\"en\">Anything to say?</span>";
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
        const bool said = one.status == ServiceRecordStatus::confirmed ||
                          one.status == ServiceRecordStatus::approved;
        if (!asks && !said) continue;
        const std::string n = std::to_string(one.minutes);
        const std::string times =
            local_time(view.rules, one.starts_at) + " – " + local_time(view.rules, one.ends_at);
        append_line(
            out, "p",
            {"志愿服务：" + times + "，" + n + " 分钟" + (said ? "，已确认" : ""),
             "Help by a volunteer: " + times + ", " + n + " min" + (said ? ", confirmed" : "")},
            context.english_first);
        if (!asks) continue;
        begin_form(out, path, view.request);
        out += "<button name=\"confirm\" value=\"" + std::to_string(one.id.value) +
               "\" class=\"green wide\">";
        out += context.english_first ? "Yes, it was so<small lang=\"zh-CN\">确认属实</small>"
                                     : "确认属实<small lang=\"en\">Yes, it was so</small>";
        out += "</button></form>";
    }
}

RequestProgress progress_of(const LinkedRequest& request, bool with_arrival) {
    RequestProgress out;
    out.id = request.id;
    out.status = request.status;
    out.service = request.service;
    out.member = request.member;
    for (const LinkedSlot& slot : request.slots)
        out.slots.push_back({slot.status, with_arrival ? slot.arrival_at : TimePoint{}});
    return out;
}

bool can_be_urged(RequestStatus status) {
    return !is_over(status) && status != RequestStatus::merged &&
           status != RequestStatus::transferred;
}

bool can_be_rated(const LinkedRequest& request) {
    return is_over(request.status) && request.status != RequestStatus::cancelled &&
           request.rating == 0;
}

}  // namespace

bool promises(const LinkState& link, LinkPart part) {
    return std::find(link.shows.begin(), link.shows.end(), part) != link.shows.end();
}

std::string link_page(const PageContext& context, const LinkView& view, std::string_view path) {
    const LinkedRequest& request = view.request;
    const bool english = context.english_first;
    std::string out = begin_page(context, link_title);
    const auto service = std::find_if(view.rules.services.begin(), view.rules.services.end(),
                                      [&](const auto& s) { return s.code == request.service; });
    if (service != view.rules.services.end()) {
        append_line(out, "p", {escape_html(service->name_zh), escape_html(service->name_en)},
                    english);
    }
    const bool arrival = promises(view.link, LinkPart::arrival);
    append_line(out, "h1", words_for(progress_of(request, arrival), view.now), english);
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
            append_line(
                out, "p",
                {"您的评分：" + n + " 分，谢谢。", "You rated it " + n + " of 5. Thank you."},
                english);
        }
    }
    if (promises(view.link, LinkPart::timeline)) append_happenings(out, context, view);
    end_page(out);
    return out;
}

std::string gone_page(const PageContext& context) {
    std::string out = begin_page(context, link_title);
    append_line(out, "h1",
                {"这个链接不能用了。如需帮助，请打电话给我们。",
                 "This link does not work any more. Please call us if you need help."},
                context.english_first);
    end_page(out);
    return out;
}

std::string undone_page(const PageContext& context, const Words& words, std::string_view path) {
    std::string out = begin_page(context, link_title);
    append_line(out, "h1", words, context.english_first);
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
