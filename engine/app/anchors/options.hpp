// Settings of anchors that are sent away.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <string>

#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::app {

// [anchors]. Each target that is named gets them; none named = nothing is sent.
struct AnchorOptions {
    // So often, where something was decided since the last. After failures it is tried again after
    // a second, two, four... and at the latest so often too.
    Bounded<Millis, 1'000, plenty> every_ms = hours(1);
    std::string folder{};         // relative to the configuration file
    std::string webhook{};        // an address
    std::string time_stamp{};     // address of an authority by RFC 3161
    std::string time_stamp_ca{};  // PEM, relative likewise; empty: its signature is not verified
    Bounded<Millis, 100, 60'000> timeout_ms = seconds(10);
    Bounded<std::size_t, 1, 1'000'000> kept = 10'000;  // time stamps; then the oldest goes

    [[nodiscard]] bool any() const {
        return !folder.empty() || !webhook.empty() || !time_stamp.empty();
    }
};
BOOST_DESCRIBE_STRUCT(AnchorOptions, (),
                      (every_ms, folder, webhook, time_stamp, time_stamp_ca, timeout_ms, kept))

}  // namespace muster::app
