// An immutable road map: a graph with integer travel times per profile, the names of its ways and
// places, and the water around them.
//
// Made from a file by memory map, or from what an importer built. Shared by whoever computes on it:
// hierarchies, fleets and a background rebuild hold the same map, on any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/roads/edge_grid.hpp"
#include "engine/roads/road_data.hpp"
#include "engine/roads/road_file.hpp"
#include "engine/roads/snap_grid.hpp"

namespace muster::roads {

class RoadMap {
  public:
    // Maps a file and checks all of it (road_file.hpp). What is wrong, beginning with the file's
    // name, or nothing and a map. The file must not be changed in place while the map lives;
    // importers therefore replace it by a rename.
    [[nodiscard]] static std::optional<std::string> load(const std::string& path,
                                                         std::shared_ptr<const RoadMap>& out);
    // The same from bytes in memory.
    [[nodiscard]] static std::optional<std::string> from_bytes(std::vector<std::byte> bytes,
                                                               std::shared_ptr<const RoadMap>& out);
    // Aborts when an importer broke the rules of the format.
    [[nodiscard]] static std::shared_ptr<const RoadMap> from_data(const RoadData& data);

    // Writes beside `path`, then renames; what went wrong, or nothing.
    [[nodiscard]] std::optional<std::string> save(const std::string& path) const;

    ~RoadMap();
    RoadMap(const RoadMap&) = delete;
    RoadMap& operator=(const RoadMap&) = delete;

    [[nodiscard]] std::uint32_t node_count() const {
        return static_cast<std::uint32_t>(view_.points.size());
    }
    [[nodiscard]] std::uint32_t arc_count() const {
        return static_cast<std::uint32_t>(view_.arc_to.size());
    }
    [[nodiscard]] bool has(Profile profile) const {
        return (view_.info.profiles & profile_bit(profile)) != 0;
    }
    // By arc, in ms or `closed`; empty for a profile that the map lacks.
    [[nodiscard]] std::span<const std::uint32_t> weights(Profile profile) const {
        return view_.weights[static_cast<std::size_t>(profile)];
    }
    // Everything else: points, arcs, ways, strings, places, shapes.
    [[nodiscard]] const RoadView& view() const { return view_; }
    // The road file as it is on disk. Lives as long as the map.
    [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }
    // SHA-256 of the content, 64 hexadecimal digits: the map's identity.
    [[nodiscard]] const std::string& hash() const { return view_.hash; }
    [[nodiscard]] std::string_view source() const { return view_.string(view_.info.source); }
    // The name of an arc's way; empty when it has none.
    [[nodiscard]] std::string_view name_of_arc(std::uint32_t arc) const;

    // South-west and north-east corner of all nodes.
    [[nodiscard]] Point south_west() const { return south_west_; }
    [[nodiscard]] Point north_east() const { return north_east_; }

    // Whether places meet the roads anywhere along them (edge_grid.hpp), or at nodes only: maps
    // from tables and of version 1 of the file.
    [[nodiscard]] bool met_along_roads() const { return edges_.has_value(); }
    // Precondition: met_along_roads.
    [[nodiscard]] const EdgeGrid& edges() const { return *edges_; }

    // The nearest node of a profile where calls may snap (snap_grid.hpp); nothing when nowhere.
    [[nodiscard]] std::optional<Snap> snap(Point point, Profile profile) const {
        return grid_->nearest(point, profile);
    }
    [[nodiscard]] std::size_t snap_few(Point point, Profile profile, std::span<Snap> out) const {
        return grid_->nearest_few(point, profile, out);
    }

  private:
    RoadMap() = default;
    [[nodiscard]] std::optional<std::string> open(std::span<const std::byte> bytes);

    std::vector<std::byte> owned_;
    void* mapped_ = nullptr;
    std::size_t mapped_bytes_ = 0;
    std::span<const std::byte> bytes_;
    RoadView view_;
    std::optional<SnapGrid> grid_;
    std::optional<EdgeGrid> edges_;
    Point south_west_;
    Point north_east_;
};

}  // namespace muster::roads
