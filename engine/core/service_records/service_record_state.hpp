// What follows from service records and the standing of volunteers: from one, and from all
// together.
#pragma once

#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/service_records.hpp"

namespace muster::core {

// lapse: nobody signed out. drop: its member is no entry of the register any more. uphold, dismiss:
// what comes of a dispute.
BOOST_DEFINE_ENUM_CLASS(ServiceRecordAction, sign_out, lapse, correct, confirm, approve, reject,
                        dispute, uphold, dismiss, reverse, drop)

constexpr LifeCycle<ServiceRecordStatus, ServiceRecordAction> service_record_cycle(
    {ServiceRecordStatus::open, ServiceRecordStatus::ended},
    {ServiceRecordStatus::approved, ServiceRecordStatus::rejected, ServiceRecordStatus::reversed},
    {{{ServiceRecordStatus::open}, ServiceRecordAction::sign_out, ServiceRecordStatus::ended},
     {{ServiceRecordStatus::open}, ServiceRecordAction::lapse, ServiceRecordStatus::ended},
     {{ServiceRecordStatus::ended, ServiceRecordStatus::confirmed},
      ServiceRecordAction::correct,
      ServiceRecordStatus::ended},
     {{ServiceRecordStatus::disputed}, ServiceRecordAction::correct, ServiceRecordStatus::disputed},
     {{ServiceRecordStatus::ended}, ServiceRecordAction::confirm, ServiceRecordStatus::confirmed},
     {{ServiceRecordStatus::confirmed},
      ServiceRecordAction::approve,
      ServiceRecordStatus::approved},
     {{ServiceRecordStatus::ended, ServiceRecordStatus::confirmed},
      ServiceRecordAction::reject,
      ServiceRecordStatus::rejected},
     {{ServiceRecordStatus::ended, ServiceRecordStatus::confirmed},
      ServiceRecordAction::dispute,
      ServiceRecordStatus::disputed},
     {{ServiceRecordStatus::disputed}, ServiceRecordAction::uphold, ServiceRecordStatus::confirmed},
     {{ServiceRecordStatus::disputed}, ServiceRecordAction::dismiss, ServiceRecordStatus::rejected},
     {.from = {ServiceRecordStatus::approved},
      .action = ServiceRecordAction::reverse,
      .to = ServiceRecordStatus::reversed,
      .leaves_end = true},
     {{ServiceRecordStatus::open, ServiceRecordStatus::ended, ServiceRecordStatus::confirmed,
       ServiceRecordStatus::disputed},
      ServiceRecordAction::drop,
      ServiceRecordStatus::rejected}});

// Nobody has decided yet whether it counts.
[[nodiscard]] constexpr bool is_undecided(ServiceRecordStatus status) {
    return service_record_cycle.legal(status, ServiceRecordAction::drop);
}
// It counts, or may count: nobody does something else in its time.
[[nodiscard]] constexpr bool takes_time(ServiceRecordStatus status) {
    return is_undecided(status) || status == ServiceRecordStatus::approved;
}

// Of these rules, or the usual one.
[[nodiscard]] const ServiceRecordsRule& service_records_rule(const Rules& rules);

// What it waits for now; nullptr when for nothing.
[[nodiscard]] const ServiceDuty* owed_now(const ServiceRecord& record);

template <>
struct Derived<ServiceRecord> {
  public:
    void add(Index index, const ServiceRecord& record);
    void remove(Index index, const ServiceRecord& record);
    // Warned of, breached, or forgotten.
    [[nodiscard]] static TimePoint due(const ServiceRecord& record, const Rules& rules);

    // In order of id.
    [[nodiscard]] const std::vector<ServiceRecordId>& of_volunteer(ResponderId volunteer) const {
        return by_volunteer_.of(volunteer);
    }
    // Of this member himself, whomever he was merged into.
    [[nodiscard]] const std::vector<ServiceRecordId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }
    [[nodiscard]] const std::vector<ServiceRecordId>& of_request(RequestId request) const {
        return by_request_.of(request);
    }

  private:
    IdLists<ResponderId, ServiceRecordId> by_volunteer_;
    IdLists<MemberId, ServiceRecordId> by_member_;
    IdLists<RequestId, ServiceRecordId> by_request_;
};

template <>
struct Derived<VolunteerStanding> {
  public:
    void add(Index /*index*/, const VolunteerStanding& one) {
        suspended_ += one.suspended_at ? 1 : 0;
    }
    void remove(Index /*index*/, const VolunteerStanding& one) {
        suspended_ -= one.suspended_at ? 1 : 0;
    }
    [[nodiscard]] static TimePoint due(const VolunteerStanding& /*one*/, const Rules& /*rules*/) {
        return never;
    }

    // How many are.
    [[nodiscard]] std::uint64_t suspended() const { return suspended_; }

  private:
    std::uint64_t suspended_ = 0;
};

}  // namespace muster::core
