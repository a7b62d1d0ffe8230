#include "engine/pipeline/audit.hpp"

#include <utility>

#include "engine/codec/json_writer.hpp"
#include "engine/log/hash.hpp"
#include "engine/log/read_ahead.hpp"
#include "engine/pipeline/replay.hpp"
#include "engine/pipeline/state_text.hpp"

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

}  // namespace

log::Result<CheckReport> check(const std::filesystem::path& folder, const CheckOptions& options,
                               const Progress& progress) {
    auto reader = log::LogReader::open(folder, options.reader);
    if (!reader) return reader.error();
    auto last = reader->last_seq();
    if (!last) return last.error();

    CheckReport report;
    core::Engine engine;
    engine.set_road_source(options.roads);
    log::LogError unable;
    Replayer replayer(engine);
    const auto differs = [&](std::string kind, std::uint64_t seq, std::string expected,
                             std::string got) {
        report.first_difference =
            Difference{std::move(kind), seq, std::move(expected), std::move(got)};
        return false;
    };
    const auto invariants_hold = [&](std::uint64_t seq) {
        std::string broken = engine.broken_invariant();
        return broken.empty() ||
               differs("invariant", seq, "every invariant holds", std::move(broken));
    };

    log::ReadAheadOptions ahead;
    ahead.reader = options.reader;
    ahead.last = *last;
    const log::LogError error = log::read_ahead(folder, ahead, [&](const log::RecordView& record) {
        auto redone = replayer.redo(record);
        if (!redone && redone.error().code == log::LogErrorCode::not_found) {
            unable = redone.error();
            return false;
        }
        if (!redone) {
            return differs("events", record.seq, std::string(record.events),
                           redone.error().message);
        }
        if (redone->rejection || redone->replayed || redone->events_json != record.events) {
            return differs("events", record.seq, std::string(record.events), in_words(*redone));
        }
        ++report.records;
        if (report.records % options.records_per_invariants == 0 && !invariants_hold(record.seq)) {
            return false;
        }
        if (progress && report.records % options.records_per_progress == 0) {
            progress(record.seq, *last);
        }
        return true;
    });
    if (unable) return unable;
    if (error && error.code != log::LogErrorCode::corrupted) return error;
    if (error) {
        differs("chain", report.records + 1, "the record as it was appended", error.message);
    } else if (!report.first_difference) {
        (void)invariants_hold(report.records);
    }
    report.state_hash = log::to_hex(state_hash(engine));
    if (progress) progress(report.records, *last);
    return report;
}

}  // namespace muster::pipeline
