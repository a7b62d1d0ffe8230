// Statistics as a page: a bar for each choice, and a table of the parts.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/codec/html.hpp"
#include "engine/views/survey_report.hpp"

namespace muster::views {
namespace {

using codec::escape_html;

constexpr std::string_view hidden_mark = "–";

// 897 is "89.7", and so are tenths.
std::string tenths(std::int64_t value) {
    const std::int64_t size = value < 0 ? -value : value;
    return (value < 0 ? "-" : "") + std::to_string(size / 10) + "." + std::to_string(size % 10);
}

std::string number(const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : std::string(hidden_mark);
}

std::string both(std::string_view zh, std::string_view en) {
    if (zh == en || en.empty()) return escape_html(zh);
    if (zh.empty()) return escape_html(en);
    return escape_html(zh) + " <span class=\"en\" lang=\"en\">" + escape_html(en) + "</span>";
}

codec::Bar bar(const ReportChoice& choice) {
    std::string words = escape_html(choice.name_zh);
    if (choice.name_en != choice.name_zh) words += " · " + escape_html(choice.name_en);
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
    return {std::move(words), choice.total.of_answered_permille.value_or(0)};
}

void chart(std::string& out, const ReportQuestion& question) {
    std::vector<codec::Bar> bars;
    for (const ReportChoice& choice : question.choices)
        bars.push_back(bar(choice));
    codec::append_bars(out, bars, question.name_zh);
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
    out += "<section><h2>答卷分布 <span class=\"en\" lang=\"en\">answers by " +
           escape_html(report.by) + "</span></h2><div class=\"scroll\"><table>";
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
    return codec::figures_style;
}

std::string survey_page(const SurveyReport& report) {
    std::string out = codec::begin_figures("调查统计 Survey");
    heading(out, report);
    if (!report.parts.empty()) parts_section(out, report);
    for (const ReportQuestion& question : report.questions)
        section(out, report, question);
    out += "</body></html>\n";
    return out;
}

}  // namespace muster::views
