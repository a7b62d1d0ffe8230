// The live feed's centre: takes the changes of each committed record, keeps the retained ring, and
// serialises a delta once for all who see the same. See DESIGN.md for how the parts work together.
//
// Threads: one. Owned by whoever wires the engine; sessions must be gone before the hub.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/feed/change.hpp"
#include "engine/feed/group_log.hpp"
#include "engine/feed/options.hpp"
#include "engine/feed/retained.hpp"
#include "engine/feed/snapshot.hpp"
#include "engine/feed/ticket_book.hpp"
#include "engine/feed/waiting_room.hpp"
#include "muster/feed_port.hpp"

namespace muster::feed {

class Session;

// All subscriptions that see the same: their log, and the seq of the last delta written to it.
struct Group {
    Audience audience;
    GroupLog log;
    std::uint64_t last_seq = 0;
    std::size_t members = 0;
    std::size_t live = 0;
    // Set during a flush when a live member could not take all.
    bool has_slow = false;
    // The latest of each form that was asked for; deltas are the same whatever the form.
    std::map<SnapshotForm, std::shared_ptr<const Snapshot>> snapshots;
};

class Hub final : public FeedPort {
  public:
    // `epoch` names the history that seqs belong to: another log, or one restored from a backup,
    // has another. `committed` is the last record on disk. Aborts on more than 64 topics.
    Hub(FeedOptions options, std::string epoch, std::uint64_t committed, RandomSource random,
        SnapshotSource snapshots);
    ~Hub() override;
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    // The changes of one committed record. Precondition: seq above every earlier one, the record is
    // on disk, every topic is one of FeedOptions.topics, and the snapshot source knows the record.
    void publish(std::uint64_t seq, TimePoint at, std::span<const Change> changes);

    // Asked for each principal now and then, and when a ticket is shown: whether the token of this
    // name is still valid. Without it every ticket's principal stays.
    void set_access(std::function<bool(const std::string&)> is_valid) {
        is_valid_ = std::move(is_valid);
    }

    // Whether somebody watches who sees less than all districts.
    [[nodiscard]] bool has_narrow() const;
    // The record moved things from one district to another that it did not change themselves: such
    // readers get a new snapshot with the next committed().
    void districts_moved(std::uint64_t seq);

    // Everything up to seq is committed and published: flush it to the clients, or soon (see
    // FeedOptions.flush_interval_ms). One call per batch makes one write per client.
    void committed(std::uint64_t seq, TimePoint now);

    // Asks every client to leave with 1001 and opens no more.
    void shutdown(TimePoint now);

    [[nodiscard]] FeedStats stats() const;

    // FeedPort
    [[nodiscard]] std::unique_ptr<FeedSession> open(FeedSink& sink, std::string_view address,
                                                    TimePoint now) override;
    [[nodiscard]] std::optional<std::string> issue_ticket(FeedPrincipal principal,
                                                          TimePoint now) override;
    void on_timer(TimePoint now) override;
    [[nodiscard]] TimePoint next_timer(TimePoint now) const override;
    [[nodiscard]] std::size_t client_message_bytes() const override;

  private:
    friend class Session;

    void flush(TimePoint now);
    void check_access();
    void begin_narrow_anew(TimePoint now);
    void append_to_groups(const Record& record);
    // The bit of a topic, or 0.
    [[nodiscard]] TopicSet topic_bit(std::string_view topic) const;

    // What sessions need.
    void add_principal(Session& session, const std::string& name);
    [[nodiscard]] bool has_seat() const { return seated_ < options_.max_subscribers; }
    [[nodiscard]] bool is_valid(const std::string& name) const {
        return !is_valid_ || is_valid_(name);
    }
    [[nodiscard]] Group& join_group(const Audience& audience);
    void leave_group(Group& group);
    // Null when too many snapshots are being read.
    [[nodiscard]] std::shared_ptr<const Snapshot> snapshot_for(Group& group,
                                                               const SnapshotForm& form,
                                                               TimePoint now);
    [[nodiscard]] std::shared_ptr<const Snapshot> build_snapshot(const Audience& audience,
                                                                 const SnapshotForm& form,
                                                                 TimePoint now);
    void remove(Session& session);

    FeedOptions options_;
    std::string epoch_;
    SnapshotSource snapshot_source_;
    std::function<bool(const std::string&)> is_valid_;
    TicketBook tickets_;
    WaitingRoom waiting_;
    RetainedRing ring_;
    std::uint64_t committed_;
    TimePoint now_;
    TimePoint last_flush_at_;
    TimePoint last_tick_at_;
    TimePoint last_access_at_;
    std::uint64_t unflushed_bytes_ = 0;
    bool unflushed_ = false;
    std::uint64_t moved_at_ = 0;
    bool moved_ = false;  // since the last committed()
    bool shut_down_ = false;
    // Sessions must not be destroyed while they are walked.
    bool walking_ = false;

    std::vector<Session*> sessions_;
    std::size_t seated_ = 0;  // of these, that have shown a ticket
    std::unordered_map<std::string, std::vector<Session*>> by_principal_;
    std::map<Audience, Group> groups_;
    std::vector<std::weak_ptr<const Snapshot>> live_snapshots_;
    // {"topic":"x","id": for each topic, and the name as JSON.
    std::vector<std::string> piece_heads_;
    std::string scratch_;
    FeedStats stats_;
};

}  // namespace muster::feed
