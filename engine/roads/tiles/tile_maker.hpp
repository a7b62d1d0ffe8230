// A road map as vector tiles: `roads` {kind, name}, `water` {kind, name}, and `places` {kind, name,
// name_en, name_zh}, of which the last two are there where the map has another name in that script.
//
// A road file does not say in which language an other name is. name_zh is the first with Chinese
// characters of a place whose own name has none, name_en the first in Latin letters of a place
// whose own name is not: an English name, pinyin, or what else the source had in Latin letters.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/roads/road_map.hpp"
#include "engine/roads/tiles/drawn_set.hpp"
#include "engine/roads/tiles/mvt.hpp"
#include "muster/tile_id.hpp"

namespace muster::roads {

// Changes whenever the tiles of an unchanged map do: part of what tells one tile from another.
constexpr std::string_view tile_format = "1";

// Immutable; any thread may ask. Built in time and memory that grow with the map: nine bytes for
// each point that is drawn, and four for each of its grid.
class TileMaker {
  public:
    explicit TileMaker(std::shared_ptr<const RoadMap> map);

    [[nodiscard]] const RoadMap& map() const { return *map_; }

    // In time that grows with what the tile shows, and with the whole of each line and area in it.
    // Empty where there is nothing: that is a tile without layers. Precondition: is_tile.
    [[nodiscard]] std::string make(const TileId& tile) const;

  private:
    // By the first zoom at which they are drawn.
    using Sets = std::array<DrawnSet, tile_zoom_max + 1>;
    struct Found {
        const DrawnSet* set;
        const Drawn* drawn;
    };

    void add_roads();
    void add_water();
    void add_places();
    [[nodiscard]] static std::vector<Found> find(const Sets& sets, const TileId& tile);
    void write_roads(const TileId& tile, std::string& out) const;
    void write_water(const TileId& tile, std::string& out) const;
    void write_places(const TileId& tile, std::string& out) const;
    [[nodiscard]] std::string_view name_of(const Drawn& drawn) const;
    // The first other name of a place that is accepted; empty for none.
    template <class Accept>
    [[nodiscard]] std::string_view other_name(std::uint32_t place, Accept accept) const;

    std::shared_ptr<const RoadMap> map_;
    Sets roads_;
    Sets water_;
    Sets places_;
};

}  // namespace muster::roads
