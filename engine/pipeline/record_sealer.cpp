#include "engine/pipeline/record_sealer.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/core/subjects.hpp"
#include "muster/registry.hpp"

namespace muster::pipeline {
namespace {

constexpr std::size_t worth_waking = 8;
constexpr std::size_t most_kept = 4096;

// What is the member's now, and may have been kept under its own number before that was known.
template <class T>
void add_own(std::vector<Subject>& all, const core::Board& board, SubjectKind kind) {
    const auto& store = board.store<T>();
    for (core::Index index = 0; index < store.end_index(); ++index) {
        if (!store.used(index)) continue;
        if (core::subject_of(board, store[index]) == all.front()) {
            all.push_back({kind, store[index].id.value});
        }
    }
}

}  // namespace

std::vector<Subject> subjects_of_member(MemberId member, const core::Board& board) {
    std::vector<Subject> all{{SubjectKind::member, member.value}};
    add_own<Request>(all, board, SubjectKind::request);
    add_own<Call>(all, board, SubjectKind::call);
    add_own<Suggestion>(all, board, SubjectKind::suggestion);
    add_own<Talent>(all, board, SubjectKind::talent);
    return all;
}

RecordSealer::RecordSealer(seal::KeyBook& keys) : keys_(keys), thread_([this] { work(); }) {}

RecordSealer::~RecordSealer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

RecordSealer::Waiting& RecordSealer::next() {
    if (taken_ == records_.size()) {
        // The thread reads a record of the deque by its place only after it was offered, and a
        // deque that grows moves nothing; but it may look up its place meanwhile.
        const std::lock_guard lock(mutex_);
        records_.emplace_back();
    }
    Waiting& record = records_[taken_];
    ++taken_;
    return record;
}

void RecordSealer::take(const Envelope& envelope, const MarkedText& command,
                        std::span<const Event> events, const MarkedText& events_text,
                        const core::Board& board) {
    Waiting& record = next();
    record.seq = envelope.seq;
    record.at = envelope.at;
    record.source = envelope.source;
    record.key = envelope.key;
    record.digest = envelope.digest;
    record.command.text = command.text;
    record.command.spans = command.spans;
    record.events.text = events_text.text;
    record.events.spans = events_text.spans;
    record.stored = false;
    record.of_events.clear();
    for (const Event& event : events) {
        if (const auto* const erased = event.get_if<MemberErased>()) {
            erased_.push_back({envelope.seq, subjects_of_member(erased->member, board)});
        }
        core::add_subjects(board, event, record.of_events);
    }
    record.of_command.clear();
    if (!command.spans.empty()) {
        // Of a command that makes what it is about, such as a request of somebody unknown.
        Subject made;
        for (std::size_t i = 0; i < events.size() && !made.is_person(); ++i)
            made = core::subject_of(board, events[i]);
        core::add_subjects(board, envelope.command, made, record.of_command);
    }
    // Who writes and who walks over the same struct see the same values.
    if (record.of_events.size() != events_text.spans.size() ||
        record.of_command.size() != command.spans.size()) {
        std::abort();
    }
    if (!erased_.empty()) {
        for (std::vector<Subject>* const all : {&record.of_command, &record.of_events}) {
            for (Subject& one : *all)
                one = kept_as(one);
        }
    }
    offer();
}

void RecordSealer::take_stored(const log::RecordDraft& stored) {
    Waiting& record = next();
    record.seq = stored.seq;
    record.at = stored.at;
    record.source = stored.source;
    record.key = stored.key;
    record.sealed_command = stored.command;
    record.sealed_events = stored.events;
    record.stored = true;
    offer();
}

void RecordSealer::offer() {
    offered_.store(taken_, std::memory_order_release);
    // A few are sealed by the caller before the thread would be awake.
    if (idle_.load(std::memory_order_relaxed) && taken_ - begun_ >= worth_waking) {
        const std::lock_guard lock(mutex_);
        wake_.notify_one();
    }
}

bool RecordSealer::seal_one() {
    std::size_t place = begun_.load();
    do {
        if (place >= offered_.load(std::memory_order_acquire)) return false;
    } while (!begun_.compare_exchange_weak(place, place + 1));
    Waiting* record = nullptr;
    {
        const std::lock_guard lock(mutex_);
        record = &records_[place];
    }
    if (!record->stored) {
        seal::seal_text(record->command.text, record->command.spans, record->of_command,
                        {record->seq, seal::Place::Part::command}, keys_, record->sealed_command,
                        record->digest);
        seal::seal_text(record->events.text, record->events.spans, record->of_events,
                        {record->seq, seal::Place::Part::events}, keys_, record->sealed_events);
    }
    done_.fetch_add(1, std::memory_order_release);
    return true;
}

void RecordSealer::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        while (seal_one()) {
        }
        lock.lock();
        idle_ = true;
        wake_.wait(lock, [&] { return stopping_ || begun_ < offered_; });
        idle_ = false;
    }
}

void RecordSealer::finish() {
    while (seal_one()) {
    }
    // The thread is at its last one.
    while (done_.load(std::memory_order_acquire) < taken_)
        std::this_thread::yield();
}

void RecordSealer::clear() {
    const std::lock_guard lock(mutex_);
    taken_ = 0;
    offered_ = 0;
    begun_ = 0;
    done_ = 0;
    // What one large batch needed is not kept for ever.
    if (records_.size() > most_kept) records_.resize(most_kept);
}

log::RecordDraft RecordSealer::draft_of(const Waiting& record) {
    log::RecordDraft draft;
    draft.seq = record.seq;
    draft.at = record.at;
    draft.source = record.source;
    draft.key = record.key;
    draft.command = record.sealed_command;
    draft.events = record.sealed_events;
    return draft;
}

Subject RecordSealer::kept_as(const Subject& subject) const {
    for (const Erased& one : erased_) {
        if (std::find(one.subjects.begin(), one.subjects.end(), subject) != one.subjects.end()) {
            return {};
        }
    }
    return subject;
}

sqlite::Error RecordSealer::after_commit() {
    for (const Erased& one : erased_) {
        if (sqlite::Error failed = keys_.erase(one.subjects, one.seq)) return failed;
    }
    erased_.clear();
    return {};
}

sqlite::Error erase_left_over(const core::Board& board, seal::KeyBook& keys) {
    std::vector<Subject> left;
    for (const core::Index index : board.members().in_order()) {
        const Member& member = board.members()[index];
        if (member.status != MemberStatus::erased ||
            keys.is_erased({SubjectKind::member, member.id.value})) {
            continue;
        }
        for (const Subject& one : subjects_of_member(member.id, board))
            left.push_back(one);
    }
    return left.empty() ? sqlite::Error{} : keys.erase(left, board.seq());
}

}  // namespace muster::pipeline
