// The rules of certificates of service.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>

namespace muster {

// What stands on each certificate, and from how much service on there is one
// (engine/core/certificates/DESIGN.md).
struct CertificateRule {
    std::string issuer_en;
    std::string issuer_zh;
    std::string head;                // of the issuer, who answers for it
    std::string contact;             // whom a reader can ask: a telephone, an address
    std::int64_t least_minutes = 1;  // of service in the time that it is about, 1..6000000
};
BOOST_DESCRIBE_STRUCT(CertificateRule, (), (issuer_en, issuer_zh, head, contact, least_minutes))

}  // namespace muster
