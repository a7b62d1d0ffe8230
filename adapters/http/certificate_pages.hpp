// The page on which anybody checks a certificate of service by its number: what it proves, with the
// name masked, and whether it still holds. Pure functions from data to HTML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/link_pages.hpp"
#include "muster/certificates.hpp"

namespace muster::http {

// The part of a certificate that the page reads, masked.
struct CheckedCertificate {
    CertificateId id;
    std::string number;
    CertificateStatus status = CertificateStatus::revoked;
    std::string name;
    std::string volunteer_number;
    Date from;
    Date until;
    std::int64_t minutes = 0;
    std::int64_t total_minutes = 0;
    std::int64_t stars = 0;
    std::vector<CertifiedService> services;
    std::string issuer_en;
    std::string issuer_zh;
    std::string head;
    std::string handler;
    std::string contact;
    TimePoint issued_at;
    TimePoint ended_at;
};
BOOST_DESCRIBE_STRUCT(CheckedCertificate, (),
                      (id, number, status, name, volunteer_number, from, until, minutes,
                       total_minutes, stars, services, issuer_en, issuer_zh, head, handler, contact,
                       issued_at, ended_at))

[[nodiscard]] std::string certificate_page(const PageContext& context,
                                           const CheckedCertificate& certificate,
                                           const LinkRules& rules);
// Of a number that no certificate has.
[[nodiscard]] std::string no_certificate_page(const PageContext& context);

// "12 h 30 min", and in Chinese.
[[nodiscard]] Words hours_in_words(std::int64_t minutes);

}  // namespace muster::http
