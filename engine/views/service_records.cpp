// Service records and the standing of volunteers in reads and on the feed.
#include <algorithm>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/service_records/service_record_state.hpp"
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

// Those of which a minute lies on this day of the city; what is open, on the day that it began.
Test served_on(const Wanted& w) {
    const auto wanted = day(w);
    if (!wanted) return {};
    return test_of<ServiceRecord>(
        w, [&board = w.board, wanted = *wanted](const ServiceRecord& one) {
            if (one.days.empty()) {
                return core::local_day(core::calendar_rule(board.rules()), one.starts_at) == wanted;
            }
            return std::any_of(one.days.begin(), one.days.end(),
                               [&](const ServiceDay& part) { return part.day == wanted; });
        });
}

// "true": those that somebody should have seen to by now.
Test service_overdue(const Wanted& w) {
    if (w.value != "true" && w.value != "false") {
        w.error = "overdue is true or false";
        return {};
    }
    return test_of<ServiceRecord>(w, [wanted = w.value == "true"](const ServiceRecord& one) {
        const ServiceDuty* const duty = core::owed_now(one);
        return (duty != nullptr && duty->breached_at) == wanted;
    });
}

Test is_suspended(const Wanted& w) {
    if (w.value != "true" && w.value != "false") {
        w.error = "suspended is true or false";
        return {};
    }
    return test_of<VolunteerStanding>(w,
                                      [wanted = w.value == "true"](const VolunteerStanding& one) {
                                          return static_cast<bool>(one.suspended_at) == wanted;
                                      });
}

// Few of all records are of one volunteer, member or request: only these are looked at.
void look_only_at(const Wanted& w, const std::vector<ServiceRecordId>& few) {
    std::vector<std::uint64_t> ids;
    for (const ServiceRecordId id : few)
        ids.push_back(id.value);
    w.filters.candidates = std::move(ids);
}

Test of_volunteer(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    look_only_at(w, w.board.derived<ServiceRecord>().of_volunteer({*value}));
    return by<&ServiceRecord::volunteer>(w);
}

Test of_request(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    if (*value != 0) look_only_at(w, w.board.derived<ServiceRecord>().of_request({*value}));
    return by<&ServiceRecord::request>(w);
}

Test of_any_alias(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    std::vector<ServiceRecordId> all;
    for (const MemberId one : w.board.derived<Member>().with_aliases(w.board.root({*value}))) {
        const auto& some = w.board.derived<ServiceRecord>().of_member(one);
        all.insert(all.end(), some.begin(), some.end());
    }
    std::sort(all.begin(), all.end());
    look_only_at(w, all);
    return of_member<ServiceRecord>(w);
}

constexpr Filter record_filters[] = {{"volunteer", false, of_volunteer},
                                     {"member", false, of_any_alias},
                                     {"service", false, by<&ServiceRecord::service>},
                                     {"status", false, by<&ServiceRecord::status>},
                                     {"day", false, served_on},
                                     {"request", false, of_request},
                                     {"booking", false, by<&ServiceRecord::booking>},
                                     {"overdue", false, service_overdue}};
constexpr Filter standing_filters[] = {{"volunteer", false, by<&VolunteerStanding::volunteer>},
                                       {"suspended", false, is_suspended}};

}  // namespace

template <>
constexpr Collection<ServiceRecord> collection<ServiceRecord>{
    // Not open to who serves, who reads what he did with what is personal masked: he may sign in
    // for
    // anybody, and how far that was from the home would tell where anybody lives.
    .filters = record_filters,
    .over_since =
        [](const core::Board& /*board*/, const ServiceRecord& one) {
            return core::is_undecided(one.status) ? TimePoint{} : one.status_at;
        },
};
template class EntityView<ServiceRecord>;

template <>
constexpr Collection<VolunteerStanding> collection<VolunteerStanding>{
    .filters = standing_filters,
    .open_to = [](const core::Board& /*board*/, const Responder& self,
                  VolunteerStandingId id) { return id.value == self.id.value; },
};
template class EntityView<VolunteerStanding>;

}  // namespace muster::views
