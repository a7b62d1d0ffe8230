// Makes tiles and ways for adapters on a thread of its own: the engine waits for neither.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/job_thread.hpp"
#include "engine/app/map/options.hpp"
#include "engine/app/map/tile_cache.hpp"
#include "engine/app/map/way_json.hpp"
#include "engine/core/board.hpp"
#include "engine/core/service/road_source.hpp"
#include "engine/pipeline/road_library.hpp"
#include "engine/roads/tiles/tile_maker.hpp"
#include "muster/map_port.hpp"

namespace muster::app {

struct MapStats {
    std::uint64_t tiles_made = 0;
    std::uint64_t tiles_at_hand = 0;
    std::uint64_t ways_made = 0;
    std::size_t cache_bytes = 0;
};

// To be used by one thread, the engine's, on which its answers come too: `post` brings them there.
class MapDesk final : public MapPort {
  public:
    // The library and the board outlive this. The board is read within the calls alone.
    MapDesk(pipeline::RoadLibrary& library, const core::Board& board, const MapOptions& options,
            JobThread::Post post);

    [[nodiscard]] std::optional<MapInfo> map() override;
    [[nodiscard]] Text tile_at_hand(const TileId& tile) override;
    [[nodiscard]] std::unique_ptr<Wish> tile(const TileId& tile, const std::string& principal,
                                             Done done, Refusal& refusal) override;
    [[nodiscard]] std::unique_ptr<Wish> ways_of(RequestId request, const std::string& principal,
                                                Done done, Refusal& refusal) override;
    [[nodiscard]] std::unique_ptr<Wish> way(const WayQuery& query, const std::string& principal,
                                            Done done, Refusal& refusal) override;

    [[nodiscard]] MapStats stats() const;

  private:
    // How much each principal waits for.
    using Waiting = std::map<std::string, std::size_t>;
    class Place;
    class JobWish;

    [[nodiscard]] std::shared_ptr<const roads::RoadMap> road_map() const;
    [[nodiscard]] std::unique_ptr<Wish> add(const std::string& principal,
                                            std::function<Text()> make, Done done,
                                            Refusal& refusal);
    [[nodiscard]] Wanted wanted(const WayQuery& query) const;
    // Of the roads as they are now.
    [[nodiscard]] core::RoadUse use() const;

    // By the thread of the jobs.
    [[nodiscard]] Text make_tile(const std::shared_ptr<const roads::RoadMap>& map,
                                 const TileId& tile);
    // Null where there are no roads.
    [[nodiscard]] const roads::RoadTimes* times(const core::RoadUse& use);

    pipeline::RoadLibrary& library_;
    const core::Board& board_;
    const MapOptions options_;
    TileCache cache_;
    std::shared_ptr<Waiting> waiting_ = std::make_shared<Waiting>();
    MapStats stats_;
    std::optional<roads::TileMaker> maker_;  // the thread's, as the next
    std::optional<roads::RoadTimes> times_;
    JobThread jobs_;  // ends before what it works with
};

}  // namespace muster::app
