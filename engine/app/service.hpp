// The running service: the log's folder, the engine, the feed and the adapters, wired together on
// one io_context. Everything happens on the thread that runs it; snapshots are built on a thread
// of their own, from the log, decisions are explained on another, road networks at other speeds are
// built on a third, the record of accesses is written on a fourth, tables for reports follow the
// log on a fifth, reports and statements are made on two more, tiles and ways on one, tables are
// imported on one, and what the desk looked like, and who got at what, is read on one
// each; passphrases are looked at on another, and anchors are sent away on the last.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/access/access_book.hpp"
#include "engine/app/access/access_desk.hpp"
#include "engine/app/adapters.hpp"
#include "engine/app/anchors/anchor_sender.hpp"
#include "engine/app/audit/desk.hpp"
#include "engine/app/audit/trail.hpp"
#include "engine/app/clock.hpp"
#include "engine/app/followers.hpp"
#include "engine/app/imports/import_desk.hpp"
#include "engine/app/map/map_desk.hpp"
#include "engine/app/network_builder.hpp"
#include "engine/app/past/past_desk.hpp"
#include "engine/app/reports/desk.hpp"
#include "engine/app/vitals.hpp"
#include "engine/feed/hub.hpp"
#include "engine/log/decision_log.hpp"
#include "engine/log/scrub.hpp"
#include "engine/pipeline/desk_service.hpp"
#include "engine/pipeline/disk_log.hpp"
#include "engine/pipeline/explainer.hpp"
#include "engine/pipeline/pipeline.hpp"
#include "engine/pipeline/query_service.hpp"
#include "engine/pipeline/recovery.hpp"
#include "engine/pipeline/road_library.hpp"
#include "engine/pipeline/snapshots.hpp"
#include "engine/reports/watcher.hpp"
#include "engine/seal/key_book.hpp"
#include "engine/seal/options.hpp"
#include "muster/metrics_text.hpp"
#include "muster/rules.hpp"

namespace muster::app {

struct ServiceOptions {
    std::filesystem::path data;
    log::LogOptions log;
    pipeline::RecoverOptions recover;
    log::ScrubOptions scrub;
    pipeline::SnapshotPolicy snapshots;
    pipeline::PipelineOptions pipeline;
    pipeline::QueryOptions queries;
    pipeline::ExplainerOptions explainer;
    AdapterSections adapters;
    access::AccessOptions access;
    access::OutsideOptions oidc;
    seal::SealingOptions sealing;       // its secret was read
    std::filesystem::path config_file;  // that its paths are relative to
    AuditOptions audit;
    AnchorOptions anchors;  // its paths are absolute, or as seen from here
    std::shared_ptr<const log::AnchorKey> anchor_key;  // null = nothing is sent
    reports::ReportOptions reports;
    MapOptions maps;
    ImportOptions imports;
    std::vector<TableRule> tables;  // that can be imported
    pipeline::PastOptions past;
    // The road maps at hand beside those in the data folder; null = none.
    std::shared_ptr<pipeline::RoadLibrary> roads;
    std::int64_t speed = 1;  // of the city's clock
    ClockTrust clock;
    bool offsite = false;  // whether backups are to go elsewhere
    // Start even where the system's clock is further from the log's end than `clock` allows.
    bool accept_clock = false;
    // How long clients have to take their goodbyes at the end.
    Millis farewell_ms = Millis{500};
    // How soon a step is tried again while another program holds the log, and how often the
    // service looks after itself (see watch).
    Millis log_retry_ms = Millis{20};
    Millis watch_ms = seconds(1);
    // A map of the city as GeoJSON for the console; null = none.
    std::shared_ptr<const std::string> map;
};

class Service {
  public:
    // Recovers the state (with progress on standard error) and takes the folder. Nothing on
    // failure; `error` then says what, where, and what would be right.
    [[nodiscard]] static std::unique_ptr<Service> open(boost::asio::io_context& io,
                                                       const ServiceOptions& options,
                                                       std::string& error);
    ~Service();

    // Tells of every committed record.
    [[nodiscard]] EventPort& events() { return *followers_; }

    // Makes these rules the rules in force, unless they are already, then listens. Returns what
    // went wrong, or nothing. `rules` may be null: then somebody else loads them.
    [[nodiscard]] std::optional<std::string> start(const Rules* rules);

    // Puts the road map of the rules into the data folder, before a log names it. What went wrong,
    // or nothing. start() does it for its own rules.
    [[nodiscard]] std::optional<std::string> keep_map(const Rules& rules);

    // Files that the adapters have read may have changed, such as the TLS certificate.
    void reload();
    // Lets what is under way finish, says goodbye to clients and ends the io_context's work.
    void stop();
    // After the io_context has run out: a snapshot, so that the next start is quick. Returns why
    // the service ended, if it was not asked to.
    [[nodiscard]] std::optional<std::string> finish();

    [[nodiscard]] CommandPort& commands() { return door_; }
    [[nodiscard]] const core::Board& board() const { return state_->engine.board(); }
    [[nodiscard]] CityClock& clock() { return clock_; }
    [[nodiscard]] access::TokenBook& tokens() { return *tokens_; }
    [[nodiscard]] AuditPort& audit() { return *audit_; }
    [[nodiscard]] std::uint16_t port() const { return adapters_->port(); }
    // Where this program reaches itself, or another on this machine: http://127.0.0.1:8080.
    [[nodiscard]] std::string own_url() const;
    [[nodiscard]] std::uint64_t committed_seq() const { return pipeline_->committed_seq(); }

  private:
    // Every command also wakes the engine.
    struct Door final : CommandPort {
        explicit Door(Service& owner) : service(owner) {}
        void submit(Submission submission, std::function<void(const Outcome&)> done) override;
        Service& service;
    };
    Service(boost::asio::io_context& io, const ServiceOptions& options, CityClock clock,
            std::shared_ptr<pipeline::RoadLibrary> roads);
    [[nodiscard]] bool wire(pipeline::Opened opened, std::string& error);
    [[nodiscard]] bool look_at_open_records(std::string& error);
    [[nodiscard]] bool open_access(std::string& error);
    [[nodiscard]] bool open_anchors(std::string& error);
    [[nodiscard]] bool wire_desks(std::string& error);
    void wire_adapters();
    void wake();
    void wake_in(Millis wait);
    void pump();
    void arm_timer(TimePoint at);
    void watch_clock();
    void load_rules(const Rules& rules);
    // Now and then: tidies what waits for others to let go, and says which alarms came and went.
    void watch();
    [[nodiscard]] std::vector<Alarm> alarms() const;
    void write_own_metrics(MetricsText& out);
    void write_anchor_metrics(MetricsText& out) const;
    void hand_over_anchor();
    void look_at_speeds();
    // service_audit.cpp: the record of accesses, its sheets in the log, and the settings in it.
    void start_access_record();
    void note_sheet(const AccessSheet& sheet);
    [[nodiscard]] AuditWitness audit_witness() const;
    void prove_accesses();
    [[nodiscard]] std::optional<Alarm> access_alarm() const;

    boost::asio::io_context& io_;
    const ServiceOptions options_;
    CityClock clock_;
    // Of the feed and of the rates: the world's time, not a fast demo's, and never set back.
    const SteadyClock steady_;
    Vitals vitals_;
    Door door_{*this};
    const std::shared_ptr<pipeline::RoadLibrary> roads_;
    pipeline::ReadyRoads ready_roads_{*roads_};
    std::unique_ptr<access::TokenBook> tokens_;
    std::optional<access::SessionBook> sessions_;
    std::optional<access::AccessBook> access_;
    std::unique_ptr<AuditTrail> audit_;
    std::unique_ptr<log::Scrubber> scrubber_;  // goes after the log
    std::unique_ptr<AnchorSender> anchors_;    // null: they are sent nowhere
    std::unique_ptr<reports::Watcher> watcher_;
    std::unique_ptr<ReportDesk> report_desk_;
    std::unique_ptr<MapDesk> map_desk_;
    std::unique_ptr<ImportDesk> import_desk_;
    std::unique_ptr<PastDesk> past_desk_;
    std::unique_ptr<AuditDesk> audit_desk_;
    AccessProof access_proof_;  // the last one that was made
    std::unique_ptr<AuditDesk::Wish> proving_;
    TimePoint prove_at_;  // by steady_
    std::unique_ptr<AccessDesk> access_desk_;
    seal::KeyBook::Shared keys_;  // null: nothing is sealed, and nothing was
    std::unique_ptr<pipeline::Recovered> state_;
    std::unique_ptr<pipeline::DiskLog> log_;
    std::unique_ptr<feed::Hub> hub_;
    std::unique_ptr<Followers> followers_;
    std::unique_ptr<pipeline::Pipeline> pipeline_;
    std::unique_ptr<pipeline::Explainer> explainer_;
    std::unique_ptr<pipeline::QueryService> queries_;
    std::unique_ptr<pipeline::DeskService> desk_;
    std::unique_ptr<pipeline::SnapshotWriter> snapshots_;
    std::unique_ptr<NetworkBuilder> builder_;
    SpeedsId speeds_announced_;  // UseSpeeds is on its way
    std::unique_ptr<Adapters> adapters_;
    boost::asio::steady_timer deadline_timer_;
    boost::asio::steady_timer farewell_timer_;
    boost::asio::steady_timer retry_timer_;
    boost::asio::steady_timer watch_timer_;
    std::vector<Alarm> alarms_said_;
    Millis told_ahead_;  // what was last said of the city's clock against the system's
    TimePoint armed_for_ = never;
    bool awake_ = false;
    bool stopping_ = false;
    std::optional<std::string> failure_;
};

}  // namespace muster::app
