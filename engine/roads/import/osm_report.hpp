// What an import took from a file and what it did not, so that nothing is missing silently.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::roads {

class Tags;

// Why something of the file is not in the map.
enum class LeftOut : std::uint8_t {
    deleted,
    no_coordinates,
    missing_nodes,
    cut_ways,
    ways_without_nodes,
    repeated_ways,
    closed_ways,
    unconnected_ways,
    cut_areas,
    restrictions_on_red,
    restrictions_by_the_hour,
    restrictions_of_others,
    restrictions_unread,
    restrictions_incomplete
};
constexpr std::size_t left_out_count =
    static_cast<std::size_t>(LeftOut::restrictions_incomplete) + 1;

struct LeftOutText {
    std::string_view key;   // in JSON; permanent
    std::string_view text;  // behind the number
};
[[nodiscard]] const LeftOutText& text_of(LeftOut why);

struct UnreadTag {
    std::string tag;  // "maxspeed=foo", or only the key where its values are of one kind
    std::uint64_t count = 0;
};

struct OsmReport {
    std::string form;  // "OSM XML, gzip"
    // Objects read, without those that are left out as deleted.
    std::uint64_t nodes = 0;
    std::uint64_t all_ways = 0;
    std::uint64_t relations = 0;

    std::uint64_t ways = 0;  // that somebody may use
    std::uint64_t turn_restrictions = 0;
    std::uint64_t banned_turns = 0;           // that they come to
    std::uint64_t restrictions_left_out = 0;  // of any kind
    std::uint64_t places = 0;
    std::uint64_t water = 0;

    std::array<std::uint64_t, left_out_count> left_out{};
    std::vector<UnreadTag> unread;       // the most frequent first
    std::uint64_t unread_uncounted = 0;  // values beyond `unread_kinds_max` different ones

    void leave_out(LeftOut why, std::uint64_t count = 1) {
        left_out[static_cast<std::size_t>(why)] += count;
    }
    [[nodiscard]] std::uint64_t operator[](LeftOut why) const {
        return left_out[static_cast<std::size_t>(why)];
    }
};

// Different unread tags that one import counts by name; a foreign file cannot fill the memory.
constexpr std::size_t unread_kinds_max = 10'000;

// Counts the tags whose values the rules do not know.
class UnreadTags {
  public:
    // Of a road or a ferry.
    void note_way(const Tags& tags);
    // Of a node with a barrier.
    void note_barrier(const Tags& tags);
    void add(std::string_view key, std::string_view value);
    void tell(OsmReport& report) const;

  private:
    void note_access(std::string_view key, std::string_view value);

    std::map<std::string, std::uint64_t, std::less<>> counts_;
    std::uint64_t uncounted_ = 0;
};

}  // namespace muster::roads
