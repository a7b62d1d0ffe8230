// Seals what goes into the log, each value with the key of whose it is, and takes away the keys of
// whom a record erased.
//
// A box costs a good part of what deciding costs, so a thread of its own seals the records of a
// batch while the next ones are decided; whatever it has not come to when the batch ends, the
// caller seals. Only then they go into the log, in order.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/pipeline/log_port.hpp"
#include "engine/seal/key_book.hpp"
#include "engine/seal/sealed_text.hpp"
#include "muster/envelope.hpp"
#include "muster/event.hpp"
#include "muster/personal_span.hpp"

namespace muster::pipeline {

// A text and where in it values about people stand (codec/personal_json.hpp).
struct MarkedText {
    std::string text;
    std::vector<PersonalSpan> spans;

    void clear() {
        text.clear();
        spans.clear();
    }
};

// Of one thread, which waits for nobody but at the end of a batch.
class RecordSealer {
  public:
    explicit RecordSealer(seal::KeyBook& keys);
    ~RecordSealer();
    RecordSealer(const RecordSealer&) = delete;
    RecordSealer& operator=(const RecordSealer&) = delete;

    // One more record of this batch. `board`: after the events.
    void take(const Envelope& envelope, const MarkedText& command, std::span<const Event> events,
              const MarkedText& events_text, const core::Board& board);
    // One that is sealed already.
    void take_stored(const log::RecordDraft& stored);

    // Seals what is left and appends all, in order. `append`: DecisionLog's, or LogPort's.
    template <class Append>
    [[nodiscard]] log::LogError append_all(const Append& append) {
        finish();
        log::LogError failed;
        for (std::size_t i = 0; i < taken_ && !failed; ++i)
            failed = append(draft_of(records_[i]));
        clear();
        return failed;
    }

    // Before the records are committed.
    [[nodiscard]] sqlite::Error before_commit() { return keys_.keep(); }
    // After it, and before anybody hears of them.
    [[nodiscard]] sqlite::Error after_commit();

  private:
    struct Waiting {
        std::uint64_t seq = 0;
        TimePoint at;
        std::string source;
        std::string key;
        std::uint64_t digest = 0;  // of the command, where it has a key
        MarkedText command;
        MarkedText events;
        std::vector<Subject> of_command;  // for each span
        std::vector<Subject> of_events;
        bool stored = false;
        std::string sealed_command;
        std::string sealed_events;
    };
    // Whom the records of this batch erase.
    struct Erased {
        std::uint64_t seq = 0;
        std::vector<Subject> subjects;
    };

    [[nodiscard]] Waiting& next();
    void offer();
    void finish();
    void clear();
    // Seals one that nobody has taken yet; false when there is none.
    bool seal_one();
    void work();
    [[nodiscard]] static log::RecordDraft draft_of(const Waiting& record);
    // Whose it is kept as: behind an erasing nothing of that person is known; what is said of the
    // erasing itself is the desk's, and stays.
    [[nodiscard]] Subject kept_as(const Subject& subject) const;

    seal::KeyBook& keys_;
    std::vector<Erased> erased_;

    std::deque<Waiting> records_;  // of this batch and, behind them, room from earlier ones
    std::size_t taken_ = 0;        // of them
    std::atomic<std::size_t> offered_ = 0;
    std::atomic<std::size_t> begun_ = 0;  // may run beyond offered_
    std::atomic<std::size_t> done_ = 0;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::atomic<bool> idle_ = true;
    bool stopping_ = false;
    std::thread thread_;
};

// Whose keys go with this member's: hers, and those of what was not known to be hers when it began.
[[nodiscard]] std::vector<Subject> subjects_of_member(MemberId member, const core::Board& board);

// Takes away what a crash between commit and erasing left, of each member who is erased.
[[nodiscard]] sqlite::Error erase_left_over(const core::Board& board, seal::KeyBook& keys);

}  // namespace muster::pipeline
