#include "engine/pipeline/digest.hpp"

namespace muster::pipeline {

std::uint64_t command_digest(std::string_view command_json) {
    std::uint64_t digest = 0xCBF29CE484222325ull;
    for (const char c : command_json) {
        digest ^= static_cast<unsigned char>(c);
        digest *= 0x100000001B3ull;
    }
    return digest;
}

}  // namespace muster::pipeline
