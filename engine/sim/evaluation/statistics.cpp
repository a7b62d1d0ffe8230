#include "engine/sim/evaluation/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace muster::evaluation {
namespace {

constexpr double confidence = 0.95;
constexpr double pi = 3.14159265358979323846;

struct Interval {
    double mean = 0;
    double half_width = 0;
};

Interval interval(std::span<const double> values) {
    Interval result;
    const auto n = static_cast<double>(values.size());
    if (values.empty()) return result;
    for (const double value : values)
        result.mean += value / n;
    if (values.size() < 2) return result;
    double squares = 0;
    for (const double value : values)
        squares += (value - result.mean) * (value - result.mean);
    const double deviation = std::sqrt(squares / (n - 1));
    result.half_width = student_t_quantile(confidence, static_cast<int>(values.size()) - 1) *
                        deviation / std::sqrt(n);
    return result;
}

std::int64_t rounded(double value) {
    return std::llround(value);
}

}  // namespace

double percentile(std::span<const std::int64_t> sorted, double share) {
    if (sorted.empty()) return 0;
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = place - static_cast<double>(below);
    const auto low = static_cast<double>(sorted[below]);
    return low + (static_cast<double>(sorted[above]) - low) * part;
}

double student_t_within(double t, int degrees) {
    if (degrees < 1 || t < 0) std::abort();
    const double angle = std::atan(t / std::sqrt(static_cast<double>(degrees)));
    const double cosine = std::cos(angle);
    const bool odd = degrees % 2 != 0;
    // 1 + 1/2 cos^2 + 1*3/(2*4) cos^4 + ... or cos + 2/3 cos^3 + 2*4/(3*5) cos^5 + ...
    double sum = 0;
    double term = odd ? cosine : 1;
    for (int power = odd ? 1 : 0; power <= degrees - 2; power += 2) {
        sum += term;
        term *= cosine * cosine * (power + 1) / (power + 2);
    }
    return odd ? 2 / pi * (angle + std::sin(angle) * sum) : std::sin(angle) * sum;
}

double student_t_quantile(double share, int degrees) {
    double low = 0;
    double high = 1;
    while (student_t_within(high, degrees) < share)
        high *= 2;
    for (int i = 0; i < 80; ++i) {
        const double middle = (low + high) / 2;
        (student_t_within(middle, degrees) < share ? low : high) = middle;
    }
    return (low + high) / 2;
}

Estimate estimate(std::span<const double> values) {
    const Interval i = interval(values);
    return {rounded(i.mean), rounded(i.mean - i.half_width), rounded(i.mean + i.half_width),
            static_cast<std::int64_t>(values.size())};
}

Difference paired_difference(std::span<const double> base, std::span<const double> other) {
    if (base.size() != other.size()) std::abort();
    std::vector<double> differences(base.size());
    for (std::size_t i = 0; i < base.size(); ++i)
        differences[i] = other[i] - base[i];
    const Interval i = interval(differences);
    const double base_mean = interval(base).mean;
    Difference result;
    result.mean = rounded(i.mean);
    result.low = rounded(i.mean - i.half_width);
    result.high = rounded(i.mean + i.half_width);
    result.significant = base.size() > 1 && std::abs(i.mean) > i.half_width;
    if (base_mean != 0) result.relative_permille = rounded(i.mean / base_mean * 1000);
    return result;
}

}  // namespace muster::evaluation
