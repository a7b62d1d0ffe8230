// Certificates of service: what a volunteer did in a time, in numbers that anybody can check.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/access.hpp"
#include "muster/command.hpp"
#include "muster/date.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

using CertificateId = Id<struct CertificateTag>;

// corrected: another one took its place. revoked: by the office, or because hours that it counts
// were reversed.
BOOST_DEFINE_ENUM_CLASS(CertificateStatus, issued, corrected, revoked)

// How often a service was done, and how long in all.
struct CertifiedService {
    Code service;
    std::int64_t times = 0;
    std::int64_t minutes = 0;

    bool operator==(const CertifiedService&) const = default;
};
BOOST_DESCRIBE_STRUCT(CertifiedService, (), (service, times, minutes))

// Which paper proves who somebody is, and its number as a reader of the certificate sees it, with
// most of it hidden: "3210**********1234".
struct CertifiedPaper {
    std::string kind;
    Personal<std::string> number;

    bool operator==(const CertifiedPaper&) const = default;
};
BOOST_DESCRIBE_STRUCT(CertifiedPaper, (), (kind, number))

// Keeps what stood on it when it was issued, whatever the rules and the register say later.
struct Certificate {
    CertificateId id;
    // What it is checked by: 128 random bits, as 32 hexadecimal digits. No two have the same one.
    std::string number;
    CertificateStatus status = CertificateStatus::issued;
    ResponderId volunteer;
    MemberId member;               // as whom the volunteer is looked after; 0 = not known
    Personal<std::string> name;    // of the volunteer
    std::string volunteer_number;  // external_ref; may be empty
    CertifiedPaper paper;          // may be empty
    Date from;
    Date until;                // included
    std::int64_t minutes = 0;  // approved minus reversed, when it was issued
    // Of all services ever, not only of this time: approved minus reversed, and the stars for them.
    std::int64_t total_minutes = 0;
    std::int64_t stars = 0;
    std::vector<CertifiedService> services;  // in order of the service; their minutes are all
    std::vector<ServiceRecordId> records;    // that it counts, in order
    std::string issuer_en;
    std::string issuer_zh;
    std::string head;
    std::string handler;  // who dealt with it
    std::string contact;
    TimePoint issued_at;
    std::string issued_by;
    CertificateId replaces;     // 0 = none
    CertificateId replaced_by;  // 0 = none
    TimePoint ended_at;         // corrected or revoked
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(Certificate, (),
                      (id, number, status, volunteer, member, name, volunteer_number, paper, from,
                       until, minutes, total_minutes, stars, services, records, issuer_en,
                       issuer_zh, head, handler, contact, issued_at, issued_by, replaces,
                       replaced_by, ended_at, reason))
template <>
inline constexpr EntityRow entity_row<Certificate>{
    .path = "certificates", .one = "certificate", .feed_order = 44};

// Of all services that were approved, and not reversed, and began on one of these days.
struct IssueCertificate {
    ResponderId volunteer;
    Date from;
    Date until;  // included; not after today
    CertifiedPaper paper;
    std::string handler;
    // Drawn at the edge (engine/gate/certificate_number.hpp), whatever a sender puts there.
    std::string number;
};
BOOST_DESCRIBE_STRUCT(IssueCertificate, (), (volunteer, from, until, paper, handler, number))
template <>
inline constexpr CommandRow command_row<IssueCertificate>{
    .roles = office_roles, .traffic = Traffic::registry, .creates = entity_row<Certificate>.path};

// Another one takes its place, with a number of its own, the name that the volunteer has now, and
// the hours that are right now.
struct CorrectCertificate {
    CertificateId certificate;
    std::optional<Date> from;  // nothing, here and below = as on the old one
    std::optional<Date> until;
    std::optional<CertifiedPaper> paper;
    std::optional<std::string> handler;
    Personal<std::string> reason;
    std::string number;  // as in IssueCertificate
};
BOOST_DESCRIBE_STRUCT(CorrectCertificate, (),
                      (certificate, from, until, paper, handler, reason, number))
template <>
inline constexpr CommandRow command_row<CorrectCertificate>{
    .roles = office_roles, .traffic = Traffic::registry, .creates = entity_row<Certificate>.path};

struct RevokeCertificate {
    CertificateId certificate;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RevokeCertificate, (), (certificate, reason))
template <>
inline constexpr CommandRow command_row<RevokeCertificate>{.roles = office_roles,
                                                           .traffic = Traffic::registry};

struct CertificateIssued {
    Certificate certificate;
    [[nodiscard]] auto changes() const { return std::tuple(certificate.id); }
};
BOOST_DESCRIBE_STRUCT(CertificateIssued, (), (certificate))

// `by` is empty where it follows from something else: from the reversal of `record`.
struct CertificateEnded {
    CertificateId certificate;
    ResponderId volunteer;
    CertificateStatus status = CertificateStatus::revoked;
    CertificateId replaced_by;
    ServiceRecordId record;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(certificate); }
};
BOOST_DESCRIBE_STRUCT(CertificateEnded, (),
                      (certificate, volunteer, status, replaced_by, record, by, reason))

// With the member that its volunteer is.
struct CertificateForgotten {
    CertificateId certificate;
    [[nodiscard]] auto changes() const { return std::tuple(certificate); }
};
BOOST_DESCRIBE_STRUCT(CertificateForgotten, (), (certificate))

using CertificatesCommands = TypeList<IssueCertificate, CorrectCertificate, RevokeCertificate>;
using CertificatesEvents = TypeList<CertificateIssued, CertificateEnded, CertificateForgotten>;

}  // namespace muster
