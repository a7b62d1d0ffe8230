#include "engine/match/volunteers.hpp"

#include <algorithm>
#include <bit>

#include "engine/match/must.hpp"

namespace muster::match {
namespace {

constexpr std::int64_t most_answers = std::int64_t{1} << 31;

ChanceQ32 share(std::int64_t part, Answers of) {
    must(of.accepted >= 0 && of.refused >= 0 && of.accepted <= most_answers &&
         of.refused <= most_answers && of.accepted + of.refused > 0);
    return (static_cast<std::uint64_t>(part) << 32) /
           static_cast<std::uint64_t>(of.accepted + of.refused);
}

// Both at most 2^32: the product of two certainties would not fit.
ChanceQ32 both(ChanceQ32 a, ChanceQ32 b) {
    if (a == certain) return b;
    if (b == certain) return a;
    return (a * b) >> 32;
}

ChanceQ32 nobody_accepts(std::span<const Answers> asked) {
    ChanceQ32 nobody = certain;
    for (const Answers& each : asked)
        nobody = both(nobody, refusal(each));
    return nobody;
}

bool is_enough(ChanceQ32 nobody, std::int64_t accept_target_permille) {
    must(accept_target_permille >= 0 && accept_target_permille <= 1000);
    // Rounded up, as the products are rounded down.
    const ChanceQ32 may_fail =
        (static_cast<std::uint64_t>(1000 - accept_target_permille) * certain + 999) / 1000;
    return nobody <= may_fail && accept_target_permille < 1000;
}

}  // namespace

ChanceQ32 acceptance(Answers answers) {
    return share(answers.accepted, answers);
}

ChanceQ32 refusal(Answers answers) {
    return share(answers.refused, answers);
}

std::size_t offers_to_add(std::span<const Answers> live, std::span<const Answers> ranked,
                          std::int64_t accept_target_permille, std::size_t limit) {
    ChanceQ32 nobody = nobody_accepts(live);
    const std::size_t most = std::min(limit, ranked.size());
    std::size_t added = 0;
    while (added < most && !is_enough(nobody, accept_target_permille)) {
        nobody = both(nobody, refusal(ranked[added]));
        ++added;
    }
    return added;
}

bool are_enough(std::span<const Answers> live, std::int64_t accept_target_permille) {
    return is_enough(nobody_accepts(live), accept_target_permille);
}

std::int64_t arrives_before_q16(Millis volunteer, Millis professional) {
    auto a = static_cast<std::uint64_t>(std::max<std::int64_t>(volunteer.value, 0));
    auto b = static_cast<std::uint64_t>(std::max<std::int64_t>(professional.value, 0));
    if (a == 0 && b == 0) return whole_q16 / 2;
    // Only the ratio matters: 11 bits of the larger keep the fourth powers in 64 bits.
    const int surplus = std::max(static_cast<int>(std::bit_width(a | b)), 11) - 11;
    a >>= surplus;
    b >>= surplus;
    const std::uint64_t a4 = a * a * a * a;
    const std::uint64_t b4 = b * b * b * b;
    return static_cast<std::int64_t>((b4 << 16) / (a4 + b4));
}

VolunteerRank rank_of(const VolunteerFacts& facts) {
    must(facts.skill_match_q16 >= 0 && facts.skill_match_q16 <= whole_q16);
    must(facts.fatigue_q16 >= 0 && facts.fatigue_q16 <= std::int64_t{1} << 40);
    std::uint64_t score = acceptance(facts.answers);
    score =
        score * static_cast<std::uint64_t>(arrives_before_q16(facts.eta, facts.professional_eta)) >>
        16;
    score = score * static_cast<std::uint64_t>(facts.skill_match_q16) >> 16;
    score = (score << 16) / static_cast<std::uint64_t>(whole_q16 + facts.fatigue_q16);
    return {score, facts.eta, facts.credits, facts.id};
}

bool asked_before(const VolunteerRank& a, const VolunteerRank& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.eta != b.eta) return a.eta < b.eta;
    if (a.credits != b.credits) return a.credits > b.credits;
    return a.id < b.id;
}

}  // namespace muster::match
