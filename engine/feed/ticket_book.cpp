#include "engine/feed/ticket_book.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace muster::feed {

TicketBook::TicketBook(RandomSource random, Millis ttl, std::size_t max_tickets)
    : random_(std::move(random)), ttl_(std::min(ttl, seconds(30))), max_tickets_(max_tickets) {}

std::optional<std::string> TicketBook::issue(FeedPrincipal principal, TimePoint now) {
    expire(now);
    // The order list is the larger of the two: it also holds tickets that were used early.
    if (order_.size() >= max_tickets_) return std::nullopt;

    std::array<std::byte, 16> bytes{};
    random_(bytes);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const std::byte byte : bytes) {
        const auto value = std::to_integer<unsigned>(byte);
        text.push_back(digits[value >> 4]);
        text.push_back(digits[value & 15u]);
    }
    // A repeated number would hand one principal's right to another: refuse it.
    const auto [place, is_new] =
        tickets_.try_emplace(text, Ticket{std::move(principal), now + ttl_});
    if (!is_new) return std::nullopt;
    order_.emplace_back(place->second.expires_at, text);
    return text;
}

std::optional<FeedPrincipal> TicketBook::redeem(std::string_view ticket, TimePoint now) {
    expire(now);
    const auto found = tickets_.find(std::string(ticket));
    if (found == tickets_.end()) return std::nullopt;
    FeedPrincipal principal = std::move(found->second.principal);
    tickets_.erase(found);
    return principal;
}

void TicketBook::expire(TimePoint now) {
    while (!order_.empty() && order_.front().first <= now) {
        tickets_.erase(order_.front().second);
        order_.pop_front();
    }
}

}  // namespace muster::feed
