// Whom to ask and how many: the arithmetic of offers to volunteers, in integers only, so that every
// machine asks the same people. Source: "keep m = ceil(ln(1 - P*) / ln(1 - p)) offers live" with p
// the mean of a Beta posterior; rank by p x P(arrives before the professional) x skill match /
// (1 + fatigue).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "muster/units.hpp"

namespace muster::match {

// Probabilities in units of 2^-32, from 0 to `certain` inclusive.
using ChanceQ32 = std::uint64_t;
constexpr ChanceQ32 certain = ChanceQ32{1} << 32;

// Shares in units of 2^-16.
constexpr std::int64_t whole_q16 = 1 << 16;

// The Beta posterior of how one volunteer answers: counts of answers and of the prior together.
// Both 0..2^31, not both 0 (aborts).
struct Answers {
    std::int64_t accepted = 0;
    std::int64_t refused = 0;
};

// The posterior mean accepted / (accepted + refused), and the rest; each rounded down.
[[nodiscard]] ChanceQ32 acceptance(Answers answers);
[[nodiscard]] ChanceQ32 refusal(Answers answers);

// How many of the ranked candidates, from the first, to ask besides those whose offers are live
// already, so that somebody accepts with the wished probability; at most `limit`.
//
// Chances may differ: the product of the refusals is held against 1 - P*. Where all are equal this
// is the formula above. Products are rounded down, so a target that is met exactly (two of p = 0.1
// for P* = 0.19) counts as met; the error is below 2^-32 per candidate.
// `accept_target_permille` is 0..1000; at 1000 all that the limit permits are asked.
[[nodiscard]] std::size_t offers_to_add(std::span<const Answers> live,
                                        std::span<const Answers> ranked,
                                        std::int64_t accept_target_permille, std::size_t limit);

// Whether the offers that are live suffice: offers_to_add() would add nobody, whoever is ranked.
[[nodiscard]] bool are_enough(std::span<const Answers> live, std::int64_t accept_target_permille);

// P(the volunteer is there before the professional), given both expected travel times:
// b^4 / (a^4 + b^4) for volunteer a, professional b. This is the log-logistic law: the logarithm of
// the ratio of two travel times errs by a logistic variable of scale 1/4 (a standard deviation of
// 45 %, as of walking and parking times). Equal times give one half; 1.3 times as long .26; twice
// as long .06. A certain 0 for a volunteer who needs for ever, monotone in both. When no
// professional is coming, give the target of the class as `professional`: then it is the chance to
// be in time. Times are not negative.
[[nodiscard]] std::int64_t arrives_before_q16(Millis volunteer, Millis professional);

struct VolunteerFacts {
    Answers answers;
    Millis eta;
    Millis professional_eta;
    std::int64_t skill_match_q16 = whole_q16;  // 0..whole: how well the skills fit
    std::int64_t fatigue_q16 = 0;              // 0 = rested; 1.0 halves the rank
    std::int64_t credits = 0;                  // of the time bank
    std::uint64_t id = 0;
};

// A total order: the higher score, then the sooner, then the more time credits, then the smaller
// id.
struct VolunteerRank {
    std::uint64_t score = 0;  // an expectation in Q32
    Millis eta;
    std::int64_t credits = 0;
    std::uint64_t id = 0;
};
[[nodiscard]] VolunteerRank rank_of(const VolunteerFacts& facts);
// Whether a is asked before b.
[[nodiscard]] bool asked_before(const VolunteerRank& a, const VolunteerRank& b);

}  // namespace muster::match
