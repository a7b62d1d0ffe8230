#include "engine/pipeline/story.hpp"

#include <algorithm>

#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "engine/log/read_ahead.hpp"
#include "engine/pipeline/replay.hpp"
#include "engine/views/touched.hpp"
#include "engine/views/words.hpp"
#include "muster/requests.hpp"

namespace muster::pipeline {
namespace {

using views::Language;

// Walks the records of one request's time.
class StoryTeller {
  public:
    StoryTeller(core::Engine& engine, Story& story, const StoryOptions& options)
        : engine_(engine), replayer_(engine), story_(story), options_(options) {}

    // Whether to go on.
    bool next(const log::RecordView& record) {
        error = replayer_.read(record);
        if (error) return false;
        ++story_.records_read;
        if (!concerned()) {
            replayer_.apply_read(record);
            return true;
        }
        if (options_.decisions && story_.reproduced) {
            if (!redo(record)) return false;
        } else {
            replayer_.apply_read(record);
        }
        tell(record);
        return !over_;
    }

    // After redo() found a difference the engine is no longer what the log says; the caller puts
    // another one in place that has applied this record.
    bool diverged = false;
    log::LogError error;

  private:
    bool about(const Event& event) const {
        return views::request_of(event, engine_.board()) == story_.request;
    }

    // An offer's request is known only where the offer is: before it for old ones, in the event
    // itself for new ones.
    bool concerned() const {
        return std::any_of(replayer_.events().begin(), replayer_.events().end(),
                           [&](const Event& event) { return about(event); });
    }

    bool redo(const log::RecordView& record) {
        std::vector<core::DecisionTrace> traces;
        engine_.set_trace(&traces);
        auto redone = replayer_.redo(record);
        engine_.set_trace(nullptr);
        if (!redone) {
            error = redone.error();
            return false;
        }
        if (redone->rejection || redone->replayed || redone->events_json != record.events) {
            story_.reproduced = false;
            diverged = true;
            return false;
        }
        for (core::DecisionTrace& trace : traces) {
            if (trace.request != story_.request) continue;
            StoryDecision& decision = story_.decisions.emplace_back(
                StoryDecision{record.seq, record.at, role_of(trace.slot), std::move(trace), {}});
            for (const core::TracedCandidate& one : decision.trace.candidates) {
                decision.names.push_back(views::responder_name(one.candidate.responder,
                                                               engine_.board(), options_.personal));
            }
        }
        return true;
    }

    // Empty when the request has but one slot, or has left the board.
    [[nodiscard]] std::string role_of(std::uint32_t slot) const {
        const auto& requests = engine_.board().requests();
        const auto index = requests.find(story_.request);
        if (index == core::no_index) return {};
        const auto& slots = requests[index].slots;
        return slots.size() > 1 ? std::string(slots[slot].role.view()) : std::string();
    }

    void tell(const log::RecordView& record) {
        StoryEntry entry;
        entry.seq = record.seq;
        entry.at = record.at;
        entry.source = record.source;
        Command command;
        if (!codec::read_command(record.command, command, codec::Mode::lenient, codec::own_text)) {
            entry.command = command.name();
        }
        const views::Telling telling{engine_.board(), record.at, options_.personal};
        for (const Event& event : replayer_.events()) {
            if (!about(event)) continue;
            entry.en.push_back(views::sentence(event, telling, Language::en));
            entry.zh.push_back(views::sentence(event, telling, Language::zh));
            if (event.is<RequestArchived>()) over_ = true;
        }
        story_.entries.push_back(std::move(entry));
    }

    core::Engine& engine_;
    Replayer replayer_;
    Story& story_;
    const StoryOptions& options_;
    bool over_ = false;
};

log::LogError too_long(std::uint64_t records, std::uint64_t max) {
    return {log::LogErrorCode::too_large,
            std::to_string(records) + " records would have to be replayed; the limit here is " +
                std::to_string(max) + ", so ask the command line instead"};
}

bool is_cancelled(const StoryOptions& options) {
    return options.cancelled != nullptr && *options.cancelled;
}

log::LogError given_up(std::uint64_t records) {
    return {log::LogErrorCode::cancelled, "given up after " + std::to_string(records) + " records"};
}

}  // namespace

log::Result<std::optional<Story>> explain(const std::filesystem::path& folder, RequestId request,
                                          const StoryOptions& options, const Progress& progress) {
    auto reader = log::LogReader::open(folder, options.reader);
    if (!reader) return reader.error();
    auto last = reader->last_seq();
    if (!last) return last.error();
    if (!request || request.value > *last) return std::optional<Story>{};

    RecoverOptions recovery;
    recovery.reader = options.reader;
    if (options.decisions) recovery.roads = options.roads;
    recovery.last = request.value - 1;
    recovery.records_max = options.records_max;
    recovery.records_per_progress = options.records_per_progress;
    recovery.cancelled = options.cancelled;
    auto before = recover(folder, recovery, progress);
    if (!before) return before.error();
    if (is_cancelled(options)) return given_up((*before)->records_applied);

    Story story;
    story.request = request;
    story.records_read = (*before)->records_applied;
    for (std::uint64_t from = request.value - 1; from < *last;) {
        if (options.records_max != 0 && *last - from > options.records_max) {
            return too_long(*last - from, options.records_max);
        }
        StoryTeller teller((*before)->engine, story, options);
        log::ReadAheadOptions ahead;
        ahead.reader = options.reader;
        ahead.after.seq = from;
        // The chain was checked or not when the log was opened; here only its content counts.
        ahead.verify = false;
        const log::LogError error =
            log::read_ahead(folder, ahead, [&](const log::RecordView& record) {
                from = record.seq;
                if (progress && record.seq % recovery.records_per_progress == 0) {
                    progress(record.seq, *last);
                }
                return !is_cancelled(options) && teller.next(record);
            });
        if (is_cancelled(options)) return given_up(story.records_read);
        if (teller.error) return teller.error;
        if (error) return error;
        if (!teller.diverged) break;
        // Start again in front of the record that came out otherwise, now without deciding.
        recovery.last = --from;
        before = recover(folder, recovery, progress);
        if (!before) return before.error();
        if (is_cancelled(options)) return given_up(story.records_read);
    }
    if (story.entries.empty()) return std::optional<Story>{};
    return std::optional<Story>(std::move(story));
}

}  // namespace muster::pipeline
