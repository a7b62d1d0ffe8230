// The road file: a header, a table of sections, the sections. All numbers are little-endian and
// every section begins at a multiple of eight bytes, so that a mapped file is used where it lies.
//
//   header    "MUSTROAD", version u32, sections u32, bytes of the file u64, SHA-256 (32 bytes) of
//             everything that follows the header
//   table     per section: number u32, bytes per element u32, offset u64, elements u64
//   sections  in the order of `Section`, without gaps but for zeroes up to the next multiple of 8
//
// Version 1 ends with shape_points: such a map is met at its nodes, bans no turn and has no other
// names. It is still written where a map is of that kind, and read for ever: logs name maps by
// their hash.
//
// There is one way only to write a given map, so equal maps have equal files and equal hashes; the
// hash is the map's identity in logs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/roads/road_data.hpp"

namespace muster::roads {

constexpr std::uint32_t road_file_version = 2;

// Part of the format: append only, with a new version.
enum class Section : std::uint32_t {
    info,
    points,
    snap,
    first_arc,
    arc_to,
    arc_way,
    weights_urgent,
    weights_normal,
    weights_e_bike,
    weights_walk,
    ways,
    string_first,
    string_bytes,
    places,
    shapes,
    shape_points,
    // From version 2.
    arc_access,
    bans,
    ban_arcs,
    limits,
    place_names,
    street_names
};
constexpr std::size_t section_count = static_cast<std::size_t>(Section::street_names) + 1;
constexpr std::size_t section_count_of(std::uint32_t version) {
    return version == 1 ? 16 : section_count;
}
constexpr std::size_t road_header_bytes = 8 + 4 + 4 + 8 + 32;
constexpr std::size_t road_table_bytes(std::uint32_t version) {
    return section_count_of(version) * 24;
}

struct RoadInfo {
    std::uint32_t profiles = 0;
    std::uint32_t source = 0;  // index of a string
};

// The parts of a valid file, pointing into its bytes.
struct RoadView {
    RoadInfo info;
    std::span<const Point> points;
    std::span<const std::uint8_t> snap;
    std::span<const std::uint32_t> first_arc;
    std::span<const std::uint32_t> arc_to;
    std::span<const std::uint32_t> arc_way;
    std::array<std::span<const std::uint32_t>, profile_count> weights;
    std::span<const std::uint8_t> arc_access;
    std::span<const Ban> bans;
    std::span<const std::uint32_t> ban_arcs;
    std::uint32_t doubtful_m = default_doubtful_m;
    std::span<const Way> ways;
    std::span<const std::uint32_t> string_first;
    std::span<const char> string_bytes;
    std::span<const Place> places;
    std::span<const Shape> shapes;
    std::span<const Point> shape_points;
    std::span<const OtherName> place_names;
    std::span<const OtherName> street_names;
    std::string hash;  // 64 hexadecimal digits

    [[nodiscard]] std::string_view string(std::uint32_t index) const {
        const std::uint32_t first = string_first[index];
        return {string_bytes.data() + first, string_first[index + 1] - first};
    }
};

// The bytes of the file. Aborts when the data breaks a rule of the format that importers keep (the
// same rules that read_road_file checks).
[[nodiscard]] std::vector<std::byte> write_road_file(const RoadData& data);

// Checks everything: header, size, hash, layout, each index and each range. What is wrong, where,
// and what would be right; or nothing, and then `out` points into `bytes`, which begin at a
// multiple of eight.
[[nodiscard]] std::optional<std::string> read_road_file(std::span<const std::byte> bytes,
                                                        RoadView& out);

// The name of a section in messages.
[[nodiscard]] std::string_view name_of(Section section);

}  // namespace muster::roads
