#include "engine/app/service.hpp"

#include <openssl/rand.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <utility>

#include "engine/app/access/secrets.hpp"
#include "engine/app/progress.hpp"
#include "engine/app/time_text.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/core/service/road_source.hpp"
#include "engine/log/files.hpp"
#include "engine/pipeline/feed_source.hpp"
#include "engine/seal/master_key.hpp"
#include "muster/service.hpp"

namespace muster::app {
namespace {

std::string iso_text(TimePoint at) {
    return time_text(at, "%FT%TZ");
}

std::string days_text(Millis span) {
    return fmt::format("{:.1f} days", static_cast<double>(span.value) / 86'400'000.0);
}

// Nobody decided anything before this program was written.
constexpr TimePoint earliest{1'735'689'600'000};  // 2025-01-01T00:00:00Z

// Why the system's clock may be wrong, or nothing. What is decided at a wrong time stays in the log
// for ever, and its time never goes back.
std::optional<std::string> doubt_of(TimePoint system, TimePoint last_at, const ClockTrust& trust) {
    std::string why;
    if (system < earliest) {
        why = "which is before this program was made";
    } else if (last_at && system - last_at > trust.jump_max_ms) {
        why = days_text(system - last_at) + " after the last record of the log";
    } else if (last_at - system > trust.jump_max_ms) {
        why = days_text(last_at - system) + " before the last record of the log";
    } else {
        return std::nullopt;
    }
    return "the system's clock shows " + iso_text(system) + ", " + why +
           ": set it right and start again; if it is right, start once with --accept-clock "
           "(clock.jump_max_ms says how much is believed)";
}

std::string text_of(const Rules& rules) {
    std::string text;
    codec::write(text, rules);
    return text;
}

// Before anything of the log is read. Null where nothing is to be sealed and nothing was.
Expected<seal::KeyBook::Shared, std::string> keys_of(const ServiceOptions& options) {
    std::error_code ignored;
    if (!options.sealing.on &&
        !std::filesystem::exists(options.data / seal::key_file_name, ignored)) {
        return seal::KeyBook::Shared();
    }
    if (log::LogError failed = log::make_folder(options.data)) return failed.message;
    // Somebody else's service is met here, before anything is drawn beside it.
    const auto lock = log::FolderLock::acquire(options.data);
    if (!lock) return lock.error().message;
    const auto master = seal::master_of_service(options.data, options.sealing, options.config_file);
    if (!master) return master.error();
    if (master->beside_the_data) {
        spdlog::warn(
            "the master key lies beside the data, in {}: whoever copies the folder can read all of "
            "it; name a file elsewhere in sealing.master_key",
            master->from);
    }
    auto book = seal::KeyBook::open(options.data, master->key, master->from);
    if (!book) return book.error().message;
    return std::move(*book);
}

// What is written from now on is sealed with; null = it is not.
seal::KeyBook* sealing_with(const ServiceOptions& options, const seal::KeyBook::Shared& keys) {
    return options.sealing.on ? keys.get() : nullptr;
}

}  // namespace

void Service::Door::submit(Submission submission, std::function<void(const Outcome&)> done) {
    service.pipeline_->submit(std::move(submission), std::move(done));
    service.wake();
}

Service::Service(boost::asio::io_context& io, const ServiceOptions& options, CityClock clock,
                 std::shared_ptr<pipeline::RoadLibrary> roads)
    : io_(io),
      options_(options),
      clock_(clock),
      vitals_(options.data, system_now(), options.offsite),
      roads_(std::move(roads)),
      deadline_timer_(io),
      farewell_timer_(io),
      retry_timer_(io),
      watch_timer_(io) {}

Service::~Service() = default;

std::unique_ptr<Service> Service::open(boost::asio::io_context& io, const ServiceOptions& options,
                                       std::string& error) {
    log::LogOptions log_options = options.log;
    log_options.now = system_now();
    auto keys = keys_of(options);
    if (!keys) {
        error = keys.error();
        return nullptr;
    }
    auto roads = options.roads ? options.roads : std::make_shared<pipeline::RoadLibrary>();
    roads->add_folder(pipeline::roads_folder(options.data));
    pipeline::RecoverOptions recover = options.recover;
    recover.roads = roads.get();
    ProgressLine progress("recovering", "records");
    auto opened = pipeline::open_engine(
        options.data, log_options, recover,
        [&](std::uint64_t done, std::uint64_t total) { progress.show(done, total); });
    progress.end();
    if (!opened) {
        error = opened.error().message;
        return nullptr;
    }
    if (!options.accept_clock) {
        const TimePoint last_at = opened->state->engine.last_at();
        if (auto doubt = doubt_of(system_now(), last_at, options.clock)) {
            error = std::move(*doubt);
            return nullptr;
        }
    }
    // A demo's clock may have run ahead of the system's; the log's time never goes back.
    const TimePoint start = std::max(system_now(), opened->state->engine.last_at());
    std::unique_ptr<Service> service(
        new Service(io, options, CityClock(start, options.speed, options.clock), std::move(roads)));
    service->keys_ = std::move(*keys);
    if (!service->wire(std::move(*opened), error)) return nullptr;
    if (auto wrong = service->keep_map(service->board().rules())) {
        error = std::move(*wrong);
        return nullptr;
    }
    return service;
}

bool Service::wire(pipeline::Opened opened, std::string& error) {
    state_ = std::move(opened.state);
    for (const std::string& warning : state_->warnings)
        spdlog::warn("{}", warning);
    spdlog::info("recovered to record {} ({} from a snapshot, {} replayed)",
                 state_->engine.last_seq(), state_->snapshot_seq, state_->records_applied);
    for (const std::string& warning : opened.log->warnings())
        spdlog::warn("{}", warning);
    const std::string epoch = opened.log->meta().epoch;
    auto log = pipeline::DiskLog::over(std::move(opened.log), {});
    if (!log) {
        error = log.error().message;
        return false;
    }
    log_ = std::move(*log);
    if (keys_) {
        if (sqlite::Error failed = pipeline::erase_left_over(state_->engine.board(), *keys_)) {
            error = failed.message;
            return false;
        }
    }
    seal::KeyBook* const keys = sealing_with(options_, keys_);
    if (keys_ && !look_at_open_records(error)) return false;
    scrubber_ = std::make_unique<log::Scrubber>(options_.data, options_.scrub);
    if (!open_access(error)) return false;
    audit_ = AuditTrail::open(options_.data, options_.audit, error);
    if (!audit_ || !open_anchors(error)) return false;

    const core::Board& board = state_->engine.board();
    hub_ = std::make_unique<feed::Hub>(
        options_.adapters.feed, epoch, state_->engine.last_seq(),
        [](std::span<std::byte> bytes) {
            const int drawn = RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                                         static_cast<int>(bytes.size()));
            // A guessable ticket would be worse than no service.
            if (drawn != 1) std::abort();
        },
        pipeline::feed_source(board, state_->index, {}));
    hub_->set_access([this](const std::string& name) { return access_->is_valid(name); });
    followers_ = std::make_unique<Followers>(
        io_, options_.data, board, [](const std::string& what) { spdlog::warn("{}", what); });
    pipeline_ = std::make_unique<pipeline::Pipeline>(
        pipeline::Pipeline::Parts{.engine = state_->engine,
                                  .log = *log_,
                                  .timelines = state_->timelines,
                                  .index = state_->index,
                                  .feed = hub_.get(),
                                  .observer = followers_.get(),
                                  .keys = keys},
        options_.pipeline);
    explainer_ = std::make_unique<pipeline::Explainer>(
        options_.data, options_.explainer, &ready_roads_,
        [this](std::function<void()> answer) { boost::asio::post(io_, std::move(answer)); });
    queries_ = std::make_unique<pipeline::QueryService>(
        pipeline::QueryService::Parts{state_->engine, *pipeline_, *log_, state_->timelines,
                                      state_->index, hub_.get(), explainer_.get(),
                                      [this] { return alarms(); },
                                      [this](MetricsText& out) { write_own_metrics(out); }},
        options_.queries);
    desk_ = std::make_unique<pipeline::DeskService>(state_->engine, state_->index,
                                                    [this] { return clock_.now(); });
    if (!wire_desks(error)) return false;
    snapshots_ = std::make_unique<pipeline::SnapshotWriter>(options_.data, options_.snapshots,
                                                            state_->snapshot_seq, keys);
    builder_ = std::make_unique<NetworkBuilder>(
        *roads_, [this] { boost::asio::post(io_, [this] { wake(); }); });
    wire_adapters();
    return true;
}

// A log from before there was sealing is read as ever, and said to be open until it is sealed.
bool Service::look_at_open_records(std::string& error) {
    // Switched off, it leaves records open behind the last one there is.
    const std::uint64_t last = state_->engine.last_seq() + (options_.sealing.on ? 0 : 1);
    if (!keys_->open_until() || !options_.sealing.on) {
        if (sqlite::Error failed = keys_->set_open_until(last)) {
            error = failed.message;
            return false;
        }
    }
    if (const auto open_until = keys_->open_until(); *open_until > 0) {
        spdlog::warn(
            "the records up to {} were written before there was sealing, so whoever has the disk "
            "reads them: stop the service once and run muster seal --data {}",
            *open_until, options_.data.string());
    }
    return true;
}

bool Service::open_access(std::string& error) {
    tokens_ = access::TokenBook::open(options_.data, system_now, error);
    if (!tokens_) return false;
    auto sessions = access::SessionBook::open(options_.data, options_.access.idle_ms, system_now);
    if (!sessions) {
        error = sessions.error().message;
        return false;
    }
    sessions_.emplace(std::move(*sessions));
    access_.emplace(*tokens_, *sessions_);
    return true;
}

bool Service::open_anchors(std::string& error) {
    if (!options_.anchors.any() || !options_.anchor_key) return true;
    auto sender = AnchorSender::open(options_.data, options_.anchors, *options_.anchor_key,
                                     log_->writer().meta().instance);
    if (!sender) {
        error = sender.error();
        return false;
    }
    anchors_ = std::move(*sender);
    return true;
}

// What is made beside the engine, for whoever asks over HTTP.
bool Service::wire_desks(std::string& error) {
    const auto post = [this](std::function<void()> answer) {
        boost::asio::post(io_, std::move(answer));
    };
    watcher_ = std::make_unique<reports::Watcher>(options_.data, options_.reports);
    report_desk_ = std::make_unique<ReportDesk>(options_.data, options_.reports, post);
    map_desk_ = std::make_unique<MapDesk>(*roads_, state_->engine.board(), options_.maps, post);
    import_desk_ = std::make_unique<ImportDesk>(
        options_.tables, options_.imports, [this] { return own_url(); },
        options_.adapters.http.tls.certificate, post);
    past_desk_ = std::make_unique<PastDesk>(options_.data, options_.past, &ready_roads_, post);
    audit_desk_ = std::make_unique<AuditDesk>(options_.data, options_.audit, post,
                                              [this] { return audit_witness(); });
    const auto secrets = open_secrets(options_.data, keys_.get(), options_.sealing.on);
    if (!secrets) {
        error = secrets.error();
        return false;
    }
    access_desk_ = AccessDesk::open({.folder = options_.data,
                                     .options = options_.access,
                                     .outside = options_.oidc,
                                     .secrets = *secrets,
                                     .public_url = options_.adapters.feed.public_url,
                                     .sessions = *sessions_,
                                     .audit = *audit_,
                                     .now = system_now,
                                     .post = post},
                                    error);
    return access_desk_ != nullptr;
}

void Service::wire_adapters() {
    const AdapterPorts ports{
        .io = io_,
        .commands = door_,
        .queries = *queries_,
        .access = *access_,
        .feed = *hub_,
        .events = *followers_,
        .explain = *explainer_,
        .audit = *audit_,
        .reports = options_.reports.follow ? report_desk_.get() : nullptr,
        .now = system_now,
        .steady_now = [this] { return steady_.now(); },
        .city_now = [this] { return clock_.now(); },
        .commands_wait = [this] { return awake_; },
        .warn = [](const std::string& what) { spdlog::warn("{}", what); },
        .data = options_.data.string(),
    };
    adapters_ = std::make_unique<Adapters>(ports, options_.adapters,
                                           ConsolePorts{.map = options_.map,
                                                        .maps = map_desk_.get(),
                                                        .desk = *desk_,
                                                        .imports = *import_desk_,
                                                        .past = *past_desk_,
                                                        .accesses = *audit_desk_,
                                                        .sessions = *access_desk_,
                                                        .accounts = *access_desk_});
}

std::string Service::own_url() const {
    // An address that stands for all of this machine's is none to connect to.
    std::string host = options_.adapters.http.server.address;
    if (host == "0.0.0.0") host = "127.0.0.1";
    if (host == "::") host = "::1";
    if (host.find(':') != std::string::npos) host = "[" + host + "]";
    const bool tls = options_.adapters.http.tls.on();
    return (tls ? "https://" : "http://") + host + ":" + std::to_string(port());
}

std::optional<std::string> Service::start(const Rules* rules) {
    if (rules != nullptr && text_of(*rules) != text_of(board().rules())) {
        if (auto wrong = keep_map(*rules)) return wrong;
        load_rules(*rules);
    }
    if (failure_) return failure_;
    if (auto wrong = adapters_->start()) return wrong;
    start_access_record();
    wake();
    watch();
    return failure_;
}

void Service::load_rules(const Rules& rules) {
    // Before anybody else can ask for anything.
    bool answered = false;
    pipeline_->submit({"engine", "", LoadRules{rules}}, [&](const Outcome& outcome) {
        answered = true;
        if (outcome.rejection) {
            failure_ = "the configured rules are refused: " + outcome.rejection.field + ": " +
                       outcome.rejection.detail;
        } else {
            spdlog::info("rules \"{}\" are in force from record {}", board().rules().version,
                         outcome.seq);
        }
    });
    pump();
    // Nobody runs the io_context yet. The pipeline refuses when it has waited for long enough.
    while (!answered && !failure_) {
        std::this_thread::sleep_for(std::chrono::milliseconds(options_.log_retry_ms.value));
        pump();
    }
}

std::optional<std::string> Service::keep_map(const Rules& rules) {
    const std::string& map = rules.roads.map;
    if (map.empty()) return std::nullopt;
    return roads_->keep(map, pipeline::roads_folder(options_.data));
}

// Other speeds that were asked for, now or before a restart: builds the roads beside the engine,
// then says that they are ready. While rules or wishes change, it starts over with the newest.
void Service::look_at_speeds() {
    const std::optional<KnownSpeeds>& wanted = board().speeds_requested();
    if (!wanted || speeds_announced_ == wanted->id || builder_->running()) return;
    core::RoadUse use = core::road_use(board().rules(), &wanted->speeds);
    if (use.map.empty()) return;
    if (!roads_->ready(use)) return builder_->start(std::move(use));
    speeds_announced_ = wanted->id;
    pipeline_->submit({"engine", "", UseSpeeds{wanted->id}}, [this](const Outcome& outcome) {
        // Refused by a full queue or because the world went on: the next step looks again.
        if (outcome.rejection) speeds_announced_ = {};
    });
    wake();
}

void Service::wake() {
    if (awake_) return;
    // Behind whatever else is ready now: what arrives together is committed together.
    boost::asio::post(io_, [this] { pump(); });
    awake_ = true;  // only now: without memory the post fails, and the next one must try again
}

void Service::pump() {
    awake_ = false;
    if (failure_) return;
    const pipeline::StepResult result = pipeline_->step(clock_.now(), steady_.now());
    if (result.error) {
        // Memory is ahead of the disk: only a restart, which replays, is right now.
        failure_ = "the log failed: " + result.error.message;
        spdlog::critical("{}; stopping so that nothing is shown that is not on disk", *failure_);
        io_.stop();
        return;
    }
    snapshots_->maybe_snapshot(result.committed_seq);
    look_at_speeds();
    if (result.held) {
        wake_in(options_.log_retry_ms);
    } else if (result.more_waiting) {
        wake();
    } else {
        if (result.signs_wait > Millis{}) wake_in(result.signs_wait);
        arm_timer(result.next_deadline);
    }
}

void Service::wake_in(Millis wait) {
    retry_timer_.expires_after(std::chrono::milliseconds(wait.value));
    retry_timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) wake();
    });
}

void Service::arm_timer(TimePoint at) {
    if (at == armed_for_ || stopping_) return;
    armed_for_ = at;
    deadline_timer_.cancel();
    if (at == never) return;
    deadline_timer_.expires_after(clock_.until(at));
    deadline_timer_.async_wait([this](const boost::system::error_code& error) {
        if (error) return;
        armed_for_ = never;
        wake();
    });
}

void Service::watch_clock() {
    constexpr Millis worth_saying = seconds(2);
    const TimePoint now = clock_.now();
    const Millis ahead = clock_.ahead();
    const Millis change = ahead - told_ahead_;
    if (change >= worth_saying || change <= Millis{-worth_saying.value}) {
        told_ahead_ = ahead;
        spdlog::warn("the system's clock shows {}, the city's time is {}: {} ms {}; {}",
                     iso_text(now - ahead), iso_text(now), std::abs(ahead.value),
                     ahead.value >= 0 ? "ahead of it" : "behind it",
                     std::abs(ahead.value) < worth_saying.value ? "they agree again"
                                                                : "is the system's clock right?");
    }
    // The system's clock may be set while nothing else happens, and the timer was armed by the old
    // time: deadlines must not wait for that.
    if (now >= armed_for_) {
        armed_for_ = never;
        wake();
    }
}

void Service::reload() {
    if (!stopping_) adapters_->reload();
}

void Service::stop() {
    if (stopping_) return;
    stopping_ = true;
    spdlog::info("stopping");
    deadline_timer_.cancel();
    watch_timer_.cancel();
    snapshots_->cancel();
    adapters_->begin_drain();
    pipeline_->stop();
    hub_->shutdown(steady_.now());
    farewell_timer_.expires_after(std::chrono::milliseconds(options_.farewell_ms.value));
    farewell_timer_.async_wait([this](const boost::system::error_code&) {
        adapters_->stop();
        io_.stop();
    });
}

std::optional<std::string> Service::finish() {
    adapters_.reset();
    builder_.reset();
    explainer_.reset();
    report_desk_.reset();
    map_desk_.reset();
    import_desk_.reset();
    past_desk_.reset();
    proving_.reset();
    audit_desk_.reset();
    access_desk_.reset();
    anchors_.reset();
    watcher_->stop();
    scrubber_->stop();
    audit_->stop();
    if (const std::string why = audit_->stats().failing; !why.empty()) {
        spdlog::error("the last accesses were not written down: {}", why);
    }
    if (failure_) return failure_;
    const log::LogError error = snapshots_->wait();
    if (error && error.code != log::LogErrorCode::cancelled) {
        spdlog::warn("the last snapshot failed: {}", error.message);
    }
    if (pipeline_->committed_seq() > 0) {
        const log::LogError error = pipeline::write_engine_snapshot(
            options_.data, state_->engine, state_->timelines, log_->writer().last_hash(),
            options_.snapshots.snapshots_kept, nullptr, sealing_with(options_, keys_));
        if (error) {
            spdlog::warn("no snapshot was written, so the next start replays more: {}",
                         error.message);
        }
    }
    spdlog::info("stopped at record {}", pipeline_->committed_seq());
    return std::nullopt;
}

}  // namespace muster::app
