// Consultants, personal plans, visits and referrals in reads and on the feed.
#include "engine/core/care/completion.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

template <class Holds>
Test visit_time(const Wanted& w, Holds holds) {
    const auto value = number(w);
    if (!value) return {};
    return test_of<Visit>(w, [at = TimePoint{static_cast<std::int64_t>(*value)},
                              holds](const Visit& one) { return holds(one, at); });
}

Test due_before(const Wanted& w) {
    return visit_time(w, [](const Visit& one, TimePoint at) { return one.due.due_at < at; });
}
Test due_after(const Wanted& w) {
    return visit_time(w, [](const Visit& one, TimePoint at) { return one.due.due_at > at; });
}
// Its window opens before a time; it closes after one.
Test window_before(const Wanted& w) {
    return visit_time(w, [](const Visit& one, TimePoint at) { return one.window_from < at; });
}
Test window_after(const Wanted& w) {
    return visit_time(w, [](const Visit& one, TimePoint at) { return one.window_until > at; });
}

template <class Holds>
Test visit_flag(const Wanted& w, const char* error, Holds holds) {
    if (w.value != "true" && w.value != "false") {
        w.error = error;
        return {};
    }
    return test_of<Visit>(
        w, [wanted = w.value == "true", holds](const Visit& one) { return holds(one) == wanted; });
}

Test visit_overdue(const Wanted& w) {
    return visit_flag(w, "overdue is true or false", [](const Visit& one) {
        const bool owed = core::is_open(one.status) || one.status == VisitStatus::missed;
        return owed && one.due.breached_at.value != 0;
    });
}

Test visit_is_next(const Wanted& w) {
    return visit_flag(w, "next is true or false",
                      [](const Visit& one) { return core::is_awaited(one); });
}

Test visit_district(const Wanted& w) {
    const auto value = code(w);
    if (!value) return {};
    return test_of<Visit>(w, [&board = w.board, v = *value](const Visit& one) {
        const Member* const member = board.members().get(board.root(one.member));
        return member && member->profile.district == v;
    });
}

// In which month it is due: "2026-01".
Test visit_month(const Wanted& w) {
    const auto month = month_of(w);
    if (!month) return {};
    return test_of<Visit>(w, [&board = w.board, m = *month](const Visit& one) {
        return core::was_due(one) && core::is_due_in(one, core::calendar_rule(board.rules()), m);
    });
}

constexpr Filter case_filters[] = {{"member", false, of_member<CareCase>},
                                   {"consultant", false, by<&CareCase::consultant>},
                                   {"status", false, by<&CareCase::status>}};
constexpr Filter plan_filters[] = {{"member", false, of_member<CarePlan>},
                                   {"status", false, by<&CarePlan::status>}};
constexpr Filter visit_filters[] = {{"member", false, of_member<Visit>},
                                    {"visitor", false, by<&Visit::visitor>},
                                    {"status", false, by<&Visit::status>},
                                    {"kind", false, by<&Visit::kind>},
                                    {"tier", true, by<&Visit::tier>},
                                    {"district", false, visit_district},
                                    {"care_plan", false, by<&Visit::care_plan>},
                                    {"next", false, visit_is_next},
                                    {"overdue", false, visit_overdue},
                                    {"month", false, visit_month},
                                    {"due_before", false, due_before},
                                    {"due_after", false, due_after},
                                    {"window_before", false, window_before},
                                    {"window_after", false, window_after}};
constexpr Filter referral_filters[] = {{"member", false, of_member<Referral>},
                                       {"status", false, by<&Referral::status>},
                                       {"service", false, by<&Referral::service>}};

// Whoever visits a member knows him.
bool is_own_visit(const core::Board& board, const Responder& self, VisitId id) {
    const Visit* const one = board.store<Visit>().get(id);
    return one && one->visitor == self.id;
}

bool is_own_case(const core::Board& board, const Responder& self, CareCaseId id) {
    const CareCase* const one = board.store<CareCase>().get(id);
    return one && one->consultant == self.id && one->status == CareCaseStatus::assigned;
}

}  // namespace

template <>
constexpr Collection<CareCase> collection<CareCase>{.filters = case_filters,
                                                    .open_to = is_own_case};
template class EntityView<CareCase>;

template <>
constexpr Collection<CarePlan> collection<CarePlan>{.filters = plan_filters};
template class EntityView<CarePlan>;

template <>
constexpr Collection<Visit> collection<Visit>{.filters = visit_filters, .open_to = is_own_visit};
template class EntityView<Visit>;

template <>
constexpr Collection<Referral> collection<Referral>{.filters = referral_filters};
template class EntityView<Referral>;

}  // namespace muster::views
