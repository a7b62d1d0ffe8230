// Offers in reads and on the feed.
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

Test offer_request(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    const core::Index index = w.board.requests().find(RequestId{*value});
    std::vector<std::uint64_t> offers;
    if (index != core::no_index) {
        for (const OfferId id : w.board.requests().aux(index).offers)
            offers.push_back(id.value);
    }
    w.filters.candidates = std::move(offers);
    return test_of<Offer>(w, [v = RequestId{*value}](const Offer& o) { return o.request == v; });
}

constexpr Filter offer_filters[] = {{"request", false, offer_request},
                                    {"responder", false, by<&Offer::responder>},
                                    {"status", false, by<&Offer::status>}};

}  // namespace

template <>
constexpr Collection<Offer> collection<Offer>{
    .filters = offer_filters,
    .compact = true,
    .over_since =
        [](const core::Board& board, const Offer& offer) {
            const Request* const request = board.requests().get(offer.request);
            return request ? request->ended_at : TimePoint{};
        },
    // Its slot is open or offered, and it counts for the responder.
    .along =
        [](TouchedList& list, const Offer& offer) {
            list.add(offer.request);
            list.add(offer.responder);
        },
};
template class EntityView<Offer>;

}  // namespace muster::views
