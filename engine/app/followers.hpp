// Tells several what one pipeline publishes, and what its log holds of before.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/log/log_reader.hpp"
#include "engine/pipeline/observer.hpp"
#include "muster/event_port.hpp"

namespace muster::app {

struct FollowersOptions {
    // What is read of the log at once, whichever comes first; then commands are decided.
    std::size_t records_per_turn = 256;
    std::chrono::microseconds turn = std::chrono::milliseconds(2);
    // Before a log that cannot be read is tried again.
    std::chrono::milliseconds retry = std::chrono::seconds(1);
};

// The engine's thread, which runs `io`.
class Followers final : public pipeline::RecordObserver, public EventPort {
  public:
    // `folder`: of the log. The board is the one whose events are published.
    Followers(boost::asio::io_context& io, std::filesystem::path folder, const core::Board& board,
              std::function<void(const std::string&)> warn, FollowersOptions options = {});

    [[nodiscard]] bool listens() const override { return !list_.empty(); }
    void published(std::uint64_t seq, TimePoint at, std::span<const Event> events) override;
    [[nodiscard]] std::unique_ptr<Following> follow(
        std::function<void(const CommittedRecord&)> tell) override;
    [[nodiscard]] std::unique_ptr<Following> follow_from(
        std::uint64_t seq, std::function<void(const CommittedRecord&)> tell) override;
    [[nodiscard]] EventTold put(const Event& event, TimePoint at,
                                const Audience& audience) const override;

  private:
    struct One {
        std::function<void(const CommittedRecord&)> tell;
        std::uint64_t next = 0;  // that it is to be told; 0 = whatever is published next
        bool reads = false;      // it is behind what is published
        bool gone = false;
    };
    class Place;

    [[nodiscard]] std::unique_ptr<Following> add(One one);
    // Takes out who has gone, unless somebody is being told.
    void tidy();
    void read_soon();
    void read_on();
    [[nodiscard]] log::LogError read_piece(One& one);

    boost::asio::io_context& io_;
    const std::filesystem::path folder_;
    const core::Board& board_;
    const std::function<void(const std::string&)> warn_;
    const FollowersOptions options_;
    std::list<One> list_;
    std::optional<log::LogReader> reader_;  // opened when somebody is behind
    std::vector<Event> events_;             // of the record that is read
    boost::asio::steady_timer retry_;
    bool telling_ = false;
    bool reading_ = false;  // a turn is on its way
    bool warned_ = false;
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

}  // namespace muster::app
