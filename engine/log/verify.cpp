#include "engine/log/verify.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace muster::log {

bool ChainCheck::follows(const RecordView& record) {
    if (record.seq != end_.seq + 1 || hasher_.chain(end_.hash, record) != record.hash) {
        return false;
    }
    end_ = {record.seq, record.hash};
    return true;
}

LogError broken_structure(const LogReader& reader) {
    auto check = sqlite::Statement::prepare(reader.database(), "PRAGMA integrity_check(1)");
    if (!check) return check.error();
    if (check->step() != SQLITE_ROW) return sqlite::error_of(reader.database(), "checking it");
    const std::string found(check->bytes(0));
    if (found == "ok") return {};
    return {LogErrorCode::corrupted, reader.file().string() + ": " + found};
}

Result<ChainReport> verify_chain(const LogReader& reader, const VerifyOptions& options,
                                 const VerifyProgress& progress) {
    Result<std::uint64_t> newest = reader.last_seq();
    if (!newest) return newest.error();
    const std::uint64_t last = std::min(options.last, *newest);
    const std::uint64_t total = last > options.after.seq ? last - options.after.seq : 0;
    ChainReport report;
    ChainCheck check(options.after);
    const auto fault = [&](std::uint64_t seq, std::string_view why) {
        if (report.fault) return;
        report.fault = ChainFault{seq, corrupted_record(reader.database(), seq, why).message};
    };
    const auto meets = [&](const ChainAnchor& anchor, const Hash& hash) {
        if (anchor.hash != hash) fault(anchor.seq, "is not the record that it was known to be");
        return anchor.hash == hash;
    };
    if (options.expected && options.expected->seq == options.after.seq) {
        std::ignore = meets(*options.expected, options.after.hash);
    }
    LogError failed =
        reader.read_stored(options.after.seq + 1, last, [&](const RecordView& record) {
            if (!check.follows(record)) {
                fault(record.seq, "does not match its hash");
                return false;
            }
            if (options.expected && options.expected->seq == record.seq &&
                !meets(*options.expected, record.hash)) {
                return false;
            }
            ++report.records;
            if (progress && report.records % options.records_per_progress == 0) {
                progress(report.records, total);
            }
            return true;
        });
    report.end = check.end();
    // Missing records and unreadable pages are damage, at the record after the last good one.
    if (failed.code == LogErrorCode::corrupted) {
        report.fault = ChainFault{report.end.seq + 1, failed.message};
    } else if (failed) {
        return failed;
    }
    if (options.expected && options.expected->seq > report.end.seq) {
        fault(report.end.seq + 1, "is missing, although record " +
                                      std::to_string(options.expected->seq) +
                                      " was known to exist");
    }
    if (progress) progress(report.records, total);
    return report;
}

}  // namespace muster::log
