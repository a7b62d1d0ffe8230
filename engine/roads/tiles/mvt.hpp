// Mapbox Vector Tile 2.1 (github.com/mapbox/vector-tile-spec/tree/master/2.1), as far as map tiles
// need it: layers of points, lines and areas whose properties are texts.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <protozero/pbf_writer.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/roads/tiles/clip.hpp"

namespace muster::roads {

// Part of the format.
enum class MvtType : std::uint32_t { point = 1, line = 2, area = 3 };

// What one feature looks like: points, lines or rings, one after the other.
class MvtGeometry {
  public:
    // Precondition: the points of a line differ from the one before. Of a ring, which has at least
    // three points, the closing one is left out, and it runs clockwise as it is seen.
    void add_point(TilePoint at);
    void add_line(std::span<const TilePoint> line);
    void add_ring(std::span<const TilePoint> ring);

    [[nodiscard]] bool empty() const { return commands_.empty(); }
    [[nodiscard]] std::span<const std::uint32_t> commands() const { return commands_; }
    void clear();

  private:
    void command(std::uint32_t number, std::size_t count);
    void step_to(TilePoint at);

    std::vector<std::uint32_t> commands_;
    TilePoint at_;  // where the pen is
};

// One layer of a tile; written behind what the tile holds already. One at a time for a tile.
class MvtLayer {
  public:
    MvtLayer(std::string& tile, std::string_view name);
    ~MvtLayer();
    MvtLayer(const MvtLayer&) = delete;
    MvtLayer& operator=(const MvtLayer&) = delete;

    // Properties without a value are left out. Precondition: the geometry is not empty.
    void add(MvtType type, const MvtGeometry& geometry,
             std::initializer_list<std::pair<std::string_view, std::string_view>> properties);

  private:
    using Numbers = std::map<std::string, std::uint32_t, std::less<>>;
    // Its number, by the order in which they came.
    static std::uint32_t number_of(Numbers& numbers, std::vector<std::string_view>& in_order,
                                   std::string_view text);

    protozero::pbf_writer tile_;
    const std::string name_;
    std::optional<protozero::pbf_writer> layer_;  // once there is a feature
    Numbers keys_;
    Numbers values_;
    std::vector<std::string_view> keys_in_order_;
    std::vector<std::string_view> values_in_order_;
};

}  // namespace muster::roads
