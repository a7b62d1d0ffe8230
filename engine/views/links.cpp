// Links to requests in reads and on the feed.
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

constexpr Filter link_filters[] = {{"request", false, by<&Link::request>},
                                   {"member", false, of_member<Link>},
                                   {"audience", false, by<&Link::audience>},
                                   {"status", false, by<&Link::status>}};

}  // namespace

template <>
constexpr Collection<Link> collection<Link>{.filters = link_filters};
template class EntityView<Link>;

}  // namespace muster::views
