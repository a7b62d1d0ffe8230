// What the service says of itself while it runs: alarms, and metrics of what works beside the
// pipeline.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

#include "engine/app/service.hpp"

namespace muster::app {
namespace {

// What fails once goes on by itself.
constexpr Millis reports_may_lag = seconds(60);

bool has(const std::vector<Alarm>& alarms, const std::string& name) {
    return std::any_of(alarms.begin(), alarms.end(),
                       [&](const Alarm& alarm) { return alarm.name == name; });
}

std::vector<AnchorTargetState> anchor_states(const AnchorSender* sender) {
    return sender == nullptr ? std::vector<AnchorTargetState>{} : sender->states();
}

// Why an alarm came, with the places on the disk and the addresses that are for the log alone.
void say_why(const std::string& alarm, const std::vector<AnchorTargetState>& anchors) {
    if (alarm != "anchors_not_sent") return;
    for (const AnchorTargetState& one : anchors) {
        if (one.overdue) spdlog::error("{}: {}", one.target, one.failing);
    }
}

}  // namespace

// Once in a while is enough, and the engine goes on without it.
void Service::hand_over_anchor() {
    const log::DecisionLog& log = log_->writer();
    // In between nothing is half done; an empty log has nothing to prove.
    if (!anchors_ || log.committed_seq() == 0 || log.committed_seq() != log.last_seq()) return;
    anchors_->committed({{log.committed_seq(), log.last_hash()}, state_->engine.last_at()});
}

std::vector<Alarm> Service::alarms() const {
    std::vector<Alarm> alarms;
    const log::LogStats& stats = log_->writer().stats();
    if (pipeline_->refusing()) {
        alarms.push_back({"log_held",
                          "another program holds the log, and nothing can be written: commands are "
                          "refused until it lets go; close it"});
    }
    if (stats.wal_large) {
        alarms.push_back(
            {"wal_large", "the write-ahead file has grown to " +
                              std::to_string(stats.wal_file_frames) +
                              " frames of 4120 bytes, because a reader looks into it (a backup, a "
                              "shell); it is made small again when that one is gone"});
    }
    if (stats.marks_failed > 0) {
        alarms.push_back({"high_water_failed",
                          "the high-water mark beside the log could not be written, so a loss of "
                          "the newest records might not be seen; look at that disk"});
    }
    // The place on the disk and the reason are said in the log only, as below.
    const AuditStats audit = audit_->stats();
    if (!audit.failing.empty()) {
        alarms.push_back({"audit_failed",
                          "who reads what cannot be written down; it is kept as long as there is "
                          "room: look at the disk of audit.sqlite"});
    }
    if (auto alarm = access_alarm()) alarms.push_back(std::move(*alarm));
    if (audit.lost > 0) {
        alarms.push_back(
            {"audit_lost", std::to_string(audit.lost) +
                               " entries of who read what were lost, because more came "
                               "than could be written down (audit.rows_max)"});
    }
    std::string targets;
    for (const AnchorTargetState& one : anchor_states(anchors_.get())) {
        if (one.overdue) targets += (targets.empty() ? "" : ", ") + one.target;
    }
    if (!targets.empty()) {
        alarms.push_back({"anchors_not_sent",
                          "anchors of the history have not reached (" + targets +
                              ") for more than two intervals (anchors.every_ms): what is written "
                              "anew meanwhile would not be found there; the log says why"});
    }
    const reports::WatcherStats follower = watcher_->stats();
    if (!follower.failing.empty() && follower.lag_ms > reports_may_lag) {
        alarms.push_back({"reports_behind",
                          "the tables that reports are made of cannot be kept up: reports and "
                          "statements show what was before; look at the disk of reports.sqlite"});
    }
    if (const auto fault = scrubber_->stats().fault) {
        // Anybody may ask whether we are ready, so the place on the disk is said in the log only.
        alarms.push_back({"history_damaged",
                          "record " + std::to_string(fault->seq) +
                              " of the history is damaged on the disk: keep a copy of the log, run "
                              "`muster check`, and restore the newest backup that holds"});
    }
    for (Alarm& alarm : adapters_->alarms())
        alarms.push_back(std::move(alarm));
    return alarms;
}

void Service::watch() {
    if (stopping_) return;
    watch_clock();
    hand_over_anchor();
    past_desk_->tidy(steady_.now());
    access_desk_->tidy(steady_.now());
    prove_accesses();
    // A large write-ahead file becomes small when its reader is gone, also when nothing happens.
    if (log_->writer().stats().wal_large) std::ignore = log_->checkpoint_if_due(true);
    std::vector<Alarm> now = alarms();
    for (const Alarm& alarm : now) {
        if (has(alarms_said_, alarm.name)) continue;
        spdlog::error("alarm {}: {}", alarm.name, alarm.text);
        const auto fault = scrubber_->stats().fault;
        if (fault && alarm.name == "history_damaged") spdlog::error("{}", fault->why);
        if (alarm.name == "audit_failed") spdlog::error("{}", audit_->stats().failing);
        say_why(alarm.name, anchor_states(anchors_.get()));
        if (alarm.name == "reports_behind") spdlog::error("{}", watcher_->stats().failing);
    }
    for (const Alarm& alarm : alarms_said_) {
        if (!has(now, alarm.name)) spdlog::info("alarm {} is over", alarm.name);
    }
    alarms_said_ = std::move(now);
    watch_timer_.expires_after(std::chrono::milliseconds(options_.watch_ms.value));
    watch_timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) watch();
    });
}

void Service::write_anchor_metrics(MetricsText& out) const {
    const std::vector<AnchorTargetState> states = anchor_states(anchors_.get());
    const auto each = [&](std::string_view name, std::string_view help, std::string_view type,
                          std::uint64_t AnchorTargetState::*value) {
        out.head(name, help, type);
        for (const AnchorTargetState& one : states)
            out.sample(name, "target=\"" + one.target + "\"", one.*value);
    };
    each("muster_anchors_sent_total", "Anchors of the history that were sent.", "counter",
         &AnchorTargetState::sent);
    each("muster_anchors_failures_total", "Attempts at it that failed.", "counter",
         &AnchorTargetState::failures);
    each("muster_anchor_sent_seq", "The record of the last anchor sent; 0 = never.", "gauge",
         &AnchorTargetState::seq);
}

void Service::write_own_metrics(MetricsText& out) {
    vitals_.write(out, board(), clock_.now(), steady_.now());
    const pipeline::SnapshotStats snapshots = snapshots_->stats();
    out.gauge("muster_snapshot_seq", "The record of the newest snapshot; 0 = none.",
              snapshots.newest);
    out.gauge("muster_snapshot_every_records", "One is due after so many; 0 = at the end alone.",
              options_.snapshots.snapshot_records);
    out.counter("muster_snapshots_total", "Snapshots written beside the engine.",
                snapshots.written);
    out.counter("muster_snapshot_failures_total", "Attempts at one that failed.",
                snapshots.failures);
    const log::ScrubStats stats = scrubber_->stats();
    out.counter("muster_scrub_records_total", "Records of the history verified in the background.",
                stats.records);
    out.counter("muster_scrub_passes_total", "Passes over the whole history.", stats.passes);
    out.counter("muster_scrub_faults_total", "Passes that met damage.", stats.faults);
    out.gauge("muster_scrub_position", "The last record verified in the present pass.",
              stats.position);
    const AuditStats audit = audit_->stats();
    out.counter("muster_audit_entries_total", "Entries for the record of accesses.", audit.noted);
    out.counter("muster_audit_lost_total", "Of them those for which there was no room.",
                audit.lost);
    out.counter("muster_audit_failures_total", "Writes of that record that failed.",
                audit.failures);
    const auto& sheet = board().access_sheet();
    out.gauge("muster_audit_sheet", "The last sheet of that record that stands in the log.",
              sheet ? sheet->number : 0);
    write_anchor_metrics(out);
    const reports::WatcherStats follower = watcher_->stats();
    out.gauge("muster_reports_position", "The last record in the tables that reports are made of.",
              follower.position);
    out.gauge("muster_reports_lag_records", "Records that these tables lack.", follower.behind);
    out.gauge("muster_reports_lag_ms", "What was committed so long ago is in these tables.",
              static_cast<std::uint64_t>(std::max<std::int64_t>(follower.lag_ms.value, 0)));
    out.counter("muster_reports_records_total", "Records taken over into these tables.",
                follower.taken);
    out.counter("muster_reports_failures_total", "Attempts at it that failed.", follower.failures);
    const MapStats maps = map_desk_->stats();
    out.counter("muster_map_tiles_made_total", "Tiles that were wanted and not at hand.",
                maps.tiles_made);
    out.counter("muster_map_tiles_at_hand_total", "Tiles that had been made before.",
                maps.tiles_at_hand);
    out.counter("muster_map_ways_total", "Ways along the roads that were wanted.", maps.ways_made);
    out.gauge("muster_map_cache_bytes", "Of tiles that are kept.", maps.cache_bytes);
    const PastStats& past = past_desk_->stats();
    out.counter("muster_past_answers_total", "Questions about the desk as it was.", past.answers);
    out.counter("muster_past_refused_total", "Such questions that found too many waiting.",
                past.refused);
    adapters_->write_metrics(out);
}

}  // namespace muster::app
