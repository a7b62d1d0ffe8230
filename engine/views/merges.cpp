// Merges of members in reads and on the feed.
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

// On whichever side.
Test merge_member(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    return test_of<MemberMerge>(
        w, [v = MemberId{*value}](const MemberMerge& m) { return m.kept == v || m.other == v; });
}

constexpr Filter merge_filters[] = {{"member", false, merge_member},
                                    {"status", false, by<&MemberMerge::status>}};

}  // namespace

template <>
constexpr Collection<MemberMerge> collection<MemberMerge>{.filters = merge_filters};
template class EntityView<MemberMerge>;

}  // namespace muster::views
