#include "engine/codec/certificate_facts.hpp"

#include <utility>

#include "muster/date.hpp"

namespace muster::codec {
namespace {

FactText both(const std::string& text) {
    return {text, text};
}

FactText service_text(const CertifiedService& service, FactText name) {
    const FactText spent = hours_text(service.minutes);
    const std::string times = std::to_string(service.times);
    return {std::move(name.zh) + "：" + times + " 次，" + spent.zh,
            std::move(name.en) + ": " + times + "×, " + spent.en};
}

}  // namespace

std::string day_text(TimePoint time, Millis utc_offset) {
    constexpr std::size_t day_length = 10;
    return minute_text(time, utc_offset).substr(0, day_length);
}

FactText hours_text(std::int64_t minutes) {
    const std::int64_t hours = minutes / 60;
    const std::int64_t rest = minutes % 60;
    FactText text;
    if (hours > 0) text = {std::to_string(hours) + " 小时", std::to_string(hours) + " h"};
    if (rest == 0 && hours > 0) return text;
    const char* const between = hours > 0 ? " " : "";
    text.zh += between + std::to_string(rest) + " 分钟";
    text.en += between + std::to_string(rest) + " min";
    return text;
}

std::vector<CertificateFact> certificate_facts(const Certificate& certificate,
                                               const std::function<FactText(Code)>& name_of,
                                               Millis utc_offset) {
    std::vector<CertificateFact> facts;
    const auto add = [&](const char* zh, const char* en, FactText value) {
        if (!value.zh.empty() || !value.en.empty()) facts.push_back({{zh, en}, std::move(value)});
    };
    add("证明编号", "Number", both(certificate.number));
    add("姓名", "Name", both(certificate.name.value));
    const CertifiedPaper& paper = certificate.paper;
    if (!paper.kind.empty()) {
        add("证件", "Identity", both(paper.kind + " " + paper.number.value));
    }
    add("志愿者编号", "Volunteer", both(certificate.volunteer_number));
    add("服务期间", "Time",
        both(to_string(certificate.from) + " – " + to_string(certificate.until)));
    add("服务时长", "Hours", hours_text(certificate.minutes));
    for (const CertifiedService& service : certificate.services)
        add("服务内容", "Content", service_text(service, name_of(service.service)));
    if (certificate.total_minutes > 0) {
        add("累计时长", "All hours", hours_text(certificate.total_minutes));
    }
    if (certificate.stars > 0) add("星级", "Stars", both(std::to_string(certificate.stars)));
    add("开具单位", "Issuer", {certificate.issuer_zh, certificate.issuer_en});
    add("负责人", "Head", both(certificate.head));
    add("经办人", "Handler", both(certificate.handler));
    add("联系方式", "Contact", both(certificate.contact));
    add("开具日期", "Date", both(day_text(certificate.issued_at, utc_offset)));
    return facts;
}

}  // namespace muster::codec
