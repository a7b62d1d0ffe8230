#include "engine/feed/session.hpp"

#include <algorithm>
#include <utility>

namespace muster::feed {
namespace {

// A client that has been served keeps no buffer larger than this.
constexpr std::size_t kept_capacity = 256;

bool may_read(const FeedPrincipal& principal, std::string_view topic) {
    return principal.all_topics ||
           std::any_of(principal.topics.begin(), principal.topics.end(),
                       [topic](const Code& allowed) { return allowed.view() == topic; });
}

}  // namespace

Session::Session(Hub& hub, FeedSink& sink, TimePoint now)
    : hub_(hub),
      sink_(sink),
      opened_at_(now),
      heard_at_(now),
      pinged_at_(now),
      sent_at_(now),
      window_at_(now) {
    enqueue(hello_message(hub.epoch_, hub.options_.bookmark_ms, hub.options_.hard_messages));
}

Session::~Session() {
    unsubscribe();
    hub_.remove(*this);
}

void Session::on_text(std::string_view text, TimePoint now) {
    if (closing_ || !count_frame(now)) return;
    const auto message = parse_client_message(text);
    if (!message) return close(FeedClose::protocol);
    if (const auto* auth = std::get_if<AuthMessage>(&*message)) {
        on_auth(*auth, now);
    } else {
        on_subscribe(std::get<SubscribeMessage>(*message), now);
    }
}

void Session::on_alive(TimePoint now) {
    if (!closing_) static_cast<void>(count_frame(now));
}

bool Session::count_frame(TimePoint now) {
    heard_at_ = now;
    if (now - window_at_ >= hub_.options_.client_window_ms) {
        window_at_ = now;
        window_frames_ = 0;
    }
    if (++window_frames_ <= hub_.options_.client_frames_per_window) return true;
    close(FeedClose::rate);
    return false;
}

void Session::on_auth(const AuthMessage& message, TimePoint now) {
    if (phase_ != Phase::waiting_for_auth) return close(FeedClose::protocol);
    auto principal = hub_.tickets_.redeem(message.ticket, now);
    if (!principal) {
        ++hub_.stats_.auths_refused;
        return close(FeedClose::unauthorised);
    }
    if (!hub_.is_valid(principal->name)) return close(FeedClose::revoked);
    if (!hub_.has_seat()) return close(FeedClose::crowded);
    principal_ = std::move(*principal);
    phase_ = Phase::idle;
    hub_.add_principal(*this, principal_.name);
}

void Session::on_subscribe(const SubscribeMessage& message, TimePoint now) {
    if (phase_ == Phase::waiting_for_auth) return close(FeedClose::protocol);
    Audience audience{0,
                      {!principal_.may_see_personal, principal_.clearance, principal_.districts}};
    for (const std::string& topic : message.topics) {
        const TopicSet bit = hub_.topic_bit(topic);
        if (bit == 0) return close(FeedClose::protocol);
        if (!may_read(principal_, topic)) return close(FeedClose::forbidden);
        audience.topics |= bit;
    }
    if (audience.topics == 0) return close(FeedClose::protocol);

    finish_frame();
    unsubscribe();
    // Where a member moved, all that is about him moved along, and the ring does not tell; while
    // nobody watched so nobody looked for it.
    const bool narrow = !principal_.districts.all();
    const bool unwatched = narrow && !hub_.has_narrow();
    group_ = &hub_.join_group(audience);
    form_ = message.form;
    if (!message.epoch || !message.after) return start_snapshot("start", now);
    if (*message.epoch != hub_.epoch_) return start_snapshot("epoch", now);
    if (*message.after > hub_.committed_) return start_snapshot("ahead", now);
    if (unwatched || (narrow && *message.after < hub_.moved_at_) ||
        !hub_.ring_.reaches(*message.after))
        return start_snapshot("gap", now);

    ++hub_.stats_.resumes;
    phase_ = Phase::catching_up;
    last_seq_ = position_ = *message.after;
    bookmark_when_live_ = true;
}

void Session::start_snapshot(std::string_view reason, TimePoint now) {
    snapshot_ = hub_.snapshot_for(*group_, form_, now);
    if (!snapshot_) return close(FeedClose::rate);
    ++hub_.stats_.resets;
    phase_ = Phase::snapshot;
    part_ = part_sent_ = 0;
    enqueue(reset_message(reason));
    enqueue(snapshot_begin_message(snapshot_->seq));
}

bool Session::begin_anew(TimePoint now) {
    if (group_ == nullptr || closing_ || principal_.districts.all()) return false;
    finish_frame();
    if (phase_ == Phase::live) leave_live();
    snapshot_.reset();
    conflate_ = fell_behind_ = bookmark_when_live_ = false;
    start_snapshot("gap", now);
    return true;
}

void Session::unsubscribe() {
    if (phase_ == Phase::live) leave_live();
    if (group_ != nullptr) hub_.leave_group(*std::exchange(group_, nullptr));
    if (phase_ != Phase::waiting_for_auth) phase_ = Phase::idle;
    snapshot_.reset();
    conflate_ = fell_behind_ = bookmark_when_live_ = false;
}

void Session::close(FeedClose code) {
    if (closing_) return;
    finish_frame();
    unsubscribe();
    hub_.waiting_.leave(seat_);
    closing_ = code;
    ++hub_.stats_.closed[code];
}

bool Session::on_tick(TimePoint now) {
    if (closing_) return false;
    const FeedOptions& options = hub_.options_;
    if (phase_ == Phase::waiting_for_auth && now - opened_at_ >= options.auth_timeout_ms) {
        close(FeedClose::auth_timeout);
        return true;
    }
    if (now - heard_at_ >= options.heartbeat_ms * 2) {
        close(FeedClose::no_heartbeat);
        return true;
    }
    bool added = false;
    if (now - std::max(heard_at_, pinged_at_) >= options.heartbeat_ms) {
        pinged_at_ = now;
        finish_frame();
        append_frame_header(out_, WsOpcode::ping, 0);
        ++out_frames_;
        added = true;
    }
    const bool idle = phase_ == Phase::live && cursor_ == group_->log.end();
    if (idle && now - sent_at_ >= options.bookmark_ms) {
        sent_at_ = now;
        last_seq_ = std::max(last_seq_, hub_.committed_);
        enqueue(bookmark_message(hub_.committed_));
        added = true;
    }
    return added;
}

void Session::enqueue(std::string_view payload) {
    finish_frame();
    append_text_frame(out_, payload);
    ++out_frames_;
}

void Session::finish_frame() {
    if (phase_ == Phase::snapshot && part_sent_ != 0) {
        const Snapshot::Part& part = snapshot_->parts[part_];
        std::size_t skip = part_sent_;
        for (std::string_view piece :
             {std::string_view(part.head), std::string_view(*part.body), Snapshot::Part::tail}) {
            const std::size_t skipped = std::min(skip, piece.size());
            skip -= skipped;
            out_.append(piece.substr(skipped));
        }
        ++out_frames_;
        ++part_;
        part_sent_ = 0;
    }
    if (phase_ == Phase::live && cursor_ != frame_start_) {
        const GroupLog& log = group_->log;
        const std::uint64_t end = log.frame_end(frame_);
        out_.append(log.read(cursor_, 1).substr(0, static_cast<std::size_t>(end - cursor_)));
        ++out_frames_;
        last_seq_ = std::max(last_seq_, log.frame_seq(frame_));
        cursor_ = frame_start_ = end;
        ++frame_;
    }
}

bool Session::has_due() const {
    if (out_sent_ != out_.size()) return true;
    if (closing_) return false;
    switch (phase_) {
        case Phase::waiting_for_auth:
        case Phase::idle:
            return false;
        case Phase::snapshot:
        case Phase::catching_up:
            return true;
        case Phase::live:
            return cursor_ != group_->log.end();
    }
    return false;
}

std::size_t Session::due(std::span<std::string_view> views, std::size_t max_bytes) {
    if (out_.empty() && !closing_) refill(max_bytes);
    if (!out_.empty()) {
        views[0] = std::string_view(out_).substr(out_sent_);
        return 1;
    }
    if (phase_ == Phase::snapshot) return snapshot_views(views);
    if (phase_ == Phase::live && cursor_ != group_->log.end()) {
        views[0] = group_->log.read(cursor_, max_bytes);
        return 1;
    }
    return 0;
}

void Session::sent(std::size_t bytes) {
    if (bytes == 0) return;
    sent_at_ = hub_.now_;
    hub_.stats_.bytes_sent += bytes;
    if (!out_.empty()) {
        out_sent_ += bytes;
        if (out_sent_ < out_.size()) return;
        hub_.stats_.frames_sent += std::exchange(out_frames_, 0);
        out_sent_ = 0;
        if (out_.capacity() > kept_capacity) {
            out_ = std::string();
        } else {
            out_.clear();
        }
    } else if (phase_ == Phase::snapshot) {
        advance_snapshot(bytes);
    } else if (phase_ == Phase::live) {
        advance_live(bytes);
    }
}

void Session::refill(std::size_t max_bytes) {
    if (phase_ == Phase::snapshot && part_ == snapshot_->parts.size()) {
        const std::uint64_t seq = snapshot_->seq;
        snapshot_.reset();
        phase_ = Phase::catching_up;
        last_seq_ = position_ = seq;
        enqueue(snapshot_end_message(seq));
    }
    if (phase_ == Phase::catching_up) refill_from_ring(max_bytes);
}

void Session::refill_from_ring(std::size_t max_bytes) {
    const RetainedRing& ring = hub_.ring_;
    if (!ring.reaches(position_)) return close(FeedClose::slow);
    std::uint64_t index = ring.index_after(position_);
    if (ring.bytes_from(index) > hub_.options_.soft_bytes ||
        ring.end_index() - index > hub_.options_.soft_messages) {
        conflate_ = true;
    }
    for (; index < ring.end_index() && out_.size() < max_bytes; ++index) {
        const Record& record = ring.at(index);
        position_ = record.seq;
        hub_.scratch_.clear();
        const DeltaCount count =
            append_delta(hub_.scratch_, ring, record, group_->audience, conflate_, last_seq_);
        hub_.stats_.conflated += count.conflated;
        if (count.pieces == 0) continue;
        last_seq_ = record.seq;
        append_text_frame(out_, hub_.scratch_);
        ++out_frames_;
        ++hub_.stats_.deltas_single;
    }
    if (index == ring.end_index()) go_live();
}

void Session::go_live() {
    phase_ = Phase::live;
    conflate_ = fell_behind_ = false;
    // Nothing that this audience sees lies between the client's last seq and now, so the group's
    // next delta may name the older of the two: then it is no gap for anyone.
    group_->last_seq = group_->live == 0 ? last_seq_ : std::min(group_->last_seq, last_seq_);
    ++group_->live;
    cursor_ = frame_start_ = group_->log.end();
    frame_ = group_->log.end_frame();
    if (std::exchange(bookmark_when_live_, false)) {
        // Tells a client that resumed without a delta that it is up to date.
        last_seq_ = std::max(last_seq_, hub_.committed_);
        enqueue(bookmark_message(hub_.committed_));
    }
}

void Session::leave_live() {
    --group_->live;
    phase_ = Phase::idle;
}

void Session::check_marks() {
    if (phase_ == Phase::live) {
        const GroupLog& log = group_->log;
        if (cursor_ == log.end()) return;
        if (log.end() - cursor_ <= hub_.options_.soft_bytes &&
            log.end_frame() - frame_ <= hub_.options_.soft_messages) {
            group_->has_slow = true;
            return;
        }
        fall_behind();
    }
    if (phase_ == Phase::snapshot && !hub_.ring_.reaches(snapshot_->seq)) close(FeedClose::slow);
    if (phase_ == Phase::catching_up) check_hard_mark();
}

void Session::fall_behind() {
    finish_frame();
    const bool drained = frame_ == group_->log.end_frame();
    position_ = drained ? hub_.ring_.last_seq() : group_->log.frame_seq(frame_) - 1;
    leave_live();
    phase_ = Phase::catching_up;
    conflate_ = fell_behind_ = true;
    recheck_bytes_ = recheck_index_ = 0;
    ++hub_.stats_.fell_behind;
}

void Session::check_hard_mark() {
    const RetainedRing& ring = hub_.ring_;
    if (!ring.reaches(position_)) return close(FeedClose::slow);
    // Whoever asked for much (a snapshot, a long resume) is bounded by the ring alone.
    if (!fell_behind_) return;
    if (ring.end_bytes() < recheck_bytes_ && ring.end_index() < recheck_index_) return;

    const std::uint64_t hard_bytes = hub_.options_.hard_bytes;
    const std::uint64_t hard_messages = hub_.options_.hard_messages;
    const DueAmount due = due_from(ring, ring.index_after(position_), group_->audience, true);
    if (due.bytes > hard_bytes || due.messages > hard_messages) return close(FeedClose::slow);
    // The walk is repeated only once the ring has grown by what is missing to the mark, or by a
    // sixteenth of the mark, so that its cost stays a small share of what was published.
    recheck_bytes_ = ring.end_bytes() + std::max(hard_bytes - due.bytes, hard_bytes / 16);
    recheck_index_ = ring.end_index() + std::max(hard_messages - due.messages, hard_messages / 16);
}

std::size_t Session::snapshot_views(std::span<std::string_view> views) const {
    const Snapshot::Part& part = snapshot_->parts[part_];
    std::size_t skip = part_sent_;
    std::size_t used = 0;
    for (std::string_view piece :
         {std::string_view(part.head), std::string_view(*part.body), Snapshot::Part::tail}) {
        const std::size_t skipped = std::min(skip, piece.size());
        skip -= skipped;
        if (skipped < piece.size()) views[used++] = piece.substr(skipped);
    }
    return used;
}

void Session::advance_snapshot(std::size_t bytes) {
    part_sent_ += bytes;
    if (part_sent_ < snapshot_->parts[part_].size()) return;
    part_sent_ = 0;
    ++part_;
    ++hub_.stats_.frames_sent;
}

void Session::advance_live(std::size_t bytes) {
    const GroupLog& log = group_->log;
    cursor_ += bytes;
    const std::uint64_t frame = log.frame_at(cursor_);
    if (frame == frame_) return;
    hub_.stats_.frames_sent += frame - frame_;
    frame_ = frame;
    frame_start_ = log.frame_end(frame - 1);
    last_seq_ = std::max(last_seq_, log.frame_seq(frame - 1));
}

}  // namespace muster::feed
