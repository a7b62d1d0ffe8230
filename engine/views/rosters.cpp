// Shifts and absences in reads and on the feed.
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

template <class T>
Test of_responder(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    return test_of<T>(w, [v = ResponderId{*value}](const T& one) { return one.responder == v; });
}
// Those that are not over at a time.
template <class T>
Test ends_after(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    return test_of<T>(
        w, [v = static_cast<std::int64_t>(*value)](const T& one) { return one.ends_at.value > v; });
}
template <class T, class Status>
Test of_status(const Wanted& w) {
    const auto value = enum_value<Status>(w);
    if (!value) return {};
    return test_of<T>(w, [v = *value](const T& one) { return one.status == v; });
}

constexpr Filter shift_filters[] = {{"responder", false, of_responder<Shift>},
                                    {"status", false, of_status<Shift, ShiftStatus>},
                                    {"ends_after", false, ends_after<Shift>}};
constexpr Filter absence_filters[] = {{"responder", false, of_responder<Absence>},
                                      {"status", false, of_status<Absence, AbsenceStatus>},
                                      {"ends_after", false, ends_after<Absence>}};

// Responders see their own.
template <class T>
bool is_own(const core::Board& board, const Responder& self, decltype(T::id) id) {
    const T* const one = board.store<T>().get(id);
    return one && one->responder == self.id;
}

}  // namespace

template <>
constexpr Collection<Shift> collection<Shift>{.filters = shift_filters, .open_to = is_own<Shift>};
template class EntityView<Shift>;

template <>
constexpr Collection<Absence> collection<Absence>{.filters = absence_filters,
                                                  .open_to = is_own<Absence>};
template class EntityView<Absence>;

}  // namespace muster::views
