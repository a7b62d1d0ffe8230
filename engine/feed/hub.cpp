#include "engine/feed/hub.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <utility>

#include "engine/feed/messages.hpp"
#include "engine/feed/session.hpp"

namespace muster::feed {

Hub::Hub(FeedOptions options, std::string epoch, std::uint64_t committed, RandomSource random,
         SnapshotSource snapshots)
    : options_(std::move(options)),
      epoch_(std::move(epoch)),
      snapshot_source_(std::move(snapshots)),
      tickets_(std::move(random), options_.ticket_ttl_ms, options_.max_tickets),
      waiting_(options_.max_waiting, options_.max_waiting_per_address),
      ring_(committed, options_.retained_records, options_.retained_bytes),
      committed_(committed) {
    if (options_.topics.size() > 64) std::abort();
    for (const Code& topic : options_.topics) {
        piece_heads_.push_back(R"({"topic":)" + quoted(topic.view()) + R"(,"id":)");
    }
}

Hub::~Hub() {
    // A session points to its hub.
    if (!sessions_.empty()) std::abort();
}

TopicSet Hub::topic_bit(std::string_view topic) const {
    for (std::size_t i = 0; i < options_.topics.size(); ++i) {
        if (options_.topics[i].view() == topic) return TopicSet{1} << i;
    }
    return 0;
}

void Hub::publish(std::uint64_t seq, TimePoint at, std::span<const Change> changes) {
    committed_ = std::max(committed_, seq);
    if (changes.empty()) return;
    Record record;
    record.seq = seq;
    record.at = at;
    record.pieces.reserve(changes.size());
    std::size_t bytes = 0;
    for (const Change& change : changes) {
        bytes += 96 + change.entity_json.size() + change.masked_json.size();
    }
    record.text.reserve(bytes);

    std::uint16_t head = 0;
    const auto append_piece = [&](std::size_t topic, const Change& change, std::string_view json) {
        const auto begin = static_cast<std::uint32_t>(record.text.size());
        record.text += piece_heads_[topic];
        append_number(record.text, change.id);
        head = static_cast<std::uint16_t>(record.text.size() - begin);
        if (change.removed) {
            record.text += R"(,"removed":true})";
        } else {
            record.text.append(R"(,"entity":)").append(json).push_back('}');
        }
        return std::pair(begin, static_cast<std::uint32_t>(record.text.size()) - begin);
    };
    for (const Change& change : changes) {
        const TopicSet bit = topic_bit(change.topic.view());
        if (bit == 0) std::abort();
        const auto topic = static_cast<std::size_t>(std::countr_zero(bit));
        record.topics |= bit;
        Piece piece;
        piece.id = change.id;
        piece.topic = static_cast<std::uint8_t>(topic);
        piece.conflatable = change.conflatable;
        piece.scope = change.scope;
        std::tie(piece.begin, piece.size) = append_piece(topic, change, change.entity_json);
        piece.head_size = head;
        piece.masked_begin = piece.begin;
        piece.masked_size = piece.size;
        if (!change.masked_json.empty() && !change.removed) {
            std::tie(piece.masked_begin, piece.masked_size) =
                append_piece(topic, change, change.masked_json);
        }
        record.pieces.push_back(piece);
    }
    ++stats_.records;
    append_to_groups(ring_.append(std::move(record)));
}

void Hub::append_to_groups(const Record& record) {
    for (auto& [audience, group] : groups_) {
        if (group.live == 0) continue;
        scratch_.clear();
        const DeltaCount count =
            append_delta(scratch_, ring_, record, audience, false, group.last_seq);
        if (count.pieces == 0) continue;
        group.log.append(record.seq, scratch_);
        group.last_seq = record.seq;
        ++stats_.deltas_shared;
    }
    unflushed_bytes_ += record.text.size();
    unflushed_ = true;
}

bool Hub::has_narrow() const {
    return std::any_of(groups_.begin(), groups_.end(),
                       [](const auto& one) { return !one.first.right.districts.all(); });
}

void Hub::districts_moved(std::uint64_t seq) {
    moved_at_ = seq;
    moved_ = true;
}

void Hub::begin_narrow_anew(TimePoint now) {
    for (auto& [audience, group] : groups_) {
        if (!audience.right.districts.all()) group.snapshots.clear();
    }
    walking_ = true;
    for (Session* session : sessions_) {
        if (!session->begin_anew(now)) continue;
        session->sink_.on_ready();
    }
    walking_ = false;
}

void Hub::committed(std::uint64_t seq, TimePoint now) {
    now_ = std::max(now_, now);
    committed_ = std::max(committed_, seq);
    if (std::exchange(moved_, false)) begin_narrow_anew(now);
    if (!unflushed_) return;
    const bool at_once = options_.flush_interval_ms == Millis{} ||
                         sessions_.size() <= options_.flush_threshold ||
                         now_ - last_flush_at_ >= options_.flush_interval_ms ||
                         unflushed_bytes_ >= options_.soft_bytes / 2;
    if (at_once) flush(now);
}

void Hub::flush(TimePoint now) {
    last_flush_at_ = now;
    unflushed_ = false;
    unflushed_bytes_ = 0;
    for (auto& [audience, group] : groups_)
        group.has_slow = false;
    walking_ = true;
    for (Session* session : sessions_) {
        if (!session->has_due()) continue;
        session->sink_.on_ready();
        if (session->closing_) continue;
        session->check_marks();
        if (session->closing_) session->sink_.on_ready();
    }
    walking_ = false;
    for (auto& [audience, group] : groups_) {
        if (group.has_slow) {
            group.log.trim(options_.soft_bytes, options_.soft_messages);
        } else {
            group.log.trim(0, 0);
        }
    }
}

void Hub::shutdown(TimePoint now) {
    now_ = std::max(now_, now);
    shut_down_ = true;
    walking_ = true;
    for (Session* session : sessions_) {
        session->close(FeedClose::shutdown);
        session->sink_.on_ready();
    }
    walking_ = false;
}

std::unique_ptr<FeedSession> Hub::open(FeedSink& sink, std::string_view address, TimePoint now) {
    now_ = std::max(now_, now);
    if (shut_down_ || !has_seat()) {
        ++stats_.opens_refused;
        return nullptr;
    }
    while (Session* longest = waiting_.in_the_way_of(address)) {
        longest->close(FeedClose::crowded);
        longest->sink_.on_ready();
    }
    auto session = std::make_unique<Session>(*this, sink, now);
    waiting_.enter(session->seat_, *session, address);
    session->hub_place_ = sessions_.size();
    sessions_.push_back(session.get());
    return session;
}

std::optional<std::string> Hub::issue_ticket(FeedPrincipal principal, TimePoint now) {
    now_ = std::max(now_, now);
    auto ticket = tickets_.issue(std::move(principal), now);
    ++(ticket ? stats_.tickets_issued : stats_.tickets_refused);
    return ticket;
}

void Hub::on_timer(TimePoint now) {
    now_ = std::max(now_, now);
    if (unflushed_ && now_ - last_flush_at_ >= options_.flush_interval_ms) flush(now);
    if (now_ - last_tick_at_ < options_.tick_ms) return;
    last_tick_at_ = now_;
    tickets_.expire(now_);
    for (auto& [audience, group] : groups_) {
        std::erase_if(group.snapshots, [this](const auto& kept) {
            return now_ - kept.second->built_at >= options_.snapshot_reuse_ms;
        });
    }
    walking_ = true;
    for (Session* session : sessions_) {
        if (session->on_tick(now_)) session->sink_.on_ready();
    }
    if (now_ - last_access_at_ >= options_.access_check_ms) {
        last_access_at_ = now_;
        check_access();
    }
    walking_ = false;
}

void Hub::check_access() {
    for (const auto& [name, mine] : by_principal_) {
        if (is_valid(name)) continue;
        for (Session* session : mine) {
            session->close(FeedClose::revoked);
            session->sink_.on_ready();
        }
    }
}

TimePoint Hub::next_timer(TimePoint now) const {
    const TimePoint tick_at = std::max(now, last_tick_at_ + options_.tick_ms);
    const bool delays = options_.flush_interval_ms > Millis{} &&
                        (unflushed_ || sessions_.size() > options_.flush_threshold);
    return delays ? std::min(tick_at, now + options_.flush_interval_ms) : tick_at;
}

std::size_t Hub::client_message_bytes() const {
    return options_.client_message_bytes;
}

FeedStats Hub::stats() const {
    FeedStats stats = stats_;
    stats.subscribers = seated_;
    stats.waiting = waiting_.size();
    stats.groups = groups_.size();
    stats.retained_records = ring_.size();
    stats.retained_bytes = ring_.bytes();
    return stats;
}

void Hub::add_principal(Session& session, const std::string& name) {
    waiting_.leave(session.seat_);
    ++seated_;
    auto& mine = by_principal_[name];
    mine.push_back(&session);
    if (mine.size() <= options_.max_per_principal) return;
    // Those already closing are on their way out.
    for (Session* older : mine) {
        if (older == &session || older->closing_) continue;
        older->close(FeedClose::replaced);
        older->sink_.on_ready();
        return;
    }
}

void Hub::remove(Session& session) {
    if (walking_) std::abort();
    sessions_[session.hub_place_] = sessions_.back();
    sessions_[session.hub_place_]->hub_place_ = session.hub_place_;
    sessions_.pop_back();
    waiting_.leave(session.seat_);
    if (session.phase_ == Session::Phase::waiting_for_auth) return;
    --seated_;
    const auto found = by_principal_.find(session.principal_.name);
    if (found == by_principal_.end()) return;
    std::erase(found->second, &session);
    if (found->second.empty()) by_principal_.erase(found);
}

Group& Hub::join_group(const Audience& audience) {
    Group& group = groups_[audience];
    group.audience = audience;
    ++group.members;
    return group;
}

void Hub::leave_group(Group& group) {
    if (--group.members != 0) return;
    const Audience audience = group.audience;
    groups_.erase(audience);
}

std::shared_ptr<const Snapshot> Hub::snapshot_for(Group& group, const SnapshotForm& form,
                                                  TimePoint now) {
    std::erase_if(live_snapshots_, [](const auto& snapshot) { return snapshot.expired(); });
    // An older snapshot serves as well as a new one while the ring has all that came since.
    const auto kept = group.snapshots.find(form);
    const bool usable = kept != group.snapshots.end() && ring_.reaches(kept->second->seq);
    const bool full = live_snapshots_.size() >= options_.max_snapshots;
    if (usable && (full || now - kept->second->built_at < options_.snapshot_reuse_ms)) {
        ++stats_.snapshots_shared;
        return kept->second;
    }
    if (full) return nullptr;
    auto made = build_snapshot(group.audience, form, now);
    group.snapshots[form] = made;
    live_snapshots_.push_back(made);
    ++stats_.snapshots_built;
    return made;
}

std::shared_ptr<const Snapshot> Hub::build_snapshot(const Audience& audience,
                                                    const SnapshotForm& form, TimePoint now) {
    std::vector<Code> topics;
    for (std::size_t i = 0; i < options_.topics.size(); ++i) {
        if (((audience.topics >> i) & 1u) != 0) topics.push_back(options_.topics[i]);
    }
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->seq = committed_;
    snapshot->built_at = now;
    for (SnapshotChunk& chunk : snapshot_source_(topics, audience.right, form)) {
        const std::string opening =
            R"({"type":"snapshot_chunk","topic":)" + quoted(chunk.topic.view()) + R"(,"entities":)";
        Snapshot::Part part{{}, std::move(chunk.entities)};
        append_frame_header(part.head, WsOpcode::text,
                            opening.size() + part.body->size() + Snapshot::Part::tail.size());
        part.head += opening;
        snapshot->parts.push_back(std::move(part));
    }
    return snapshot;
}

}  // namespace muster::feed
