// Figures of replications: percentiles, means with intervals, paired differences.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <span>
#include <vector>

namespace muster::evaluation {

// The value below which `share` (0 to 1) of the values lie, linear between neighbours: definition 7
// of R. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", 1996. 0 when there are
// none.
[[nodiscard]] double percentile(std::span<const std::int64_t> sorted, double share);

// P(|T| <= t) of Student's distribution. Source: Abramowitz and Stegun, "Handbook of Mathematical
// Functions", 26.7.3 and 26.7.4. Preconditions: degrees >= 1, t >= 0.
[[nodiscard]] double student_t_within(double t, int degrees);
// The t with P(|T| <= t) = share, 0 < share < 1.
[[nodiscard]] double student_t_quantile(double share, int degrees);

// A mean over replications and its 95 % interval by Student's t, rounded to whole units. With one
// replication nothing is known about the spread: the interval is then the mean itself and
// `replications` says so.
struct Estimate {
    std::int64_t mean = 0;
    std::int64_t low = 0;
    std::int64_t high = 0;
    std::int64_t replications = 0;
    bool operator==(const Estimate&) const = default;
};
BOOST_DESCRIBE_STRUCT(Estimate, (), (mean, low, high, replications))

[[nodiscard]] Estimate estimate(std::span<const double> values);

// Of the same replications under two policies: other minus base.
struct Difference {
    std::int64_t mean = 0;
    std::int64_t low = 0;
    std::int64_t high = 0;
    // The interval does not hold 0; never with fewer than two replications.
    bool significant = false;
    std::int64_t relative_permille = 0;  // of the base's mean; 0 when that is 0
    bool operator==(const Difference&) const = default;
};
BOOST_DESCRIBE_STRUCT(Difference, (), (mean, low, high, significant, relative_permille))

// Precondition: as many values on both sides.
[[nodiscard]] Difference paired_difference(std::span<const double> base,
                                           std::span<const double> other);

}  // namespace muster::evaluation
