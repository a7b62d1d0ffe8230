#include "engine/core/links/link_check.hpp"

#include "engine/core/links/link_state.hpp"
#include "engine/core/service/rule_check.hpp"
#include "muster/enum_set.hpp"

namespace muster::core {
namespace {

Rejection check_parts(const std::string& field, const std::vector<LinkPart>& parts) {
    EnumSet<LinkPart> seen;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (seen.has(parts[i])) return wrong(pointer(field, i), "this part stands twice");
        seen.add(parts[i]);
    }
    return {};
}

}  // namespace

const LinkRule& link_rule(const Rules& rules) {
    return or_usual(rules.links);
}

const std::vector<LinkPart>& usual_shows(const LinkRule& rule, LinkAudience audience) {
    using enum LinkPart;
    static const std::vector<LinkPart> for_member{status, arrival, who,    timeline,
                                                  urge,   rate,    confirm};
    static const std::vector<LinkPart> for_family{status, arrival, timeline, urge, rate, confirm};
    switch (audience) {
        case LinkAudience::member:
            return rule.member_shows.empty() ? for_member : rule.member_shows;
        case LinkAudience::family:
            return rule.family_shows.empty() ? for_family : rule.family_shows;
    }
    return for_family;
}

Rejection check_links(const Rules& rules) {
    if (!rules.links) return {};
    const LinkRule& rule = *rules.links;
    if (auto bad = check_span("/links/life_ms", rule.life_ms, minutes(1))) return bad;
    if (auto bad = check_number("/links/max_per_request", rule.max_per_request, 1, 1000)) {
        return bad;
    }
    if (auto bad = check_parts("/links/member_shows", rule.member_shows)) return bad;
    return check_parts("/links/family_shows", rule.family_shows);
}

}  // namespace muster::core
