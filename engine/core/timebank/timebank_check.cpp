#include "engine/core/timebank/timebank_check.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "engine/core/service/rule_check.hpp"

namespace muster::core {
namespace {

struct Range {
    const char* field;
    std::int64_t value;
    std::int64_t least;
    std::int64_t most;
};

constexpr std::int64_t most_min = 10'000'000;

Rejection check_ranges(const TimebankRule& rule) {
    const Range ranges[] = {
        {"cap_min", rule.cap_min, 1, most_min},
        {"floor_min", rule.floor_min, -most_min, 0},
        {"pool_floor_min", rule.pool_floor_min, -most_min, 0},
        {"limit_min", rule.limit_min, 1, 1440},
        {"step_min", rule.step_min, 1, 60},
        {"provider_years_from", rule.provider_years_from, 0, 150},
        {"provider_years_to", rule.provider_years_to, rule.provider_years_from, 150},
        {"redeem_years", rule.redeem_years, 0, 150},
        {"redeem_after_min", rule.redeem_after_min, 0, most_min},
        {"death_days", rule.death_days, 0, 3660},
        {"dispute_days", rule.dispute_days, 0, 366},
        {"reverse_days", rule.reverse_days, std::max<std::int64_t>(2, rule.dispute_days + 1), 3660},
        {"claim_days", rule.claim_days, 1, rule.reverse_days - 1},
        {"hold_days", rule.hold_days, 1, 366},
    };
    for (const Range& one : ranges) {
        const std::string field = std::string("/timebank/") + one.field;
        if (auto bad = check_number(field, one.value, one.least, one.most)) return bad;
    }
    return check_span("/timebank/keep_ms", rule.keep_ms, seconds(1));
}

Rejection check_funds(const TimebankRule& rule) {
    if (rule.funds.size() > 64) return wrong("/timebank/funds", "at most 64 funds");
    std::set<std::int64_t> known;
    for (std::size_t i = 0; i < rule.funds.size(); ++i) {
        const std::string field = pointer("/timebank/funds", i) + "/number";
        if (auto bad = check_number(field, rule.funds[i].number, 1, 1000)) return bad;
        if (!known.insert(rule.funds[i].number).second) {
            return wrong(field, "stands there twice");
        }
    }
    const Range uses[] = {{"donations_to", rule.donations_to, 0, 0},
                          {"excess_to", rule.excess_to, 0, 0},
                          {"key_person_fund", rule.key_person_fund, 0, 0},
                          {"free_fund", rule.free_fund, 0, 0}};
    for (const Range& use : uses) {
        if (use.value == 0 || known.contains(use.value)) continue;
        return wrong(std::string("/timebank/") + use.field, "is the number of none of the funds");
    }
    if (rule.free_from == CreditSource::fund && rule.free_fund == 0) {
        return wrong("/timebank/free_fund", "must be the number of a fund");
    }
    return {};
}

Rejection check_relations(const std::vector<Relation>& relations, const char* field) {
    const std::set<Relation> once(relations.begin(), relations.end());
    if (once.size() == relations.size()) return {};
    return wrong(std::string("/timebank/") + field, "names a relation twice");
}

}  // namespace

Rejection check_timebank(const Rules& rules) {
    if (!rules.timebank) return {};
    const TimebankRule& rule = *rules.timebank;
    if (rule.scheme.empty()) return wrong("/timebank/scheme", "must not be empty");
    if (auto bad = check_ranges(rule)) return bad;
    if (auto bad = check_relations(rule.redeem_for, "redeem_for")) return bad;
    if (auto bad = check_relations(rule.gift_to, "gift_to")) return bad;
    return check_funds(rule);
}

}  // namespace muster::core
