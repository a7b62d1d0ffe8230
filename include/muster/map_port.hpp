// The map and the ways of responders for adapters: made beside the engine, from the road file in
// use.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/tile_id.hpp"
#include "muster/units.hpp"

namespace muster {

struct WayQuery {
    Point from;
    Point to;
    Profile profile = Profile::normal;
};

struct MapInfo {
    // Other tiles have another version: the map's hash and the form of the tiles.
    std::string version;
    std::string json;  // {hash, bounds, min_zoom, max_zoom, source}
};

// All calls on one thread, on which the answers come too.
class MapPort {
  public:
    // Something that is wanted. Destroying it before its answer cancels it, and frees its place
    // among those of its principal in any case.
    class Wish {
      public:
        virtual ~Wish() = default;
    };
    enum class Refusal : std::uint8_t {
        none,
        no_map,             // there is no road file, or no longer
        unknown,            // no such request
        too_many_of_yours,  // this principal waits for as many as it may already
        too_many,           // others wait, for as many as may
    };
    using Text = std::shared_ptr<const std::string>;
    using Done = std::function<void(const Text&)>;

    virtual ~MapPort() = default;
    // Of the road file that the rules name; nothing = they name none.
    [[nodiscard]] virtual std::optional<MapInfo> map() = 0;
    // A tile that need not be made; null = it must be. Precondition of both: is_tile.
    [[nodiscard]] virtual Text tile_at_hand(const TileId& tile) = 0;
    // Those that follow call `done` once, later. Null when refused. The tile is the bytes of a
    // Mapbox Vector Tile 2.1.
    [[nodiscard]] virtual std::unique_ptr<Wish> tile(const TileId& tile,
                                                     const std::string& principal, Done done,
                                                     Refusal& refusal) = 0;
    // Of each slot of a request whose responder is on the way to it, from where he is now: JSON
    // {request, ways:[{slot, responder, status, from, to, profile, eta_ms, metres, straight,
    // line}]}. It tells where people are: who may know that is the caller's to ask.
    [[nodiscard]] virtual std::unique_ptr<Wish> ways_of(RequestId request,
                                                        const std::string& principal, Done done,
                                                        Refusal& refusal) = 0;
    // {from, to, profile, eta_ms, metres, straight, line}.
    [[nodiscard]] virtual std::unique_ptr<Wish> way(const WayQuery& query,
                                                    const std::string& principal, Done done,
                                                    Refusal& refusal) = 0;
};

}  // namespace muster
