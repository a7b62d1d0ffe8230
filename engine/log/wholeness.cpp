#include "engine/log/wholeness.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "engine/log/files.hpp"
#include "engine/log/log_reader.hpp"

namespace muster::log {

namespace fs = std::filesystem;

namespace {

constexpr const char* way_out =
    "; nothing was changed. Restore the newest backup, or see with `muster repair` what can be "
    "saved";

fs::path wal_of(const fs::path& folder) {
    fs::path path = folder / database_name;
    path += "-wal";
    return path;
}

LogError loss(std::string what) {
    return {LogErrorCode::corrupted, std::move(what) + way_out};
}

// Of what a connection would read: the last record, as words for a message.
std::string last_readable(const fs::path& folder) {
    Result<LogReader> reader = LogReader::open(folder, {});
    if (!reader) return "";
    Result<std::uint64_t> last = reader->last_seq();
    if (!last) return "";
    return "; the last good record before it is " + std::to_string(*last);
}

std::string known_words(const Evidence& evidence) {
    const std::uint64_t known = evidence.known_seq();
    return known == 0 ? "" : ", and record " + std::to_string(known) + " was acknowledged";
}

// Pages that neither the database file nor the write-ahead file holds.
bool is_cut_off(const Evidence& evidence) {
    const WalReport& wal = evidence.wal;
    if (wal.pages == 0) return false;  // SQLite compares the header's count by itself
    for (std::uint64_t page = evidence.database_bytes / wal.header.page_bytes; page < wal.pages;
         ++page) {
        if (!wal.has_page[page]) return true;
    }
    return false;
}

Result<std::optional<Hash>> hash_of(const sqlite::Database& db, std::uint64_t seq) {
    if (seq == 0) return std::optional<Hash>(chain_start);
    std::optional<Hash> hash;
    LogError failed = read_records(db, seq, seq, [&](const RecordView& record) {
        hash = record.hash;
        return false;
    });
    if (failed) return failed;
    return hash;
}

}  // namespace

std::uint64_t Evidence::known_seq() const {
    std::uint64_t known = mark.mark ? mark.mark->seq : 0;
    for (const SnapshotWitness& snapshot : snapshots)
        known = std::max(known, snapshot.seq);
    return known;
}

Result<Evidence> gather(const fs::path& folder, Wal wal) {
    Evidence evidence;
    evidence.folder = folder;
    Result<MarkRead> mark = read_high_water(folder);
    if (!mark) return mark.error();
    evidence.mark = std::move(*mark);
    Result<std::vector<SnapshotWitness>> snapshots = snapshot_witnesses(folder);
    if (!snapshots) return snapshots.error();
    evidence.snapshots = std::move(*snapshots);
    std::error_code error;
    const std::uintmax_t bytes = fs::file_size(folder / database_name, error);
    if (!error) evidence.database_bytes = bytes;
    if (wal == Wal::leave) return evidence;
    Result<WalReport> report = walk_wal(wal_of(folder));
    // Another program may write while we read; damage stays where it is.
    if (report && report->damaged != 0) report = walk_wal(wal_of(folder));
    if (!report) return report.error();
    evidence.wal = std::move(*report);
    return evidence;
}

LogError judge_files(const Evidence& evidence) {
    const WalReport& wal = evidence.wal;
    if (wal.damaged != 0) {
        return loss("frame " + std::to_string(wal.damaged) + " of " +
                    wal_of(evidence.folder).string() + " is damaged, while commits up to frame " +
                    std::to_string(wal.proof) + " were durable" + known_words(evidence) +
                    last_readable(evidence.folder));
    }
    if (evidence.database_bytes == 0 && (evidence.known_seq() > 0 || wal.taken > 0)) {
        return loss((evidence.folder / database_name).string() + " is empty or missing" +
                    known_words(evidence));
    }
    if (is_cut_off(evidence)) {
        return loss((evidence.folder / database_name).string() + " is cut off: it has " +
                    std::to_string(evidence.database_bytes) + " bytes, and the log " +
                    std::to_string(wal.pages) + " pages of " +
                    std::to_string(wal.header.page_bytes) + known_words(evidence));
    }
    return {};
}

LogError judge_empty(const Evidence& evidence) {
    constexpr std::uint64_t first_page_bytes = 4096;
    if (evidence.known_seq() == 0 && evidence.database_bytes <= first_page_bytes) return {};
    return loss("the first page of " + (evidence.folder / database_name).string() +
                " is damaged: it names no tables in a file of " +
                std::to_string(evidence.database_bytes) + " bytes" + known_words(evidence));
}

LogError judge_records(const Evidence& evidence, const sqlite::Database& db, const LogMeta& meta,
                       std::vector<std::string>& warnings) {
    const std::string file = (evidence.folder / database_name).string();
    const MarkRead& read = evidence.mark;
    if (read.damaged) {
        warnings.push_back((evidence.folder / high_water_name).string() +
                           " is damaged and cannot bear witness to the end of the log; it is "
                           "written anew");
    }
    auto newest = sqlite::query_integer(db, "SELECT max(seq) FROM record");
    if (!newest) return newest.error();
    const auto last = static_cast<std::uint64_t>(*newest);
    if (read.mark && (read.mark->instance != meta.instance || read.mark->epoch != meta.epoch)) {
        return loss(file + " is not the log that this folder had: its names differ from those in " +
                    (evidence.folder / high_water_name).string() +
                    " (a copy that was put here by hand? `muster restore` takes an empty folder)");
    }
    const auto lost = [&](std::uint64_t seq, const std::string& witness) {
        return loss(file + " ends at record " + std::to_string(last) + ", but record " +
                    std::to_string(seq) + " was durable, as " + witness + " shows: records " +
                    std::to_string(last + 1) + " to " + std::to_string(seq) + " are lost");
    };
    const auto other = [&](std::uint64_t seq, const std::string& witness) {
        return loss("record " + std::to_string(seq) + " in " + file + " is not the one that " +
                    witness + " was written for: the history was changed");
    };
    if (read.mark) {
        const std::string witness = (evidence.folder / high_water_name).string();
        if (read.mark->seq > last) return lost(read.mark->seq, witness);
        Result<std::optional<Hash>> hash = hash_of(db, read.mark->seq);
        if (!hash) return hash.error();
        if (*hash != read.mark->hash) return other(read.mark->seq, witness);
    }
    for (const SnapshotWitness& snapshot : evidence.snapshots) {
        if (snapshot.seq > last) return lost(snapshot.seq, snapshot.file.string());
        Result<std::optional<Hash>> hash = hash_of(db, snapshot.seq);
        if (!hash) return hash.error();
        if (*hash == snapshot.log_hash) continue;
        if (snapshot.sealed) return other(snapshot.seq, snapshot.file.string());
        warnings.push_back(snapshot.file.string() + " is of another log, or its header is damaged");
    }
    if (evidence.wal.stale_header) {
        const std::string wal = wal_of(evidence.folder).string();
        if (!read.mark) {
            return loss("the header of " + wal + " is damaged, so that its frames cannot be read" +
                        known_words(evidence));
        }
        warnings.push_back("The header of " + wal +
                           " does not verify; every record up to the high-water mark, " +
                           std::to_string(read.mark->seq) + ", is in the database");
    }
    return {};
}

LogError judge(const fs::path& folder, std::vector<std::string>& warnings) {
    Result<Evidence> evidence =
        gather(folder, FolderLock::is_held(folder) ? Wal::leave : Wal::walk);
    if (!evidence) return evidence.error();
    if (LogError failed = judge_files(*evidence)) return failed;
    Result<LogReader> reader = LogReader::open(folder, {});
    if (!reader) return reader.error();
    return judge_records(*evidence, reader->database(), reader->meta(), warnings);
}

}  // namespace muster::log
