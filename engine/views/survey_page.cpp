// Statistics as a page: a bar for each choice, and a table of the parts.
#include <string>
#include <string_view>

#include "engine/views/survey_report.hpp"

namespace muster::views {
namespace {

constexpr std::string_view style =
    "body{font:1.25rem/1.5 system-ui,\"Noto Sans CJK SC\",sans-serif;color:#111;background:#fff;"
    "max-width:60rem;margin:1.5rem auto;padding:0 1rem}"
    "h1{font-size:2rem;line-height:1.3;margin:.5rem 0}h2{font-size:1.5rem;margin:2rem 0 .3rem}"
    "p{margin:.3rem 0}.en{color:#333}section{break-inside:avoid}"
    "svg{width:100%;height:auto;display:block}svg text{font-size:20px;fill:#111}"
    ".bar{fill:#0072b2}.ground{fill:#e6e6e6}"
    ".scroll{overflow-x:auto}table{border-collapse:collapse;margin:.5rem 0}"
    "th,td{padding:.25rem .6rem;text-align:right;border-bottom:1px solid #999}"
    "th{background:#f0f0f0;vertical-align:bottom}td:first-child,th:first-child{text-align:left}"
    "@media print{body{max-width:none;margin:0;font-size:12pt}.scroll{overflow:visible}"
    ".bar,.ground,th{print-color-adjust:exact;-webkit-print-color-adjust:exact}}";

constexpr std::string_view hidden_mark = "–";

void escape(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '&':
                out += "&amp;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
}

std::string escaped(std::string_view text) {
    std::string out;
    escape(out, text);
    return out;
}

// 897 is "89.7", and so are tenths.
std::string tenths(std::int64_t value) {
    const std::int64_t size = value < 0 ? -value : value;
    return (value < 0 ? "-" : "") + std::to_string(size / 10) + "." + std::to_string(size % 10);
}

std::string number(const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : std::string(hidden_mark);
}

std::string both(std::string_view zh, std::string_view en) {
    if (zh == en || en.empty()) return escaped(zh);
    if (zh.empty()) return escaped(en);
    return escaped(zh) + " <span class=\"en\" lang=\"en\">" + escaped(en) + "</span>";
}

void bar(std::string& out, const ReportChoice& choice, int y) {
    constexpr int left = 0;
    constexpr int width = 960;
    const auto text = [&](int at, std::string_view words) {
        out += "<text x=\"" + std::to_string(left) + "\" y=\"" + std::to_string(at) + "\">";
        out += words;
        out += "</text>";
    };
    std::string words = escaped(choice.name_zh);
    if (choice.name_en != choice.name_zh) words += " · " + escaped(choice.name_en);
    words += ": ";
    if (choice.total.hidden) {
        words += hidden_mark;
    } else {
        words += number(choice.total.count);
        if (choice.total.of_answered_permille) {
            words += " · " + tenths(*choice.total.of_answered_permille) + " % 占作答 of answered";
        }
        if (choice.total.of_asked_permille) {
            words += " · " + tenths(*choice.total.of_asked_permille) + " % 占应答 of asked";
        }
    }
    text(y + 22, words);
    const auto rect = [&](std::string_view kind, std::int64_t wide) {
        out += "<rect class=\"" + std::string(kind) + "\" x=\"" + std::to_string(left) + "\" y=\"" +
               std::to_string(y + 30) + "\" width=\"" + std::to_string(wide) + "\" height=\"18\"/>";
    };
    rect("ground", width);
    rect("bar", choice.total.of_answered_permille.value_or(0) * width / 1000);
}

void chart(std::string& out, const ReportQuestion& question) {
    constexpr int row = 60;
    const int height = row * static_cast<int>(question.choices.size());
    out += "<svg viewBox=\"0 0 960 " + std::to_string(height) + "\" role=\"img\" aria-label=\"" +
           escaped(question.name_zh) + "\">";
    int y = 0;
    for (const ReportChoice& choice : question.choices) {
        bar(out, choice, y);
        y += row;
    }
    out += "</svg>";
}

void cells(std::string& out, std::string_view name, const std::vector<std::string>& values) {
    out += "<tr><td>";
    out += name;
    out += "</td>";
    for (const std::string& value : values)
        out += "<td>" + value + "</td>";
    out += "</tr>";
}

std::string share_text(const ReportShare& share) {
    if (share.hidden) return std::string(hidden_mark);
    std::string text = number(share.count);
    if (share.of_answered_permille) text += "<br>" + tenths(*share.of_answered_permille) + " %";
    return text;
}

// Of each choice how many, and which share of those of the part who answered.
void table(std::string& out, const SurveyReport& report, const ReportQuestion& question) {
    out += "<div class=\"scroll\"><table><tr><th></th><th>合计<br>all</th>";
    for (const ReportPart& part : report.parts)
        out += "<th>" + both(part.name_zh, part.name_en) + "</th>";
    out += "</tr>";
    const auto base_row = [&](std::string_view name, auto field) {
        std::vector<std::string> values{number(question.total.*field)};
        for (const ReportBase& part : question.parts)
            values.push_back(number(part.*field));
        cells(out, name, values);
    };
    base_row("应答 asked", &ReportBase::asked);
    base_row("作答 answered", &ReportBase::answered);
    for (const ReportChoice& choice : question.choices) {
        std::vector<std::string> values{share_text(choice.total)};
        for (const ReportShare& part : choice.parts)
            values.push_back(share_text(part));
        cells(out, both(choice.name_zh, choice.name_en), values);
    }
    if (question.kind == QuestionKind::integer) {
        const auto mean = [](const ReportBase& base) {
            return base.mean_tenths ? tenths(*base.mean_tenths) : std::string(hidden_mark);
        };
        std::vector<std::string> values{mean(question.total)};
        for (const ReportBase& part : question.parts)
            values.push_back(mean(part));
        cells(out, "平均 mean", values);
    }
    out += "</table></div>";
}

void section(std::string& out, const SurveyReport& report, const ReportQuestion& question) {
    out += "<section><h2>" + both(question.name_zh, question.name_en) + "</h2><p>应答 " +
           number(question.total.asked) + " 人，作答 " + number(question.total.answered) +
           " 人 <span class=\"en\" lang=\"en\">" + number(question.total.asked) + " asked, " +
           number(question.total.answered) + " answered</span>";
    if (question.total.mean_tenths) {
        out += " · 平均 mean " + tenths(*question.total.mean_tenths);
    }
    out += "</p>";
    if (!question.choices.empty()) chart(out, question);
    if (!report.parts.empty()) table(out, report, question);
    out += "</section>";
}

void parts_section(std::string& out, const SurveyReport& report) {
    out += "<section><h2>答卷分布 <span class=\"en\" lang=\"en\">answers by " + escaped(report.by) +
           "</span></h2><div class=\"scroll\"><table>";
    for (const ReportPart& part : report.parts)
        cells(out, both(part.name_zh, part.name_en), {number(part.answers)});
    cells(out, "合计 <span class=\"en\" lang=\"en\">all</span>",
          {std::to_string(report.answers.accepted)});
    out += "</table></div></section>";
}

void heading(std::string& out, const SurveyReport& report) {
    const std::string zh = report.title.empty() ? report.name_zh : report.title;
    const std::string en = report.title.empty() ? report.name_en : "";
    out += "<h1>" + both(zh, en) + "</h1><p>";
    const ReportAnswers& n = report.answers;
    const auto count = [](std::int64_t value) { return std::to_string(value); };
    out += "收到答卷 " + count(n.all) + " 份：采纳 " + count(n.accepted) + "，待核对 " +
           count(n.flagged) + "，剔除 " + count(n.rejected) + "，被取代 " + count(n.superseded) +
           "，未处理 " + count(n.received) + "。</p><p class=\"en\" lang=\"en\">" + count(n.all) +
           " answers: " + count(n.accepted) + " accepted, " + count(n.flagged) +
           " to be looked at, " + count(n.rejected) + " rejected, " + count(n.superseded) +
           " superseded, " + count(n.received) + " not looked at yet.</p>";
    if (report.invited && report.accepted_of_invited_permille) {
        const std::string rate = tenths(*report.accepted_of_invited_permille) + " %";
        out += "<p>邀请 " + count(*report.invited) + " 人，采纳答卷占 " + rate +
               " <span class=\"en\" lang=\"en\">" + count(*report.invited) +
               " people were asked to take part; " + rate + " of them count</span></p>";
    }
    out += "<p>只统计采纳的答卷；少于 " + count(report.hidden_below) +
           " 人的数字以“–”代替。 "
           "<span class=\"en\" lang=\"en\">Accepted answers only. – stands for less than " +
           count(report.hidden_below) +
           " people, and for what would give such a number away."
           "</span></p>";
}

}  // namespace

std::string_view survey_page_style() {
    return style;
}

std::string survey_page(const SurveyReport& report) {
    std::string out =
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<title>调查统计 Survey</title><style>";
    out += style;
    out += "</style></head><body>";
    heading(out, report);
    if (!report.parts.empty()) parts_section(out, report);
    for (const ReportQuestion& question : report.questions)
        section(out, report, question);
    out += "</body></html>\n";
    return out;
}

}  // namespace muster::views
