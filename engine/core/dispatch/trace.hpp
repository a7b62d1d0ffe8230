// What `explain` and the console ask for: every candidate of a decision and why it lost.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include "muster/rationale.hpp"

namespace muster::core {

// In the order in which they are checked.
BOOST_DEFINE_ENUM_CLASS(Verdict, won, asked, dearer, other_kind, off_duty, out_of_service, busy,
                        considering_offer, lacks_skill, passed_before, no_position, outside_radius,
                        needed_elsewhere)

// Whether the candidate could be sent, so that its costs were weighed.
[[nodiscard]] constexpr bool was_weighed(Verdict verdict) {
    return verdict == Verdict::won || verdict == Verdict::asked || verdict == Verdict::dearer ||
           verdict == Verdict::needed_elsewhere;
}

struct TracedCandidate {
    Candidate candidate;
    Verdict verdict = Verdict::dearer;
    // Of a volunteer for a slot filled by offers, in thousandths: that they accept, and that they
    // are there before the professional or, with none on the way, within the class's target.
    std::optional<std::int64_t> accepts_permille;
    std::optional<std::int64_t> in_time_permille;
};
BOOST_DESCRIBE_STRUCT(TracedCandidate, (), (candidate, verdict, accepts_permille, in_time_permille))

// One search for a responder. Candidates that could be weighed come first, cheapest first; then the
// nearest of those that could not be sent, at most `kept` in all; `counts` covers every responder.
struct DecisionTrace {
    static constexpr std::size_t kept = 200;

    RequestId request;
    std::uint32_t slot = 0;
    std::vector<TracedCandidate> candidates;
    std::vector<std::uint64_t> counts;  // by Verdict
};
BOOST_DESCRIBE_STRUCT(DecisionTrace, (), (request, slot, candidates, counts))

}  // namespace muster::core
