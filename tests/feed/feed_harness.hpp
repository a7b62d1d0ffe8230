// A feed without sockets: a server state, a hub, and clients behind pipes of limited capacity.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/feed/hub.hpp"

namespace muster::feed::testing {

// topic -> id -> entity as JSON text.
using State = std::map<std::string, std::map<std::uint64_t, std::string>>;

inline RandomSource counting_random() {
    return [next = std::uint8_t{0}](std::span<std::byte> bytes) mutable {
        for (std::byte& byte : bytes)
            byte = std::byte{next++};
    };
}

// By append: gcc 12 warns wrongly about `"p" + std::to_string(n)` (its bug 105651).
inline std::string numbered(std::string_view prefix, std::uint64_t number) {
    std::string text(prefix);
    text.append(std::to_string(number));
    return text;
}

// A transport that takes as many bytes as it is allowed to, and a client that reads whole frames
// and keeps the state that the protocol gives it.
class TestClient final : public FeedSink {
  public:
    explicit TestClient(FeedPort& port, TimePoint now, std::size_t capacity = unlimited,
                        std::string address = "192.0.2.1")
        : address_(std::move(address)),
          capacity_(capacity),
          session_(port.open(*this, address_, now)) {
        if (session_) pump();
    }

    static constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

    void on_ready() override { pump(); }

    [[nodiscard]] bool is_open() const { return session_ != nullptr; }
    [[nodiscard]] std::optional<FeedClose> closed() const {
        return session_ ? session_->wants_close() : std::nullopt;
    }
    FeedSession& session() { return *session_; }

    void say(std::string_view text, TimePoint now) {
        session_->on_text(text, now);
        pump();
    }

    void auth(const std::string& ticket, TimePoint now) {
        say(R"({"type":"auth","ticket":")" + ticket + R"("})", now);
    }

    // Resumes when the client has a state, else asks for a snapshot.
    void subscribe(const std::vector<std::string>& topics, TimePoint now,
                   const SnapshotForm& form = {}) {
        boost::json::object message{{"type", "subscribe"}};
        if (!form.leave_out.empty()) {
            boost::json::array& list = message["leave_out"].emplace_array();
            for (const LeaveOut what : enum_values<LeaveOut>) {
                if (form.leave_out.has(what)) list.emplace_back(name_of(what));
            }
        }
        if (form.compact) message["compact"] = true;
        boost::json::array names;
        for (const auto& topic : topics)
            names.emplace_back(topic);
        message["topics"] = names;
        if (known) {
            message["epoch"] = epoch;
            message["after"] = last_seq;
        }
        say(boost::json::serialize(message), now);
    }

    // The pipe takes so many more bytes.
    void grant(std::size_t bytes) {
        capacity_ = bytes == unlimited ? unlimited : capacity_ + bytes;
        pump();
    }
    // The pipe takes no more.
    void block() { capacity_ = 0; }

    // The connection is cut: what is on the wire but not a whole frame is lost.
    void cut() {
        session_.reset();
        wire_.clear();
    }
    void reconnect(FeedPort& port, TimePoint now) {
        session_ = port.open(*this, address_, now);
        pump();
    }

    // Types of all messages since the last call, with the reason of a reset: "reset:gap".
    std::vector<std::string> take_types() { return std::exchange(types_, {}); }

    State state;
    std::string epoch;
    std::uint64_t last_seq = 0;
    // A snapshot was complete, so that the state is one of the server's.
    bool known = false;
    std::size_t pings = 0;
    std::size_t gaps = 0;
    std::size_t deltas = 0;
    // (topic, id, seq) of each change received.
    std::vector<std::tuple<std::string, std::uint64_t, std::uint64_t>> changes;
    std::size_t bytes_read = 0;

  private:
    void pump() {
        while (session_ && capacity_ > 0) {
            std::array<std::string_view, 3> views;
            const std::size_t used = session_->due(views, 512);
            if (used == 0) return;
            std::size_t taken = 0;
            for (std::size_t i = 0; i < used && taken < capacity_; ++i) {
                const auto part = views[i].substr(0, capacity_ - taken);
                wire_.append(part);
                taken += part.size();
            }
            if (capacity_ != unlimited) capacity_ -= taken;
            session_->sent(taken);
            bytes_read += taken;
            read_frames();
        }
    }

    void read_frames() {
        while (wire_.size() >= 2) {
            const auto at = [this](std::size_t i) {
                return static_cast<std::uint64_t>(static_cast<unsigned char>(wire_[i]));
            };
            std::size_t header = 2;
            std::uint64_t size = at(1);
            ASSERT_EQ(size & 0x80u, 0u) << "a server frame is not masked";
            if (size >= 126) {
                const std::size_t bytes = size == 126 ? 2 : 8;
                header += bytes;
                if (wire_.size() < header) return;
                size = 0;
                for (std::size_t i = 0; i < bytes; ++i)
                    size = size << 8 | at(2 + i);
            }
            if (wire_.size() < header + size) return;
            const std::uint64_t opcode = at(0);
            const std::string payload = wire_.substr(header, static_cast<std::size_t>(size));
            wire_.erase(0, header + static_cast<std::size_t>(size));
            if (opcode == 0x89) {
                ++pings;
                continue;
            }
            ASSERT_EQ(opcode, 0x81u);
            on_message(boost::json::parse(payload).as_object());
        }
    }

    void on_message(const boost::json::object& message) {
        const std::string type(message.at("type").as_string());
        const auto seq = [&] { return message.at("seq").to_number<std::uint64_t>(); };
        types_.push_back(type);
        if (type == "hello") {
            epoch = message.at("epoch").as_string();
        } else if (type == "reset") {
            types_.back() += ":" + std::string(message.at("reason").as_string());
            state.clear();
            known = false;
        } else if (type == "snapshot_begin") {
            snapshot_seq_ = seq();
        } else if (type == "snapshot_chunk") {
            for (const auto& entity : message.at("entities").as_array()) {
                state[std::string(message.at("topic").as_string())]
                     [entity.at("id").to_number<std::uint64_t>()] = boost::json::serialize(entity);
            }
        } else if (type == "snapshot_end") {
            EXPECT_EQ(seq(), snapshot_seq_);
            last_seq = seq();
            known = true;
        } else if (type == "bookmark") {
            EXPECT_GE(seq(), last_seq);
            last_seq = seq();
        } else if (type == "delta") {
            on_delta(message, seq());
        } else {
            ADD_FAILURE() << "unknown message " << type;
        }
    }

    void on_delta(const boost::json::object& message, std::uint64_t seq) {
        ++deltas;
        if (message.at("prev").to_number<std::uint64_t>() > last_seq) ++gaps;
        EXPECT_GT(seq, last_seq);
        last_seq = seq;
        for (const auto& change : message.at("changes").as_array()) {
            const std::string topic(change.at("topic").as_string());
            const auto id = change.at("id").to_number<std::uint64_t>();
            changes.emplace_back(topic, id, seq);
            if (change.as_object().contains("removed")) {
                state[topic].erase(id);
            } else {
                state[topic][id] = boost::json::serialize(change.at("entity"));
            }
        }
    }

    const std::string address_;
    std::size_t capacity_;
    std::unique_ptr<FeedSession> session_;
    std::string wire_;
    std::vector<std::string> types_;
    std::uint64_t snapshot_seq_ = 0;
};

// A server whose truth is a map, and its hub.
class TestServer {
  public:
    explicit TestServer(FeedOptions options = {}, std::uint64_t committed = 0)
        : seq(committed),
          hub(std::move(options), "e1", committed, counting_random(),
              [this](const std::vector<Code>& topics, const ReaderRight& right,
                     const SnapshotForm& form) {
                  forms.push_back(form);
                  return snapshot(topics, right.masked, form);
              }) {}

    static std::string entity(std::uint64_t id, const std::string& value) {
        return numbered(R"({"id":)", id).append(R"(,"v":")").append(value).append(R"("})");
    }

    // One record that sets or, with an empty value, removes an entity.
    void set(const std::string& topic, std::uint64_t id, const std::string& value,
             bool commit = true) {
        change(topic, id, value);
        publish(commit);
    }

    void change(const std::string& topic, std::uint64_t id, const std::string& value) {
        Change one;
        one.topic = Code(topic);
        one.id = id;
        one.conflatable = topic == "positions" && !value.empty();
        one.removed = value.empty();
        if (value.empty()) {
            truth[topic].erase(id);
            masked_truth[topic].erase(id);
        } else {
            one.entity_json = truth[topic][id] = entity(id, value);
            masked_truth[topic][id] = one.entity_json;
            if (topic == "members") {
                one.masked_json = masked_truth[topic][id] = entity(id, "*");
            }
        }
        pending_.push_back(std::move(one));
    }

    void publish(bool commit = true) {
        hub.publish(++seq, now, pending_);
        pending_.clear();
        if (commit) hub.committed(seq, now);
    }

    std::string ticket(bool personal = true, std::vector<Code> topics = {},
                       const std::string& name = "d1") {
        FeedPrincipal principal;
        principal.name = name;
        principal.may_see_personal = personal;
        principal.all_topics = topics.empty();
        principal.topics = std::move(topics);
        return hub.issue_ticket(principal, now).value_or("none");
    }

    // A client that has said who it is and what it wants.
    std::unique_ptr<TestClient> join(const std::vector<std::string>& topics, bool personal = true,
                                     const SnapshotForm& form = {}) {
        auto client = std::make_unique<TestClient>(hub, now);
        client->auth(ticket(personal), now);
        client->subscribe(topics, now, form);
        return client;
    }

    void pass(std::int64_t ms) {
        now = now + Millis{ms};
        hub.on_timer(now);
    }

    [[nodiscard]] State visible(const std::vector<std::string>& topics, bool masked = false) const {
        State shown;
        for (const auto& topic : topics) {
            const State& from = masked ? masked_truth : truth;
            const auto found = from.find(topic);
            if (found != from.end() && !found->second.empty()) shown[topic] = found->second;
        }
        return shown;
    }

    // What a snapshot of this form may be without: here it is told by the first letter.
    [[nodiscard]] bool is_left_out(const std::string& topic, std::uint64_t id,
                                   const SnapshotForm& form) const {
        if (topic == "positions" && form.leave_out.has(LeaveOut::positions)) return true;
        const std::string& text = truth.at(topic).at(id);
        return (form.leave_out.has(LeaveOut::ended) && text.find(":\"e") != std::string::npos) ||
               (form.leave_out.has(LeaveOut::off_duty) && text.find(":\"o") != std::string::npos);
    }

    TimePoint now{1'000'000};
    std::uint64_t seq;
    std::vector<SnapshotForm> forms;  // of the snapshots that were made
    State truth;
    State masked_truth;
    std::size_t chunk_entities = 2;
    Hub hub;

  private:
    std::vector<SnapshotChunk> snapshot(const std::vector<Code>& topics, bool masked,
                                        const SnapshotForm& form) const {
        std::vector<SnapshotChunk> chunks;
        for (const Code& topic : topics) {
            const State& from = masked ? masked_truth : truth;
            const auto found = from.find(topic.str());
            if (found == from.end()) continue;
            std::string text;
            std::size_t held = 0;
            const auto flush = [&] {
                if (held == 0) return;
                chunks.push_back({topic, std::make_shared<const std::string>("[" + text + "]")});
                text.clear();
                held = 0;
            };
            for (const auto& [id, entity] : found->second) {
                if (is_left_out(topic.str(), id, form)) continue;
                if (held++ != 0) text += ",";
                text += entity;
                if (held == chunk_entities) flush();
            }
            flush();
        }
        return chunks;
    }

    std::vector<Change> pending_;
};

// The client's state without topics that became empty.
inline State without_empty(State state) {
    std::erase_if(state, [](const auto& topic) { return topic.second.empty(); });
    return state;
}

}  // namespace muster::feed::testing
