#include "adapters/outbox/outbox_adapter.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "adapters/outbox/cap.hpp"

namespace muster::outbox {
namespace {

// After so many records of which nothing is told, the cursor is written all the same, so that a
// restart has no more than these to read again.
constexpr std::uint64_t silent_records_max = 1'024;

}  // namespace

OutboxAdapter::OutboxAdapter(const AdapterPorts& ports, OutboxOptions options)
    : ports_(ports), options_(std::move(options)) {
    for (std::size_t channel = 0; channel < options_.channel.size(); ++channel) {
        for (const std::string& event : options_.channel[channel].events) {
            auto& channels = channels_of_[event];
            if (channels.empty() || channels.back() != channel) channels.push_back(channel);
        }
    }
}

OutboxAdapter::~OutboxAdapter() {
    stop();
}

std::optional<std::string> OutboxAdapter::start() {
    // Once more: now the secrets are read.
    if (const auto wrong = check(options_)) {
        return "outbox" + wrong->pointer + " " + wrong->message;
    }
    // What the worker says comes from its own thread.
    const auto on_engine = [&io = ports_.io, alive = std::weak_ptr(alive_)](auto act) {
        boost::asio::post(io, [alive, act = std::move(act)] {
            if (!alive.expired()) act();
        });
    };
    std::string error;
    worker_ = Worker::open(
        {.data = ports_.data,
         .options = options_,
         .warn = [this, on_engine](
                     const std::string& what) { on_engine([this, what] { ports_.warn(what); }); },
         .written = [this, on_engine](
                        std::size_t batches) { on_engine([this, batches] { written(batches); }); }},
        error);
    if (!worker_) return error;
    if (auto wrong = find_start()) return wrong;
    worker_->start();
    follow();
    return std::nullopt;
}

std::optional<std::string> OutboxAdapter::find_start() {
    Book& book = worker_->book();
    const std::uint64_t end = ports_.queries.committed_seq();
    const auto cursor = book.cursor();
    if (!cursor || *cursor > end) {
        if (cursor) {
            ports_.warn("outbox: its book has followed the log to record " +
                        std::to_string(*cursor) + ", which ends at " + std::to_string(end) +
                        ": it was restored to an older state, or is another one; what is decided "
                        "from now on is told");
        }
        if (BookError wrong = book.begin_anew(end)) return "outbox: " + wrong.message;
    }
    told_ = handed_ = *book.cursor();
    book_id_ = book.id();
    return std::nullopt;
}

void OutboxAdapter::follow() {
    following_ =
        ports_.events.follow_from(told_, [this](const CommittedRecord& record) { tell(record); });
}

void OutboxAdapter::tell(const CommittedRecord& record) {
    Batch batch;
    batch.cursor = record.seq;
    for (std::size_t i = 0; i < record.events.size(); ++i) {
        const Event& event = record.events[i];
        const auto wanted = channels_of_.find(event.name());
        if (wanted == channels_of_.end()) continue;
        for (const std::size_t place : wanted->second) {
            const ChannelOptions& channel = options_.channel[place];
            const Audience audience{channel.language, channel.personal};
            const EventTold told = ports_.events.put(event, record.at, audience);
            if (told.confidentiality > channel.clearance) {
                ++kept_silent_;
                continue;
            }
            Message message = make_message({record.seq, record.at, i}, event.name(), told,
                                           channel.name, book_id_, options_.source);
            if (channel.format == Format::cap) {
                message.body = cap_text(
                    {message.id, options_.source, channel.name, event.name(), record.at, audience},
                    told);
            }
            batch.messages.push_back(std::move(message));
        }
    }
    told_ = record.seq;
    if (!batch.messages.empty() || told_ - handed_ >= silent_records_max) {
        hand_over(std::move(batch));
    }
}

void OutboxAdapter::hand_over(Batch batch) {
    handed_ = batch.cursor;
    worker_->hand_over(std::move(batch));
    if (++handed_over_ < options_.handed_over_max) return;
    // The log keeps what comes meanwhile.
    ++held_back_;
    following_.reset();
}

void OutboxAdapter::written(std::size_t batches) {
    handed_over_ -= batches;
    if (worker_ && !following_ && handed_over_ <= options_.handed_over_max / 2) follow();
}

void OutboxAdapter::stop() {
    alive_.reset();
    following_.reset();
    if (!worker_) return;
    if (told_ != handed_) worker_->hand_over({.messages = {}, .cursor = told_});
    worker_->stop();
    worker_.reset();
}

void OutboxAdapter::write_metrics(MetricsText& out) const {
    if (!worker_) return;
    const WorkerStats stats = worker_->stats();
    const TimePoint now = ports_.city_now();
    const auto each = [&](std::string_view name, std::string_view help, std::string_view type,
                          auto value) {
        out.head(name, help, type);
        for (const ChannelStats& channel : stats.channels)
            out.sample(name, "channel=\"" + channel.name + "\"", value(channel));
    };
    using Stats = const ChannelStats&;
    each("muster_outbox_pending", "Messages that wait.", "gauge",
         [](Stats channel) { return channel.counts.pending; });
    each("muster_outbox_oldest_seconds", "Since the oldest that waits was decided.", "gauge",
         [&](Stats channel) {
             const bool waits = channel.oldest && *channel.oldest < now;
             return waits ? static_cast<std::uint64_t>((now - *channel.oldest).value) / 1000 : 0;
         });
    each("muster_outbox_dead", "Dead letters that are kept.", "gauge",
         [](Stats channel) { return channel.counts.dead; });
    each("muster_outbox_failing", "1 where the last try failed.", "gauge",
         [](Stats channel) { return std::uint64_t{channel.failing}; });
    each("muster_outbox_delivered_total", "Messages that the receiver took.", "counter",
         [](Stats channel) { return channel.delivered; });
    each("muster_outbox_failed_total", "Tries that failed.", "counter",
         [](Stats channel) { return channel.failed; });
    each("muster_outbox_refused_total", "Messages that the receiver refused for good.", "counter",
         [](Stats channel) { return channel.refused; });
    each("muster_outbox_given_up_total", "Messages that were tried or waited for too long.",
         "counter", [](Stats channel) { return channel.given_up; });
    each("muster_outbox_crowded_out_total", "Messages beyond pending_max, now dead letters.",
         "counter", [](Stats channel) { return channel.counts.crowded_out; });
    each("muster_outbox_forgotten_total", "Dead letters beyond dead_max, which are gone.",
         "counter", [](Stats channel) { return channel.counts.forgotten; });
    each("muster_outbox_budget_waits_total", "Times that the rate of a channel was used up.",
         "counter", [](Stats channel) { return channel.budget_waits; });
    out.gauge("muster_outbox_seq", "The record up to which the log was followed.", stats.cursor);
    out.counter("muster_outbox_book_failures_total", "Failures to read or write outbox.sqlite.",
                stats.book_failures);
    out.counter("muster_outbox_held_back_total",
                "Times that so much was on its way to the disk that the log was not followed.",
                held_back_);
    out.counter("muster_outbox_kept_silent_total",
                "Events that were too confidential for a channel.", kept_silent_);
    write_smpp_metrics(out, stats);
}

void OutboxAdapter::write_smpp_metrics(MetricsText& out, const WorkerStats& stats) {
    if (stats.smpp.empty()) return;
    const auto each = [&](std::string_view name, std::string_view help, auto value) {
        out.head(name, help, "counter");
        for (const SmppStats& one : stats.smpp)
            out.sample(name, "channel=\"" + one.channel + "\"", value(one.counts));
    };
    using Counts = const SmppCounts&;
    each("muster_outbox_sms_taken_total", "Short messages that the centre took.",
         [](Counts counts) { return counts.submitted; });
    each("muster_outbox_sms_throttled_total", "Short messages for which it had no room.",
         [](Counts counts) { return counts.throttled; });
    each("muster_outbox_sms_arrived_total", "Receipts: at the telephone.",
         [](Counts counts) { return counts.arrived; });
    each("muster_outbox_sms_lost_total", "Receipts: it will never be there.",
         [](Counts counts) { return counts.lost; });
    each("muster_outbox_sms_other_receipts_total", "Receipts that say neither.",
         [](Counts counts) { return counts.other_receipts; });
    each("muster_outbox_sms_incoming_total", "Short messages to us, which are not kept.",
         [](Counts counts) { return counts.incoming; });
    each("muster_outbox_smpp_not_understood_total", "What the centre said in a form unknown to us.",
         [](Counts counts) { return counts.not_understood; });
    each("muster_outbox_smpp_unexpected_total", "Answers of the centre to nothing that was asked.",
         [](Counts counts) { return counts.unexpected_answers; });
}

std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports, const OutboxOptions& options) {
    if (options.channel.empty()) return nullptr;
    return std::make_unique<OutboxAdapter>(ports, options);
}

}  // namespace muster::outbox
