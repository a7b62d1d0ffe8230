#include "engine/match/coverage.hpp"

#include <algorithm>

#include "engine/match/must.hpp"

namespace muster::match {
namespace {

constexpr std::int64_t most_price = std::int64_t{1} << 61;

}  // namespace

Coverage::Coverage(std::span<const std::int64_t> weights, std::int64_t busy_q16)
    : weight_(weights.begin(), weights.end()), count_(weights.size()) {
    must(busy_q16 >= 0 && busy_q16 < 1 << 16);
    std::int64_t sum = 0;
    for (const std::int64_t weight : weight_) {
        must(weight >= 0 && weight <= most_weight - sum);
        sum += weight;
    }
    power_[0] = std::int64_t{1} << 32;
    for (std::size_t k = 1; k <= most_units; ++k)
        power_[k] = (power_[k - 1] * busy_q16 + (1 << 15)) >> 16;
    for (std::size_t k = 0; k < most_units; ++k)
        worth_[k] = power_[k] - power_[k + 1];
}

void Coverage::add(std::span<const std::uint32_t> points) {
    for (const std::uint32_t point : points)
        ++count_[point];
}

void Coverage::remove(std::span<const std::uint32_t> points) {
    for (const std::uint32_t point : points) {
        must(count_[point] > 0);
        --count_[point];
    }
}

Covered Coverage::loss(std::span<const std::uint32_t> points) const {
    Covered sum;
    for (const std::uint32_t point : points) {
        const std::uint32_t units = count_[point];
        must(units > 0);
        sum.q32 += weight_[point] * worth_[std::min<std::size_t>(units - 1, most_units)];
    }
    return sum;
}

Covered Coverage::gain(std::span<const std::uint32_t> points) const {
    Covered sum;
    for (const std::uint32_t point : points)
        sum.q32 += weight_[point] * worth_[std::min<std::size_t>(count_[point], most_units)];
    return sum;
}

Covered Coverage::covered() const {
    Covered sum;
    for (std::size_t point = 0; point < weight_.size(); ++point) {
        const std::size_t units = std::min<std::size_t>(count_[point], most_units);
        sum.q32 += weight_[point] * (power_[0] - power_[units]);
    }
    return sum;
}

std::optional<BestPost> Coverage::best_post(std::span<const PostChoice> choices,
                                            std::int64_t travel_price_q32) const {
    must(travel_price_q32 >= 0);
    std::optional<BestPost> best;
    for (std::size_t post = 0; post < choices.size(); ++post) {
        const Millis travel = choices[post].travel;
        must(travel.value >= 0 &&
             (travel_price_q32 == 0 || travel.value <= most_price / travel_price_q32));
        const Covered gained = gain(choices[post].points);
        const std::int64_t score = gained.q32 - travel.value * travel_price_q32;
        const bool better = !best || score > best->score ||
                            (score == best->score && travel < choices[best->post].travel);
        if (better) best = BestPost{post, gained, score};
    }
    return best;
}

}  // namespace muster::match
