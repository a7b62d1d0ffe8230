#include "engine/core/certificates/certificate_check.hpp"

#include "engine/core/service/rule_check.hpp"

namespace muster::core {

Rejection check_certificates(const Rules& rules) {
    if (!rules.certificates) return {};
    const CertificateRule& rule = *rules.certificates;
    const std::string at = "/certificates";
    if (rule.issuer_en.empty()) return wrong(at + "/issuer_en", "must say who issues them");
    if (rule.issuer_zh.empty()) return wrong(at + "/issuer_zh", "must say who issues them");
    return check_number(at + "/least_minutes", rule.least_minutes, 1, 6'000'000);
}

}  // namespace muster::core
