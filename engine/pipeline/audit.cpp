#include "engine/pipeline/audit.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/codec/json_writer.hpp"
#include "engine/log/hash.hpp"
#include "engine/log/read_ahead.hpp"
#include "engine/log/wholeness.hpp"
#include "engine/pipeline/replay.hpp"
#include "engine/pipeline/state_text.hpp"
#include "engine/seal/key_book.hpp"

namespace muster::pipeline {
namespace {

std::string in_words(const Replayer::Redone& redone) {
    if (redone.replayed) return "a repetition of an earlier command";
    if (!redone.rejection) return redone.events_json;
    std::string json = "refused: ";
    codec::write(json, redone.rejection.reason);
    return json.append(" ")
        .append(redone.rejection.field)
        .append(" ")
        .append(redone.rejection.detail);
}

// One check under way.
class Checker {
  public:
    Checker(const std::filesystem::path& folder, const CheckOptions& options,
            const Progress& progress)
        : folder_(folder), options_(options), progress_(progress) {
        engine_.set_road_source(options.roads);
    }

    log::Result<CheckReport> run() {
        const bool is_folder = std::filesystem::is_directory(folder_);
        // Before SQLite opens the log: frames that it would pass over without a word.
        if (is_folder) {
            const log::Wal wal =
                log::FolderLock::is_held(folder_) ? log::Wal::leave : log::Wal::walk;
            auto evidence = log::gather(folder_, wal);
            if (!evidence) return evidence.error();
            evidence_ = std::move(*evidence);
            if (const log::LogError lost = log::judge_files(evidence_)) {
                differs("loss", 0, every_durable_record, lost.message);
                return std::move(report_);
            }
        }
        auto reader = log::LogReader::open(folder_, options_.reader);
        if (!reader) return reader.error();
        if (log::LogError failed = decide_anew(*reader)) return failed;
        if (!report_.first_difference) meet_anchors();
        if (!report_.first_difference && is_folder) {
            const log::LogError lost =
                log::judge_records(evidence_, reader->database(), reader->meta(), report_.warnings);
            if (lost) differs("loss", report_.records, every_durable_record, lost.message);
        }
        if (!report_.first_difference) look_at_structure(*reader);
        report_.state_hash = log::to_hex(state_hash(engine_));
        report_.last_hash = log::to_hex(last_.hash);
        return std::move(report_);
    }

  private:
    static constexpr const char* every_durable_record = "every record that was durable";

    bool differs(std::string kind, std::uint64_t seq, std::string expected, std::string got) {
        report_.first_difference =
            Difference{std::move(kind), seq, std::move(expected), std::move(got)};
        return false;
    }

    bool invariants_hold(std::uint64_t seq) {
        std::string broken = engine_.broken_invariant();
        return broken.empty() ||
               differs("invariant", seq, "every invariant holds", std::move(broken));
    }

    // What cannot be read at all is an error; what is read and wrong, a difference.
    log::LogError decide_anew(const log::LogReader& reader) {
        auto last = reader.last_seq();
        if (!last) return last.error();
        log::ReadAheadOptions ahead;
        ahead.reader = options_.reader;
        ahead.last = *last;
        log::LogError unable;
        Replayer replayer(engine_);
        log::LogError error = log::read_ahead(folder_, ahead, [&](const log::RecordView& record) {
            return handle(replayer, record, *last, unable);
        });
        if (unable) return unable;
        if (error && error.code != log::LogErrorCode::corrupted) return error;
        if (error) {
            differs("chain", report_.records + 1, "the record as it was appended", error.message);
        } else if (!report_.first_difference) {
            (void)invariants_hold(report_.records);
        }
        if (progress_) progress_(report_.records, *last);
        return {};
    }

    bool handle(Replayer& replayer, const log::RecordView& record, std::uint64_t last,
                log::LogError& unable) {
        if (!record.complete) blind_until_ = std::max(blind_until_, end_of_blindness(record.seq));
        if (record.seq <= blind_until_) {
            if (log::LogError failed = replayer.apply(record)) {
                return differs("events", record.seq, std::string(record.events), failed.message);
            }
            ++report_.not_decided;
            return accept(record, last);
        }
        auto redone = replayer.redo(record);
        if (!redone && redone.error().code == log::LogErrorCode::not_found) {
            unable = redone.error();
            return false;
        }
        const std::string expected(record.events);
        if (!redone) return differs("events", record.seq, expected, redone.error().message);
        if (redone->rejection || redone->replayed || redone->events_json != record.events) {
            return differs("events", record.seq, expected, in_words(*redone));
        }
        return accept(record, last);
    }

    // The last record that may depend on what was erased from record `seq` on: that of the last
    // erasing. Where it is not known who is missing, all.
    std::uint64_t end_of_blindness(std::uint64_t seq) {
        if (!last_erasing_) {
            const auto keys = seal::KeyBook::of(folder_);
            last_erasing_ = keys && *keys ? (*keys)->last_erasing() : 0;
        }
        return *last_erasing_ >= seq ? *last_erasing_ : std::numeric_limits<std::uint64_t>::max();
    }

    bool accept(const log::RecordView& record, std::uint64_t last) {
        ++report_.records;
        last_ = {record.seq, record.hash};
        if (!meets_anchors(record)) return false;
        if (report_.records % options_.records_per_invariants == 0 &&
            !invariants_hold(record.seq)) {
            return false;
        }
        if (progress_ && report_.records % options_.records_per_progress == 0) {
            progress_(record.seq, last);
        }
        return true;
    }

    bool meets_anchors(const log::RecordView& record) {
        for (const log::ChainAnchor& anchor : options_.anchors) {
            if (anchor.seq != record.seq) continue;
            if (anchor.hash != record.hash) {
                return differs("anchor", record.seq, "the hash " + log::to_hex(anchor.hash),
                               "the hash " + log::to_hex(record.hash) +
                                   ": this is not the history that the anchor was taken of");
            }
            ++report_.anchors;
        }
        return true;
    }

    void meet_anchors() {
        for (const log::ChainAnchor& anchor : options_.anchors) {
            if (anchor.seq == 0 ? anchor.hash == log::chain_start : anchor.seq <= report_.records) {
                continue;
            }
            differs("anchor", anchor.seq, "a record with the hash " + log::to_hex(anchor.hash),
                    "no such record: the log ends at record " + std::to_string(report_.records));
            return;
        }
    }

    void look_at_structure(const log::LogReader& reader) {
        const log::LogError broken = log::broken_structure(reader);
        if (broken) differs("file", 0, "a database whose structure is whole", broken.message);
    }

    const std::filesystem::path& folder_;
    const CheckOptions& options_;
    const Progress& progress_;
    log::Evidence evidence_;
    core::Engine engine_;
    CheckReport report_;
    log::ChainAnchor last_;
    std::uint64_t blind_until_ = 0;
    std::optional<std::uint64_t> last_erasing_;
};

}  // namespace

log::Result<CheckReport> check(const std::filesystem::path& folder, const CheckOptions& options,
                               const Progress& progress) {
    return Checker(folder, options, progress).run();
}

}  // namespace muster::pipeline
