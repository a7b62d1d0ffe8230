#include "adapters/outbox/desk.hpp"

#include <algorithm>
#include <utility>

namespace muster::outbox {

Millis back_off(const RetryOptions& options, std::int64_t failures) {
    Millis wait = options.retry_first_ms;
    for (std::int64_t i = 1; i < failures && wait < options.retry_last_ms; ++i)
        wait = wait * 2;
    return std::min<Millis>(wait, options.retry_last_ms);
}

Desk::Desk(Book& book, const OutboxOptions& options, std::function<void(const std::string&)> warn)
    : book_(book), options_(options), warn_(std::move(warn)) {
    for (const ChannelOptions& channel : options_.channel) {
        gate::RateLimit limit;
        limit.per_minute = channel.per_minute;
        limit.burst = channel.burst;
        limit.max_names = 1;
        channels_.push_back({.options = &channel, .budget = gate::RateLimiter(limit)});
        channels_.back().stats.name = channel.name;
    }
}

Expected<std::variant<PendingMessage, TimePoint>, BookError> Desk::next(std::size_t place,
                                                                        Now now) {
    using Next = std::variant<PendingMessage, TimePoint>;
    Channel& channel = channels_[place];
    if (channel.paused_until > now.steady) return Next(channel.paused_until);
    const Millis longest = std::max<Millis>(options_.retry_last_ms, options_.retry_asked_max_ms);
    for (;;) {
        auto first = book_.first(channel.options->name, now.wall, longest);
        if (!first) return first.error();
        if (!*first) return Next(never);
        PendingMessage& message = **first;
        if (now.wall - message.kept_at > options_.age_max_ms) {
            ++channel.stats.given_up;
            if (BookError wrong = book_.bury(message, "it waited for too long", now.wall)) {
                return wrong;
            }
            continue;
        }
        if (message.next_at > now.wall) return Next(now.steady + (message.next_at - now.wall));
        const Millis wait = channel.budget.take("", now.steady);
        if (wait > Millis{0}) {
            if (!std::exchange(channel.waits_for_budget, true)) ++channel.stats.budget_waits;
            return Next(now.steady + wait);
        }
        channel.waits_for_budget = false;
        return Next(std::move(message));
    }
}

BookError Desk::settle(std::size_t place, const PendingMessage& message, const Verdict& verdict,
                       Now now) {
    Channel& channel = channels_[place];
    if (verdict.what == Verdict::What::again) return fail(channel, message, verdict, now);
    // The receiver answers, and that is what is waited for.
    channel.failures = 0;
    if (std::exchange(channel.stats.failing, false)) {
        warn_("outbox: channel " + channel.options->name + " works again");
    }
    if (verdict.what == Verdict::What::delivered) {
        ++channel.stats.delivered;
        return book_.delivered(message);
    }
    ++channel.stats.refused;
    warn_("outbox: channel " + channel.options->name + " refused message " + message.message.id +
          ", which is a dead letter now: " + verdict.reason);
    return book_.bury(message, verdict.reason, now.wall);
}

BookError Desk::fail(Channel& channel, const PendingMessage& message, const Verdict& verdict,
                     Now now) {
    ++channel.stats.failed;
    ++channel.failures;
    Millis pause = back_off(options_, channel.failures);
    Millis own = back_off(options_, message.attempts + 1);
    if (verdict.ask) {
        const Millis asked = std::min<Millis>(*verdict.ask, options_.retry_asked_max_ms);
        pause = std::max(pause, asked);
        own = std::max(own, asked);
    }
    channel.paused_until = now.steady + pause;
    if (!std::exchange(channel.stats.failing, true)) {
        warn_("outbox: channel " + channel.options->name + " fails: " + verdict.reason +
              "; what waits is tried again");
    }
    if (message.attempts + 1 < options_.attempts_max) {
        return book_.postpone(message, now.wall + own);
    }
    ++channel.stats.given_up;
    return book_.bury(message, verdict.reason, now.wall);
}

std::vector<ChannelStats> Desk::stats() const {
    std::vector<ChannelStats> all;
    for (const Channel& channel : channels_) {
        ChannelStats one = channel.stats;
        one.counts = book_.counts(one.name);
        one.oldest = book_.oldest(one.name);
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace muster::outbox
