// Single-use tickets that carry an authenticated principal from an HTTP request to the feed, so
// that no bearer token has to travel in a WebSocket URL.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "muster/feed_port.hpp"
#include "muster/units.hpp"

namespace muster::feed {

// Fills the bytes with cryptographic randomness.
using RandomSource = std::function<void(std::span<std::byte>)>;

class TicketBook {
  public:
    // ttl above 30 s counts as 30 s. At most max_tickets are outstanding.
    TicketBook(RandomSource random, Millis ttl, std::size_t max_tickets);

    // 128 random bits as 32 hexadecimal digits; nothing when the book is full.
    [[nodiscard]] std::optional<std::string> issue(FeedPrincipal principal, TimePoint now);

    // The principal, once; nothing for a ticket that is unknown, used, or as old as the ttl.
    [[nodiscard]] std::optional<FeedPrincipal> redeem(std::string_view ticket, TimePoint now);

    // Forgets what has expired.
    void expire(TimePoint now);

    [[nodiscard]] std::size_t size() const { return tickets_.size(); }

  private:
    struct Ticket {
        FeedPrincipal principal;
        TimePoint expires_at;
    };

    RandomSource random_;
    Millis ttl_;
    std::size_t max_tickets_;
    std::unordered_map<std::string, Ticket> tickets_;
    // In order of expiry, since all live equally long; used tickets stay here until their time.
    std::deque<std::pair<TimePoint, std::string>> order_;
};

}  // namespace muster::feed
