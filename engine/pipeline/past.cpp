#include "engine/pipeline/past.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <span>
#include <utility>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/core/board.hpp"
#include "engine/pipeline/record_notes.hpp"
#include "engine/pipeline/replay.hpp"
#include "engine/pipeline/what_if.hpp"
#include "engine/views/confidentiality.hpp"
#include "engine/views/entity_json.hpp"
#include "engine/views/snapshot_chunks.hpp"
#include "muster/dispatch.hpp"
#include "muster/responders.hpp"

namespace muster::pipeline {
namespace {

// What a desk shows. Of those who are off duty, as of what was over for an hour, nothing is told:
// as the feed's first view.
constexpr std::array told_topics{topic_of<Request>, topic_of<Responder>, topic_of<Offer>};
constexpr std::uint64_t records_between_looks = 64;

bool is_told(Topic topic) {
    return std::find(told_topics.begin(), told_topics.end(), topic) != told_topics.end();
}

// The records until this time: the number of the last of them, 0 = there is none. Times never go
// back along the log.
log::Result<std::uint64_t> last_until(const log::LogReader& reader, TimePoint at) {
    auto last = reader.last_seq();
    if (!last) return last.error();
    std::uint64_t known = 0;  // at or before
    std::uint64_t later = *last + 1;
    while (later - known > 1) {
        const std::uint64_t middle = known + (later - known) / 2;
        auto record = reader.find(middle);
        if (!record) return record.error();
        if (*record && (*record)->at <= at) {
            known = middle;
        } else {
            later = middle;
        }
    }
    return known;
}

log::Result<TimePoint> time_of(const log::LogReader& reader, std::uint64_t seq) {
    auto record = reader.find(seq);
    if (!record) return record.error();
    return *record ? (*record)->at : TimePoint{};
}

log::Result<TimePoint> time_of_last(const log::LogReader& reader) {
    auto last = reader.last_seq();
    if (!last) return last.error();
    return time_of(reader, *last);
}

template <class Value>
void put_member(std::string& out, std::string_view name, const Value& value) {
    out += out.back() == '{' ? "\"" : ",\"";
    out += name;
    out += "\":";
    codec::write(out, value);
}

// The changes of one record as the feed tells them to this reader. False when it has none.
class Delta {
  public:
    Delta(std::string& out, const core::Board& board, ReaderRight right)
        : out_(out), board_(board), right_(right) {}

    bool write(const log::RecordView& record, std::span<const Event> events,
               std::span<const views::Touched> touched, std::uint64_t prev) {
        const std::size_t before = out_.size();
        out_ += before == 0 ? "{" : ",{";
        append_head(record, prev);
        for (const views::Touched& one : touched) {
            if (is_told(one.topic)) entity(one.topic, one.id);
        }
        for (std::size_t place = 0; place < events.size(); ++place) {
            for (const PositionFix& fix : views::position_fixes(events[place])) {
                entity(positions_topic, fix.responder.value);
            }
            if (views::is_alert(events[place])) alert(record, place, events[place]);
        }
        if (changes_ == 0) {
            out_.resize(before);
            return false;
        }
        out_ += "]}";
        return true;
    }

  private:
    void append_head(const log::RecordView& record, std::uint64_t prev) {
        put_member(out_, "seq", record.seq);
        put_member(out_, "prev", prev);
        put_member(out_, "at", record.at);
        out_ += ",\"changes\":[";
    }
    void begin_change(Topic topic, std::uint64_t id) {
        out_ += changes_++ == 0 ? "{\"topic\":\"" : ",{\"topic\":\"";
        out_ += to_text(topic);
        out_ += "\",\"id\":";
        codec::write(out_, id);
    }
    void entity(Topic topic, std::uint64_t id) {
        if (!right_.sees(views::scope_of(board_, topic, id))) return;
        begin_change(topic, id);
        const std::size_t before = out_.size();
        out_ += ",\"entity\":";
        if (!views::write_entity(out_, board_, topic, id, right_.masked)) {
            out_.resize(before);
            out_ += ",\"removed\":true";
        }
        out_ += '}';
    }
    void alert(const log::RecordView& record, std::size_t place, const Event& event) {
        if (!right_.sees(views::scope_of(board_, event))) return;
        begin_change(alerts_topic, number_in_record(record.seq, place));
        out_ += ",\"entity\":";
        views::write_alert(out_, {board_, record.at, !right_.masked}, record.seq, place, event);
        out_ += '}';
    }

    std::string& out_;
    const core::Board& board_;
    const ReaderRight right_;
    std::size_t changes_ = 0;
};

}  // namespace

// How long one answer may still take, and whether anybody wants it.
class Past::Allowance {
  public:
    using Clock = std::chrono::steady_clock;

    Allowance(Millis budget, const IsUnwanted& is_unwanted)
        : budget_(budget),
          until_(Clock::now() + std::chrono::milliseconds(budget_.value)),
          is_unwanted_(is_unwanted) {}

    // Looks at both now and then. Whether to go on.
    bool step() {
        if (++steps_ % records_between_looks == 0) look();
        return !stop;
    }
    void look() {
        if (is_unwanted_ && is_unwanted_()) stop = true;
        if (Clock::now() >= until_) over_ = stop = true;
    }
    // Why it was stopped.
    [[nodiscard]] log::LogError why() const {
        if (over_) {
            return {log::LogErrorCode::too_large, "it takes longer than the " +
                                                      std::to_string(budget_.value) +
                                                      " ms that it may here ([past])"};
        }
        return {log::LogErrorCode::cancelled, "nobody wants it any more"};
    }

    std::atomic<bool> stop = false;

  private:
    const Millis budget_;
    const Clock::time_point until_;
    const IsUnwanted& is_unwanted_;
    std::uint64_t steps_ = 0;
    bool over_ = false;
};

// Along the records that follow those which the state knows.
class Past::Walk {
  public:
    Walk(Recovered& state, const log::LogReader& reader, Allowance& allowance)
        : state_(state), reader_(reader), allowance_(allowance), replayer_(state.engine) {}

    // `before` says whether a record is still to be applied; `after` sees it applied and says
    // whether to go on. Both may be null.
    using Before = std::function<bool(const log::RecordView&)>;
    using After = std::function<bool(const log::RecordView&, std::span<const Event>,
                                     std::span<const views::Touched>)>;

    [[nodiscard]] log::LogError to(std::uint64_t last, const Before& before, const After& after) {
        log::LogError failed;
        log::LogError error =
            reader_.read(state_.engine.last_seq() + 1, last, [&](const log::RecordView& record) {
                if (before && !before(record)) return false;
                failed = replayer_.apply(record);
                if (failed) return false;
                const core::Board& board = state_.engine.board();
                const RecordNotes notes(replayer_.events(), board);
                for (const views::Touched& one : notes.touched())
                    state_.index.note(one.topic, one.id, board);
                const bool more = !after || after(record, replayer_.events(), notes.touched());
                return allowance_.step() && more;
            });
        if (failed) return failed;
        if (allowance_.stop) return allowance_.why();
        return error;
    }

  private:
    Recovered& state_;
    const log::LogReader& reader_;
    Allowance& allowance_;
    Replayer replayer_;
};

log::Result<std::string> Past::answer(const PastQuery& query, const IsUnwanted& is_unwanted) {
    auto reader = log::LogReader::open(folder_, {});
    if (!reader) return reader.error();
    Millis budget = options_.budget_ms;
    if (std::holds_alternative<WhatIfQuery>(query)) budget = options_.what_if_budget_ms;
    Allowance allowance(budget, is_unwanted);
    auto told =
        std::visit([&](const auto& asked) { return tell(asked, *reader, allowance); }, query);
    // Then the state may be half of a record.
    if (!told && told.error().code == log::LogErrorCode::corrupted) forget();
    return told;
}

log::LogError Past::go_to(std::uint64_t seq, const log::LogReader& reader, Allowance& allowance) {
    const std::uint64_t here = state_ ? state_->engine.last_seq() : 0;
    if (state_ && here <= seq && seq - here <= options_.records_max) {
        return Walk(*state_, reader, allowance).to(seq, {}, {});
    }
    // Two boards at a time are one too many.
    state_.reset();
    RecoverOptions recovery;
    recovery.last = seq;
    recovery.notes_max = 1;  // nobody asks for stories here
    recovery.records_max = options_.records_max;
    recovery.records_per_progress = records_between_looks;
    recovery.cancelled = &allowance.stop;
    auto recovered =
        recover(folder_, recovery, [&](std::uint64_t, std::uint64_t) { allowance.look(); });
    if (allowance.stop) return allowance.why();
    if (!recovered) return recovered.error();
    state_ = std::move(*recovered);
    return {};
}

log::Result<std::string> Past::tell(const PastBoardQuery& query, const log::LogReader& reader,
                                    Allowance& allowance) {
    auto seq = last_until(reader, query.at);
    if (!seq) return seq.error();
    auto first_at = time_of(reader, 1);
    if (!first_at) return first_at.error();
    auto last_at = time_of_last(reader);
    if (!last_at) return last_at.error();
    if (log::LogError error = go_to(*seq, reader, allowance)) return error;

    SnapshotForm form;
    form.leave_out.add(LeaveOut::off_duty);
    form.leave_out.add(LeaveOut::positions);
    std::vector<views::Chunk> chunks;
    for (const Topic topic : told_topics) {
        views::write_snapshot(chunks, state_->engine.board(), state_->index, topic, query.right,
                              form, {});
    }
    std::string out = "{";
    put_member(out, "seq", *seq);
    put_member(out, "at", query.at);
    put_member(out, "first_at", *first_at);
    put_member(out, "last_at", *last_at);
    out += ",\"snapshot\":[";
    for (const views::Chunk& chunk : chunks) {
        if (out.back() != '[') out += ',';
        out += "{\"topic\":\"";
        out += to_text(chunk.topic);
        out += "\",\"entities\":";
        out += *chunk.entities;
        out += '}';
    }
    out += "]}";
    return out;
}

log::Result<std::string> Past::tell(const PastChangesQuery& query, const log::LogReader& reader,
                                    Allowance& allowance) {
    auto last = reader.last_seq();
    if (!last) return last.error();
    auto last_at = time_of_last(reader);
    if (!last_at) return last_at.error();
    if (query.after > *last) {
        return log::LogError{log::LogErrorCode::not_found,
                             "there is no record " + std::to_string(query.after)};
    }
    if (log::LogError error = go_to(query.after, reader, allowance)) return error;

    std::string deltas;
    std::uint64_t prev = query.after;
    std::uint64_t seq = query.after;
    TimePoint at = query.until;
    bool whole = true;
    const log::LogError error =
        Walk(*state_, reader, allowance)
            .to(
                *last, [&](const log::RecordView& record) { return record.at <= query.until; },
                [&](const log::RecordView& record, std::span<const Event> events,
                    std::span<const views::Touched> touched) {
                    seq = record.seq;
                    Delta delta(deltas, state_->engine.board(), query.right);
                    if (delta.write(record, events, touched, prev)) prev = seq;
                    if (deltas.size() < options_.answer_bytes &&
                        seq - query.after < options_.answer_records) {
                        return true;
                    }
                    whole = seq == *last;
                    if (!whole) at = record.at;
                    return false;
                });
    if (error) return error;
    std::string out = "{";
    put_member(out, "seq", seq);
    put_member(out, "at", at);
    put_member(out, "last_at", *last_at);
    put_member(out, "whole", whole);
    out += ",\"deltas\":[";
    out += deltas;
    out += "]}";
    return out;
}

// Needs no board: these events say themselves which request they are about.
log::Result<std::string> Past::tell(const PastAlarmsQuery& query, const log::LogReader& reader,
                                    Allowance& allowance) {
    auto before = last_until(reader, query.from - Millis{1});
    if (!before) return before.error();
    auto last = last_until(reader, query.until);
    if (!last) return last.error();
    if (*last - *before > options_.records_max) {
        return log::LogError{log::LogErrorCode::too_large,
                             std::to_string(*last - *before) +
                                 " records would have to be read; the limit is " +
                                 std::to_string(options_.records_max) + " (past.records_max)"};
    }
    const core::Engine nobody;
    std::vector<Event> events;
    std::string alarms;
    std::size_t count = 0;
    bool whole = true;
    log::LogError failed;
    const log::LogError error = reader.read(*before + 1, *last, [&](const log::RecordView& record) {
        if (const auto wrong =
                codec::read_events(record.events, events, codec::Mode::lenient, codec::own_text)) {
            failed = {log::LogErrorCode::corrupted,
                      "the events of record " + std::to_string(record.seq) +
                          " cannot be read: " + codec::to_string(*wrong)};
            return false;
        }
        for (const Event& event : events) {
            if (!views::is_alert(event)) continue;
            if (count++ == options_.alarms_max) return whole = false;
            alarms += alarms.empty() ? "{" : ",{";
            put_member(alarms, "seq", record.seq);
            put_member(alarms, "at", record.at);
            put_member(alarms, "kind", std::string(event.name()));
            put_member(alarms, "request", views::request_of(event, nobody.board()));
            alarms += '}';
        }
        return allowance.step();
    });
    if (failed) return failed;
    if (allowance.stop) return allowance.why();
    if (error) return error;
    std::string out = "{";
    put_member(out, "from", query.from);
    put_member(out, "until", query.until);
    put_member(out, "whole", whole);
    out += ",\"alarms\":[";
    out += alarms;
    out += "]}";
    return out;
}

log::Result<std::string> Past::tell(const WhatIfQuery& query, const log::LogReader& reader,
                                    Allowance& allowance) {
    auto seq = last_until(reader, query.from);
    if (!seq) return seq.error();
    // Two boards at a time are one too many.
    forget();
    WhatIfOptions options;
    options.roads = roads_;
    options.from_seq = *seq;
    options.changes = query.changes;
    options.records_max = options_.what_if_records_max;
    options.cancelled = &allowance.stop;
    auto result =
        what_if(folder_, options, [&](std::uint64_t, std::uint64_t) { allowance.look(); });
    if (allowance.stop) return allowance.why();
    if (!result) return result.error();
    std::string out;
    codec::write(out, *result);
    return out;
}

}  // namespace muster::pipeline
