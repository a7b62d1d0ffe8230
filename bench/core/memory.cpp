// What a large city takes in memory: 1e6 members, 1e5 responders (one in ten available) and 1e5
// open requests on one engine, beside the bytes that the same entities have as JSON.
//   bench_core_memory [--members N] [--responders N] [--requests N]      prints one JSON object
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "bench/core/crowd.hpp"
#include "bench/core/people.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "muster/registry.hpp"

namespace muster::bench {
namespace {

// As JSON, by writing and counting a part at a time.
template <class Store>
std::uint64_t json_bytes(const Store& store) {
    std::uint64_t bytes = 0;
    std::string text;
    for (core::Index i = 0; i < store.end_index(); ++i) {
        if (!store.used(i)) continue;
        text.clear();
        codec::write(text, store[i]);
        bytes += text.size();
    }
    return bytes;
}

int run(int argc, char** argv) {
    std::uint64_t members = 1'000'000;
    std::uint64_t responders = 100'000;
    std::uint64_t requests = 100'000;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::uint64_t value = std::strtoull(argv[i + 1], nullptr, 10);
        if (std::strcmp(argv[i], "--members") == 0) members = value;
        if (std::strcmp(argv[i], "--responders") == 0) responders = value;
        if (std::strcmp(argv[i], "--requests") == 0) requests = value;
    }
    const std::uint64_t empty = resident_bytes();
    Crowd crowd(responders, false);
    const std::uint64_t with_responders = resident_bytes();
    for (std::uint64_t i = 0; i < members; ++i)
        crowd.give(RegisterMember{member_profile(crowd.places, i)});
    const std::uint64_t with_members = resident_bytes();
    crowd.queue_unservable(requests);
    const std::uint64_t full = resident_bytes();
    const core::Board& board = crowd.engine.board();
    const std::uint64_t json =
        json_bytes(board.members()) + json_bytes(board.responders()) + json_bytes(board.requests());
    const auto print = [](const char* name, std::uint64_t value, const char* end) {
        std::printf("\"%s\":%llu%s", name, static_cast<unsigned long long>(value), end);
    };
    std::printf("{");
    print("members", board.members().size(), ",");
    print("responders", board.responders().size(), ",");
    print("open_requests", board.open_requests(), ",");
    print("rss_bytes", full - empty, ",");
    print("responders_bytes", with_responders - empty, ",");
    print("members_bytes", with_members - with_responders, ",");
    print("requests_bytes", full - with_members, ",");
    print("json_bytes", json, "}\n");
    return EXIT_SUCCESS;
}

}  // namespace
}  // namespace muster::bench

int main(int argc, char** argv) {
    return muster::bench::run(argc, argv);
}
