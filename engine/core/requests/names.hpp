// Names for messages: of enum values, of requests.
#pragma once

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <string>
#include <string_view>

#include "muster/command.hpp"

namespace muster {
struct Request;
}

namespace muster::core {

template <class Enum>
[[nodiscard]] std::string_view name_of(Enum value) {
    std::string_view name = "?";
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto described) {
        if (described.value == value) name = described.name;
    });
    return name;
}

// "queued, offered or dispatched".
[[nodiscard]] std::string in_words(RequestStatuses statuses);

// "request 7 (queued)".
[[nodiscard]] std::string request_name(const Request& request);

}  // namespace muster::core
