#include "tests/oracles/hypercube.hpp"

#include <cmath>
#include <numeric>

namespace muster::test {
namespace {

// The preferred idle unit, or `units` if all are busy. Bit u of the state: unit u is busy.
std::size_t sent(const Hypercube& model, std::size_t place, std::size_t state) {
    for (const std::size_t unit : model.preference[place]) {
        if ((state >> unit & 1) == 0) return unit;
    }
    return model.preference[place].size();
}

// Probabilities without a queue.
std::vector<double> stationary(const Hypercube& model, std::size_t units) {
    const std::size_t states = std::size_t{1} << units;
    // By state and unit the rate at which an idle unit is sent.
    std::vector<std::vector<double>> rate(states, std::vector<double>(units + 1));
    for (std::size_t state = 0; state < states; ++state) {
        for (std::size_t place = 0; place < model.rates.size(); ++place)
            rate[state][sent(model, place, state)] += model.rates[place];
    }
    std::vector<double> chance(states, 1.0 / static_cast<double>(states));
    double change = 1;
    while (change > 1e-15) {
        change = 0;
        double total = 0;
        for (std::size_t state = 0; state < states; ++state) {
            double in = 0;
            double out = 0;
            for (std::size_t unit = 0; unit < units; ++unit) {
                const std::size_t other = state ^ std::size_t{1} << unit;
                const bool busy = (state >> unit & 1) != 0;
                in += chance[other] * (busy ? rate[other][unit] : 1);
                out += busy ? 1 : rate[state][unit];
            }
            change = std::max(change, std::abs(in / out - chance[state]));
            chance[state] = in / out;
            total += chance[state];
        }
        for (double& each : chance)
            each /= total;
    }
    return chance;
}

}  // namespace

HypercubeResult solve(const Hypercube& model) {
    const std::size_t units = model.preference.at(0).size();
    std::vector<double> chance = stationary(model, units);
    const double rate = std::accumulate(model.rates.begin(), model.rates.end(), 0.0);
    // The cut between queue lengths n and n + 1: rate x P(n) = units x P(n + 1).
    if (model.queue) {
        const double full = chance.back() / (1 - rate / static_cast<double>(units));
        const double total = 1 - chance.back() + full;
        chance.back() = full;
        for (double& each : chance)
            each /= total;
    }
    HypercubeResult result;
    result.all_busy = chance.back();
    result.workload.assign(units, 0);
    result.fraction.assign(units, std::vector<double>(model.rates.size(), 0));
    const double served = model.queue ? rate : rate * (1 - chance.back());
    for (std::size_t state = 0; state < chance.size(); ++state) {
        for (std::size_t unit = 0; unit < units; ++unit) {
            if ((state >> unit & 1) != 0) result.workload[unit] += chance[state];
        }
        for (std::size_t place = 0; place < model.rates.size(); ++place) {
            const double share = chance[state] * model.rates[place] / served;
            const std::size_t unit = sent(model, place, state);
            if (unit < units) {
                result.fraction[unit][place] += share;
            } else if (model.queue) {
                // Whoever is free first; all work at the same rate.
                for (std::size_t any = 0; any < units; ++any)
                    result.fraction[any][place] += share / static_cast<double>(units);
            }
        }
    }
    return result;
}

}  // namespace muster::test
