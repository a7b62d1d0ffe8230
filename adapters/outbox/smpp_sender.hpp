// The short messages of one channel, over one connection to its centre, which is made when there is
// something to say and then kept, so that receipts can come.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "adapters/outbox/book.hpp"
#include "adapters/outbox/desk.hpp"
#include "adapters/outbox/options.hpp"
#include "adapters/outbox/smpp_session.hpp"

namespace muster::outbox {

// The thread that runs the io_context.
class SmppSender {
  public:
    struct Parts {
        boost::asio::io_context& io;
        boost::asio::ssl::context& tls;
        const SmppOptions& options;  // all three outlive it
        Millis request;              // to connect in, and for each answer
        std::function<void(const std::string&)> warn;
        std::function<void()> counted;  // counts() may have changed
    };
    explicit SmppSender(Parts parts);
    ~SmppSender();
    SmppSender(const SmppSender&) = delete;
    SmppSender& operator=(const SmppSender&) = delete;

    // Calls `done` once, later, unless the context ends before. Precondition: nothing under way.
    using Done = std::function<void(const Verdict&)>;
    void send(const PendingMessage& message, Done done);
    // Logs out, unless a message is under way. Calls `ended` once, perhaps at once; nothing is sent
    // any more.
    void end(std::function<void()> ended);

    [[nodiscard]] const SmppCounts& counts() const { return counts_; }

  private:
    class Line;
    // A message that was taken in part.
    struct Unfinished {
        std::string id;
        std::unique_ptr<SmsJob> job;
    };

    [[nodiscard]] SmsJob& job_of(const PendingMessage& message);
    void submit();
    // Something has changed on the line.
    void look();
    void settle(const Verdict& verdict);

    const Parts parts_;
    SmppCounts counts_;
    std::deque<Unfinished> unfinished_;
    std::shared_ptr<Line> line_;
    Done done_;  // while a message is under way
    std::string id_;
    SmsJob* job_ = nullptr;
    bool submitted_ = false;
    std::function<void()> ended_;
};

}  // namespace muster::outbox
