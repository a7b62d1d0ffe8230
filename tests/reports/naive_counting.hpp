// What the naive counts of all sections have in common: parts of the city, shares and ranks.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/reports/report.hpp"

namespace muster::reports::test {

// Of each part ("*" first, then by name) what is counted.
struct Counter {
    Date first, last;
    std::string wanted;

    [[nodiscard]] bool within(std::int64_t day) const {
        return day >= first.days && day <= last.days;
    }
    [[nodiscard]] std::vector<std::string> parts(const std::string& district) const {
        if (!wanted.empty())
            return district == wanted ? std::vector{wanted} : std::vector<std::string>{};
        return {"*", district};
    }
};

struct PartOrder {
    bool operator()(const std::vector<std::string>& a, const std::vector<std::string>& b) const {
        const bool all_a = a.front() == "*";
        const bool all_b = b.front() == "*";
        return all_a != all_b ? all_a : a < b;
    }
};
template <class T>
using Groups = std::map<std::vector<std::string>, std::vector<const T*>, PartOrder>;

template <class T>
std::int64_t count_if(const std::vector<const T*>& all, const std::function<bool(const T&)>& test) {
    return std::count_if(all.begin(), all.end(), [&](const T* one) { return test(*one); });
}

inline Cell share(std::int64_t some, std::int64_t all) {
    return all == 0 ? Cell{} : Cell{some * 1000 / all};
}

// By nearest rank: the smallest value that so many thousandths of the values do not exceed.
inline Cell rank(std::vector<std::int64_t> values, std::int64_t permille) {
    if (values.empty()) return {};
    std::sort(values.begin(), values.end());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto up_to = static_cast<std::int64_t>(i + 1);
        if (up_to * 1000 >= permille * static_cast<std::int64_t>(values.size())) return values[i];
    }
    return values.back();
}

}  // namespace muster::reports::test
