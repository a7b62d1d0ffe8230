// What follows from certificates: from one, and from all of them together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "engine/core/kernel/text_hash.hpp"
#include "muster/certificates.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(CertificateAction, correct, revoke)

constexpr LifeCycle<CertificateStatus, CertificateAction> certificate_cycle(
    {CertificateStatus::issued}, {CertificateStatus::corrected, CertificateStatus::revoked},
    {{{CertificateStatus::issued}, CertificateAction::correct, CertificateStatus::corrected},
     {{CertificateStatus::issued}, CertificateAction::revoke, CertificateStatus::revoked}});

// 128 bits, as 32 lower-case hexadecimal digits.
[[nodiscard]] bool is_certificate_number(std::string_view text);

template <>
struct Derived<Certificate> {
  public:
    void add(Index index, const Certificate& certificate);
    void remove(Index index, const Certificate& certificate);
    [[nodiscard]] static TimePoint due(const Certificate& /*certificate*/, const Rules& /*rules*/) {
        return never;
    }

    [[nodiscard]] const std::vector<CertificateId>& of_volunteer(ResponderId volunteer) const {
        return by_volunteer_.of(volunteer);
    }
    // Of this member himself, whomever he was merged into.
    [[nodiscard]] const std::vector<CertificateId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }
    // Those that count the hours of this record, in order of id, ended ones too.
    [[nodiscard]] const std::vector<CertificateId>& of_record(ServiceRecordId record) const {
        return by_record_.of(record);
    }
    // Those whose numbers have this hash, in order of id.
    [[nodiscard]] const std::vector<CertificateId>& with_number(std::string_view number) const {
        return by_number_.of({text_hash(number)});
    }

  private:
    IdLists<ResponderId, CertificateId> by_volunteer_;
    IdLists<MemberId, CertificateId> by_member_;
    IdLists<ServiceRecordId, CertificateId> by_record_;
    IdLists<Id<struct CertificateNumberTag>, CertificateId> by_number_;
};

}  // namespace muster::core
