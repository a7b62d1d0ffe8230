#include "engine/codec/html.hpp"

namespace muster::codec {

const std::string_view figures_style =
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

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string begin_figures(std::string_view title) {
    std::string out =
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" +
        escape_html(title) + "</title><style>";
    out += figures_style;
    return out + "</style></head><body>";
}

void append_bars(std::string& out, const std::vector<Bar>& bars, std::string_view label) {
    constexpr std::int64_t width = 960;
    constexpr int row = 60;
    out += "<svg viewBox=\"0 0 960 " + std::to_string(row * static_cast<int>(bars.size())) +
           "\" role=\"img\" aria-label=\"" + escape_html(label) + "\">";
    int y = 0;
    const auto rect = [&](std::string_view kind, std::int64_t wide) {
        out += "<rect class=\"" + std::string(kind) + "\" x=\"0\" y=\"" + std::to_string(y + 30) +
               "\" width=\"" + std::to_string(wide) + "\" height=\"18\"/>";
    };
    for (const Bar& bar : bars) {
        out += "<text x=\"0\" y=\"" + std::to_string(y + 22) + "\">" + bar.words + "</text>";
        rect("ground", width);
        rect("bar", bar.permille * width / 1000);
        y += row;
    }
    out += "</svg>";
}

}  // namespace muster::codec
