#include "engine/app/map/tile_cache.hpp"

#include <utility>

namespace muster::app {

static_assert(tile_zoom_max <= 24, "a tile's numbers are 24 bits each in its key");

TileCache::Text TileCache::find(const std::string& version, const TileId& tile) {
    const std::lock_guard lock(mutex_);
    if (version != version_) return nullptr;
    const auto known = by_key_.find(key_of(tile));
    if (known == by_key_.end()) return nullptr;
    kept_.splice(kept_.begin(), kept_, known->second);
    return known->second->text;
}

void TileCache::keep(const std::string& version, const TileId& tile, Text text) {
    const std::lock_guard lock(mutex_);
    if (version != version_) {
        by_key_.clear();
        kept_.clear();
        bytes_ = 0;
        version_ = version;
    }
    const std::uint64_t key = key_of(tile);
    Kept kept{key, std::move(text)};
    if (cost_of(kept) > bytes_max_ || by_key_.contains(key)) return;
    bytes_ += cost_of(kept);
    kept_.push_front(std::move(kept));
    by_key_.emplace(key, kept_.begin());
    while (bytes_ > bytes_max_) {
        bytes_ -= cost_of(kept_.back());
        by_key_.erase(kept_.back().key);
        kept_.pop_back();
    }
}

std::size_t TileCache::bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace muster::app
