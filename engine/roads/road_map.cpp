#include "engine/roads/road_map.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace muster::roads {
namespace {

std::string system_error(const std::string& path, const char* what) {
    return path + ": " + what + ": " + std::strerror(errno);
}

struct Descriptor {
    int fd;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

bool write_all(int fd, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t done = ::write(fd, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
    return ::fsync(fd) == 0;
}

}  // namespace

RoadMap::~RoadMap() {
    if (mapped_ != nullptr) ::munmap(mapped_, mapped_bytes_);
}

std::optional<std::string> RoadMap::open(std::span<const std::byte> bytes) {
    bytes_ = bytes;
    if (auto wrong = read_road_file(bytes, view_)) return wrong;
    grid_.emplace(view_.points, view_.snap);
    if (!view_.arc_access.empty()) edges_.emplace(view_);
    south_west_ = north_east_ = view_.points.front();
    for (const Point point : view_.points) {
        south_west_.lat_e7 = std::min(south_west_.lat_e7, point.lat_e7);
        south_west_.lon_e7 = std::min(south_west_.lon_e7, point.lon_e7);
        north_east_.lat_e7 = std::max(north_east_.lat_e7, point.lat_e7);
        north_east_.lon_e7 = std::max(north_east_.lon_e7, point.lon_e7);
    }
    return std::nullopt;
}

std::optional<std::string> RoadMap::load(const std::string& path,
                                         std::shared_ptr<const RoadMap>& out) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.fd < 0) return system_error(path, "cannot be opened");
    struct stat status {};
    if (::fstat(file.fd, &status) != 0) return system_error(path, "cannot be looked at");
    if (!S_ISREG(status.st_mode)) return path + ": is no file; expected a road file";
    const auto size = static_cast<std::size_t>(status.st_size);
    std::shared_ptr<RoadMap> map(new RoadMap);
    if (size != 0) {
        void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.fd, 0);
        if (mapped == MAP_FAILED) return system_error(path, "cannot be mapped into memory");
        map->mapped_ = mapped;
        map->mapped_bytes_ = size;
    }
    const auto* const bytes = static_cast<const std::byte*>(map->mapped_);
    if (auto wrong = map->open({bytes, size})) return path + ": " + *wrong;
    out = std::move(map);
    return std::nullopt;
}

std::optional<std::string> RoadMap::from_bytes(std::vector<std::byte> bytes,
                                               std::shared_ptr<const RoadMap>& out) {
    std::shared_ptr<RoadMap> map(new RoadMap);
    map->owned_ = std::move(bytes);
    if (auto wrong = map->open(map->owned_)) return wrong;
    out = std::move(map);
    return std::nullopt;
}

std::shared_ptr<const RoadMap> RoadMap::from_data(const RoadData& data) {
    std::shared_ptr<const RoadMap> map;
    if (from_bytes(write_road_file(data), map)) std::abort();
    return map;
}

std::optional<std::string> RoadMap::save(const std::string& path) const {
    const std::string beside = path + ".new";
    {
        const Descriptor file{
            ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
        if (file.fd < 0) return system_error(beside, "cannot be created");
        if (!write_all(file.fd, bytes_)) {
            const std::string wrong = system_error(beside, "cannot be written");
            ::unlink(beside.c_str());
            return wrong;
        }
    }
    if (std::rename(beside.c_str(), path.c_str()) != 0) {
        const std::string wrong = system_error(path, "cannot be replaced");
        ::unlink(beside.c_str());
        return wrong;
    }
    return std::nullopt;
}

std::string_view RoadMap::name_of_arc(std::uint32_t arc) const {
    const std::uint32_t way = view_.arc_way[arc];
    if (way == none || view_.ways[way].name == none) return {};
    return view_.string(view_.ways[way].name);
}

}  // namespace muster::roads
