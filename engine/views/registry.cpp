// The register in reads and on the feed: members and cards.
#include <algorithm>
#include <limits>

#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"
#include "muster/request.hpp"

namespace muster::views {
namespace {

constexpr std::size_t everybody = std::numeric_limits<std::size_t>::max();

// However the number is written here and there. A list of candidates spares looking at everybody.
Test member_with_phone(const Wanted& w, bool by_contact) {
    std::vector<std::uint64_t> found;
    for (const MemberHint& hint : w.board.members_with_phone(w.value, everybody)) {
        if ((hint.contact != 0) == by_contact) found.push_back(hint.member.value);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    w.filters.candidates = found;
    return [found = std::move(found)](std::uint64_t id) {
        return std::binary_search(found.begin(), found.end(), id);
    };
}
Test member_phone(const Wanted& w) {
    return member_with_phone(w, false);
}
Test member_contact_phone(const Wanted& w) {
    return member_with_phone(w, true);
}
Test member_external_ref(const Wanted& w) {
    return test_of<Member>(
        w, [v = std::string(w.value)](const Member& m) { return m.profile.external_ref == v; });
}
Test member_name(const Wanted& w) {
    return test_of<Member>(w, [v = std::string(w.value)](const Member& m) {
        return m.profile.name.value.starts_with(v);
    });
}
Test member_district(const Wanted& w) {
    const auto value = code(w);
    if (!value) return {};
    return test_of<Member>(w, [v = *value](const Member& m) { return m.profile.district == v; });
}
Test member_tier(const Wanted& w) {
    const auto value = enum_value<RiskTier>(w);
    if (!value) return {};
    return test_of<Member>(w, [v = *value](const Member& m) { return m.risk.value.tier == v; });
}
Test member_community(const Wanted& w) {
    const auto value = code(w);
    if (!value) return {};
    return test_of<Member>(w, [v = *value](const Member& m) { return m.profile.community == v; });
}

constexpr Filter member_filters[] = {{"phone", true, member_phone},
                                     {"contact_phone", true, member_contact_phone},
                                     {"external_ref", false, member_external_ref},
                                     {"name", true, member_name},
                                     {"district", false, member_district},
                                     {"community", false, member_community},
                                     {"status", false, by<&Member::status>},
                                     {"risk", true, member_tier}};
constexpr Filter card_filters[] = {{"member", false, of_member<Card>}};

}  // namespace

template <>
constexpr Collection<Member> collection<Member>{
    .filters = member_filters,
    // Whoever is on the way must know to whom.
    .open_to =
        [](const core::Board& board, const Responder& self, MemberId id) {
            const Request* const request = work_of(board, self);
            return request && board.root(request->member) == board.root(id);
        },
};
template class EntityView<Member>;

template <>
constexpr Collection<Card> collection<Card>{.filters = card_filters};
template class EntityView<Card>;

}  // namespace muster::views
