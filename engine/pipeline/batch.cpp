#include "engine/pipeline/batch.hpp"

#include <string>
#include <utility>

#include "engine/views/confidentiality.hpp"
#include "engine/views/entity_json.hpp"
#include "muster/responders.hpp"

namespace muster::pipeline {
namespace {

// The masked form where nobody masked reads. Never empty: an empty masked form means that the whole
// one may be shown.
std::string only_id(std::uint64_t id) {
    return "{\"id\":" + std::to_string(id) + "}";
}

}  // namespace

feed::Change& FeedBatch::next(Topic topic, std::uint64_t id) {
    if (used_ == changes_.size()) changes_.emplace_back();
    feed::Change& change = changes_[used_++];
    change.topic = to_text(topic);
    change.id = id;
    change.conflatable = topic == positions_topic;
    change.removed = false;
    change.scope = {};
    change.entity_json.clear();
    change.masked_json.clear();
    return change;
}

void FeedBatch::add_entity(views::Touched touched, const core::Board& board) {
    feed::Change& change = next(touched.topic, touched.id);
    change.scope = views::scope_of(board, touched.topic, touched.id);
    if (!views::write_entity(change.entity_json, board, touched.topic, touched.id, false)) {
        change.removed = true;
        return;
    }
    if (!views::has_personal(touched.topic)) return;
    if (masked_) {
        // The entity was found a moment ago, so it is found again.
        (void)views::write_entity(change.masked_json, board, touched.topic, touched.id, true);
    } else {
        change.masked_json = only_id(touched.id);
    }
}

void FeedBatch::add_alert(std::uint64_t seq, TimePoint at, std::size_t place, const Event& event,
                          const core::Board& board) {
    feed::Change& change = next(alerts_topic, number_in_record(seq, place));
    change.scope = views::scope_of(board, event);
    views::write_alert(change.entity_json, {board, at, true}, seq, place, event);
    if (masked_) {
        views::write_alert(change.masked_json, {board, at, false}, seq, place, event);
    } else {
        change.masked_json = only_id(change.id);
    }
}

void FeedBatch::add(std::uint64_t seq, TimePoint at, std::span<const Event> events,
                    std::span<const views::Touched> touched, const core::Board& board,
                    bool narrow) {
    look_for_moves(seq, touched, board, narrow);
    const std::size_t first = used_;
    for (const views::Touched& one : touched)
        add_entity(one, board);
    for (std::size_t place = 0; place < events.size(); ++place) {
        for (const PositionFix& fix : views::position_fixes(events[place])) {
            add_entity({positions_topic, fix.responder.value}, board);
        }
        if (views::is_alert(events[place])) add_alert(seq, at, place, events[place], board);
    }
    if (used_ > first) records_.push_back({seq, at, first, used_ - first});
}

void FeedBatch::look_for_moves(std::uint64_t seq, std::span<const views::Touched> touched,
                               const core::Board& board, bool narrow) {
    if (!narrow) {
        watch_.reset();
    } else if (!watch_) {
        // What this record moved is not known any more.
        watch_.emplace(board);
        moved_at_ = seq;
    } else if (watch_->has_moved(touched, board)) {
        moved_at_ = seq;
    }
}

void FeedBatch::publish(feed::Hub& hub) {
    if (moved_at_ != 0) hub.districts_moved(std::exchange(moved_at_, 0));
    for (const Record& record : records_) {
        hub.publish(record.seq, record.at,
                    std::span<const feed::Change>(changes_).subspan(record.first, record.count));
    }
    clear();
}

void FeedBatch::clear() {
    records_.clear();
    used_ = 0;
}

Answer& AnswerBatch::next() {
    if (used_ == answers_.size()) answers_.emplace_back();
    Answer& answer = answers_[used_++];
    answer.outcome = {};
    answer.row = nullptr;
    answer.done.clear();
    return answer;
}

Answer& AnswerBatch::add(std::vector<intake::Done>& done) {
    Answer& answer = next();
    answer.done.swap(done);
    return answer;
}

Answer& AnswerBatch::add(intake::Done&& done) {
    Answer& answer = next();
    answer.done.push_back(std::move(done));
    return answer;
}

void AnswerBatch::clear() {
    // Callbacks may hold connections alive; they go as soon as they were called.
    for (Answer& answer : all()) {
        answer.outcome = {};
        answer.done.clear();
    }
    used_ = 0;
}

}  // namespace muster::pipeline
