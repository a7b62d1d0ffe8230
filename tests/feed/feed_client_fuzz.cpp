// Any text from a client, line by line, at any point of a session's life: never a crash, and
// whatever is sent is whole frames of JSON. A line that begins
// with '!' is not said but done: !p a record is published, !t time passes, !n and !m take a new
// connection that may see all or only masked requests, others let the client read a little.
#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feed/hub.hpp"

namespace {

using namespace muster;

void require(bool holds) {
    if (!holds) std::abort();
}

class Client final : public FeedSink {
  public:
    Client(feed::Hub& hub, TimePoint now, bool masked, const std::uint64_t& newest)
        : session_(hub.open(*this, "192.0.2.1", now)), newest_(newest) {
        FeedPrincipal principal{"desk", !masked, !masked, {}};
        if (masked) principal.topics = {"requests"};
        const auto ticket = hub.issue_ticket(std::move(principal), now);
        require(session_ && ticket);
        session_->on_text(R"({"type":"auth","ticket":")" + *ticket + R"("})", now);
    }

    void on_ready() override {}
    void say(std::string_view text, TimePoint now) { session_->on_text(text, now); }

    // Takes at most so many bytes of what is due.
    void read(std::size_t limit) {
        while (limit > 0) {
            std::array<std::string_view, 4> views;
            const std::size_t used = session_->due(views, 256);
            if (used == 0) break;
            std::size_t taken = 0;
            for (std::size_t i = 0; i < used && taken < limit; ++i) {
                const std::string_view part = views[i].substr(0, limit - taken);
                wire_ += part;
                taken += part.size();
            }
            session_->sent(taken);
            limit -= taken;
        }
        while (take_frame()) {
        }
    }

  private:
    bool take_frame() {
        const auto at = [this](std::size_t i) { return static_cast<unsigned char>(wire_[i]); };
        if (wire_.size() < 2) return false;
        require((at(1) & 0x80u) == 0);
        std::size_t header = 2;
        std::size_t size = at(1);
        if (size >= 126) {
            const std::size_t bytes = size == 126 ? 2 : 8;
            header += bytes;
            if (wire_.size() < header) return false;
            size = 0;
            for (std::size_t i = 0; i < bytes; ++i)
                size = size << 8 | at(2 + i);
        }
        if (wire_.size() < header + size) return false;
        if ((at(0) & 0x0Fu) == static_cast<unsigned>(WsOpcode::text)) {
            take_message(std::string_view(wire_).substr(header, size));
        }
        wire_.erase(0, header + size);
        return true;
    }

    void take_message(std::string_view text) {
        boost::json::error_code failed;
        const auto value = boost::json::parse(text, failed);
        require(!failed && value.is_object());
        const auto& message = value.as_object();
        const std::string_view type = message.at("type").as_string();
        const auto number = [&](const char* name) {
            return message.at(name).to_number<std::uint64_t>();
        };
        if (type != "delta") return;
        require(number("seq") > number("prev"));
        require(number("seq") <= newest_);
    }

  private:
    std::unique_ptr<FeedSession> session_;
    std::string wire_;
    const std::uint64_t& newest_;
};

// The server's side of the connection, and the steps of a line.
class Server {
  public:
    Server()
        : hub_(
              options(), "e1", seq_,
              [next = std::uint8_t{0}](std::span<std::byte> bytes) mutable {
                  for (std::byte& byte : bytes)
                      byte = std::byte{next++};
              },
              [](const std::vector<Code>& topics, const ReaderRight&, const SnapshotForm&) {
                  std::vector<feed::SnapshotChunk> chunks;
                  for (const Code topic : topics) {
                      chunks.push_back({topic, std::make_shared<const std::string>("[{}]")});
                  }
                  return chunks;
              }) {
        connect(false);
    }

    void line(std::string_view text) {
        if (!text.starts_with('!')) return client_->say(text, now_);
        switch (text.size() > 1 ? text[1] : ' ') {
            case 'p':
                return publish(text);
            case 't':
                now_ = now_ + Millis{static_cast<std::int64_t>(text.size()) * 500};
                return hub_.on_timer(now_);
            case 'n':
                return connect(false);
            case 'm':
                return connect(true);
            default:
                return client_->read(text.size() * 16);
        }
    }
    void end() { client_->read(std::size_t{1} << 20); }

  private:
    // Small, so that a few lines reach them.
    static feed::FeedOptions options() {
        feed::FeedOptions options;
        options.retained_records = 8;
        options.soft_messages = 3;
        options.hard_messages = 12;
        return options;
    }

    void connect(bool masked) {
        client_.reset();
        client_ = std::make_unique<Client>(hub_, now_, masked, seq_);
    }

    void publish(std::string_view text) {
        feed::Change change;
        change.conflatable = text.size() % 2 == 0;
        change.topic = change.conflatable ? Code("positions") : Code("requests");
        change.id = text.size();
        change.entity_json = R"({"id":1})";
        hub_.publish(++seq_, now_, std::span(&change, 1));
        hub_.committed(seq_, now_);
    }

    std::uint64_t seq_ = 5;
    TimePoint now_{1'000'000};
    feed::Hub hub_;
    std::unique_ptr<Client> client_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string text(data, data + size);
    Server server;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        // An exactly sized copy, so that a sanitizer sees one byte too many.
        const std::vector<char> line(text.begin() + static_cast<std::ptrdiff_t>(from),
                                     text.begin() + static_cast<std::ptrdiff_t>(end));
        server.line({line.data(), line.size()});
        from = end + 1;
    }
    server.end();
    return 0;
}
