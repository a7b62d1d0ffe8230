// Keeps and delivers messages, on a thread of its own: writing files, TLS and names that nobody
// answers for must never hold up the engine.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/outbox/book.hpp"
#include "adapters/outbox/desk.hpp"
#include "adapters/outbox/file_drop.hpp"
#include "adapters/outbox/http_sender.hpp"
#include "adapters/outbox/options.hpp"
#include "adapters/outbox/smpp_sender.hpp"

namespace muster::outbox {

// What the log was followed for, up to `cursor`.
struct Batch {
    std::vector<Message> messages{};
    std::uint64_t cursor = 0;
    std::vector<OrderRow> orders{};
};

// Of a channel of kind smpp.
struct SmppStats {
    std::string channel;
    SmppCounts counts;
};

struct WorkerStats {
    std::vector<ChannelStats> channels;
    std::vector<SmppStats> smpp;
    std::uint64_t cursor = 0;
    std::uint64_t book_failures = 0;
};

class Worker {
  public:
    struct Parts {
        std::filesystem::path data;
        const OutboxOptions& options;  // outlive it, with their secrets
        // All are called on the thread of the worker.
        std::function<void(const std::string&)> warn;
        std::function<void(std::size_t batches)> written;
        // A report on an order that its platform will not have: until failure_answered(), once.
        std::function<void(FailedReport)> report_failed;
    };

    // Opens the book. Nothing on failure; `error` then says what.
    [[nodiscard]] static std::unique_ptr<Worker> open(Parts parts, std::string& error);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // Before start().
    [[nodiscard]] Book& book() { return *book_; }
    // What waits is delivered from now on.
    void start();
    // Any thread. Batches are written in the order in which they come.
    void hand_over(Batch batch);
    // Any thread. What came of telling the desk of that report; it is told again where it was not
    // `told`, after a restart too.
    void failure_answered(FailedReport report, bool told);
    // Writes what was handed over, breaks off what is under way, logs out of short message centres,
    // and waits for the thread to end.
    // What was sent and not answered is sent again after the next start, with the same id.
    void stop();

    // Any thread.
    [[nodiscard]] WorkerStats stats() const;

  private:
    struct Line {
        Url url{};                       // of what goes over HTTP
        std::optional<FileDrop> drop{};  // of kind file
        std::unique_ptr<SmppSender> smpp{};
        boost::asio::steady_timer timer;
        bool under_way = false;
    };

    Worker(Parts parts, std::unique_ptr<Book> book);

    // What is wrong with it, or nothing.
    [[nodiscard]] std::optional<std::string> add_line(const ChannelOptions& channel);
    [[nodiscard]] static Now now();
    void look_at_book();
    void write_batches();
    void go_on_all();
    // Sends the next one of a channel, or waits until it is time.
    void go_on(std::size_t channel);
    void go_on_at(std::size_t channel, TimePoint steady);
    void send(std::size_t channel, PendingMessage message);
    void settle(std::size_t channel, const PendingMessage& message, const Verdict& verdict);
    void tell_of_failed_reports();
    void book_failed(const BookError& error);
    void publish_stats();
    [[nodiscard]] std::vector<SmppStats> smpp_stats() const;
    // On its own thread: the last that it does.
    void leave();

    Parts parts_;
    boost::asio::io_context io_{1};
    std::unique_ptr<Book> book_;
    Desk desk_;
    boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_client};
    HttpSender sender_;
    std::vector<Line> lines_;
    std::deque<Batch> batches_;  // not written yet
    boost::asio::steady_timer write_again_;
    boost::asio::steady_timer look_again_;
    bool writes_later_ = false;
    // Channel and id of the failed reports that the desk is being told of.
    std::set<std::pair<std::string, std::string>> telling_;
    bool leaving_ = false;
    std::size_t to_leave_ = 0;  // lines that have not logged out yet
    boost::asio::steady_timer leave_at_last_;
    bool failure_said_ = false;
    std::uint64_t book_failures_ = 0;
    mutable std::mutex mutex_;  // of stats_
    WorkerStats stats_;
    std::thread thread_;  // ends before all of the above
};

}  // namespace muster::outbox
