// Calls on the hotline in reads and on the feed.
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

Test in_queue(const Wanted& w) {
    return test_of<Call>(w,
                         [v = std::string(w.value)](const Call& call) { return call.queue == v; });
}

constexpr Filter call_filters[] = {{"status", false, by<&Call::status>},
                                   {"request", false, by<&Call::request>},
                                   {"queue", false, in_queue}};

}  // namespace

template <>
constexpr Collection<Call> collection<Call>{
    .filters = call_filters,
    .over_since = [](const core::Board& /*board*/, const Call& call) { return call.ended_at; },
};
template class EntityView<Call>;

}  // namespace muster::views
