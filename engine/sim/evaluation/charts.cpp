#include "engine/sim/evaluation/charts.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/codec/describe.hpp"
#include "engine/sim/evaluation/report_text.hpp"

namespace muster::evaluation {
namespace {

constexpr double plot_left = 46;
constexpr double plot_top = 14;

void text_at(std::string& out, double x, double y, const char* anchor, const std::string& text) {
    print(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor);
    out += text + "</text>";
}

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

// The y axis of a plot in per cent, from 0 at the bottom to `top` per cent.
void percent_axis(std::string& out, double width, double height, double top, double step) {
    for (int line = 0; line <= static_cast<int>(top / step + 1e-9); ++line) {
        const double share = step * line;
        const double y = plot_top + height * (1 - share / top);
        print(out, "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
              plot_left, y, plot_left + width, y);
        text_at(out, plot_left - 6, y + 4, "end", number(share) + " %");
    }
}

struct Frame {
    std::int64_t west = 0;
    std::int64_t north = 0;
    double scale_x = 1;  // map units per 1e-7 degree
    double scale_y = 1;
    double width = 0;
    double height = 0;

    [[nodiscard]] std::pair<int, int> at(Point p) const {
        return {static_cast<int>(static_cast<double>(p.lon_e7 - west) * scale_x),
                static_cast<int>(static_cast<double>(north - p.lat_e7) * scale_y)};
    }
};

// Around the demand; roads beyond it are cut off by the picture's border.
Frame frame_of(const CityBundle& city) {
    constexpr double size = 2000;
    Point low = city.demand.front().at;
    Point high = low;
    const auto widen = [&](Point p) {
        low = {std::min(low.lat_e7, p.lat_e7), std::min(low.lon_e7, p.lon_e7)};
        high = {std::max(high.lat_e7, p.lat_e7), std::max(high.lon_e7, p.lon_e7)};
    };
    for (const CityBundle::Demand& demand : city.demand)
        widen(demand.at);
    for (const Point station : city.stations)
        widen(station);
    const double shrink =
        static_cast<double>(roads::cosine_q30(low.lat_e7)) / static_cast<double>(1 << 30);
    const double margin =
        20'000 + 0.03 * std::max(high.lat_e7 - low.lat_e7, high.lon_e7 - low.lon_e7);
    const double across = (static_cast<double>(high.lon_e7 - low.lon_e7) + 2 * margin) * shrink;
    const double down = static_cast<double>(high.lat_e7 - low.lat_e7) + 2 * margin;
    Frame frame;
    frame.scale_y = size / std::max(across, down);
    frame.scale_x = frame.scale_y * shrink;
    frame.west = low.lon_e7 - static_cast<std::int64_t>(margin);
    frame.north = high.lat_e7 + static_cast<std::int64_t>(margin);
    frame.width = across * frame.scale_y;
    frame.height = down * frame.scale_y;
    return frame;
}

}  // namespace

std::string_view policy_colour(std::size_t place) {
    constexpr std::array<std::string_view, 4> colours{"#0072B2", "#D55E00", "#009E73", "#CC79A7"};
    return colours[place % colours.size()];
}

std::string response_chart(const CityModel& model, const Evaluation& evaluation,
                           CallClass call_class) {
    constexpr double width = 380;
    constexpr double height = 230;
    const auto place = static_cast<std::size_t>(call_class);
    double longest = 1;
    for (const PolicySamples& samples : evaluation.samples)
        longest = std::max(longest, percentile(samples.responses[place], 0.99) / minute_ms);
    const double step = longest > 30 ? 10 : longest > 12 ? 5 : 2;
    const int steps = static_cast<int>(longest / step) + 1;
    const double last = step * steps;
    const auto x_of = [&](double minutes) { return plot_left + width * minutes / last; };
    std::string out = "<svg viewBox=\"0 0 440 290\" role=\"img\">";
    percent_axis(out, width, height, 100, 20);
    for (int line = 0; line <= steps; ++line)
        text_at(out, x_of(step * line), plot_top + height + 16, "middle", number(step * line));
    text_at(out, plot_left + width / 2, plot_top + height + 34, "middle",
            "minutes from the call 呼叫后分钟数");
    const double target = x_of(static_cast<double>(model.target_ms[place].value) / minute_ms);
    print(out, "<line class=\"target\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", target,
          plot_top, target, plot_top + height);
    text_at(out, target + 4, plot_top + height - 6, "start", "target 时限");
    for (std::size_t p = 0; p < evaluation.samples.size(); ++p) {
        const std::vector<std::int64_t>& sorted = evaluation.samples[p].responses[place];
        // Who was never reached stays below 100 %.
        std::int64_t calls = 0;
        for (const ClassFigures& row : evaluation.report.policies[p].classes) {
            if (row.calls_of == enum_names<CallClass>[place]) calls = row.calls;
        }
        if (calls == 0) continue;
        out += "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"";
        out += policy_colour(p);
        out += p == 0 ? "\" points=\"" : "\" stroke-dasharray=\"7 3\" points=\"";
        constexpr int points = 190;
        for (int i = 0; i <= points; ++i) {
            const double minutes = last * i / points;
            const auto reached = std::upper_bound(sorted.begin(), sorted.end(),
                                                  static_cast<std::int64_t>(minutes * minute_ms)) -
                                 sorted.begin();
            const double share = static_cast<double>(reached) / static_cast<double>(calls);
            print(out, "%.1f,%.1f ", x_of(minutes), plot_top + height * (1 - share));
        }
        out += "\"/>";
    }
    return out + "</svg>";
}

std::string late_chart(const EvaluationReport& report) {
    constexpr double width = 380;
    constexpr double height = 230;
    double most = 5;
    for (const PolicyFigures& figures : report.policies) {
        for (const ClassFigures& row : figures.classes)
            most = std::max(most, static_cast<double>(row.late_ppm.high) / 10'000);
    }
    const double step = most > 40 ? 20 : most > 20 ? 10 : 5;
    const double top =
        std::min(100.0, step * (static_cast<double>(static_cast<int>(most / step)) + 1));
    std::string out = "<svg viewBox=\"0 0 440 290\" role=\"img\">";
    percent_axis(out, width, height, top, step);
    const std::size_t classes = report.policies.front().classes.size();
    const std::size_t policies = report.policies.size();
    const double group = width / static_cast<double>(classes);
    const double bar = group * 0.7 / static_cast<double>(policies);
    const auto y_of = [&](std::int64_t ppm) {
        const double share = static_cast<double>(ppm) / 10'000;
        return plot_top + height * (1 - std::clamp(share / top, 0.0, 1.0));
    };
    for (std::size_t c = 0; c < classes; ++c) {
        const double left = plot_left + group * (static_cast<double>(c) + 0.15);
        for (std::size_t p = 0; p < policies; ++p) {
            const Estimate& late = report.policies[p].classes[c].late_ppm;
            const double x = left + bar * static_cast<double>(p);
            print(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                  x, y_of(late.mean), bar * 0.9, plot_top + height - y_of(late.mean),
                  policy_colour(p).data());
            print(out, "<path class=\"whisker\" d=\"M%.1f %.1fV%.1f\"/>", x + bar * 0.45,
                  y_of(late.low), y_of(late.high));
            text_at(out, x + bar * 0.45, y_of(late.high) - 4, "middle", percent_text(late.mean));
        }
        text_at(out, left + group * 0.35, plot_top + height + 16, "middle",
                report.policies[0].classes[c].calls_of);
    }
    return out + "</svg>";
}

std::string road_definition(const CityBundle& city) {
    const roads::RoadView& view = city.roads->map().view();
    const Frame frame = frame_of(city);
    std::string path;
    std::vector<std::uint64_t> seen;
    for (std::uint32_t from = 0; from < view.points.size(); ++from) {
        for (std::uint32_t arc = view.first_arc[from]; arc < view.first_arc[from + 1]; ++arc) {
            const std::uint32_t to = view.arc_to[arc];
            seen.push_back((std::uint64_t{std::min(from, to)} << 32) | std::max(from, to));
        }
    }
    // Both directions of a street are one line.
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    for (const std::uint64_t street : seen) {
        const auto [x, y] = frame.at(view.points[static_cast<std::uint32_t>(street >> 32)]);
        const auto [to_x, to_y] = frame.at(view.points[static_cast<std::uint32_t>(street)]);
        const bool outside = std::max(x, to_x) < 0 || std::max(y, to_y) < 0 ||
                             std::min(x, to_x) > frame.width || std::min(y, to_y) > frame.height;
        if (outside || (x == to_x && y == to_y)) continue;
        print(path, "M%d %dl%d %d", x, y, to_x - x, to_y - y);
    }
    return "<svg width=\"0\" height=\"0\" style=\"position:absolute\"><defs><path id=\"roads\" "
           "d=\"" +
           path + "\"/></defs></svg>";
}

std::string late_map(const CityBundle& city, const Evaluation& evaluation, std::size_t policy) {
    const Frame frame = frame_of(city);
    std::string out;
    print(out, "<svg class=\"map\" viewBox=\"0 0 %.0f %.0f\" role=\"img\"><use href=\"#roads\"/>",
          frame.width, frame.height);
    print(out, "<g fill=\"%s\" fill-opacity=\"0.35\">", policy_colour(policy).data());
    for (const Point place : evaluation.samples[policy].late_places) {
        const auto [x, y] = frame.at(place);
        print(out, "<circle cx=\"%d\" cy=\"%d\" r=\"8\"/>", x, y);
    }
    out += "</g>";
    for (const Point station : city.stations) {
        const auto [x, y] = frame.at(station);
        print(out, "<rect class=\"station\" x=\"%d\" y=\"%d\" width=\"28\" height=\"28\"/>", x - 14,
              y - 14);
    }
    for (const Point hospital : city.hospitals) {
        const auto [x, y] = frame.at(hospital);
        print(out, "<path class=\"hospital\" d=\"M%d %dh36M%d %dv36\"/>", x - 18, y, x, y - 18);
    }
    return out + "</svg>";
}

}  // namespace muster::evaluation
