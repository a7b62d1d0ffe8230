// Settings of the feed, and what it counts.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "muster/feed_port.hpp"
#include "muster/ids.hpp"
#include "muster/setting.hpp"
#include "muster/topic.hpp"
#include "muster/units.hpp"

namespace muster::feed {

// [feed].
struct FeedOptions {
    // No setting: every topic there is, at most 32. A subscription to any other is refused with
    // 4000.
    std::vector<Code> topics = std::vector<Code>(topic_names.begin(), topic_names.end());

    // Records kept for resume; the oldest leave first, and a client that needs one that left gets
    // a reset (when it subscribes) or 4008 (when it was overtaken while catching up).
    Bounded<std::size_t, 1, plenty> retained_records = 200'000;
    Bounded<std::size_t, 1 << 16, plenty> retained_bytes = std::size_t{128} << 20;

    // How far a live client may fall behind before its positions are conflated (soft) and before it
    // is closed with 4008 (hard, counted after conflation, to within a sixteenth).
    Bounded<std::size_t, 1024, plenty> soft_bytes = std::size_t{256} << 10;
    Bounded<std::size_t, 1, plenty> soft_messages = 1'000;
    Bounded<std::size_t, 1024, plenty> hard_bytes = std::size_t{4} << 20;
    Bounded<std::size_t, 1, plenty> hard_messages = 20'000;

    // Authenticated connections. Above it, open() refuses.
    Bounded<std::size_t, 1, 1'000'000> max_subscribers = 10'000;
    // Connections that have not shown their ticket yet: seats of their own, so that they never take
    // one of max_subscribers. Above it, of one address or in all, the one that has waited longest
    // is closed with 4503.
    Bounded<std::size_t, 1, 1'000'000> max_waiting = 1'024;
    Bounded<std::size_t, 1, 1'000'000> max_waiting_per_address = 128;
    // Above it, the oldest connection of the same principal is closed with 4409.
    Bounded<std::size_t, 1, 1'000'000> max_per_principal = 8'000;

    // A client that nothing was sent to for so long hears a bookmark: what tells a console that the
    // link lives although nothing happens.
    Bounded<Millis, 500, 3'600'000> bookmark_ms = seconds(3);
    // A client that said nothing for so long is pinged, and closed with 4010 after twice as long.
    Bounded<Millis, 1000, 3'600'000> heartbeat_ms = seconds(15);
    Bounded<Millis, 100, 60'000> auth_timeout_ms = seconds(5);
    // At most 30 s, by the protocol.
    Bounded<Millis, 1000, 30'000> ticket_ttl_ms = seconds(30);
    // Above it, no ticket is issued.
    Bounded<std::size_t, 1, 1'000'000> max_tickets = 10'000;

    // A larger client message closes with 1009; more frames than this in a window with 4429.
    Bounded<std::size_t, 1024, 1 << 20> client_message_bytes = 4'096;
    Bounded<std::size_t, 1, 1'000'000> client_frames_per_window = 40;
    Bounded<Millis, 100, 3'600'000> client_window_ms = seconds(10);

    // A snapshot is shared by all who join within this time; each then catches up from the ring.
    Bounded<Millis, 0, 60'000> snapshot_reuse_ms = seconds(1);
    // Snapshots being read at one time. At the limit a joiner gets an older one of the same kind as
    // long as the ring still reaches it, else 4429.
    Bounded<std::size_t, 1, 10'000> max_snapshots = 16;

    // Zero: every commit is flushed at once. Otherwise, with more subscribers than the threshold,
    // a flush comes at most once per interval (50 to 100 ms suits screens).
    Bounded<Millis, 0, 10'000> flush_interval_ms = Millis{};
    Bounded<std::size_t, 0, 1'000'000> flush_threshold = 1'000;
    // How often it is asked whether the tokens behind the connections are still valid; those of one
    // that is not are closed with 4403.
    Bounded<Millis, 100, 3'600'000> access_check_ms = seconds(1);
    // How often heartbeats and time-outs are looked at.
    Bounded<Millis, 10, 10'000> tick_ms = Millis{250};
};
BOOST_DESCRIBE_STRUCT(FeedOptions, (),
                      (retained_records, retained_bytes, soft_bytes, soft_messages, hard_bytes,
                       hard_messages, max_subscribers, max_waiting, max_waiting_per_address,
                       max_per_principal, bookmark_ms, heartbeat_ms, auth_timeout_ms, ticket_ttl_ms,
                       max_tickets, client_message_bytes, client_frames_per_window,
                       client_window_ms, snapshot_reuse_ms, max_snapshots, flush_interval_ms,
                       flush_threshold, access_check_ms, tick_ms))

[[nodiscard]] inline std::optional<SettingProblem> check(const FeedOptions& options) {
    if (auto wrong = check_at_most("/soft_bytes", options.soft_bytes, options.hard_bytes.number()))
        return wrong;
    if (auto wrong =
            check_at_most("/soft_messages", options.soft_messages, options.hard_messages.number()))
        return wrong;
    return check_at_most("/max_waiting_per_address", options.max_waiting_per_address,
                         options.max_waiting.number());
}

struct FeedStats {
    std::uint64_t subscribers = 0;       // authenticated now
    std::uint64_t waiting = 0;           // without a ticket now
    std::uint64_t groups = 0;            // distinct (topic set, masked) now
    std::uint64_t retained_records = 0;  // in the ring now
    std::uint64_t retained_bytes = 0;
    std::uint64_t records = 0;        // published with at least one change
    std::uint64_t deltas_shared = 0;  // serialised once for a whole group
    std::uint64_t deltas_single = 0;  // serialised for one client: resume, catching up, slow
    std::uint64_t frames_sent = 0;    // whole frames taken by sockets
    std::uint64_t bytes_sent = 0;
    std::uint64_t conflated = 0;    // changes left out because a newer one follows
    std::uint64_t fell_behind = 0;  // times a live client passed the soft mark
    std::uint64_t resumes = 0;
    std::uint64_t resets = 0;
    std::uint64_t snapshots_built = 0;
    std::uint64_t snapshots_shared = 0;
    std::uint64_t tickets_issued = 0;
    std::uint64_t tickets_refused = 0;  // book full
    std::uint64_t auths_refused = 0;
    std::uint64_t opens_refused = 0;
    std::map<FeedClose, std::uint64_t> closed;
};

}  // namespace muster::feed
