// Tiles that were made, up to so many bytes: the one that was asked for longest ago makes room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "muster/tile_id.hpp"

namespace muster::app {

// Any thread.
class TileCache {
  public:
    using Text = std::shared_ptr<const std::string>;

    explicit TileCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    // Null when it is not here. Of another version of the map there is none.
    [[nodiscard]] Text find(const std::string& version, const TileId& tile);
    // The tiles of another version go.
    void keep(const std::string& version, const TileId& tile, Text text);

    [[nodiscard]] std::size_t bytes() const;

  private:
    struct Kept {
        std::uint64_t key;
        Text text;
    };
    // An empty tile costs its place here.
    static constexpr std::size_t bytes_of_one = 128;
    [[nodiscard]] static std::uint64_t key_of(const TileId& tile) {
        return std::uint64_t{tile.zoom} << 48 | std::uint64_t{tile.x} << 24 | tile.y;
    }
    [[nodiscard]] static std::size_t cost_of(const Kept& kept) {
        return bytes_of_one + kept.text->size();
    }

    const std::size_t bytes_max_;
    mutable std::mutex mutex_;
    std::string version_;
    std::list<Kept> kept_;  // the one asked for last first
    std::unordered_map<std::uint64_t, std::list<Kept>::iterator> by_key_;
    std::size_t bytes_ = 0;
};

}  // namespace muster::app
