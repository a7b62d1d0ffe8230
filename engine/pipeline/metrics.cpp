#include "engine/pipeline/metrics.hpp"

#include "engine/codec/describe.hpp"

namespace muster::pipeline {
namespace {

std::string label(std::string_view name, std::string_view value) {
    return std::string(name).append("=\"").append(value).append("\"");
}

}  // namespace

void write_metrics(MetricsText& out, const Pipeline& pipeline) {
    const PipelineStats& stats = pipeline.stats();
    out.counter("muster_commands_total", "Commands handled.", stats.commands);
    out.counter("muster_records_total", "Records written.", stats.records);
    out.counter("muster_ticks_total", "Ticks handled.", stats.ticks);
    out.counter("muster_commands_refused_total", "Commands refused by the core.", stats.refused);
    out.counter("muster_commands_replayed_total", "Commands whose key was seen before.",
                stats.replayed);
    out.counter("muster_commands_unchanged_total", "Commands that changed nothing.",
                stats.unchanged);
    out.gauge("muster_batch_largest", "Most commands in one step.", stats.largest_batch);
    out.counter("muster_clock_backwards_total", "Times the clock was behind the last record.",
                pipeline.clock().backwards());
    out.gauge("muster_log_held", "1 while another program keeps the log from being written.",
              pipeline.held_since() ? 1 : 0);
    out.counter("muster_log_held_total", "Times that another program held the log.",
                stats.log_held);
    const intake::IntakeStats intake = pipeline.intake_stats();
    out.counter("muster_intake_refused_log_held_total",
                "Submissions refused because another program held the log.", intake.refused_shut);
    const auto by_traffic = [&](std::string_view name, std::string_view help, std::string_view type,
                                auto field) {
        out.head(name, help, type);
        for (std::size_t i = 0; i < traffic_count; ++i) {
            out.sample(name, label("traffic", enum_names<Traffic>[i]), intake.traffic[i].*field);
        }
    };
    by_traffic("muster_intake_taken_total", "Submissions taken into the queue.", "counter",
               &intake::TrafficStats::taken);
    by_traffic("muster_intake_overloaded_total", "Submissions refused at a full queue.", "counter",
               &intake::TrafficStats::refused);
    by_traffic("muster_intake_waiting", "Submissions (positions: fixes) that wait.", "gauge",
               &intake::TrafficStats::waiting);
    by_traffic("muster_intake_limit", "How many of them may wait; more are refused.", "gauge",
               &intake::TrafficStats::limit);
    out.counter("muster_fixes_coalesced_total", "Positions replaced before they were logged.",
                intake.fixes_coalesced);
    out.head("muster_fixes_total", "Positions looked at, by what became of them.", "counter");
    for (std::size_t i = 0; i < fix_outcome_count; ++i) {
        const bool no_place = i == static_cast<std::size_t>(FixOutcome::no_place);
        out.sample("muster_fixes_total", label("outcome", enum_names<FixOutcome>[i]),
                   stats.fixes[i] + (no_place ? intake.fixes_without_place : 0));
    }
}

void write_metrics(MetricsText& out, const log::LogStats& stats, std::uint64_t committed_seq) {
    out.gauge("muster_log_committed_seq", "The last durable record.", committed_seq);
    out.counter("muster_log_commits_total", "Commits that carried records.", stats.commits);
    out.counter("muster_log_bytes_total", "Bytes of committed records.", stats.bytes);
    out.gauge("muster_log_wal_frames", "Frames in the write-ahead file.", stats.wal_frames);
    out.gauge("muster_log_wal_file_frames", "Frames that the write-ahead file has room for.",
              stats.wal_file_frames);
    out.gauge("muster_log_wal_large", "1 while the write-ahead file is above its limit.",
              stats.wal_large ? 1 : 0);
    out.counter("muster_log_wal_cut_back_total", "Times that it was made small again.",
                stats.wal_cut_back);
    out.counter("muster_log_checkpoints_held_back_total", "Checkpoints that a reader held back.",
                stats.checkpoints_held_back);
    out.counter("muster_log_marks_failed_total", "Failed writes of the high-water mark.",
                stats.marks_failed);
    out.counter("muster_log_checkpoints_total", "Checkpoints that copied something.",
                stats.checkpoints);
    out.counter("muster_log_checkpoints_failed_total", "Checkpoints that failed.",
                stats.checkpoints_failed);
}

void write_metrics(MetricsText& out, const core::Board& board) {
    out.gauge("muster_members", "Members on the board.", board.members().size());
    out.gauge("muster_responders", "Responders on the board.", board.responders().size());
    out.gauge("muster_requests", "Requests on the board, ended ones too.", board.requests().size());
    out.gauge("muster_requests_open", "Open requests.", board.open_requests());
    out.gauge("muster_offers", "Offers on the board, ended ones too.", board.offers().size());
}

void write_metrics(MetricsText& out, const feed::FeedStats& stats) {
    out.gauge("muster_feed_subscribers", "Connected consoles.", stats.subscribers);
    out.gauge("muster_feed_waiting", "Connections that have not shown a ticket.", stats.waiting);
    out.counter("muster_feed_records_total", "Records published.", stats.records);
    out.counter("muster_feed_frames_sent_total", "Frames taken by sockets.", stats.frames_sent);
    out.counter("muster_feed_bytes_sent_total", "Bytes taken by sockets.", stats.bytes_sent);
    out.counter("muster_feed_conflated_total", "Positions left out for slow consoles.",
                stats.conflated);
    out.counter("muster_feed_resumes_total", "Subscriptions resumed.", stats.resumes);
    out.counter("muster_feed_resets_total", "Subscriptions started from a snapshot.", stats.resets);
    out.head("muster_feed_closed_total", "Connections closed, by code.", "counter");
    for (const auto& [code, count] : stats.closed) {
        out.sample("muster_feed_closed_total",
                   label("code", std::to_string(static_cast<unsigned>(code))), count);
    }
}

void write_metrics(MetricsText& out, const ExplainerStats& stats) {
    out.gauge("muster_explanations_wanted", "Explanations that wait or are being made.",
              stats.wanted);
    out.counter("muster_explanations_made_total", "Explanations made.", stats.made);
    out.counter("muster_explanations_cancelled_total", "Explanations that nobody waited for.",
                stats.cancelled);
    out.counter("muster_explanations_over_budget_total",
                "Explanations given up since they took too long.", stats.over_budget);
    out.head("muster_explanations_refused_total", "Explanations refused, by limit.", "counter");
    out.sample("muster_explanations_refused_total", "limit=\"queue\"", stats.refused_queue);
    out.sample("muster_explanations_refused_total", "limit=\"token\"", stats.refused_principal);
}

}  // namespace muster::pipeline
