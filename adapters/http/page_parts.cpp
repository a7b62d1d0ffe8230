#include "adapters/http/page_parts.hpp"

#include <algorithm>
#include <iterator>

#include "adapters/http/page_style.hpp"
#include "engine/codec/html.hpp"

namespace muster::http {

using codec::escape_html;

namespace {

// What needs no escape in an address or in HTML: all that our own addresses consist of.
bool is_simple(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '_' || c == '-';
    });
}

// As a telephone dials it: 0514-8000 1234 is written with a blank, which no address has.
std::string dialled(std::string_view number) {
    std::string out;
    std::copy_if(number.begin(), number.end(), std::back_inserter(out), [](char c) {
        return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '*' || c == '#';
    });
    return out;
}

}  // namespace

std::string_view asked_language(const Pairs& query) {
    for (const auto& [name, value] : query) {
        if (name != "lang") continue;
        if (value == "en") return "en";
        if (value == "zh") return "zh";
    }
    return {};
}

std::string with_parameter(std::string address, std::string_view name, std::string_view value) {
    address += address.find('?') == std::string::npos ? '?' : '&';
    address.append(name).append("=").append(value);
    return address;
}

std::string other_language(const Pairs& query, bool english) {
    std::string out;
    for (const auto& [name, value] : query) {
        if (name != "lang" && is_simple(name) && is_simple(value)) {
            out = with_parameter(std::move(out), name, value);
        }
    }
    return with_parameter(std::move(out), "lang", english ? "zh" : "en");
}

void say(std::string& out, const PageContext& context, std::string_view element, const Words& words,
         std::string_view kind) {
    out.append("<").append(element);
    if (!kind.empty()) out.append(" class=\"").append(kind).append("\"");
    out.append(">").append(said(context, words)).append("</").append(element).append(">");
}

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

std::string begin_page(const PageContext& context, const Words& title,
                       std::string_view body_class) {
    std::string out = "<!DOCTYPE html><html lang=\"";
    out += context.english_first ? "en" : "zh-CN";
    out +=
        "\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<meta name=\"robots\" content=\"noindex\">";
    out += "<title>" + said(context, title) + "</title><style>";
    out.append(page_style).append("</style></head><body");
    if (!body_class.empty()) out.append(" class=\"").append(body_class).append("\"");
    out += '>';
    if (!context.other_language.empty()) {
        const bool english = context.english_first;
        out += english ? "<nav aria-label=\"Language\">" : "<nav aria-label=\"语言\">";
        out += "<a class=\"lang\" href=\"" + escape_html(context.other_language);
        out += english ? "\" lang=\"zh-CN\" hreflang=\"zh-CN\">中文"
                       : "\" lang=\"en\" hreflang=\"en\">English";
        out += "</a></nav>";
    }
    // Before all else, and always in sight: whoever is in trouble must not look for it.
    if (!context.hotline.empty()) {
        out += "<header><a class=\"call\" href=\"tel:" + dialled(context.hotline) + "\">";
        // Broken in two only where it does not fit in one line of its own.
        out += said(context, {"打电话 ", "Call "}) + "<span class=\"number\">" +
               escape_html(context.hotline) + "</span>";
        out += "</a></header>";
    }
    out += "<main>";
    return out;
}

void end_page(std::string& out) {
    out += "</main></body></html>";
}

void append_link(std::string& out, const PageContext& context, std::string_view to,
                 const Words& words) {
    out += "<a class=\"button plain\" href=\"" + escape_html(to) + "\">";
    out += said(context, words) + "</a>";
}

void append_hidden(std::string& out, std::string_view name, std::string_view value) {
    out += "<input type=\"hidden\" name=\"" + escape_html(name) + "\" value=\"" +
           escape_html(value) + "\">";
}

}  // namespace muster::http
