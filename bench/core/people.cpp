#include "bench/core/people.hpp"

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace muster::bench {
namespace {

std::string phone(std::uint64_t number) {
    const std::string digits = std::to_string(10'000'000'000 + number);
    return "+86" + digits;
}

}  // namespace

std::uint64_t resident_bytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
    }
    return 0;
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

}  // namespace muster::bench
