#include "adapters/outbox/worker.hpp"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "adapters/outbox/order_report.hpp"
#include "adapters/outbox/tls.hpp"

namespace muster::outbox {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// Before a book that could not be written is tried again.
constexpr Millis book_again = seconds(1);
// Between two looks at what another process has put back into the book, and at failed reports.
constexpr Millis look_again = seconds(1);
// Failed reports that the desk is told of at once; the next ones when it was.
constexpr std::size_t failures_told_max = 16;
// For logging out; then the connection is cut off.
constexpr Millis goodbye_max = seconds(1);
// Timers are armed anew at the latest after so long, whatever their clock says.
constexpr Millis longest_wait = hours(1);

template <class Clock>
TimePoint time_of() {
    const auto since = Clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace

Now Worker::now() {
    return {time_of<std::chrono::system_clock>(), time_of<std::chrono::steady_clock>()};
}

std::unique_ptr<Worker> Worker::open(Parts parts, std::string& error) {
    auto book = Book::open(book_file(parts.data), parts.options);
    if (!book) {
        error = "outbox: " + book.error();
        return nullptr;
    }
    std::unique_ptr<Worker> worker(new Worker(std::move(parts), std::move(*book)));
    if (auto wrong = trust(worker->tls_, worker->parts_.options.ca_file)) {
        error = "outbox: " + *wrong;
        return nullptr;
    }
    for (const ChannelOptions& channel : worker->parts_.options.channel) {
        if (auto wrong = worker->add_line(channel)) {
            error = "outbox: channel " + channel.name + ": " + *wrong;
            return nullptr;
        }
    }
    return worker;
}

std::optional<std::string> Worker::add_line(const ChannelOptions& channel) {
    Line line{.timer = asio::steady_timer(io_)};
    if (channel.kind == ChannelKind::file) {
        std::filesystem::path folder = channel.folder;
        if (folder.empty()) folder = parts_.data / "outbox" / channel.name;
        line.drop.emplace(std::move(folder), channel.format == Format::cap ? ".xml" : ".json",
                          parts_.options.files_max);
    } else if (channel.kind == ChannelKind::smpp) {
        line.smpp = std::make_unique<SmppSender>(
            SmppSender::Parts{.io = io_,
                              .tls = tls_,
                              .options = channel.smpp,
                              .request = parts_.options.request_ms,
                              .warn =
                                  [this, name = channel.name](const std::string& what) {
                                      parts_.warn("outbox: channel " + name + ": " + what);
                                  },
                              .counted =
                                  [this] {
                                      auto counts = smpp_stats();
                                      const std::lock_guard lock(mutex_);
                                      stats_.smpp = std::move(counts);
                                  }});
    } else {
        auto url = read_url(channel.url);
        if (!url) return "its url " + url.error();
        line.url = std::move(*url);
    }
    lines_.push_back(std::move(line));
    return std::nullopt;
}

Worker::Worker(Parts parts, std::unique_ptr<Book> book)
    : parts_(std::move(parts)),
      book_(std::move(book)),
      desk_(*book_, parts_.options, parts_.warn),
      sender_(io_, tls_, {parts_.options.request_ms, parts_.options.answer_bytes}),
      write_again_(io_),
      look_again_(io_),
      leave_at_last_(io_) {}

Worker::~Worker() {
    stop();
}

void Worker::start() {
    publish_stats();
    asio::post(io_, [this] {
        go_on_all();
        look_at_book();
    });
    thread_ = std::thread([this] {
        const auto busy = asio::make_work_guard(io_);
        io_.run();
    });
}

// An operator may have dead letters sent again, from another process; and a report may have failed
// of which the desk was not told.
void Worker::look_at_book() {
    tell_of_failed_reports();
    look_again_.expires_after(std::chrono::milliseconds(look_again.value));
    look_again_.async_wait([this](error_code cancelled) {
        if (cancelled || leaving_) return;
        const auto changed = book_->was_changed();
        if (!changed) {
            book_failed(changed.error());
        } else if (*changed) {
            go_on_all();
        }
        look_at_book();
    });
}

void Worker::hand_over(Batch batch) {
    asio::post(io_, [this, batch = std::move(batch)]() mutable {
        batches_.push_back(std::move(batch));
        if (!writes_later_) write_batches();
    });
}

void Worker::write_batches() {
    std::size_t written = 0;
    while (!batches_.empty()) {
        const Batch& batch = batches_.front();
        if (BookError wrong = book_->add(batch.messages, batch.cursor, now().wall, batch.orders)) {
            book_failed(wrong);
            writes_later_ = true;
            write_again_.expires_after(std::chrono::milliseconds(book_again.value));
            write_again_.async_wait([this](error_code cancelled) {
                if (cancelled) return;
                writes_later_ = false;
                write_batches();
            });
            break;
        }
        failure_said_ = false;
        ++written;
        batches_.pop_front();
    }
    if (written == 0) return;
    parts_.written(written);
    go_on_all();
}

void Worker::go_on_all() {
    for (std::size_t channel = 0; channel < lines_.size(); ++channel)
        go_on(channel);
}

void Worker::go_on(std::size_t channel) {
    Line& line = lines_[channel];
    if (line.under_way || leaving_) return;
    auto next = desk_.next(channel, now());
    if (!next) {
        book_failed(next.error());
        return go_on_at(channel, now().steady + book_again);
    }
    if (const auto* const later = std::get_if<TimePoint>(&*next)) {
        go_on_at(channel, *later);
    } else {
        send(channel, std::get<PendingMessage>(std::move(*next)));
    }
    publish_stats();
}

void Worker::go_on_at(std::size_t channel, TimePoint steady) {
    Line& line = lines_[channel];
    line.timer.cancel();
    if (steady == never) return;
    const Millis wait = std::clamp(steady - now().steady, Millis{1}, longest_wait);
    line.timer.expires_after(std::chrono::milliseconds(wait.value));
    line.timer.async_wait([this, channel](error_code cancelled) {
        if (!cancelled) go_on(channel);
    });
}

void Worker::send(std::size_t channel, PendingMessage message) {
    Line& line = lines_[channel];
    line.under_way = true;
    if (line.drop) {
        const Verdict verdict = line.drop->drop(message.message);
        // Behind whatever else is ready: a full folder's worth must not hold up the others.
        asio::post(io_, [this, channel, message = std::move(message), verdict] {
            settle(channel, message, verdict);
        });
        return;
    }
    if (line.smpp) {
        line.smpp->send(message, [this, channel, message](const Verdict& verdict) {
            settle(channel, message, verdict);
        });
        return;
    }
    const ChannelOptions& options = desk_.options(channel);
    const HttpCall call = make_call(options, line.url, message.message, now().wall);
    sender_.send(line.url, call,
                 [this, channel, &options,
                  message = std::move(message)](const Expected<HttpAnswer, std::string>& answer) {
                     Verdict verdict{Verdict::What::again, {}, {}};
                     if (answer && options.kind == ChannelKind::orders) {
                         verdict = judge_report(options.orders.answer, *answer, now().wall);
                     } else if (answer) {
                         verdict = judge(options.kind, *answer, now().wall);
                     } else {
                         verdict.reason = answer.error();
                     }
                     settle(channel, message, verdict);
                 });
}

void Worker::settle(std::size_t channel, const PendingMessage& message, const Verdict& verdict) {
    lines_[channel].under_way = false;
    // What cannot be written down is sent again; the receiver knows the id.
    if (BookError wrong = desk_.settle(channel, message, verdict, now())) {
        book_failed(wrong);
        return go_on_at(channel, now().steady + book_again);
    }
    if (verdict.what != Verdict::What::delivered) tell_of_failed_reports();
    go_on(channel);
}

// However they came to fail: refused, tried too often, too old, or beyond pending_max.
void Worker::tell_of_failed_reports() {
    auto reports = book_->failed_reports(failures_told_max);
    if (!reports) return book_failed(reports.error());
    for (FailedReport& one : *reports) {
        if (telling_.emplace(one.channel, one.id).second) parts_.report_failed(std::move(one));
    }
}

void Worker::failure_answered(FailedReport report, bool told) {
    asio::post(io_, [this, report = std::move(report), told] {
        if (told) {
            if (BookError wrong = book_->told_of(report)) book_failed(wrong);
        }
        telling_.erase({report.channel, report.id});
    });
}

void Worker::book_failed(const BookError& error) {
    ++book_failures_;
    if (!std::exchange(failure_said_, true)) parts_.warn("outbox: " + error.message);
    publish_stats();
}

void Worker::publish_stats() {
    WorkerStats all{.channels = desk_.stats(),
                    .smpp = smpp_stats(),
                    .cursor = book_->cursor().value_or(0),
                    .book_failures = book_failures_};
    const std::lock_guard lock(mutex_);
    stats_ = std::move(all);
}

std::vector<SmppStats> Worker::smpp_stats() const {
    std::vector<SmppStats> all;
    for (std::size_t channel = 0; channel < lines_.size(); ++channel) {
        if (!lines_[channel].smpp) continue;
        all.push_back({desk_.options(channel).name, lines_[channel].smpp->counts()});
    }
    return all;
}

WorkerStats Worker::stats() const {
    const std::lock_guard lock(mutex_);
    return stats_;
}

void Worker::stop() {
    if (!thread_.joinable()) return;
    // Behind what was handed over.
    asio::post(io_, [this] { leave(); });
    thread_.join();
}

void Worker::leave() {
    leaving_ = true;
    to_leave_ = 1;  // this call
    const auto left = [this] {
        if (--to_leave_ == 0) io_.stop();
    };
    for (const Line& line : lines_) {
        if (!line.smpp) continue;
        ++to_leave_;
        line.smpp->end(left);
    }
    leave_at_last_.expires_after(std::chrono::milliseconds(goodbye_max.value));
    leave_at_last_.async_wait([this](error_code cancelled) {
        if (!cancelled) io_.stop();
    });
    left();
}

}  // namespace muster::outbox
