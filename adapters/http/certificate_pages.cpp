#include "adapters/http/certificate_pages.hpp"

#include "engine/codec/certificate_facts.hpp"
#include "engine/codec/html.hpp"

namespace muster::http {

namespace {

using codec::escape_html;
using codec::FactText;

const Words certificate_title{"服务证明查验", "Certificate of service"};

// What to think of it, before all else.
Words verdict(const Certificate& one, Millis utc_offset) {
    const std::string ended = codec::day_text(one.ended_at, utc_offset);
    switch (one.status) {
        case CertificateStatus::issued:
            return {"有效：此证明由我们开具", "Good: we issued this certificate"};
        case CertificateStatus::corrected:
            return {
                "已更正：" + ended + " 起由新的证明取代，请索取新的证明",
                "Corrected: another certificate took its place on " + ended + "; ask for that one"};
        case CertificateStatus::revoked:
            return {"已作废：" + ended + " 起不再有效", "Revoked: it has not held since " + ended};
    }
    return {};
}

void append_facts(std::string& out, const PageContext& context,
                  const std::vector<codec::CertificateFact>& facts) {
    const bool english = context.english_first;
    out += "<dl>";
    for (const codec::CertificateFact& fact : facts) {
        out += "<dt>";
        out += english ? fact.name.en + " " + fact.name.zh : fact.name.zh + " " + fact.name.en;
        const std::string first = escape_html(english ? fact.value.en : fact.value.zh);
        const std::string second = escape_html(english ? fact.value.zh : fact.value.en);
        out += "</dt><dd>" + first + (first == second ? "" : "<br>" + second) + "</dd>";
    }
    out += "</dl>";
}

// Nobody is in need of help here: the number to call would be in the way.
PageContext without_hotline(const PageContext& context) {
    return {.english_first = context.english_first, .hotline = {}};
}

// One sentence and, where `again` says something, a link to the same page.
std::string short_page(const PageContext& context, const Words& sentence, const Words& again = {}) {
    const PageContext plain = without_hotline(context);
    std::string out = begin_page(plain, certificate_title);
    append_line(out, "h1", sentence, plain.english_first);
    if (!again.zh.empty()) append_link(out, plain, "", again);
    end_page(out);
    return out;
}

}  // namespace

std::string certificate_page(const PageContext& context, const Certificate& certificate,
                             const PageRules& rules) {
    const PageContext plain = without_hotline(context);
    const Millis offset = minutes(rules.calendar.value_or(CityClock{}).utc_offset_min);
    const auto name_of = [&](Code service) -> FactText {
        for (const ServiceName& one : rules.services) {
            if (one.code == service) return {one.name_zh, one.name_en};
        }
        return {service.str(), service.str()};
    };
    std::string out = begin_page(plain, certificate_title);
    append_line(out, "h1", verdict(certificate, offset), plain.english_first);
    append_facts(out, plain, codec::certificate_facts(certificate, name_of, offset));
    end_page(out);
    return out;
}

std::string no_certificate_page(const PageContext& context) {
    return short_page(context, {"没有这个编号的证明，请核对编号",
                                "No certificate has this number; please check it"});
}

std::string checked_too_often_page(const PageContext& context) {
    return short_page(
        context,
        {"查得太快了，请稍后再试", "That was very often in a short time; please try again later"},
        {"再查一次", "Check again"});
}

}  // namespace muster::http
