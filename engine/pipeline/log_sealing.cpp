#include "engine/pipeline/log_sealing.hpp"

#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/personal_json.hpp"
#include "engine/core/engine.hpp"
#include "engine/log/decision_log.hpp"
#include "engine/log/replacing.hpp"
#include "engine/log/wholeness.hpp"
#include "engine/pipeline/digest.hpp"
#include "engine/pipeline/record_sealer.hpp"
#include "engine/pipeline/replay.hpp"

namespace muster::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t records_per_commit = 4096;
constexpr std::uint64_t records_per_progress = 16'384;

// Gone at the end, however it ends.
struct Scratch {
    explicit Scratch(const fs::path& folder) : path(folder / "sealing.partial") { clear(); }
    ~Scratch() { clear(); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    void clear() const {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }

    fs::path path;
};

// Writes each record of one log into another, sealed.
class Rewriting {
  public:
    Rewriting(const log::LogReader& from, log::DecisionLog& to, seal::KeyBook& keys)
        : from_(from), to_(to), sealer_(keys), replayer_(engine_) {}

    log::LogError run(const Progress& progress, SealingReport& report) {
        auto last = from_.last_seq();
        if (!last) return last.error();
        log::LogError failed;
        const log::LogError unread =
            from_.read_stored(1, *last, [&](const log::RecordView& stored) {
                failed = take(stored, report);
                if (!failed && stored.seq % records_per_commit == 0) failed = commit();
                report.before = {stored.seq, stored.hash};
                if (progress && stored.seq % records_per_progress == 0) progress(stored.seq, *last);
                return !failed;
            });
        if (failed || unread) return failed ? failed : unread;
        if (log::LogError left = commit()) return left;
        report.after = {to_.last_seq(), to_.last_hash()};
        return {};
    }

  private:
    log::LogError take(const log::RecordView& stored, SealingReport& report) {
        ++report.records;
        log::RecordView opened = stored;
        if (log::LogError failed = from_.open_texts(opened)) return failed;
        if (log::LogError failed = replayer_.apply(opened)) return failed;
        if (seal::is_sealed(stored.command) || seal::is_sealed(stored.events)) {
            sealer_.take_stored(stored);
            return {};
        }
        Envelope envelope;
        envelope.seq = stored.seq;
        envelope.at = stored.at;
        envelope.source = stored.source;
        envelope.key = stored.key;
        envelope.digest = stored.key.empty() ? 0 : command_digest(stored.command);
        if (codec::read_command(stored.command, envelope.command, codec::Mode::lenient,
                                codec::own_text)) {
            return {log::LogErrorCode::corrupted,
                    "the command of record " + std::to_string(stored.seq) + " cannot be read"};
        }
        command_.clear();
        codec::write(command_.text, envelope.command, command_.spans);
        events_.clear();
        codec::write(events_.text, replayer_.events(), events_.spans);
        sealer_.take(envelope, command_, replayer_.events(), events_, engine_.board());
        if (!command_.spans.empty() || !events_.spans.empty()) ++report.sealed;
        return {};
    }

    log::LogError commit() {
        const auto append = [&](const log::RecordDraft& draft) { return to_.append(draft); };
        if (log::LogError failed = sealer_.append_all(append)) return failed;
        if (sqlite::Error failed = sealer_.before_commit()) return failed;
        if (log::LogError failed = to_.commit()) return failed;
        if (log::LogError failed = to_.checkpoint_if_due(false)) return failed;
        return sealer_.after_commit();
    }

    const log::LogReader& from_;
    log::DecisionLog& to_;
    RecordSealer sealer_;
    core::Engine engine_;
    Replayer replayer_;
    MarkedText command_;
    MarkedText events_;
};

log::LogError rewrite(const log::LogReader& from, const fs::path& made, seal::KeyBook& keys,
                      const Progress& progress, SealingReport& report) {
    log::LogOptions options;
    options.now = from.meta().created;
    options.wal_frames_preallocated = 0;
    {
        auto to = log::DecisionLog::open(made, options);
        if (!to) return to.error();
        if (log::LogError failed = Rewriting(from, **to, keys).run(progress, report)) return failed;
    }
    auto db = sqlite::Database::open(made / log::database_name, {.access = sqlite::Access::write});
    if (!db) return log::LogError(db.error());
    return log::write_meta(*db, "instance", from.meta().instance);
}

}  // namespace

log::Result<SealingReport> seal_log(const fs::path& folder, seal::KeyBook& keys,
                                    const Progress& progress) {
    auto lock = log::FolderLock::acquire(folder);
    if (!lock) return lock.error();
    auto evidence = log::gather(folder, log::Wal::walk);
    if (!evidence) return evidence.error();
    if (log::LogError lost = log::judge_files(*evidence)) return lost;
    const Scratch scratch(folder);
    SealingReport report;
    {
        auto from = log::LogReader::open(folder, {});
        if (!from) return from.error();
        if (log::LogError failed = rewrite(*from, scratch.path, keys, progress, report)) {
            return failed;
        }
    }
    if (sqlite::Error failed = keys.make_durable()) return log::LogError(failed);
    if (report.sealed == 0) return report;
    report.kept = log::free_name(folder, "unsealed");
    if (log::LogError failed = log::put_in_place(*evidence, scratch.path, report.kept, false)) {
        return failed;
    }
    return report;
}

}  // namespace muster::pipeline
