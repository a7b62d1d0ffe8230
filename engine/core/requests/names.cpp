#include "engine/core/requests/names.hpp"

#include <vector>

#include "muster/request.hpp"

namespace muster::core {

std::string in_words(RequestStatuses statuses) {
    std::vector<std::string_view> names;
    for (int i = 0; i < request_status_count; ++i) {
        const auto status = static_cast<RequestStatus>(i);
        if (statuses.has(status)) names.push_back(name_of(status));
    }
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
        text += names[i];
    }
    return text;
}

std::string request_name(const Request& request) {
    return "request " + std::to_string(request.id.value) + " (" +
           std::string(name_of(request.status)) + ")";
}

}  // namespace muster::core
