// What all connections share: ports, settings, counters, and what limits an address.
// Internal to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "adapters/jt808/frames.hpp"
#include "adapters/jt808/options.hpp"
#include "engine/gate/desk_watch.hpp"
#include "engine/gate/rate_limiter.hpp"
#include "engine/gate/warn_once.hpp"
#include "muster/adapter.hpp"

namespace muster::jt808 {

struct Counts {
    FrameCounts frames;

    std::uint64_t accepted = 0;
    std::uint64_t refused_address = 0;
    std::uint64_t evicted = 0;
    std::uint64_t refused_full = 0;
    std::uint64_t timed_out = 0;
    std::uint64_t unsent_closed = 0;
    std::uint64_t io_errors = 0;

    std::uint64_t messages = 0;
    std::uint64_t signals = 0;
    std::uint64_t reports = 0;
    std::uint64_t reports_left_out = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t confirmed = 0;
    std::uint64_t resend_requests = 0;

    std::uint64_t short_messages = 0;
    std::uint64_t length_differs = 0;
    std::uint64_t cut_short = 0;
    std::uint64_t broken_extras = 0;
    std::uint64_t broken_items = 0;
    std::uint64_t count_differs = 0;
    std::uint64_t fragments_given_up = 0;
    std::uint64_t wrong_clock = 0;

    std::uint64_t encrypted = 0;
    std::uint64_t not_supported = 0;
    std::uint64_t failed_logins = 0;
    std::uint64_t unauthenticated = 0;
    std::uint64_t terminals_forgotten = 0;
    std::uint64_t busy = 0;
    std::uint64_t refused = 0;
    std::uint64_t rate_waits = 0;
    std::uint64_t commit_waits = 0;
};

struct Hub {
    Hub(const AdapterPorts& given, const Jt808Options& set)
        : ports(given),
          options(set),
          per_address(set.per_address),
          warnings("jt808", given.warn),
          desk({given.events, given.queries, given.audit}, "jt808", set.alarms_waiting,
               [this](const std::string& device) {
                   if (taken) taken(device);
               }) {}
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    void warn_once(const std::string& about, std::string_view what) { warnings.tell(about, what); }

    AdapterPorts ports;
    const Jt808Options options;
    Counts counts;
    gate::RateLimiter per_address;
    gate::WarnOnce warnings;
    // Of which terminals the button asked for help, and whether people have taken that over.
    gate::DeskWatch desk;
    std::function<void(const std::string& device)> taken;  // it is taken now
};

}  // namespace muster::jt808
