#include "engine/core/requests/names.hpp"

namespace muster::core {

std::string legal_statuses(RequestAction action) {
    return names_where<RequestStatus>(
        [action](RequestStatus status) { return legal(action, status); });
}

}  // namespace muster::core
