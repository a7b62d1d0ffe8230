// The road maps at hand, by hash, and the networks made of them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/service/road_source.hpp"
#include "engine/roads/road_map.hpp"

namespace muster::pipeline {

// Any thread may ask. Building a network takes place outside the lock, so that who asks for one
// that is ready never waits for one that is being built.
class RoadLibrary final : public core::RoadSource {
  public:
    struct Options {
        // Networks that stay ready, those used last; more are built again when they are asked for.
        std::size_t networks_max = 4;
    };
    RoadLibrary() = default;
    explicit RoadLibrary(const Options& options) : options_(options) {}

    void add(std::shared_ptr<const roads::RoadMap> map);
    // A road file that somebody named. What is wrong with it, or nothing.
    [[nodiscard]] std::optional<std::string> add_file(const std::filesystem::path& file);
    // Files there that end in .roads are looked through when a map is asked for; the folder need
    // not exist.
    void add_folder(std::filesystem::path folder);

    [[nodiscard]] std::optional<std::string> missing(const std::string& map) override;
    [[nodiscard]] std::shared_ptr<const roads::RoadNetwork> network(
        const core::RoadUse& use) override;
    // Only if it need not be built.
    [[nodiscard]] std::shared_ptr<const roads::RoadNetwork> ready(const core::RoadUse& use);

    // Null where it is missing.
    [[nodiscard]] std::shared_ptr<const roads::RoadMap> map(const std::string& hash) {
        return find(hash, nullptr);
    }

    [[nodiscard]] static std::filesystem::path file_of(const std::string& map,
                                                       const std::filesystem::path& folder);
    // Puts the map into the folder as HASH.roads, unless it is there, so that a log and its maps
    // stay together, durably. What went wrong, or nothing. Precondition: the map is not missing.
    [[nodiscard]] std::optional<std::string> keep(const std::string& map,
                                                  const std::filesystem::path& folder);

  private:
    // Null where there is none; `why` then says what was seen instead.
    [[nodiscard]] std::shared_ptr<const roads::RoadMap> find(const std::string& map,
                                                             std::string* why);

    struct Built {
        core::RoadUse use;
        std::shared_ptr<const roads::RoadNetwork> network;
    };

    const Options options_{};
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const roads::RoadMap>> maps_;
    std::map<std::string, std::string> named_;  // hash -> the file that somebody named
    std::vector<std::filesystem::path> folders_;
    std::list<Built> built_;  // the one used last first
};

// Gives what is ready and builds nothing: for whoever must not wait. Not owned.
class ReadyRoads final : public core::RoadSource {
  public:
    explicit ReadyRoads(RoadLibrary& library) : library_(library) {}
    [[nodiscard]] std::optional<std::string> missing(const std::string& map) override {
        return library_.missing(map);
    }
    [[nodiscard]] std::shared_ptr<const roads::RoadNetwork> network(
        const core::RoadUse& use) override {
        return library_.ready(use);
    }

  private:
    RoadLibrary& library_;
};

// The folder of the road maps in the folder of a log.
[[nodiscard]] inline std::filesystem::path roads_folder(const std::filesystem::path& data) {
    return data / "roads";
}

}  // namespace muster::pipeline
