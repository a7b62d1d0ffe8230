#include "engine/app/anchors/anchor_sender.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

#include "engine/app/clock.hpp"
#include "engine/log/files.hpp"

namespace muster::app {
namespace {

constexpr Millis first_pause = seconds(1);

bool same(const log::ChainAnchor& a, const log::ChainAnchor& b) {
    return a.seq == b.seq && a.hash == b.hash;
}

}  // namespace

Expected<std::unique_ptr<AnchorSender>, std::string> AnchorSender::open(
    const std::filesystem::path& data, const AnchorOptions& options, log::AnchorKey key,
    std::string instance, std::function<TimePoint()> now) {
    const std::filesystem::path folder = anchors_folder(data);
    if (log::LogError failed = log::make_folder(folder)) return failed.message;
    if (!now) now = system_now;
    std::unique_ptr<AnchorSender> sender(
        new AnchorSender(folder, options, std::move(key), std::move(instance), std::move(now)));
    auto targets = anchor_targets(options, data, &sender->stopping_);
    if (!targets) return targets.error();
    for (AnchorTarget& target : *targets)
        sender->add(std::move(target));
    sender->thread_ = std::thread([worker = sender.get()] { worker->work(); });
    return sender;
}

AnchorSender::AnchorSender(std::filesystem::path folder, const AnchorOptions& options,
                           log::AnchorKey key, std::string instance, std::function<TimePoint()> now)
    : folder_(std::move(folder)),
      options_(options),
      key_(std::move(key)),
      instance_(std::move(instance)),
      now_(std::move(now)) {}

AnchorSender::~AnchorSender() {
    stop();
}

// What was sent before this start counts; a clock that was set since makes nobody wait for longer
// than an interval.
void AnchorSender::add(AnchorTarget target) {
    One one{.target = std::move(target), .state = {}, .sent = {}, .failing_since = {}};
    one.state.target = one.target.name;
    one.pause = first_pause;
    one.due = monotonic_now();
    if (const auto note = read_sent_note(folder_, one.target.name, one.target.address)) {
        one.sent = note->end;
        one.state.seq = note->end.seq;
        one.state.sent_at = note->at;
        const Millis left = note->at + options_.every_ms - now_();
        one.due = one.due + std::clamp(left, Millis{0}, Millis{options_.every_ms});
    }
    ones_.push_back(std::move(one));
}

void AnchorSender::committed(const CommittedEnd& newest) {
    {
        const std::lock_guard lock(mutex_);
        if (newest_ && same(newest_->end, newest.end)) return;
        newest_ = newest;
    }
    wake_.notify_one();
}

std::vector<AnchorTargetState> AnchorSender::states() const {
    std::vector<AnchorTargetState> states;
    const Millis now = monotonic_now();
    const std::lock_guard lock(mutex_);
    for (const One& one : ones_) {
        states.push_back(one.state);
        states.back().overdue =
            one.failing_since && (now - *one.failing_since).value > 2 * options_.every_ms.value;
    }
    return states;
}

void AnchorSender::stop() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

// Not by its number alone: a log that was put back, or written anew, has another record under it.
bool AnchorSender::has_news(const One& one) const {
    return newest_ && !(one.sent && same(*one.sent, newest_->end));
}

void AnchorSender::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        for (One& one : ones_) {
            if (!stopping_ && has_news(one) && one.due <= monotonic_now()) send(lock, one);
        }
        if (stopping_) return;
        // Only now, since others had their turn long ago, and more was committed meanwhile.
        const std::optional<Millis> next = next_due();
        if (!next) {
            wake_.wait(lock);
        } else if (const Millis left = *next - monotonic_now(); left.value > 0) {
            wake_.wait_for(lock, std::chrono::milliseconds(left.value));
        }
    }
}

std::optional<Millis> AnchorSender::next_due() const {
    std::optional<Millis> next;
    for (const One& one : ones_) {
        if (has_news(one) && (!next || one.due < *next)) next = one.due;
    }
    return next;
}

void AnchorSender::send(std::unique_lock<std::mutex>& lock, One& one) {
    const CommittedEnd newest = *newest_;
    lock.unlock();
    const auto failed =
        one.target.send({instance_, newest.end, newest.at,
                         log::anchor_text(newest.end, instance_, &key_), key_.public_pem()});
    const SentNote note{newest.end, now_()};
    // Sent it is in any case; without the note it will be sent once more after a restart.
    if (!failed) {
        std::ignore = write_sent_note(folder_, one.target.name, one.target.address, note);
    }
    lock.lock();
    if (!failed) return sent(one, note);
    if (!stopping_) put_off(one, *failed);
}

void AnchorSender::sent(One& one, const SentNote& note) const {
    ++one.state.sent;
    one.state.failing.clear();
    one.state.seq = note.end.seq;
    one.state.sent_at = note.at;
    one.failing_since.reset();
    one.sent = note.end;
    one.pause = first_pause;
    one.due = monotonic_now() + options_.every_ms;
}

void AnchorSender::put_off(One& one, const std::string& failed) const {
    const Millis now = monotonic_now();
    ++one.state.failures;
    one.state.failing = failed;
    if (!one.failing_since) one.failing_since = now;
    one.due = now + one.pause;
    one.pause = std::min(one.pause + one.pause, Millis{options_.every_ms});
}

}  // namespace muster::app
