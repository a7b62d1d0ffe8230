// The promise of the feed under random load: a client that follows the protocol always has a state
// that the server had, ends with the server's, and never sees a false gap.
#include <gtest/gtest.h>

#include <random>

#include "tests/feed/feed_harness.hpp"

namespace muster::feed::testing {
namespace {

const std::vector<std::vector<std::string>> topic_sets = {
    {"requests"},
    {"positions"},
    {"requests", "positions"},
    {"members", "alerts"},
    {"requests", "offers", "members", "positions", "alerts"}};

struct Peer {
    std::unique_ptr<TestClient> client;
    std::size_t topics = 0;
    bool personal = true;
    SnapshotForm form;
};

class World {
  public:
    explicit World(std::uint64_t seed) : random_(seed), server_(options(seed)) {
        for (std::size_t i = 0; i < 8; ++i) {
            Peer peer;
            peer.topics = pick(topic_sets.size());
            peer.personal = pick(3) != 0;
            peer.form = any_form();
            peer.client = std::make_unique<TestClient>(server_.hub, server_.now);
            peers_.push_back(std::move(peer));
            introduce(peers_.back());
        }
    }

    void step() {
        switch (pick(20)) {
            case 0: {
                Peer& peer = any();
                peer.client->cut();
                reconnect(peer);
                break;
            }
            case 1:
                any().client->block();
                break;
            case 2:
            case 3:
            case 4:
                any().client->grant(pick(2'000));
                break;
            case 5:
                any().client->grant(TestClient::unlimited);
                break;
            case 6:
                server_.pass(static_cast<std::int64_t>(pick(2'000)));
                break;
            case 7: {
                // Another topic set or form is another state: start afresh, as a client must.
                Peer& peer = any();
                peer.client->cut();
                peer.client->known = false;
                peer.topics = pick(topic_sets.size());
                peer.form = any_form();
                reconnect(peer);
                break;
            }
            default:
                publish();
        }
        for (Peer& peer : peers_) {
            if (peer.client->is_open()) peer.client->session().on_alive(server_.now);
            if (peer.client->closed()) {
                seen_closes_.insert(*peer.client->closed());
                peer.client->cut();
                reconnect(peer);
            }
            ASSERT_EQ(peer.client->gaps, 0u);
        }
    }

    void settle() {
        server_.hub.committed(server_.seq, server_.now);
        for (int round = 0; round < 3; ++round) {
            server_.pass(1'000);
            for (Peer& peer : peers_) {
                peer.client->grant(TestClient::unlimited);
                if (!peer.client->closed()) continue;
                peer.client->cut();
                reconnect(peer);
                peer.client->grant(TestClient::unlimited);
            }
        }
        for (Peer& peer : peers_) {
            ASSERT_EQ(peer.client->gaps, 0u);
            ASSERT_TRUE(peer.client->known);
            check_state(peer);
        }
    }

    [[nodiscard]] FeedStats stats() const { return server_.hub.stats(); }
    [[nodiscard]] std::size_t left_out() const { return left_out_; }

  private:
    static FeedOptions options(std::uint64_t seed) {
        FeedOptions options;
        options.soft_bytes = 1'000 + 500 * (seed % 3);
        options.soft_messages = 8;
        options.hard_bytes = 6'000;
        options.hard_messages = 40;
        options.retained_records = seed % 4 == 0 ? 50 : 500;
        options.client_frames_per_window = 1'000'000;
        options.flush_interval_ms = Millis{seed % 2 == 0 ? 0 : 30};
        options.flush_threshold = 0;
        return options;
    }

    // What the client has is as the server has it; what it does not have, its form left out.
    void check_state(const Peer& peer) {
        const State seen = without_empty(peer.client->state);
        State expected = server_.visible(topic_sets[peer.topics], !peer.personal);
        for (auto& [topic, entities] : expected) {
            const auto known = seen.find(topic);
            left_out_ += std::erase_if(entities, [&, &topic = topic](const auto& entity) {
                const bool missing = known == seen.end() || !known->second.contains(entity.first);
                return missing && server_.is_left_out(topic, entity.first, peer.form);
            });
        }
        ASSERT_EQ(seen, without_empty(expected));
    }

    SnapshotForm any_form() {
        SnapshotForm form;
        form.leave_out.bits = static_cast<std::uint32_t>(pick(1u << enum_count<LeaveOut>));
        form.compact = pick(2) == 0;
        return form;
    }

    std::size_t pick(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
    Peer& any() { return peers_[pick(peers_.size())]; }

    void publish() {
        const std::size_t records = 1 + pick(4);
        for (std::size_t r = 0; r < records; ++r) {
            const std::size_t changes = pick(4);
            for (std::size_t c = 0; c < changes; ++c) {
                static const std::vector<std::string> topics = {
                    "requests", "positions", "positions", "positions",
                    "members",  "alerts",    "offers",    "cards"};
                const std::string value =
                    pick(10) == 0 ? ""
                                  : std::string(1 + pick(60), static_cast<char>('a' + pick(26)));
                server_.change(topics[pick(topics.size())], 1 + pick(6), value);
            }
            server_.publish(r + 1 == records);
        }
    }

    void introduce(Peer& peer) {
        peer.client->auth(server_.ticket(peer.personal), server_.now);
        peer.client->subscribe(topic_sets[peer.topics], server_.now, peer.form);
    }

    void reconnect(Peer& peer) {
        peer.client->reconnect(server_.hub, server_.now);
        introduce(peer);
    }

    std::mt19937_64 random_;
    TestServer server_;
    std::vector<Peer> peers_;
    std::set<FeedClose> seen_closes_;
    std::size_t left_out_ = 0;
};

TEST(GapProof, EveryClientEndsWithTheServersState) {
    std::uint64_t conflated = 0;
    std::uint64_t resumes = 0;
    std::uint64_t slow = 0;
    std::size_t left_out = 0;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        World world(seed);
        for (int i = 0; i < 400 && !::testing::Test::HasFatalFailure(); ++i)
            world.step();
        if (::testing::Test::HasFatalFailure()) return;
        world.settle();
        if (::testing::Test::HasFatalFailure()) return;
        const FeedStats stats = world.stats();
        left_out += world.left_out();
        conflated += stats.conflated;
        resumes += stats.resumes;
        const auto found = stats.closed.find(FeedClose::slow);
        slow += found == stats.closed.end() ? 0 : found->second;
    }
    // The load reaches what it is meant to reach.
    EXPECT_GT(conflated, 1'000u);
    EXPECT_GT(resumes, 1'000u);
    EXPECT_GT(slow, 100u);
    EXPECT_GT(left_out, 100u);
}

}  // namespace
}  // namespace muster::feed::testing
