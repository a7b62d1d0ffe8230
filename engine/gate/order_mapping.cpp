#include "engine/gate/order_mapping.hpp"

#include <algorithm>

namespace muster::gate {

std::string order_prefix(std::string_view mapping) {
    return "order:" + std::string(mapping) + ":";
}

std::vector<std::pair<std::string, std::string>> paths_of(const PushOrder& order) {
    std::vector<std::pair<std::string, std::string>> paths{
        {"/order/number", order.number}, {"/order/act", order.act},
        {"/order/kind", order.kind},     {"/order/phone", order.phone},
        {"/order/limit", order.limit},   {"/order/reason", order.reason},
        {"/order/rating", order.rating}};
    const auto add = [&](const std::string& list, const std::vector<std::string>& some) {
        for (std::size_t i = 0; i < some.size(); ++i)
            paths.emplace_back(list + "/" + std::to_string(i), some[i]);
    };
    add("/order/text", order.text);
    add("/order/address", order.address);
    return paths;
}

std::optional<SettingProblem> check(const PushOrder& order) {
    if (order.kinds.empty()) {
        return SettingProblem{"/order/kinds", "must say which service an order asks for"};
    }
    for (std::size_t i = 0; i < order.kinds.size(); ++i) {
        const std::string at = "/order/kinds/" + std::to_string(i);
        if (order.kinds[i].service.empty()) {
            return SettingProblem{at + "/service", "must name a service of the rules"};
        }
        if (order.kind.empty() && !order.kinds[i].value.empty()) {
            return SettingProblem{at + "/value", "is compared with nothing: order.kind is empty"};
        }
    }
    if (order.act.empty() != order.acts.empty()) {
        return SettingProblem{"/order/acts",
                              "order.act and order.acts belong together: the one says where the "
                              "platform says what it does, the other by which words"};
    }
    const bool rates = std::any_of(order.acts.begin(), order.acts.end(),
                                   [](const auto& one) { return one.act == OrderAct::rate; });
    if (rates && order.rating.empty()) {
        return SettingProblem{"/order/rating", "must be given where the platform rates"};
    }
    return std::nullopt;
}

}  // namespace muster::gate
