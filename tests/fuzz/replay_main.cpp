// Stands in for libFuzzer in an ordinary build: runs the target once on each file of a folder, then
// on a few thousand mutations of them, the same ones every time.
//
//     fuzz_NAME FOLDER [MUTATIONS]
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;

std::vector<Bytes> seeds_of(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Bytes> seeds;
    for (const auto& path : files) {
        std::ifstream file(path, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return seeds;
}

// Standard distributions differ between libraries; this does not.
std::size_t below(std::mt19937_64& random, std::size_t n) {
    return n == 0 ? 0 : random() % n;
}

// One of the mutations that find most faults in parsers: change, drop, repeat, cut, or take a piece
// of another seed.
void mutate(Bytes& bytes, const std::vector<Bytes>& seeds, std::mt19937_64& random) {
    const std::size_t at = below(random, bytes.size() + 1);
    const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    const std::size_t length = std::min(below(random, 16) + 1, bytes.size() - at);
    const auto behind = place + static_cast<std::ptrdiff_t>(length);
    switch (below(random, 6)) {
        case 0:
            if (length > 0) *place = static_cast<std::uint8_t>(random());
            break;
        case 1:
            if (length > 0) *place ^= static_cast<std::uint8_t>(1u << below(random, 8));
            break;
        case 2:
            bytes.erase(place, behind);
            break;
        case 3: {
            const Bytes piece(place, behind);
            bytes.insert(place, piece.begin(), piece.end());
            break;
        }
        case 4:
            bytes.resize(at);
            break;
        default: {
            const Bytes& other = seeds[below(random, seeds.size())];
            const std::size_t from = below(random, other.size());
            const std::size_t count = std::min(below(random, 32), other.size() - from);
            const auto first = other.begin() + static_cast<std::ptrdiff_t>(from);
            bytes.insert(place, first, first + static_cast<std::ptrdiff_t>(count));
            break;
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: %s FOLDER [MUTATIONS]\n", argv[0]);
        return 2;
    }
    const std::vector<Bytes> seeds = seeds_of(argv[1]);
    if (seeds.empty()) {
        std::fprintf(stderr, "%s holds no seeds\n", argv[1]);
        return 2;
    }
    for (const Bytes& seed : seeds)
        LLVMFuzzerTestOneInput(seed.data(), seed.size());

    const long mutations = argc > 2 ? std::strtol(argv[2], nullptr, 10) : 20'000;
    std::mt19937_64 random(20'240'601);
    for (long i = 0; i < mutations; ++i) {
        Bytes bytes = seeds[below(random, seeds.size())];
        for (std::size_t n = below(random, 4) + 1; n > 0; --n)
            mutate(bytes, seeds, random);
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
    std::printf("%zu seeds, %ld mutations\n", seeds.size(), mutations);
    return 0;
}
