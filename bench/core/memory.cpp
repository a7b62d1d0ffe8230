// What a large city takes in memory: 1e6 members, 1e5 responders (one in ten available) and 1e5
// open requests on one engine, beside the bytes that the same entities have as JSON.
//   bench_core_memory [--members N] [--responders N] [--requests N]      prints one JSON object
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

#include "bench/core/crowd.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "muster/registry.hpp"

namespace muster::bench {
namespace {

std::uint64_t resident_bytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
    }
    return 0;
}

std::string phone(std::uint64_t number) {
    const std::string digits = std::to_string(10'000'000'000 + number);
    return "+86" + digits;
}

MemberProfile member_profile(Places& places, std::uint64_t number) {
    MemberProfile profile;
    profile.external_ref = "YZ-" + std::to_string(1'000'000 + number);
    profile.name = "Synthetic Member " + std::to_string(number);
    profile.phone = phone(number);
    profile.address = "Wenchang Middle Road " + std::to_string(number % 900) + ", flat 502";
    profile.home = places.next();
    profile.district = "guangling";
    profile.community = Code("community_" + std::to_string(number % 400));
    profile.birth_year = 1930 + static_cast<std::int32_t>(number % 35);
    profile.flags = std::vector{MemberFlag::very_old, MemberFlag::lives_alone};
    profile.contacts = {
        {ContactRelation::kin, std::string("Synthetic Kin"), phone(number + 1)},
        {ContactRelation::key_holder, std::string("Synthetic Neighbour"), phone(number + 2)}};
    return profile;
}

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
