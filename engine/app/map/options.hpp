// Settings of the map and the ways that pages are given.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>

#include "muster/setting.hpp"

namespace muster::app {

// [map].
struct MapOptions {
    // Of tiles that were made; the one that was asked for longest ago makes room. 0 = none is kept.
    Bounded<std::size_t, 0, 1 << 30> tile_cache_bytes = 32 * 1024 * 1024;
    // Tiles and ways that wait to be made; more are refused with 503.
    Bounded<std::size_t, 1, 100'000> waiting_max = 512;
    // Those that one token waits for; more are refused with 429.
    Bounded<std::size_t, 1, 100'000> waiting_per_token = 128;
};
BOOST_DESCRIBE_STRUCT(MapOptions, (), (tile_cache_bytes, waiting_max, waiting_per_token))

}  // namespace muster::app
