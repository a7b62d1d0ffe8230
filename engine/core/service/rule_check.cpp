#include "engine/core/service/rule_check.hpp"

namespace muster::core {

std::string pointer(std::string_view field, std::size_t index) {
    return std::string(field) + "/" + std::to_string(index);
}

Rejection wrong(std::string field, std::string detail) {
    return {RejectReason::invalid_field, "/rules" + std::move(field), std::move(detail)};
}

Rejection check_span(std::string field, Millis value, Millis least) {
    if (value < least || value > max_span) {
        return wrong(std::move(field), "must be from " + std::to_string(least.value) + " to " +
                                           std::to_string(max_span.value) + " ms, is " +
                                           std::to_string(value.value));
    }
    return {};
}

Rejection check_number(std::string field, std::int64_t value, std::int64_t least,
                       std::int64_t most) {
    if (value < least || value > most) {
        return wrong(std::move(field), "must be from " + std::to_string(least) + " to " +
                                           std::to_string(most) + ", is " + std::to_string(value));
    }
    return {};
}

}  // namespace muster::core
