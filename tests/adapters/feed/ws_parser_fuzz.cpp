// Any bytes, cut at any place: the parser keeps to its limits and sees the same events as uncut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/adapters/feed/ws_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using muster::feed_adapter::WsParser;
    using muster::feed_adapter::testing::parse;
    if (size == 0) return 0;
    const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t cut = bytes.empty() ? 0 : data[0] % bytes.size();
    constexpr std::size_t max_message = 256;

    WsParser whole(max_message);
    const auto expected = parse(whole, bytes);
    WsParser parts(max_message);
    auto events = parse(parts, std::string_view(bytes).substr(0, cut));
    const bool failed = !events.empty() && events.back().starts_with("error");
    if (!failed) {
        for (auto& event : parse(parts, std::string_view(bytes).substr(cut))) {
            events.push_back(event);
        }
    }
    if (events != expected) std::abort();
    for (const auto& event : events) {
        if (event.size() > max_message + 16) std::abort();
    }
    return 0;
}
