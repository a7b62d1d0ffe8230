// One subscription: what its client was sent and what is due to it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/feed/hub.hpp"
#include "engine/feed/messages.hpp"
#include "engine/feed/snapshot.hpp"
#include "muster/feed_port.hpp"

namespace muster::feed {

class Session final : public FeedSession {
  public:
    Session(Hub& hub, FeedSink& sink, TimePoint now);
    ~Session() override;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void on_text(std::string_view text, TimePoint now) override;
    void on_alive(TimePoint now) override;
    void close(FeedClose code) override;
    [[nodiscard]] std::size_t due(std::span<std::string_view> views,
                                  std::size_t max_bytes) override;
    void sent(std::size_t bytes) override;
    [[nodiscard]] std::optional<FeedClose> wants_close() const override { return closing_; }

  private:
    friend class Hub;

    // Where the next bytes come from once out_ is empty.
    enum class Phase {
        waiting_for_auth,
        idle,         // authenticated, not subscribed
        snapshot,     // reads snapshot_
        catching_up,  // walks the retained ring from position_ on, serialised for itself
        live,         // reads its group's log
    };

    // Time-outs and heartbeats; true when something became due.
    bool on_tick(TimePoint now);
    // Whether there is anything to give to the socket.
    [[nodiscard]] bool has_due() const;
    // After a write was tried: what remains is a queue, and its marks are looked at.
    void check_marks();

    void on_auth(const AuthMessage& message, TimePoint now);
    void on_subscribe(const SubscribeMessage& message, TimePoint now);
    void start_snapshot(std::string_view reason, TimePoint now);
    // With a new snapshot, if it is a subscription to some districts only.
    [[nodiscard]] bool begin_anew(TimePoint now);
    void unsubscribe();
    [[nodiscard]] bool count_frame(TimePoint now);

    void enqueue(std::string_view payload);
    // Moves what is left of a half-sent frame into out_, so that whole frames can follow it.
    void finish_frame();
    void refill(std::size_t max_bytes);
    void refill_from_ring(std::size_t max_bytes);
    void go_live();
    void leave_live();
    void fall_behind();
    void check_hard_mark();
    [[nodiscard]] std::size_t snapshot_views(std::span<std::string_view> views) const;
    void advance_snapshot(std::size_t bytes);
    void advance_live(std::size_t bytes);

    Hub& hub_;
    FeedSink& sink_;
    std::size_t hub_place_ = 0;  // in Hub::sessions_
    WaitingRoom::Seat seat_;     // until it has shown its ticket
    Phase phase_ = Phase::waiting_for_auth;
    std::optional<FeedClose> closing_;
    FeedPrincipal principal_;
    Group* group_ = nullptr;
    SnapshotForm form_;

    // Frames of its own, of which out_sent_ bytes and out_frames_ in all.
    std::string out_;
    std::size_t out_sent_ = 0;
    std::size_t out_frames_ = 0;

    // The last seq its client knows: the `prev` of its next delta.
    std::uint64_t last_seq_ = 0;

    // snapshot
    std::shared_ptr<const Snapshot> snapshot_;
    std::size_t part_ = 0;
    std::size_t part_sent_ = 0;

    // catching_up: everything up to position_ was looked at.
    std::uint64_t position_ = 0;
    bool conflate_ = false;
    bool bookmark_when_live_ = false;
    bool fell_behind_ = false;
    // The hard mark cannot be reached before the ring has grown to both.
    std::uint64_t recheck_bytes_ = 0;
    std::uint64_t recheck_index_ = 0;

    // live: cursor_ is in frame_, which begins at frame_start_.
    std::uint64_t cursor_ = 0;
    std::uint64_t frame_ = 0;
    std::uint64_t frame_start_ = 0;

    TimePoint opened_at_;
    TimePoint heard_at_;
    TimePoint pinged_at_;
    TimePoint sent_at_;
    TimePoint window_at_;
    std::size_t window_frames_ = 0;
};

}  // namespace muster::feed
