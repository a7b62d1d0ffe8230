#include "adapters/http/page_parts.hpp"

#include "engine/codec/html.hpp"

namespace muster::http {

using codec::escape_html;

void append_line(std::string& out, std::string_view element, const Words& words, bool english) {
    const auto append = [&](std::string_view tag, std::string_view kind, bool in_english) {
        out += '<';
        out += tag;
        out += kind;
        out += in_english ? " lang=\"en\">" : " lang=\"zh-CN\">";
        out += in_english ? words.en : words.zh;
        out += "</";
        out += tag;
        out += '>';
    };
    append(element, "", english);
    append("p", " class=\"other\"", !english);
}

std::string begin_page(const PageContext& context, const Words& title) {
    std::string out = "<!DOCTYPE html><html lang=\"";
    out += context.english_first ? "en" : "zh-CN";
    out +=
        "\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<meta name=\"robots\" content=\"noindex\">";
    out += "<title>";
    out += context.english_first ? title.en : title.zh;
    out += "</title><style>";
    out += page_style;
    out += "</style></head><body>";
    // First of all, and always in sight: whoever is in trouble must not look for it.
    if (!context.hotline.empty()) {
        const std::string number = escape_html(context.hotline);
        out += "<header><a class=\"call\" href=\"tel:" + number + "\"><small>";
        out += context.english_first ? "Call us <span lang=\"zh-CN\">打电话</span>"
                                     : "打电话 <span lang=\"en\">Call us</span>";
        out += "</small>" + number + "</a></header>";
    }
    out += "<main>";
    return out;
}

void end_page(std::string& out) {
    out += "</main></body></html>";
}

void append_link(std::string& out, const PageContext& context, std::string_view to,
                 const Words& words) {
    out += "<a class=\"again\" href=\"" + escape_html(to) + "\">";
    out += context.english_first ? words.en + ' ' + words.zh : words.zh + ' ' + words.en;
    out += "</a>";
}

}  // namespace muster::http
