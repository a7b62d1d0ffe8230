#include "adapters/http/certificate_pages.hpp"

#include <algorithm>

#include "muster/date.hpp"

namespace muster::http {

namespace {

const Words title{"服务证明查验", "Certificate of service"};

std::string day_of(const LinkRules& rules, TimePoint time) {
    const CityClock clock = rules.calendar.value_or(CityClock{});
    return minute_text(time, minutes(clock.utc_offset_min)).substr(0, 10);
}

// What to think of it, before all else.
void append_verdict(std::string& out, const PageContext& context, const CheckedCertificate& one,
                    const LinkRules& rules) {
    const auto line = [&](const Words& words) {
        append_line(out, "h1", words, context.english_first);
    };
    switch (one.status) {
        case CertificateStatus::issued:
            return line({"有效：此证明由我们开具", "Good: we issued this certificate"});
        case CertificateStatus::corrected: {
            const std::string day = day_of(rules, one.ended_at);
            return line(
                {"已更正：" + day + " 起由新的证明取代，请索取新的证明",
                 "Corrected: another certificate took its place on " + day + "; ask for that one"});
        }
        case CertificateStatus::revoked: {
            const std::string day = day_of(rules, one.ended_at);
            return line({"已作废：" + day + " 起不再有效",
                         "Revoked: it does not hold any more since " + day});
        }
    }
}

class Facts {
  public:
    Facts(std::string& out, const PageContext& context) : out_(out), context_(context) {
        out_ += "<dl>";
    }
    ~Facts() { out_ += "</dl>"; }
    Facts(const Facts&) = delete;
    Facts& operator=(const Facts&) = delete;

    // Nothing is said of what is not known. The values are escaped here.
    void add(const Words& name, const std::string& value) { add(name, {value, value}); }
    void add(const Words& name, const Words& value) {
        if (value.zh.empty() && value.en.empty()) return;
        const bool english = context_.english_first;
        out_ += "<dt>" + (english ? name.en + " " + name.zh : name.zh + " " + name.en) + "</dt>";
        const std::string first = escape_html(english ? value.en : value.zh);
        const std::string second = escape_html(english ? value.zh : value.en);
        out_ += "<dd>" + first + (first == second ? "" : "<br>" + second) + "</dd>";
    }

  private:
    std::string& out_;
    const PageContext& context_;
};

Words service_in_words(const LinkRules& rules, const CertifiedService& service) {
    const Words spent = hours_in_words(service.minutes);
    const std::string times = std::to_string(service.times);
    std::string zh = service.service.str();
    std::string en = zh;
    for (const ServiceName& one : rules.services) {
        if (one.code != service.service) continue;
        zh = one.name_zh;
        en = one.name_en;
    }
    return {zh + "：" + times + " 次，" + spent.zh, en + ": " + times + "×, " + spent.en};
}

void append_facts(std::string& out, const PageContext& context, const CheckedCertificate& one,
                  const LinkRules& rules) {
    Facts facts(out, context);
    facts.add({"证明编号", "Number"}, one.number);
    facts.add({"姓名", "Name"}, one.name);
    facts.add({"志愿者编号", "Volunteer"}, one.volunteer_number);
    facts.add({"服务期间", "Time"}, to_string(one.from) + " – " + to_string(one.until));
    facts.add({"服务时长", "Hours"}, hours_in_words(one.minutes));
    for (const CertifiedService& service : one.services)
        facts.add({"服务内容", "Content"}, service_in_words(rules, service));
    if (one.total_minutes > 0) {
        facts.add({"开具时累计时长", "All hours when it was issued"},
                  hours_in_words(one.total_minutes));
    }
    if (one.stars > 0) facts.add({"星级", "Stars"}, std::to_string(one.stars));
    facts.add({"开具单位", "Issuer"}, Words{one.issuer_zh, one.issuer_en});
    facts.add({"负责人", "Head"}, one.head);
    facts.add({"经办人", "Handler"}, one.handler);
    facts.add({"联系方式", "Contact"}, one.contact);
    facts.add({"开具日期", "Date"}, day_of(rules, one.issued_at));
}

}  // namespace

Words hours_in_words(std::int64_t minutes) {
    const std::int64_t hours = minutes / 60;
    const std::int64_t rest = minutes % 60;
    Words words;
    if (hours > 0) words = {std::to_string(hours) + " 小时", std::to_string(hours) + " h"};
    if (rest == 0 && hours > 0) return words;
    const char* const between = hours > 0 ? " " : "";
    words.zh += between + std::to_string(rest) + " 分钟";
    words.en += between + std::to_string(rest) + " min";
    return words;
}

std::string certificate_page(const PageContext& context, const CheckedCertificate& certificate,
                             const LinkRules& rules) {
    // Nobody is in need of help here: the number to call would be in the way.
    const PageContext plain{.english_first = context.english_first, .hotline = {}};
    std::string out = begin_page(plain, title);
    append_verdict(out, plain, certificate, rules);
    append_facts(out, plain, certificate, rules);
    end_page(out);
    return out;
}

std::string no_certificate_page(const PageContext& context) {
    const PageContext plain{.english_first = context.english_first, .hotline = {}};
    std::string out = begin_page(plain, title);
    append_line(
        out, "h1",
        {"没有这个编号的证明，请核对编号", "No certificate has this number; please check it"},
        plain.english_first);
    end_page(out);
    return out;
}

}  // namespace muster::http
