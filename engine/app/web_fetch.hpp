// One request to another service and its answer, as a whole, by libcurl. Blocks: for threads that
// may. Only https, but for this machine itself and for what proves itself.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "muster/expected.hpp"
#include "muster/units.hpp"

namespace muster::app {

struct WebRequest {
    std::string url;
    // Sent as a form by POST. Neither form nor body = GET.
    std::vector<std::pair<std::string, std::string>> form{};
    // Sent by POST as it is, of this type.
    std::string body{};
    std::string content_type{};
    std::string user{};  // with HTTP Basic; empty = without
    std::string password{};
    Millis timeout = seconds(10);
    std::size_t answer_bytes = std::size_t{256} * 1024;  // more is no answer
    // Also without TLS: for what tells nothing, and whose answer is signed.
    bool also_in_the_clear = false;
    // Set by another thread when nobody waits any longer: then there is none, within about a
    // second.
    const std::atomic<bool>* cancelled = nullptr;
};

struct WebAnswer {
    std::string body;
};
// An answer with a status of 200 to 299; or why there is none.
[[nodiscard]] Expected<WebAnswer, std::string> fetch(const WebRequest& request);

// Whether such an address would be asked.
[[nodiscard]] bool is_safe_address(std::string_view url);

}  // namespace muster::app
