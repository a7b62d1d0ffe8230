#include "engine/pipeline/replay.hpp"

#include "engine/codec/commands_json.hpp"
#include "engine/pipeline/digest.hpp"
#include "muster/service.hpp"

namespace muster::pipeline {
namespace {

log::LogError unreadable(const log::RecordView& record, std::string_view what,
                         const codec::ParseError& error) {
    return {log::LogErrorCode::corrupted, "the " + std::string(what) + " of record " +
                                              std::to_string(record.seq) +
                                              " cannot be read: " + codec::to_string(error)};
}

// Digests are asked for with a key only, and most records have none.
std::uint64_t digest_of(const log::RecordView& record) {
    if (record.key.empty()) return 0;
    // What was erased from the command changes nothing of whether it was the same.
    return record.digest != 0 ? record.digest : command_digest(record.command);
}

}  // namespace

log::LogError Replayer::read(const log::RecordView& record) {
    if (const auto error =
            codec::read_events(record.events, events_, codec::Mode::lenient, codec::own_text)) {
        return unreadable(record, "events", *error);
    }
    return {};
}

void Replayer::apply_read(const log::RecordView& record) {
    engine_.apply({.seq = record.seq,
                   .at = record.at,
                   .source = record.source,
                   .key = record.key,
                   .digest = digest_of(record),
                   .events = events_});
}

log::LogError Replayer::apply(const log::RecordView& record) {
    if (log::LogError error = read(record)) return error;
    apply_read(record);
    return {};
}

log::Result<Replayer::Redone> Replayer::redo(const log::RecordView& record) {
    Envelope envelope;
    if (const auto error = codec::read_command(record.command, envelope.command,
                                               codec::Mode::lenient, codec::own_text)) {
        return unreadable(record, "command", *error);
    }
    auto missing = engine_.prepare_roads();
    if (const auto* load = envelope.command.get_if<LoadRules>(); load && !missing) {
        missing = engine_.missing_map(load->rules);
    }
    if (missing) {
        return log::LogError{
            log::LogErrorCode::not_found,
            "record " + std::to_string(record.seq) + " cannot be decided anew: " + *missing};
    }
    envelope.seq = record.seq;
    envelope.at = record.at;
    envelope.source = record.source;
    envelope.key = record.key;
    envelope.digest = digest_of(record);
    const core::Handled handled = engine_.handle(envelope);
    Redone redone{
        .rejection = handled.rejection, .replayed = handled.replayed_seq != 0, .events_json = {}};
    codec::write(redone.events_json, handled.events);
    return redone;
}

}  // namespace muster::pipeline
