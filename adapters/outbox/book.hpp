// What waits to be delivered, in a file of its own: outbox.sqlite. It follows the log, which is the
// truth: a batch of messages and the record up to which the log was followed are written in one
// transaction, so what is lost with the last of them is made anew from the log, with the same ids.
// That is why no commit waits for the disk (WAL, synchronous=NORMAL): the death of the process
// loses nothing, and that of the machine only what comes again.
//
// One thread at a time. After a failed call nothing of it has happened. Another process may open
// the same file meanwhile, to look at dead letters and to have them sent again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/outbox/message.hpp"
#include "adapters/outbox/options.hpp"
#include "adapters/outbox/order_follower.hpp"
#include "engine/sqlite/sqlite.hpp"
#include "muster/dead_letters.hpp"
#include "muster/expected.hpp"

namespace muster::outbox {

// In words for an operator; empty when all went well.
struct [[nodiscard]] BookError {
    std::string message;

    BookError() = default;
    BookError(std::string why) : message(std::move(why)) {}
    BookError(sqlite::Error error) : message(std::move(error.message)) {}
    [[nodiscard]] explicit operator bool() const { return !message.empty(); }
};

struct PendingMessage {
    std::int64_t number = 0;  // in the order in which they came
    Message message;
    TimePoint kept_at;          // since when it waits
    std::int64_t attempts = 0;  // that failed
    TimePoint next_at;          // not before
};

struct ChannelCounts {
    std::uint64_t pending = 0;
    std::uint64_t dead = 0;
    std::uint64_t crowded_out = 0;  // since the start: beyond pending_max, now dead letters
    std::uint64_t forgotten = 0;    // since the start: dead letters beyond dead_max
};

// What became of one report.
struct ReportState {
    std::string number;  // of its order
    RequestId follows;   // that the order is looked after as now
    std::string stage;   // that was told
    std::string state;   // waiting, confirmed or failed
    std::string reason;  // where it failed
};

// A report that its platform will not have, of which the desk was not told yet.
struct FailedReport {
    std::string channel;
    std::string id;
    std::string number;  // of its order
    RequestId follows;   // that the order is looked after as now; 0 = it is not kept any longer
    std::string stage;
    std::string reason;
};

// In the data folder.
[[nodiscard]] std::filesystem::path book_file(const std::filesystem::path& data);

class Book {
  public:
    // Makes the file where there is none. Fails where it is of another program or a later version.
    [[nodiscard]] static Expected<std::unique_ptr<Book>, std::string> open(
        const std::filesystem::path& file, const BookOptions& options);
    ~Book();
    Book(const Book&) = delete;
    Book& operator=(const Book&) = delete;

    // A random name, which stands in the ids of its messages.
    [[nodiscard]] const std::string& id() const { return id_; }
    // The last record whose messages are in; nothing in a new book.
    [[nodiscard]] std::optional<std::uint64_t> cursor() const { return cursor_; }

    // From now on of another log, or of this one from an older state on: another id, so that its
    // messages are not taken for those that were sent. What waits stays; where orders stood is
    // forgotten.
    [[nodiscard]] BookError begin_anew(std::uint64_t cursor);

    // All of them, where the orders stand, and the cursor, or nothing. What is in already, by
    // channel and id, is left out. What is beyond the limits then goes.
    [[nodiscard]] BookError add(std::span<const Message> messages, std::uint64_t cursor,
                                TimePoint now, std::span<const OrderRow> orders = {});

    // The one of the channel that is due first, or will be: the earliest next_at, of those the one
    // that came first. Of several that tell of one order only the first: nobody is told that it is
    // done before he was told that it was accepted. A time further ahead than `wait_max` was set by
    // a clock that was wrong, and counts as now.
    [[nodiscard]] Expected<std::optional<PendingMessage>, BookError> first(std::string_view channel,
                                                                           TimePoint now,
                                                                           Millis wait_max) const;
    // When the oldest that waits was decided; nothing when none waits.
    [[nodiscard]] std::optional<TimePoint> oldest(std::string_view channel) const;

    // Also where it became a dead letter while it was under way.
    [[nodiscard]] BookError delivered(const PendingMessage& message);
    [[nodiscard]] BookError postpone(const PendingMessage& message, TimePoint next_at);
    // It is a dead letter, and why.
    [[nodiscard]] BookError bury(const PendingMessage& message, std::string_view reason,
                                 TimePoint now);
    // Of that channel, or of all where none is named; the oldest first, at most so many.
    [[nodiscard]] Expected<std::vector<DeadLetter>, BookError> dead(std::string_view channel,
                                                                    std::size_t most) const;
    // The dead letters of the channel with these ids, or all where none is named, wait again, as if
    // they had just come: as many as there is room for, the newest. How many.
    [[nodiscard]] Expected<std::uint64_t, BookError> raise(std::string_view channel,
                                                           std::span<const std::string> ids,
                                                           TimePoint now);
    // Whether another process has changed something since this was asked last.
    [[nodiscard]] Expected<bool, BookError> was_changed();

    // Those that have something.
    [[nodiscard]] std::vector<std::string> channels() const;
    // All zero for a channel that has nothing.
    [[nodiscard]] ChannelCounts counts(std::string_view channel) const;

    // book_orders.cpp
    // The orders of a channel, the one that changed longest ago first.
    [[nodiscard]] Expected<std::vector<OrderState>, BookError> orders(
        std::string_view channel) const;
    // What became of a report; nothing where there is none of this id.
    [[nodiscard]] Expected<std::optional<ReportState>, BookError> report(std::string_view channel,
                                                                         std::string_view id) const;
    // At most so many, until the desk was told: also over a restart.
    [[nodiscard]] Expected<std::vector<FailedReport>, BookError> failed_reports(
        std::size_t most) const;
    [[nodiscard]] BookError told_of(const FailedReport& report);

  private:
    class Transaction;

    Book(sqlite::Database db, std::filesystem::path file, const BookOptions& options)
        : db_(std::move(db)), file_(std::move(file)), options_(options) {}

    [[nodiscard]] BookError failed(std::string_view what) const;
    [[nodiscard]] BookError prepare();
    [[nodiscard]] BookError read_state();
    // Counts anew where another process has changed something.
    [[nodiscard]] BookError take_up_changes();
    [[nodiscard]] BookError write_state(std::string_view id, std::uint64_t cursor);
    [[nodiscard]] BookError insert(const Message& message, TimePoint now);
    [[nodiscard]] BookError prepare_orders();
    [[nodiscard]] BookError write_order(const OrderRow& row);
    // Of a message that was delivered after it had become a dead letter.
    [[nodiscard]] BookError confirm_report(std::string_view channel, std::string_view id);
    [[nodiscard]] BookError remove_pending(std::int64_t number);
    [[nodiscard]] BookError move_to_dead(std::int64_t number, std::string_view reason,
                                         TimePoint now);
    // The dead letters of the channel with that id, or all where it is empty, into what waits.
    [[nodiscard]] Expected<std::uint64_t, BookError> insert_dead(std::string_view channel,
                                                                 std::string_view id,
                                                                 TimePoint now);
    [[nodiscard]] BookError keep_pending_limit(std::string_view channel, TimePoint now);
    [[nodiscard]] BookError keep_dead_limit(std::string_view channel);
    [[nodiscard]] Expected<std::uint64_t, BookError> count(const char* sql,
                                                           std::string_view channel) const;
    // Takes the numbers from the file, of all channels or of one.
    [[nodiscard]] BookError count_all();
    [[nodiscard]] BookError count_anew(std::string_view channel);

    const sqlite::Database db_;
    const std::filesystem::path file_;
    const BookOptions options_;
    std::string id_;
    std::optional<std::uint64_t> cursor_;
    std::optional<std::int64_t> data_version_;  // of SQLite: another one when others have written
    bool was_changed_ = false;
    std::map<std::string, ChannelCounts, std::less<>> counts_;
};

}  // namespace muster::outbox
