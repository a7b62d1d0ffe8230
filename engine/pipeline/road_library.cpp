#include "engine/pipeline/road_library.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <utility>

#include "engine/log/files.hpp"
#include "engine/log/hash.hpp"
#include "engine/roads/road_file.hpp"

namespace muster::pipeline {

namespace fs = std::filesystem;

namespace {

constexpr const char* suffix = ".roads";

// The hash that a file claims in its header, so that only the right one is read as a whole. Empty
// where it is no road file.
std::string claimed_hash(const fs::path& file) {
    std::array<char, roads::road_header_bytes> header{};
    std::ifstream in(file, std::ios::binary);
    in.read(header.data(), header.size());
    if (!in || std::string_view(header.data(), 8) != "MUSTROAD") return {};
    log::Hash hash{};
    static_assert(sizeof hash == 32);
    std::copy(header.end() - sizeof hash, header.end(), reinterpret_cast<char*>(hash.data()));
    return log::to_hex(hash);
}

std::vector<fs::path> road_files(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() == suffix) files.push_back(it->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

void RoadLibrary::add(std::shared_ptr<const roads::RoadMap> map) {
    const std::lock_guard lock(mutex_);
    const std::string hash = map->hash();
    maps_.emplace(hash, std::move(map));
}

std::optional<std::string> RoadLibrary::add_file(const fs::path& file) {
    std::shared_ptr<const roads::RoadMap> map;
    if (auto wrong = roads::RoadMap::load(file.string(), map)) return wrong;
    {
        const std::lock_guard lock(mutex_);
        named_.emplace(map->hash(), file.string());
    }
    add(std::move(map));
    return std::nullopt;
}

void RoadLibrary::add_folder(fs::path folder) {
    const std::lock_guard lock(mutex_);
    folders_.push_back(std::move(folder));
}

std::shared_ptr<const roads::RoadMap> RoadLibrary::find(const std::string& map, std::string* why) {
    const std::lock_guard lock(mutex_);
    const auto known = maps_.find(map);
    if (known != maps_.end()) return known->second;
    std::string seen;
    const auto saw = [&seen](const std::string& file, const std::string& what) {
        seen += (seen.empty() ? "" : "; ") + file + " " + what;
    };
    for (const auto& [hash, file] : named_)
        saw(file, "is the map " + hash);
    for (const fs::path& folder : folders_) {
        for (const fs::path& file : road_files(folder)) {
            const std::string hash = claimed_hash(file);
            if (hash.empty()) {
                saw(file.string(), "is no road file");
            } else if (hash != map) {
                saw(file.string(), "is the map " + hash);
            } else {
                std::shared_ptr<const roads::RoadMap> loaded;
                const auto wrong = roads::RoadMap::load(file.string(), loaded);
                if (!wrong) return maps_.emplace(map, std::move(loaded)).first->second;
                seen += (seen.empty() ? "" : "; ") + *wrong;
            }
        }
    }
    if (why != nullptr) *why = std::move(seen);
    return nullptr;
}

std::optional<std::string> RoadLibrary::missing(const std::string& map) {
    std::string seen;
    if (find(map, &seen)) return std::nullopt;
    return "the road map " + map +
           " is missing; give its file with --roads FILE (`muster roads "
           "info FILE` shows the hash of one), or put it into the folder roads beside the log" +
           (seen.empty() ? "" : " (" + seen + ")");
}

std::shared_ptr<const roads::RoadNetwork> RoadLibrary::ready(const core::RoadUse& use) {
    const std::lock_guard lock(mutex_);
    const auto it = std::find_if(built_.begin(), built_.end(),
                                 [&](const Built& built) { return built.use == use; });
    if (it == built_.end()) return nullptr;
    built_.splice(built_.begin(), built_, it);
    return it->network;
}

std::shared_ptr<const roads::RoadNetwork> RoadLibrary::network(const core::RoadUse& use) {
    if (auto network = ready(use)) return network;
    const auto map = find(use.map, nullptr);
    if (!map) return nullptr;
    auto network = core::build_network(map, use);
    const std::lock_guard lock(mutex_);
    built_.push_front({use, network});
    while (built_.size() > std::max<std::size_t>(options_.networks_max, 1))
        built_.pop_back();
    return network;
}

fs::path RoadLibrary::file_of(const std::string& map, const fs::path& folder) {
    return folder / (map + suffix);
}

std::optional<std::string> RoadLibrary::keep(const std::string& map, const fs::path& folder) {
    const fs::path file = file_of(map, folder);
    std::shared_ptr<const roads::RoadMap> kept;
    if (claimed_hash(file) == map && !roads::RoadMap::load(file.string(), kept)) {
        return std::nullopt;
    }
    const auto found = find(map, nullptr);
    if (!found) return missing(map);
    if (const log::LogError failed = log::make_folder(folder)) return failed.message;
    if (auto wrong = found->save(file.string())) return wrong;
    // A record will name the map: its name must not be lost where the record is kept.
    if (const log::LogError failed = log::sync_folder(folder)) return failed.message;
    return std::nullopt;
}

}  // namespace muster::pipeline
