#include "engine/pipeline/recovery.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/board.hpp"
#include "engine/log/read_ahead.hpp"
#include "engine/log/snapshot.hpp"
#include "engine/pipeline/record_notes.hpp"
#include "engine/pipeline/replay.hpp"
#include "engine/pipeline/state_text.hpp"
#include "engine/seal/key_book.hpp"

namespace muster::pipeline {
namespace {

// Starts from the newest snapshot that is whole and of this log. One that cannot be used costs
// time, not data: then the log is read from its beginning.
log::Result<log::ChainAnchor> start(const log::LogReader& reader,
                                    const std::filesystem::path& folder,
                                    const RecoverOptions& options, Recovered& out) {
    if (!options.use_snapshot) return log::ChainAnchor{};
    const log::SnapshotQuery query{.max_seq = options.last,
                                   .schema = state_format,
                                   .log = &reader,
                                   .cancelled = options.cancelled};
    auto snapshot = log::newest_valid_snapshot(
        folder, query, [&](const std::string& why) { out.warnings.push_back(why); });
    if (!snapshot) return snapshot.error();
    if (!*snapshot) return log::ChainAnchor{};
    core::BoardState state;
    std::vector<Timelines::Note> notes;
    const log::SnapshotHeader& header = (*snapshot)->header;
    auto keys = seal::KeyBook::of(folder);
    if (!keys) return log::LogError(keys.error());
    const auto wrong = read_state((*snapshot)->body, state, notes, options.cancelled, keys->get());
    if (wrong || state.seq != header.seq) {
        out.warnings.push_back("the snapshot of record " + std::to_string(header.seq) +
                               " cannot be used: " + wrong.value_or("it is of another record"));
        return log::ChainAnchor{};
    }
    out.engine.restore(state);
    for (const Timelines::Note& note : notes)
        out.timelines.add(note.seq, note.request);
    out.snapshot_seq = header.seq;
    return log::ChainAnchor{header.seq, header.log_hash};
}

}  // namespace

log::Result<std::unique_ptr<Recovered>> recover(const std::filesystem::path& folder,
                                                const RecoverOptions& options,
                                                const Progress& progress) {
    auto reader = log::LogReader::open(folder, options.reader);
    if (!reader) return reader.error();
    auto last = reader->last_seq();
    if (!last) return last.error();
    const std::uint64_t end = std::min(options.last, *last);

    auto out = std::make_unique<Recovered>();
    out->timelines = Timelines(options.notes_max);
    auto anchor = start(*reader, folder, options, *out);
    if (!anchor) return anchor.error();
    out->index.rebuild(out->engine.board());
    if (options.records_max != 0 && end > anchor->seq + options.records_max) {
        return log::LogError{log::LogErrorCode::too_large,
                             std::to_string(end - anchor->seq) +
                                 " records would have to be replayed; the limit is " +
                                 std::to_string(options.records_max)};
    }

    log::ReadAheadOptions ahead;
    ahead.reader = options.reader;
    ahead.after = *anchor;
    ahead.last = end;
    ahead.verify = options.verify;
    Replayer replayer(out->engine);
    log::LogError failed;
    log::LogError error = log::read_ahead(folder, ahead, [&](const log::RecordView& record) {
        failed = replayer.apply(record);
        if (failed) return false;
        const core::Board& board = out->engine.board();
        RecordNotes(replayer.events(), board).tell(record.seq, out->timelines, out->index, board);
        ++out->records_applied;
        if (options.cancelled && *options.cancelled) return false;
        if (progress && out->records_applied % options.records_per_progress == 0) {
            progress(record.seq, end);
        }
        return true;
    });
    if (failed) return failed;
    if (error) return error;
    if (options.roads) {
        out->engine.set_road_source(options.roads);
        if (auto missing = out->engine.prepare_roads()) {
            return log::LogError{log::LogErrorCode::not_found, std::move(*missing)};
        }
    }
    if (progress) progress(end, end);
    return out;
}

log::Result<Opened> open_engine(const std::filesystem::path& folder,
                                const log::LogOptions& log_options, const RecoverOptions& options,
                                const Progress& progress) {
    auto log = log::DecisionLog::open(folder, log_options);
    if (!log) return log.error();
    auto state = recover(folder, options, progress);
    if (!state) return state.error();
    return Opened{std::move(*log), std::move(*state)};
}

}  // namespace muster::pipeline
