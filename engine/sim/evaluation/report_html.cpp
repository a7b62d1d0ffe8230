#include "engine/sim/evaluation/report_html.hpp"

#include <cstdio>

#include "engine/codec/describe.hpp"
#include "engine/sim/evaluation/charts.hpp"
#include "engine/sim/evaluation/report_text.hpp"

namespace muster::evaluation {
namespace {

constexpr std::string_view head = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Muster: policies compared</title>
<style>
body{font:15px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;color:#222;background:#fff;
max-width:1180px;margin:24px auto;padding:0 20px}
h1{font-size:24px;margin:0}h2{font-size:18px;margin:30px 0 8px}p{margin:6px 0;max-width:80ch}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(340px,1fr));gap:18px}
figure{margin:0}figcaption{font-weight:600}svg{width:100%;height:auto;display:block}
svg text{font-size:12px;fill:#444}.grid{stroke:#ddd}.target{stroke:#888;stroke-dasharray:2 3}
.whisker{stroke:#222;stroke-width:1.5}
.map{max-height:860px;border:1px solid #ddd;background:#fafafa}
#roads{stroke:#b5b5b5;stroke-width:2;fill:none}
.station{fill:#222}.hospital{stroke:#c00;stroke-width:9}
table{border-collapse:collapse;margin:8px 0}
th,td{padding:4px 10px;text-align:right;border-bottom:1px solid #ddd;white-space:nowrap}
th{background:#f4f4f4;white-space:normal;vertical-align:bottom}
td:first-child,td:nth-child(2),th:first-child,th:nth-child(2){text-align:left}
.scroll{overflow-x:auto}.better{color:#067a3c}.worse{color:#b00020}
.key{display:inline-block;width:22px;height:10px;margin:0 6px 0 14px}
small,.note{color:#555}
</style></head><body>
)";

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '<') {
            out += "&lt;";
        } else if (c == '&') {
            out += "&amp;";
        } else {
            out += c;
        }
    }
    return out;
}

std::string fixed(double value, int decimals) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

std::string with_sign(double value, int decimals) {
    return (value > 0 ? "+" : "") + fixed(value, decimals);
}

std::string class_label(const std::string& name) {
    if (name == "high") return "high 高";
    if (name == "medium") return "medium 中";
    if (name == "low") return "low 低";
    return "all 全部";
}

std::string cell(const std::string& text, const char* kind = "") {
    return std::string("<td") + kind + ">" + text + "</td>";
}

std::string estimate_cell(const Estimate& e, double unit, int decimals) {
    return cell(fixed(static_cast<double>(e.mean) / unit, decimals) + " <small>±" +
                fixed(static_cast<double>(e.high - e.low) / 2 / unit, decimals) + "</small>");
}

std::string figures_table(const EvaluationReport& report) {
    std::string out =
        "<div class=\"scroll\"><table><tr><th>policy 策略</th><th>calls 呼叫</th><th>number "
        "数量</th><th>mean, min 平均</th><th>p50</th><th>p90</th><th>p99</th><th>late, % "
        "超时</th><th>never reached 未到达</th></tr>";
    for (const PolicyFigures& figures : report.policies) {
        for (const ClassFigures& row : figures.classes) {
            out += "<tr>" + cell(figures.policy) + cell(class_label(row.calls_of)) +
                   cell(std::to_string(row.calls)) + estimate_cell(row.mean_ms, minute_ms, 2) +
                   estimate_cell(row.p50_ms, minute_ms, 2) +
                   estimate_cell(row.p90_ms, minute_ms, 2) +
                   estimate_cell(row.p99_ms, minute_ms, 2) +
                   estimate_cell(row.late_ppm, percent_ppm, 2) +
                   cell(std::to_string(row.never_reached)) + "</tr>";
        }
    }
    return out + "</table></div>";
}

// Less is better in everything that is compared.
std::string difference_cell(const Difference& d, double unit) {
    const char* kind = !d.significant ? "" : d.mean < 0 ? " class=\"better\"" : " class=\"worse\"";
    const auto scaled = [&](std::int64_t v) { return with_sign(static_cast<double>(v) / unit, 2); };
    return cell(scaled(d.mean) + " <small>[" + scaled(d.low) + ", " + scaled(d.high) +
                    "]</small> " + with_sign(static_cast<double>(d.relative_permille) / 10, 1) +
                    " %" + (d.significant ? " *" : ""),
                kind);
}

std::string comparison_table(const Comparison& comparison) {
    std::string out = "<p><b>" + comparison.policy + "</b> minus 减 <b>" + comparison.base +
                      "</b></p><div class=\"scroll\"><table><tr><th>calls 呼叫</th><th></th>"
                      "<th>mean, min 平均</th><th>p90, min</th><th>p99, min</th><th>late, points "
                      "超时（百分点）</th></tr>";
    for (const ClassComparison& row : comparison.classes) {
        out += "<tr>" + cell(class_label(row.calls_of)) + cell("") +
               difference_cell(row.mean_ms, minute_ms) + difference_cell(row.p90_ms, minute_ms) +
               difference_cell(row.p99_ms, minute_ms) + difference_cell(row.late_ppm, percent_ppm) +
               "</tr>";
    }
    return out + "</table></div>";
}

std::string checks_table(const EvaluationReport& report) {
    std::string out =
        "<div class=\"scroll\"><table><tr><th>policy 策略</th><th></th><th>units busy, % "
        "忙碌率</th><th>diversions per 1,000 calls 改派</th><th>moves per 1,000 "
        "calls 移防</th><th>idle while waiting "
        "有闲未派</th><th>arrivals not as expected 到达偏差</th><th>refused commands "
        "被拒命令</th><th>commands 命令数</th></tr>";
    for (const PolicyFigures& f : report.policies) {
        out += "<tr>" + cell(f.policy) + cell("") + estimate_cell(f.busy_ppm, percent_ppm, 1) +
               estimate_cell(f.diversions_per_1000_calls, 1, 1) +
               estimate_cell(f.moves_per_1000_calls, 1, 1) +
               cell(std::to_string(f.idle_while_waiting)) + cell(std::to_string(f.eta_mismatches)) +
               cell(std::to_string(f.refusals)) + cell(std::to_string(f.commands)) + "</tr>";
    }
    return out + "</table></div>";
}

std::string legend(const EvaluationReport& report) {
    std::string out = "<p>";
    for (std::size_t p = 0; p < report.policies.size(); ++p) {
        out += "<span class=\"key\" style=\"background:" + std::string(policy_colour(p)) +
               "\"></span>" + report.policies[p].policy;
    }
    return out + "</p>";
}

std::string title(const EvaluationReport& report) {
    const std::string load = fixed(static_cast<double>(report.load_permille) / 1000, 2);
    const std::string reps = std::to_string(report.replications);
    const std::string days = std::to_string(report.days);
    const std::string warmup = std::to_string(report.warmup_days);
    return "<h1>" + escaped(report.name_en) + " " + escaped(report.name_zh) +
           "</h1><p class=\"note\">Load 负荷 " + load + " · " + std::to_string(report.units) +
           " units 车组 · " + reps + " replications 次重复 × " + days + " days 天 (first " +
           warmup + " not counted 前 " + warmup + " 天不计) · seed 随机种子 " +
           std::to_string(report.seed) + (report.weekly_rhythm ? " · weekly rhythm 周节律" : "") +
           "</p>";
}

std::string making(const CityBundle& city, const EvaluationReport& report) {
    std::string changes;
    for (const std::string& change : report.changes)
        changes += (changes.empty() ? " Changed 修改: " : ", ") + escaped(change);
    if (!changes.empty()) changes += ".";
    return "<h2>How this was made 制作说明</h2><p>Every policy meets the same calls (common random "
           "numbers). The dispatch engine itself decides, as in a service: it gets positions, "
           "requests and reports, and its crews follow what it publishes. Crews drive on the road "
           "network at its travel times; who is sent elsewhere on the way turns around where it "
           "is. Response is from the call until somebody is there, the dispatch delay included. "
           "Each replication gives one value; the tables show means with 95 % intervals by "
           "Student's t, differences are paired, and * marks intervals without 0. Maps show the "
           "late calls of the first replication.</p>"
           "<p lang=\"zh\">各策略面对完全相同的呼叫（公共随机数）。决策由真实调度引擎作出：引擎接收"
           "位置、请求与回报，车组按其发布的指令行动，并沿真实路网按路网时间行驶；途中被改派的车组"
           "从"
           "所在位置掉头。响应时间从呼叫算起，到有人到达现场为止，含调度延迟。每次重复给出一个值；"
           "表中为均值与 95 % 置信区间（t 分布），差值为配对差，* 表示区间不含 "
           "0。地图为第一次重复中"
           "的超时呼叫。</p><p class=\"note\">Waiting calls weigh high : medium : low = " +
           std::to_string(report.class_weights[0]) + " : " +
           std::to_string(report.class_weights[1]) + " : " +
           std::to_string(report.class_weights[2]) + "." + changes + " Roads " +
           report.roads_hash.substr(0, 16) + ". " + escaped(city.model.sources) + "</p>";
}

}  // namespace

std::string to_html(const CityBundle& city, const Evaluation& evaluation) {
    const EvaluationReport& report = evaluation.report;
    std::string out(head);
    out += title(report) + legend(report);
    out += "<h2>Response times 响应时间</h2><div class=\"charts\">";
    for (std::size_t c = 0; c < call_classes; ++c) {
        if (city.model.class_permille[c] == 0) continue;
        const std::string name(enum_names<CallClass>[c]);
        out += "<figure><figcaption>" + class_label(name) + ": reached within 已到达比例" +
               "</figcaption>" + response_chart(city.model, evaluation, static_cast<CallClass>(c)) +
               "</figure>";
    }
    out += "<figure><figcaption>Late calls, % with 95 % interval 超时比例与区间</figcaption>" +
           late_chart(report) + "</figure></div>";
    out += "<h2>Figures 数据</h2>" + figures_table(report);
    if (!report.comparisons.empty()) out += "<h2>Differences 差异</h2>";
    for (const Comparison& comparison : report.comparisons)
        out += comparison_table(comparison);
    out += checks_table(report);
    out +=
        "<h2>Where calls were late 超时呼叫分布</h2><p class=\"note\">■ station 站点 · "
        "<span style=\"color:#c00\">✚</span> hospital 医院 · ● late call 超时呼叫</p>" +
        road_definition(city) + "<div class=\"charts\">";
    for (std::size_t p = 0; p < report.policies.size(); ++p) {
        out += "<figure><figcaption>" + report.policies[p].policy + ": " +
               std::to_string(evaluation.samples[p].late_places.size()) +
               " late calls 次超时</figcaption>" + late_map(city, evaluation, p) + "</figure>";
    }
    out += "</div>" + making(city, report) + "</body></html>\n";
    return out;
}

}  // namespace muster::evaluation
