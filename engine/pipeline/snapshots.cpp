#include "engine/pipeline/snapshots.hpp"

#include <utility>

#include "engine/core/board.hpp"
#include "engine/log/log_reader.hpp"
#include "engine/log/snapshot.hpp"
#include "engine/pipeline/recovery.hpp"
#include "engine/pipeline/state_text.hpp"
#include "engine/seal/key_book.hpp"

namespace muster::pipeline {
namespace {

log::LogError given_up() {
    return {log::LogErrorCode::cancelled, "the snapshot under way was given up"};
}

}  // namespace

log::LogError write_engine_snapshot(const std::filesystem::path& folder, const core::Engine& engine,
                                    const Timelines& timelines, const log::Hash& log_hash,
                                    std::size_t keep, log::Cancelled cancelled,
                                    seal::KeyBook* keys) {
    std::string body;
    const auto append = [&](std::string_view line) { body += line; };
    if (keys) {
        const StateSeal seal{*keys, engine.board()};
        write_state(engine.state(), append, cancelled, &seal);
        // Who has which key is told by records too, which this shall make needless.
        if (log::LogError failed = keys->make_durable()) return failed;
    } else {
        write_state(engine.state(), append, cancelled);
    }
    if (!cancelled || !*cancelled) write_notes(timelines.notes_for(engine.board()), append);
    if (cancelled && *cancelled) return given_up();
    return log::write_snapshot(folder, engine.last_seq(), log_hash, state_format, body, keep,
                               cancelled);
}

SnapshotWriter::SnapshotWriter(std::filesystem::path folder, const SnapshotPolicy& policy,
                               std::uint64_t newest, seal::KeyBook* keys)
    : folder_(std::move(folder)), policy_(policy), keys_(keys), newest_(newest), there_(newest) {}

SnapshotWriter::~SnapshotWriter() {
    cancelled_ = true;
    if (thread_.joinable()) thread_.join();
}

void SnapshotWriter::maybe_snapshot(std::uint64_t committed_seq) {
    if (policy_.snapshot_records == 0 || running_ || cancelled_) return;
    if (committed_seq < newest_ + policy_.snapshot_records) return;
    if (thread_.joinable()) thread_.join();
    // Whether or not this build succeeds, the next one is due after as many records again.
    newest_ = committed_seq;
    running_ = true;
    thread_ = std::thread([this, committed_seq] {
        error_ = build(committed_seq);
        if (!error_) {
            there_ = committed_seq;
            ++written_;
        } else if (error_.code != log::LogErrorCode::cancelled) {
            ++failures_;
        }
        running_ = false;
    });
}

log::LogError SnapshotWriter::wait() {
    if (thread_.joinable()) thread_.join();
    return error_;
}

log::LogError SnapshotWriter::build(std::uint64_t seq) {
    auto reader = log::LogReader::open(folder_, {});
    if (!reader) return reader.error();
    RecoverOptions options;
    options.last = seq;
    options.cancelled = &cancelled_;
    auto state = recover(folder_, options, {});
    if (!state) return state.error();
    auto record = reader->find(seq);
    if (!record) return record.error();
    if (cancelled_) return given_up();
    if (!*record || (*state)->engine.last_seq() != seq) return {};
    return write_engine_snapshot(folder_, (*state)->engine, (*state)->timelines, (*record)->hash,
                                 policy_.snapshots_kept, &cancelled_, keys_);
}

}  // namespace muster::pipeline
