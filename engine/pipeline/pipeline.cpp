#include "engine/pipeline/pipeline.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/personal_json.hpp"
#include "engine/core/board.hpp"
#include "engine/pipeline/digest.hpp"
#include "engine/pipeline/record_notes.hpp"
#include "engine/views/confidentiality.hpp"
#include "engine/views/touched.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster::pipeline {
namespace {

const std::string engine_source = "engine";

void name_meant(Outcome& outcome, const CommandRow& row, std::span<const Event> events,
                const core::Board& board) {
    const views::Meant meant = views::meant_by(row, outcome.seq, events, board);
    outcome.id = meant.id;
    outcome.made = meant.made;
}

}  // namespace

Pipeline::Pipeline(const Parts& parts, const PipelineOptions& options)
    : parts_(parts),
      options_(options),
      intake_(options.intake),
      clock_(parts.engine.last_at()),
      feed_batch_(options.feed_masked) {
    if (parts.engine.last_seq() != parts.log.committed_seq()) std::abort();
    if (parts.keys) sealer_.emplace(*parts.keys);
}

void Pipeline::submit(Submission submission, std::function<void(const Outcome&)> done) {
    intake_.submit(std::move(submission), std::move(done), clock_.last());
}

void Pipeline::meter(Stage stage) const {
    if (parts_.meter) parts_.meter->passed(stage, batch_records_);
}

StepResult Pipeline::result(std::size_t handled) const {
    return {.handled = handled,
            .committed_seq = parts_.log.committed_seq(),
            .next_deadline = parts_.engine.next_deadline(),
            .more_waiting = !held_since_ && !signs_since_ &&
                            (!intake_.empty() || parts_.engine.next_deadline() <= clock_.last()),
            .signs_wait = {},
            .held = held_since_.has_value(),
            .error = error_};
}

bool Pipeline::begin(TimePoint feed_now) {
    log::LogError error = parts_.log.begin();
    if (!error) {
        held_since_.reset();
        intake_.open();
        return true;
    }
    if (error.code != log::LogErrorCode::locked) {
        error_ = std::move(error);
        return false;
    }
    if (!held_since_) {
        held_since_ = feed_now;
        ++stats_.log_held;
    }
    // Nothing of what waits was decided, so whoever is refused may simply ask again.
    if (feed_now >= *held_since_ + options_.log_wait_ms && !intake_.is_shut()) {
        intake_.shut(
            "another program holds the log, and nothing can be written; nothing was done, "
            "try again soon");
    }
    return false;
}

bool Pipeline::signs_wait(TimePoint at, TimePoint feed_now) {
    const bool may = intake_.may_wait() && parts_.engine.next_deadline() > at && !held_since_;
    if (may && !signs_since_) signs_since_ = feed_now;
    if (may && feed_now < *signs_since_ + options_.intake.signs_wait_ms) return true;
    signs_since_.reset();
    return false;
}

void Pipeline::handle_ticks(TimePoint at, std::size_t& handled) {
    std::vector<intake::Done> nobody;
    for (std::size_t ticks = 0; ticks < options_.ticks_max && parts_.engine.next_deadline() <= at;
         ++ticks) {
        envelope_.at = at;
        envelope_.source = engine_source;
        envelope_.key.clear();
        envelope_.command.emplace<Tick>();
        ++stats_.ticks;
        ++handled;
        if (!decide(envelope_, nobody)) return;
    }
}

void Pipeline::handle_batch(TimePoint at, std::size_t& handled) {
    const std::size_t count = intake_.take(options_.batch_max, items_);
    stats_.largest_batch = std::max<std::uint64_t>(stats_.largest_batch, count);
    for (std::size_t i = 0; i < count; ++i) {
        intake::Item& item = items_[i];
        if (i + 1 < count) parts_.engine.expect(items_[i + 1].command);
        envelope_.at = at;
        envelope_.source.swap(item.source);
        envelope_.key.swap(item.key);
        envelope_.command = std::move(item.command);
        ++stats_.commands;
        ++handled;
        if (!decide(envelope_, item.done)) return;
    }
}

StepResult Pipeline::step(TimePoint now, TimePoint feed_now) {
    if (stepping_) std::abort();
    if (error_) return result(0);
    stepping_ = true;
    ++stats_.steps;
    batch_records_ = 0;
    meter(Stage::begun);
    const TimePoint at = clock_.stamp(now);
    if (signs_wait(at, feed_now)) {
        stepping_ = false;
        StepResult waiting = result(0);
        waiting.signs_wait = *signs_since_ + options_.intake.signs_wait_ms - feed_now;
        return waiting;
    }
    std::size_t handled = 0;
    const auto fail = [&] {
        // Whoever waits for an answer gets none: nobody can say whether the batch is on disk.
        intake_.stop();
        feed_batch_.clear();
        answers_.clear();
        reports_.clear();
        event_batch_.clear();
        stepping_ = false;
        return result(handled);
    };

    const bool work =
        parts_.engine.next_deadline() <= at || !intake_.empty() || held_since_.has_value();
    if (work && !begin(feed_now)) {
        if (error_) return fail();
        stepping_ = false;
        return result(0);
    }
    handle_ticks(at, handled);
    if (!error_) handle_batch(at, handled);
    if (error_) return fail();
    meter(Stage::decided);

    if (batch_records_ > 0) {
        error_ = commit();
        if (error_) return fail();
        meter(Stage::committed);
    } else if (work) {
        error_ = parts_.log.release();
        if (error_) return fail();
    }
    publish(feed_now);
    meter(Stage::published);
    if (batch_records_ > 0 || handled == 0) {
        if (parts_.log.checkpoint_if_due(intake_.empty())) ++stats_.checkpoints_failed;
        meter(Stage::checkpointed);
    }
    stepping_ = false;
    return result(handled);
}

bool Pipeline::decide(Envelope& envelope, std::vector<intake::Done>& done) {
    const bool positions = envelope.command.is<ReportPositions>();
    command_json_.clear();
    if (sealer_) {
        codec::write(command_json_.text, envelope.command, command_json_.spans);
    } else {
        codec::write(command_json_.text, envelope.command);
    }
    if (command_json_.text.size() > options_.command_bytes_max) {
        ++stats_.refused;
        if (positions) reports_decided({});
        Outcome outcome;
        outcome.rejection = {RejectReason::limit_reached, "",
                             "the command has " + std::to_string(command_json_.text.size()) +
                                 " bytes; the limit is " +
                                 std::to_string(options_.command_bytes_max)};
        answer_all(done, outcome, envelope.command.row());
        return true;
    }
    envelope.seq = parts_.engine.last_seq() + 1;
    envelope.digest = envelope.key.empty() ? 0 : command_digest(command_json_.text);

    const core::Handled handled = parts_.engine.handle(envelope);
    if (positions) reports_decided(handled.fixes);
    const bool asked = !done.empty() || !reports_.empty();
    Outcome outcome;
    if (handled.rejection || handled.replayed_seq != 0) {
        ++(handled.rejection ? stats_.refused : stats_.replayed);
        if (!asked) return true;
        outcome.rejection = handled.rejection;
        outcome.seq = handled.replayed_seq;
        outcome.replayed = handled.replayed_seq != 0;
        answer_all(done, outcome, envelope.command.row());
        return true;
    }
    events_json_.clear();
    if (sealer_) {
        codec::write(events_json_.text, handled.events, events_json_.spans);
    } else {
        codec::write(events_json_.text, handled.events);
    }
    if (handled.events.empty()) {
        ++stats_.unchanged;
    } else {
        error_ = append(envelope, handled.events);
        if (error_) return false;
    }
    if (asked) {
        outcome.seq = parts_.engine.last_seq();
        outcome.at = envelope.at;
        if (!handled.events.empty()) {
            name_meant(outcome, envelope.command.row(), handled.events, parts_.engine.board());
        }
        outcome.events_json = std::make_shared<const std::string>(
            views::open_events_json(parts_.engine.board(), handled.events, events_json_.text));
        answer_all(done, outcome, envelope.command.row());
    }
    return true;
}

void Pipeline::reports_decided(std::span<const FixOutcome> outcomes) {
    for (const FixOutcome outcome : outcomes)
        ++stats_.fixes[static_cast<std::size_t>(outcome)];
    intake_.decided(outcomes, reports_);
}

void Pipeline::answer_all(std::vector<intake::Done>& done, const Outcome& outcome,
                          const CommandRow& row) {
    const auto fill = [&](Answer& answer) {
        answer.outcome = outcome;
        answer.row = &row;
    };
    if (!done.empty()) fill(answers_.add(done));
    for (intake::Answered& report : reports_) {
        Answer& own = answers_.add(std::move(report.done));
        fill(own);
        own.outcome.fixes = std::move(report.fixes);
    }
    reports_.clear();
}

log::LogError Pipeline::append(const Envelope& envelope, std::span<const Event> events) {
    if (sealer_) {
        sealer_->take(envelope, command_json_, events, events_json_, parts_.engine.board());
    } else {
        log::RecordDraft draft;
        draft.seq = envelope.seq;
        draft.at = envelope.at;
        draft.source = envelope.source;
        draft.key = envelope.key;
        draft.command = command_json_.text;
        draft.events = events_json_.text;
        if (log::LogError error = parts_.log.append(draft)) return error;
    }
    ++batch_records_;
    ++stats_.records;
    const core::Board& board = parts_.engine.board();
    const RecordNotes notes(events, board);
    notes.tell(envelope.seq, parts_.timelines, parts_.index, board);
    if (parts_.feed) {
        feed_batch_.add(envelope.seq, envelope.at, events, notes.touched(), board,
                        parts_.feed->has_narrow());
    }
    if (parts_.observer && parts_.observer->listens()) {
        event_batch_.add(envelope.seq, envelope.at, events);
    }
    return {};
}

log::LogError Pipeline::commit() {
    if (!sealer_) return parts_.log.commit();
    const auto append = [&](const log::RecordDraft& draft) { return parts_.log.append(draft); };
    if (log::LogError failed = sealer_->append_all(append)) return failed;
    if (sqlite::Error failed = sealer_->before_commit()) return failed;
    if (log::LogError failed = parts_.log.commit()) return failed;
    return sealer_->after_commit();
}

void Pipeline::publish(TimePoint feed_now) {
    answer();
    if (parts_.observer) event_batch_.publish(*parts_.observer);
    if (!parts_.feed || batch_records_ == 0) return;
    feed_batch_.publish(*parts_.feed);
    parts_.feed->committed(parts_.log.committed_seq(), feed_now);
}

void Pipeline::tell_again(Answer& answer) {
    Outcome& outcome = answer.outcome;
    const core::Board& board = parts_.engine.board();
    std::vector<Event> events;
    const auto record = parts_.log.find(outcome.seq);
    if (record && *record) {
        outcome.at = (*record)->at;
        const std::string& json = (*record)->events;
        if (!codec::read_events(json, events, codec::Mode::lenient, codec::own_text)) {
            outcome.events_json =
                std::make_shared<const std::string>(views::open_events_json(board, events, json));
        }
    } else {
        ++stats_.replays_unread;
    }
    // The same key brought the same command.
    name_meant(outcome, *answer.row, events, board);
}

void Pipeline::answer() {
    for (Answer& answer : answers_.all()) {
        if (answer.outcome.replayed) tell_again(answer);
        for (const intake::Done& done : answer.done)
            done(answer.outcome);
    }
    answers_.clear();
}

}  // namespace muster::pipeline
