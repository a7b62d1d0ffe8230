#include "adapters/http/suggestion_report_pages.hpp"

#include <string_view>

#include "engine/codec/html.hpp"
#include "engine/gate/printed_report.hpp"

namespace muster::http {
namespace {

using codec::escape_html;

constexpr std::string_view style =
    "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1.1rem/1.6 sans-serif;color:#111}"
    "h1{font-size:1.8rem;line-height:1.3}h2{font-size:1.25rem;margin:1.6rem 0 .2rem}"
    "p{margin:.3rem 0}.about{color:#444}.raw{color:#222;padding-left:1.5rem}"
    ".seal{margin-top:2rem;font:.8rem monospace;overflow-wrap:anywhere;color:#444}"
    ".erased{margin-top:1rem;font-weight:bold}"
    "@media print{body{margin:0}h2{break-after:avoid}}";

struct Element {
    std::string_view open;
    std::string_view close;
};

Element element_of(gate::PrintedKind kind) {
    switch (kind) {
        case gate::PrintedKind::heading:
            return {"<h1>", "</h1>"};
        case gate::PrintedKind::about:
            return {"<p class=\"about\">", "</p>"};
        case gate::PrintedKind::item:
            return {"<h2>", "</h2>"};
        case gate::PrintedKind::gist:
            return {"<p>", "</p>"};
        case gate::PrintedKind::raw:
            return {"<p class=\"raw\">", "</p>"};
        case gate::PrintedKind::erased:
            return {"<p class=\"erased\">", "</p>"};
    }
    return {};
}

}  // namespace

std::string suggestion_report_page(const SuggestionReport& report) {
    const auto lines = gate::printed_lines(report);
    std::string out =
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<title>建言专报 " +
        escape_html(report.number) + "</title><style>";
    out.append(style).append("</style></head><body>");
    for (const gate::PrintedLine& line : lines) {
        const Element element = element_of(line.kind);
        out.append(element.open).append(escape_html(line.text)).append(element.close);
    }
    out += "<p class=\"seal\">SHA-256 " + gate::seal_of(lines) + "</p></body></html>\n";
    return out;
}

}  // namespace muster::http
