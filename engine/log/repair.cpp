#include "engine/log/repair.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/log/decision_log.hpp"
#include "engine/log/files.hpp"
#include "engine/log/log_reader.hpp"
#include "engine/log/replacing.hpp"
#include "engine/log/wholeness.hpp"

namespace muster::log {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t records_per_commit = 4096;
constexpr std::streamoff versions_at = 18;  // in the database's header: how it is written and read

enum class Frames { all_good, before_damage, none };
constexpr std::array ways{Frames::all_good, Frames::before_damage, Frames::none};

fs::path wal_of(const fs::path& folder) {
    fs::path path = folder / database_name;
    path += "-wal";
    return path;
}

// A scratch folder inside the log's, gone at the end.
struct Scratch {
    explicit Scratch(const fs::path& folder)
        : path(folder / ("repair" + std::string(partial_suffix))) {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    fs::path path;
};

// The database with pages of the write-ahead file put over it, as one file that needs no other.
LogError assemble(const fs::path& folder, const fs::path& target, Frames frames,
                  const WalReport& wal) {
    std::error_code error;
    fs::copy_file(folder / database_name, target, fs::copy_options::overwrite_existing, error);
    if (error) return os_error(error.value(), "copy", folder / database_name);
    std::fstream file(target, std::ios::binary | std::ios::in | std::ios::out);
    std::uint32_t pages = 0;
    std::uint32_t page_bytes = 0;
    if (frames != Frames::none) {
        struct Page {
            std::uint32_t number;
            std::vector<std::uint8_t> bytes;
        };
        std::vector<Page> waiting;  // for their commit
        Result<WalHeader> read = read_wal(
            wal_of(folder),
            [&](const WalFrame& frame) {
                if (!frame.follows) return;
                if (frames == Frames::before_damage && frame.number > wal.taken) return;
                waiting.push_back({frame.page, {frame.bytes.begin(), frame.bytes.end()}});
                if (frame.commit_pages == 0) return;
                pages = frame.commit_pages;
                for (const Page& page : waiting) {
                    file.seekp(static_cast<std::streamoff>((page.number - 1) * page.bytes.size()));
                    file.write(reinterpret_cast<const char*>(page.bytes.data()),
                               static_cast<std::streamsize>(page.bytes.size()));
                }
                waiting.clear();
            },
            Header::guess);
        if (!read) return read.error();
        page_bytes = read->page_bytes;
    }
    // A file that is written with a rollback journal, and so does not ask for a write-ahead file.
    file.seekp(versions_at);
    file.write("\1\1", 2);
    file.close();
    if (!file) return os_error(EIO, "write", target);
    if (pages != 0) fs::resize_file(target, std::uintmax_t{pages} * page_bytes, error);
    if (error) return os_error(error.value(), "cut", target);
    return {};
}

struct Candidate {
    fs::path file;
    LogMeta meta;
    ChainReport chain;
};

// The way with the longest chain; the first of those that are equal.
Result<std::optional<Candidate>> best_of(const Evidence& evidence, const fs::path& scratch,
                                         const VerifyProgress& progress) {
    std::optional<Candidate> best;
    for (const Frames frames : ways) {
        const fs::path file = scratch / ("way-" + std::to_string(static_cast<int>(frames)));
        if (LogError failed = assemble(evidence.folder, file, frames, evidence.wal)) return failed;
        Result<LogReader> reader = LogReader::open(file, {});
        if (!reader) continue;
        Result<ChainReport> chain = verify_chain(*reader, {}, progress);
        if (!chain) continue;
        if (!best || chain->end.seq > best->chain.end.seq) best = {file, reader->meta(), *chain};
        if (best->chain.end.seq >= evidence.known_seq() && !best->chain.fault) break;
    }
    return best;
}

// Every record of the chain, with the hash it had, in a new log without a trace of the old pages.
LogError rebuild(const Candidate& from, const fs::path& folder, bool new_epoch) {
    {
        LogOptions options;
        options.now = from.meta.created;
        options.wal_frames_preallocated = 0;
        Result<std::unique_ptr<DecisionLog>> log = DecisionLog::open(folder, options);
        if (!log) return log.error();
        Result<LogReader> reader = LogReader::open(from.file, {});
        if (!reader) return reader.error();
        LogError failed;
        const std::uint64_t last = from.chain.end.seq;
        const LogError unread = reader->read_stored(1, last, [&](const RecordView& record) {
            failed = (*log)->append(record);
            if (!failed && record.seq % records_per_commit == 0) {
                failed = (*log)->commit();
                if (!failed) failed = (*log)->checkpoint_if_due(false);
            }
            return !failed;
        });
        if (!failed && !unread) failed = (*log)->commit();
        if (failed || unread) return failed ? failed : unread;
        if ((*log)->last_hash() != from.chain.end.hash) {
            return {LogErrorCode::corrupted, "the rebuilt log has another hash than its records"};
        }
    }
    auto db = sqlite::Database::open(folder / database_name, {.access = sqlite::Access::write});
    if (!db) return db.error();
    if (LogError failed = write_meta(*db, "instance", from.meta.instance)) return failed;
    if (new_epoch) return {};
    return write_meta(*db, "epoch", from.meta.epoch);
}

bool reaches_all(const Candidate& candidate, const Evidence& evidence) {
    const ChainAnchor& end = candidate.chain.end;
    // Without the mark nobody can say where the end was.
    if (!evidence.mark.mark || candidate.chain.fault || end.seq < evidence.known_seq())
        return false;
    // What the witnesses saw is compared with the very records.
    Result<LogReader> reader = LogReader::open(candidate.file, {});
    std::vector<std::string> ignored;
    return reader && !judge_records(evidence, reader->database(), reader->meta(), ignored);
}

}  // namespace

Result<RepairReport> repair(const fs::path& folder, const RepairOptions& options,
                            const VerifyProgress& progress) {
    std::error_code ignored;
    if (!fs::exists(folder / database_name, ignored)) {
        return LogError{LogErrorCode::not_found, "there is no decision log at " +
                                                     (folder / database_name).string() +
                                                     "; name a log's folder"};
    }
    Result<FolderLock> lock = FolderLock::acquire(folder);
    if (!lock) return lock.error();
    Result<Evidence> evidence = gather(folder, Wal::walk);
    if (!evidence) return evidence.error();

    const Scratch scratch(folder);
    if (LogError failed = make_folder(scratch.path)) return failed;
    Result<std::optional<Candidate>> best = best_of(*evidence, scratch.path, progress);
    if (!best) return best.error();
    RepairReport report;
    report.known = evidence->known_seq();
    LogError fault = judge_files(*evidence);
    if (*best) {
        report.records = (*best)->chain.end.seq;
        report.without_loss = reaches_all(**best, *evidence);
        std::vector<std::string> warnings;
        if (!fault) fault = judge(folder, warnings);
        if (!fault && (*best)->chain.fault) {
            fault = {LogErrorCode::corrupted, (*best)->chain.fault->why};
        }
        if (!fault) {
            report.whole = true;
            return report;
        }
    }
    report.fault = fault.message;
    if (!*best) {
        return LogError{LogErrorCode::corrupted,
                        "nothing in " + folder.string() +
                            " can be read as a decision log; restore the newest backup"};
    }
    if (!report.without_loss && options.accept_loss_after != report.records) return report;
    const fs::path made = scratch.path / "new";
    if (LogError failed = rebuild(**best, made, !report.without_loss)) return failed;
    report.kept = free_name(folder, "damaged");
    if (LogError failed = put_in_place(*evidence, made, report.kept, report.without_loss)) {
        return failed;
    }
    report.done = true;
    return report;
}

}  // namespace muster::log
