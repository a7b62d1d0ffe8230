#include "adapters/pbx/ringer.hpp"

#include <algorithm>
#include <utility>

namespace muster::pbx {
namespace {

// Names of calls that the exchange may show: more are not ours.
constexpr std::size_t max_going = 10'000;

}  // namespace

void Ringer::set(Entry& entry, State state) {
    const auto counts = [](State s) { return s != State::waiting; };
    if (counts(state) && !counts(entry.state)) ++on_line_;
    if (!counts(state) && counts(entry.state)) --on_line_;
    entry.state = state;
}

void Ringer::adopt(Entry& entry, TimePoint now) {
    set(entry, State::on_line);
    entry.until = now + limits_.longest_ms;
}

bool Ringer::want(const Ring& ring, TimePoint not_before) {
    std::string id = ring_id(ring);
    if (entries_.contains(id)) return true;
    if (waiting() >= limits_.waiting) {
        ++stats_.left_out;
        return false;
    }
    const bool goes_on = there_ && going_.contains(id);
    Entry& entry = entries_[std::move(id)];
    entry.ring = ring;
    entry.order = ++orders_;
    entry.not_before = not_before;
    if (goes_on) adopt(entry, not_before);
    return true;
}

Ringer::Entries::iterator Ringer::forget(Entries::iterator entry) {
    set(entry->second, State::waiting);
    return entries_.erase(entry);
}

void Ringer::drop(const std::string& id) {
    const auto entry = entries_.find(id);
    if (entry == entries_.end()) return;
    if (entry->second.state == State::on_line) hang_ups_.push_back(id);
    forget(entry);
}

void Ringer::not_rung(const std::string& id) {
    const auto entry = entries_.find(id);
    if (entry == entries_.end()) return;
    --stats_.placed;
    forget(entry);
}

void Ringer::drop_chain(RequestId request, const std::string& keep) {
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        const Ring& ring = entry->second.ring;
        if (!is_of_chain(ring.kind) || ring.request != request || entry->first == keep) {
            ++entry;
            continue;
        }
        if (entry->second.state == State::on_line) hang_ups_.push_back(entry->first);
        entry = forget(entry);
    }
}

void Ringer::exchange_gone() {
    there_ = false;
    going_.clear();
    hang_ups_.clear();
    for (auto& [id, entry] : entries_) {
        if (entry.state == State::on_line) entry.state = State::unsure;
    }
}

void Ringer::exchange_there(TimePoint now) {
    there_ = true;
    for (auto& [id, entry] : entries_) {
        if (going_.contains(id)) {
            adopt(entry, now);
        } else if (entry.state == State::unsure) {
            entry.answered = false;
            set(entry, State::waiting);
        }
    }
}

void Ringer::finish(Entries::iterator entry, RingEnd end, std::string why) {
    outcomes_.push_back({entry->second.ring, end, std::move(why)});
    forget(entry);
}

void Ringer::trouble(Entries::iterator entry, RingEnd end, const std::string& why, TimePoint now) {
    if (++entry->second.tries >= limits_.tries) return finish(entry, end, why);
    ++stats_.again;
    set(entry->second, State::waiting);
    entry->second.not_before = now + limits_.again_ms;
}

void Ringer::take(const RingWord& word, TimePoint now) {
    if (word.sign == RingSign::there) return exchange_there(now);
    if (word.sign == RingSign::going && going_.size() < max_going) going_.insert(word.id);
    if (word.sign == RingSign::over) going_.erase(word.id);
    const auto entry = entries_.find(word.id);
    // One that waits is not on the line: what is said of it is about an earlier try.
    if (entry == entries_.end() || entry->second.state == State::waiting) return;
    switch (word.sign) {
        case RingSign::refused:
            return trouble(entry, RingEnd::left, word.why, now);
        case RingSign::unreachable:
            return trouble(entry, RingEnd::no_answer, word.why, now);
        case RingSign::no_answer:
            return finish(entry, RingEnd::no_answer, {});
        case RingSign::answered:
            entry->second.answered = true;
            return;
        case RingSign::key:
            if (word.key == '1') return finish(entry, RingEnd::acknowledged, {});
            if (word.key == '2') return finish(entry, RingEnd::declined, {});
            return;
        case RingSign::over:
            if (word.trouble && !entry->second.answered) {
                return trouble(entry, RingEnd::no_answer, word.why, now);
            }
            return finish(entry, RingEnd::no_answer, {});
        case RingSign::going:
        case RingSign::there:
            return;
    }
}

void Ringer::on_timer(TimePoint now) {
    for (auto at = entries_.begin(); at != entries_.end();) {
        const auto entry = at++;
        if (entry->second.state != State::on_line || entry->second.until > now) continue;
        // It takes a place of those at once, whatever the exchange does with it.
        hang_ups_.push_back(entry->first);
        if (entry->second.answered || going_.contains(entry->first)) {
            finish(entry, RingEnd::no_answer, {});
        } else {
            trouble(entry, RingEnd::left, "nothing was heard of it", now);
        }
    }
}

TimePoint Ringer::next_timer() const {
    TimePoint next = never;
    for (const auto& [id, entry] : entries_) {
        if (entry.state == State::on_line) next = std::min(next, entry.until);
        if (entry.state == State::waiting && there_ && on_line_ < limits_.at_once) {
            next = std::min(next, entry.not_before);
        }
    }
    return next;
}

std::optional<Ring> Ringer::next(TimePoint now) {
    if (!there_ || on_line_ >= limits_.at_once) return std::nullopt;
    Entry* first = nullptr;
    for (auto& [id, entry] : entries_) {
        if (entry.state != State::waiting || entry.not_before > now) continue;
        if (first == nullptr || entry.order < first->order) first = &entry;
    }
    if (first == nullptr) return std::nullopt;
    ++stats_.placed;
    first->answered = false;
    adopt(*first, now);
    return first->ring;
}

std::vector<RingOutcome> Ringer::take_outcomes() {
    return std::exchange(outcomes_, {});
}

std::vector<std::string> Ringer::take_hang_ups() {
    return std::exchange(hang_ups_, {});
}

}  // namespace muster::pbx
