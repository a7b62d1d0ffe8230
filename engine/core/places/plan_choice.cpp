#include "engine/core/places/plan_choice.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/places/place_state.hpp"
#include "muster/places.hpp"

namespace muster::core {
namespace {

constexpr std::size_t places_looked_at = 16;
constexpr int most_parents = 16;

// The place, and what it is a part of.
void add_with_parents(const Board& board, PlaceId id, Whereabouts& where) {
    for (int depth = 0; depth < most_parents && id; ++depth) {
        const Place* const place = board.store<Place>().get(id);
        const bool known =
            std::find(where.places.begin(), where.places.end(), id) != where.places.end();
        if (place == nullptr || known) return;
        where.places.push_back(id);
        if (where.district.empty()) where.district = place->profile.district;
        if (where.community.empty()) where.community = place->profile.community;
        id = place->profile.parent;
    }
}

// The place of these that an override names; 0 = none.
PlaceId named(const Board& board, const Whereabouts& where, const std::string& external_ref) {
    const PlaceId wanted = board.derived<Place>().with_ref(external_ref);
    const bool there =
        wanted && std::find(where.places.begin(), where.places.end(), wanted) != where.places.end();
    return there ? wanted : PlaceId{};
}

// How specific an override is that goes for the request, and by what; nothing when it does not.
std::optional<PlanChoice> by_override(const Board& board, const PlanOverride& rule, Urgency urgency,
                                      const Whereabouts& where) {
    if (rule.urgency && *rule.urgency != urgency) return std::nullopt;
    if (!rule.district.empty() && rule.district != where.district) return std::nullopt;
    if (!rule.community.empty() && rule.community != where.community) return std::nullopt;
    PlanChoice choice{rule.plan, PlanBasis::service, {}, {}};
    if (!rule.place.empty()) {
        choice.place = named(board, where, rule.place);
        if (!choice.place) return std::nullopt;
        choice.basis = PlanBasis::place;
    } else if (!rule.community.empty()) {
        choice.basis = PlanBasis::community;
        choice.of = rule.community;
    } else if (!rule.district.empty()) {
        choice.basis = PlanBasis::district;
        choice.of = rule.district;
    }
    return choice;
}

}  // namespace

Whereabouts whereabouts(const Board& board, std::optional<PlaceId> known_place,
                        const std::optional<Personal<Point>>& point, MemberId member) {
    Whereabouts where;
    if (known_place) {
        add_with_parents(board, *known_place, where);
    } else if (point && board.derived<Place>().grid().size() > 0) {
        std::vector<match::Nearby> near;
        board.derived<Place>().grid().within(point->value, places_rule(board.rules()).radius_m, 0,
                                             places_looked_at, near);
        for (const match::Nearby& one : near)
            add_with_parents(board, board.store<Place>()[one.handle].id, where);
    }
    const Member* const whose = board.members().get(board.root(member));
    if (where.district.empty() && whose != nullptr) {
        where.district = whose->profile.district;
        if (where.community.empty()) where.community = whose->profile.community;
    }
    return where;
}

std::optional<PlanChoice> choose_plan(const Board& board, Code service, Urgency urgency,
                                      const Whereabouts& where) {
    std::optional<PlanChoice> best;
    std::pair<PlanBasis, bool> best_rank{};
    for (const std::uint32_t number : board.rule_index().overrides_of(service)) {
        const PlanOverride& rule = board.rules().plan_overrides[number];
        const auto choice = by_override(board, rule, urgency, where);
        if (!choice) continue;
        const std::pair rank(choice->basis, rule.urgency.has_value());
        if (best && rank <= best_rank) continue;
        best = choice;
        best_rank = rank;
    }
    return best;
}

}  // namespace muster::core
