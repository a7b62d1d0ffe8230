// Shifts and absences in reads and on the feed.
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

// Those that are not over at a time.
template <class T>
Test ends_after(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    return test_of<T>(
        w, [v = static_cast<std::int64_t>(*value)](const T& one) { return one.ends_at.value > v; });
}

constexpr Filter shift_filters[] = {{"responder", false, by<&Shift::responder>},
                                    {"status", false, by<&Shift::status>},
                                    {"ends_after", false, ends_after<Shift>}};
constexpr Filter absence_filters[] = {{"responder", false, by<&Absence::responder>},
                                      {"status", false, by<&Absence::status>},
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
