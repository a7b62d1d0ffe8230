#include "tests/oracles/closed_forms.hpp"

#include <cmath>
#include <numeric>

namespace muster::test {
namespace {

constexpr double pi = 3.141592653589793;

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

// Mean number of calls waiting or in service.
double mean_number(int c, double a) {
    return a + a * mean_wait(c, a);
}

}  // namespace

double erlang_b(int c, double a) {
    double blocked = 1;
    for (int n = 1; n <= c; ++n)
        blocked = a * blocked / (n + a * blocked);
    return blocked;
}

double erlang_c(int c, double a) {
    const double blocked = erlang_b(c, a);
    return c * blocked / (c - a * (1 - blocked));
}

double mean_wait(int c, double a) {
    return erlang_c(c, a) / (c - a);
}

std::vector<double> cobham(int c, const std::vector<double>& rates) {
    const double first = erlang_c(c, sum(rates)) / c;
    std::vector<double> waits;
    double load = 0;
    for (const double rate : rates) {
        const double before = load;
        load += rate / c;
        waits.push_back(first / ((1 - before) * (1 - load)));
    }
    return waits;
}

std::vector<double> preemptive_resume(int c, const std::vector<double>& rates) {
    std::vector<double> waits;
    double load = 0;
    for (const double rate : rates) {
        const double above = load == 0 ? 0 : mean_number(c, load);
        load += rate;
        waits.push_back((mean_number(c, load) - above) / rate - 1);
    }
    return waits;
}

std::vector<double> accumulating_priority(int c, const std::vector<double>& rates,
                                          const std::vector<double>& slopes) {
    const double alike = mean_wait(c, sum(rates));
    std::vector<double> waits;
    for (std::size_t p = 0; p < rates.size(); ++p) {
        double above = alike;
        for (std::size_t i = 0; i < p; ++i) {
            above -= rates[i] / c * waits[i] * (1 - slopes[i] / slopes[p]);
        }
        double below = 1;
        for (std::size_t i = p + 1; i < rates.size(); ++i) {
            below -= rates[i] / c * (1 - slopes[p] / slopes[i]);
        }
        waits.push_back(above / below);
    }
    return waits;
}

ErlangA erlang_a(int c, double rate, double mu, double theta) {
    double weight = 1;
    double total = 1;
    double waiting = 0;
    for (int n = 1; weight > total * 1e-18 || n <= c; ++n) {
        const int queue = n > c ? n - c : 0;
        weight *= rate / ((n - queue) * mu + queue * theta);
        total += weight;
        waiting += queue * weight;
    }
    const double queue = waiting / total;
    return {theta * queue / rate, queue / rate};
}

double mean_distance(int k) {
    return std::tgamma(k + 0.5) / (std::tgamma(k) * std::sqrt(pi));
}

double arrived_by(double t, double a, double density, double v, double d) {
    if (t <= d) return 0;
    const double reach = v * (t - d);
    return 1 - std::exp(-a * density * pi * reach * reach);
}

int offers_needed(double target, double acceptance) {
    return static_cast<int>(std::ceil(std::log(1 - target) / std::log(1 - acceptance)));
}

}  // namespace muster::test
