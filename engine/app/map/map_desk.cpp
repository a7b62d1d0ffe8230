#include "engine/app/map/map_desk.hpp"

#include <utility>

#include "engine/app/geojson.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/core/dispatch/journeys.hpp"

namespace muster::app {
namespace {

std::string version_of(const roads::RoadMap& map) {
    return map.hash().substr(0, 16) + "-" + std::string(roads::tile_format);
}

bool is_on_the_way(SlotStatus status) {
    return status == SlotStatus::assigned || status == SlotStatus::acknowledged ||
           status == SlotStatus::en_route;
}

}  // namespace

// One of those that a principal waits for.
class MapDesk::Place {
  public:
    Place(std::shared_ptr<Waiting> waiting, std::string principal)
        : waiting_(std::move(waiting)), principal_(std::move(principal)) {
        ++(*waiting_)[principal_];
    }
    ~Place() {
        if (--(*waiting_)[principal_] == 0) waiting_->erase(principal_);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

  private:
    std::shared_ptr<Waiting> waiting_;
    std::string principal_;
};

class MapDesk::JobWish final : public Wish {
  public:
    JobWish(std::shared_ptr<Waiting> waiting, const std::string& principal)
        : place_(std::move(waiting), principal) {}
    std::unique_ptr<JobThread::Wish> job;

  private:
    Place place_;
};

MapDesk::MapDesk(pipeline::RoadLibrary& library, const core::Board& board,
                 const MapOptions& options, JobThread::Post post)
    : library_(library),
      board_(board),
      options_(options),
      cache_(options.tile_cache_bytes),
      jobs_(options.waiting_max, std::move(post)) {}

std::shared_ptr<const roads::RoadMap> MapDesk::road_map() const {
    const std::string& hash = board_.rules().roads.map;
    return hash.empty() ? nullptr : library_.map(hash);
}

std::optional<MapInfo> MapDesk::map() {
    const auto map = road_map();
    if (!map) return std::nullopt;
    const auto corner = [](Point point) {
        return degrees_text(point.lon_e7) + "," + degrees_text(point.lat_e7);
    };
    MapInfo info{version_of(*map), ""};
    info.json = "{\"hash\":\"" + map->hash() + "\",\"bounds\":[" + corner(map->south_west()) + "," +
                corner(map->north_east()) +
                "],\"min_zoom\":0,\"max_zoom\":" + std::to_string(tile_zoom_max) + ",\"source\":";
    codec::write(info.json, std::string(map->source()));
    info.json += '}';
    return info;
}

MapDesk::Text MapDesk::tile_at_hand(const TileId& tile) {
    const auto map = road_map();
    auto text = map ? cache_.find(version_of(*map), tile) : nullptr;
    if (text) ++stats_.tiles_at_hand;
    return text;
}

std::unique_ptr<MapPort::Wish> MapDesk::add(const std::string& principal,
                                            std::function<Text()> make, Done done,
                                            Refusal& refusal) {
    const auto known = waiting_->find(principal);
    if (known != waiting_->end() && known->second >= options_.waiting_per_token) {
        refusal = Refusal::too_many_of_yours;
        return nullptr;
    }
    auto wish = std::make_unique<JobWish>(waiting_, principal);
    wish->job = jobs_.add([make = std::move(make), done = std::move(done)] {
        return [done, text = make()] { done(text); };
    });
    refusal = wish->job ? Refusal::none : Refusal::too_many;
    if (!wish->job) return nullptr;
    return wish;
}

std::unique_ptr<MapPort::Wish> MapDesk::tile(const TileId& tile, const std::string& principal,
                                             Done done, Refusal& refusal) {
    auto map = road_map();
    if (!map) {
        refusal = Refusal::no_map;
        return nullptr;
    }
    auto wish = add(
        principal, [this, map = std::move(map), tile] { return make_tile(map, tile); },
        std::move(done), refusal);
    if (wish) ++stats_.tiles_made;
    return wish;
}

MapDesk::Text MapDesk::make_tile(const std::shared_ptr<const roads::RoadMap>& map,
                                 const TileId& tile) {
    const std::string version = version_of(*map);
    // Somebody else may have waited for it too.
    if (auto made = cache_.find(version, tile)) return made;
    if (!maker_ || &maker_->map() != map.get()) maker_.emplace(map);
    auto made = std::make_shared<const std::string>(maker_->make(tile));
    cache_.keep(version, tile, made);
    return made;
}

core::RoadUse MapDesk::use() const {
    const auto& speeds = board_.speeds_in_use();
    return core::road_use(board_.rules(), speeds ? &speeds->speeds : nullptr);
}

const roads::RoadTimes* MapDesk::times(const core::RoadUse& use) {
    if (use.map.empty()) return nullptr;
    // The engine's own, which is ready, unless it has just gone over to others.
    auto network = library_.network(use);
    if (!network) return nullptr;
    if (!times_ || &times_->network() != network.get()) times_.emplace(std::move(network));
    return &*times_;
}

Wanted MapDesk::wanted(const WayQuery& query) const {
    return {
        query, {}, board_.rule_index().travel().travel_time(query.from, query.to, query.profile)};
}

std::unique_ptr<MapPort::Wish> MapDesk::way(const WayQuery& query, const std::string& principal,
                                            Done done, Refusal& refusal) {
    auto wish = add(
        principal,
        [this, use = use(), way = wanted(query)] {
            return std::make_shared<const std::string>(way_json(times(use), way));
        },
        std::move(done), refusal);
    if (wish) ++stats_.ways_made;
    return wish;
}

std::unique_ptr<MapPort::Wish> MapDesk::ways_of(RequestId request, const std::string& principal,
                                                Done done, Refusal& refusal) {
    const core::Index found = board_.requests().find(request);
    if (found == core::no_index) {
        refusal = Refusal::unknown;
        return nullptr;
    }
    const Request& asked = board_.requests()[found];
    std::vector<Wanted> ways;
    for (std::size_t slot = 0; slot < asked.slots.size() && asked.place; ++slot) {
        const Slot& one = asked.slots[slot];
        if (!is_on_the_way(one.status)) continue;
        const core::Index responder = board_.responders().find(one.responder);
        if (responder == core::no_index) continue;
        const auto& where = board_.responders().aux(responder).where;
        if (!where) continue;
        const Profile profile = core::Journeys::profile_for(
            board_, board_.responders()[responder].profile.travel, asked.urgency);
        ways.push_back(wanted({*where, asked.place->value, profile}));
        ways.back().bound = Bound{slot, one.responder, one.status};
    }
    const std::size_t count = ways.size();
    auto wish = add(
        principal,
        [this, request, use = use(), ways = std::move(ways)] {
            std::string text = "{\"request\":" + std::to_string(request.value) + ",\"ways\":[";
            for (const Wanted& way : ways) {
                if (text.back() != '[') text += ',';
                text += way_json(times(use), way);
            }
            return std::make_shared<const std::string>(std::move(text += "]}"));
        },
        std::move(done), refusal);
    if (wish) stats_.ways_made += count;
    return wish;
}

MapStats MapDesk::stats() const {
    MapStats stats = stats_;
    stats.cache_bytes = cache_.bytes();
    return stats;
}

}  // namespace muster::app
