// Sends the commands of an import, many in each request. Not for other threads.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/app/load/line.hpp"
#include "engine/app/load/target.hpp"
#include "engine/app/tables/rehearsal.hpp"

namespace muster::app {

// What became of the commands that were sent.
struct SendReport {
    std::size_t done = 0;
    std::vector<FileFault> faults;      // refused all the same; nothing more was sent then
    std::vector<FileFault> duplicates;  // may be one person with somebody: in words
    std::vector<FileFault> flagged;     // answers that somebody has to review: what is wrong
    bool stopped = false;  // before its end: what was sent stays, and more was not sent
};

class BatchSender {
  public:
    // `run` is in the keys of this run: each command is carried out once, however often it is sent.
    BatchSender(boost::asio::io_context& io, const LoadTarget& target, std::string token,
                std::string run, const std::vector<PlannedCommand>& commands,
                std::function<void(std::size_t)> progress, std::stop_token stop);

    // On all lines at once, as the io_context runs, to the end; when it is told to stop, to the end
    // of what is under way. Precondition: called once, and there is a line.
    void begin(std::vector<std::unique_ptr<LoadLine>>& lines);
    // Once the io_context has nothing left to do.
    [[nodiscard]] SendReport take_report() { return std::move(report_); }

  private:
    // Commands by their place.
    struct Batch {
        std::vector<std::size_t> places;
        int tries = 0;
    };
    using Shared = std::shared_ptr<Batch>;

    [[nodiscard]] Shared next();
    void send(LoadLine& line, const Shared& batch);
    void answered(LoadLine& line, const Shared& batch, const HttpAnswer& answer);
    // Each line of an answer by its command; gives those that are worth another try.
    [[nodiscard]] Shared take_lines(const Batch& batch, std::string_view answer);
    void take_line(std::size_t place, std::string_view line, Batch& again);
    // A batch that is too large for the service, in two.
    [[nodiscard]] bool split(const Batch& batch);
    void later(LoadLine& line, const Shared& batch, const HttpAnswer& answer);
    [[nodiscard]] std::string body_of(const Batch& batch) const;

    boost::asio::io_context& io_;
    const LoadTarget& target_;
    std::string token_;
    std::string run_;
    const std::vector<PlannedCommand>& commands_;
    std::function<void(std::size_t)> progress_;
    std::stop_token stop_;
    std::size_t next_ = 0;
    std::size_t most_ = 512;     // commands in a batch; less where the service wants less
    std::deque<Shared> pieces_;  // of what was too large
    SendReport report_;
};

// What the service says about a refusal; its body is a problem of RFC 9457.
[[nodiscard]] Said reason_of(const HttpAnswer& answer);

}  // namespace muster::app
