// Our own: the engine and its SQLite log behind the pipeline, in this process. A decision is a
// request with its whole record: rationale with the winner and the next best, deadlines, hash.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "bench/peers/contender.hpp"
#include "bench/peers/private_server.hpp"
#include "engine/core/board.hpp"
#include "engine/pipeline/disk_log.hpp"
#include "engine/pipeline/pipeline.hpp"
#include "engine/pipeline/recovery.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster::bench {
namespace {

using Clock = std::chrono::steady_clock;

class MusterContender final : public Contender {
  public:
    explicit MusterContender(const Workload& workload) : workload_(workload) {}

    [[nodiscard]] bool prepare() {
        log::LogOptions log_options;
        log_options.now = now_;
        auto opened = pipeline::open_engine(folder_.path(), log_options, {}, {});
        if (opened.error()) return false;
        state_ = std::move(opened->state);
        auto disk = pipeline::DiskLog::over(std::move(opened->log), {});
        if (disk.error()) return false;
        disk_ = std::move(*disk);
        pipe_.emplace(
            pipeline::Pipeline::Parts{state_->engine, *disk_, state_->timelines, state_->index},
            pipeline::PipelineOptions{});
        // The peers do not look for a second report of one incident; here only the very same place
        // counts as one.
        Rules rules = crowd_rules();
        rules.desk.merge_radius_m = {0};
        give(LoadRules{std::move(rules)});
        if (!run()) return false;
        first_ = state_->engine.last_seq() + 1;
        for (const Unit& unit : workload_.units) {
            give(RegisterResponder{unit.profile});
            if (waiting_ >= chunk && !run()) return false;
        }
        if (!run()) return false;
        for (std::size_t i = 0; i < workload_.units.size(); ++i) {
            if (!workload_.units[i].available) continue;
            give(SetDuty{{first_ + i}, ResponderStatus::available, {}, {}});
            if (waiting_ >= chunk && !run()) return false;
        }
        return run();
    }

    [[nodiscard]] std::string name() const override { return "Muster, SQLite full sync"; }
    [[nodiscard]] std::vector<Setting> settings() const override {
        return {{"1 in flight", 1, 1},
                {"8 in flight", 1, 8},
                {"64 in flight", 1, 64},
                {"512 in flight", 1, 512}};
    }

    [[nodiscard]] bool refill() override {
        for (const RequestId request : requests_) {
            give(CancelRequest{request, {}});
            if (waiting_ >= chunk && !run()) return false;
        }
        requests_.clear();
        if (!run()) return false;
        // What has ended leaves the board.
        now_ = now_ + seconds(2);
        while (state_->engine.next_deadline() <= now_) {
            if (pipe_->step(now_).error) return false;
        }
        return true;
    }

    [[nodiscard]] bool decide(const Setting& setting, std::span<const Ask> asks,
                              std::vector<double>& latencies_us) override {
        const Rules& rules = state_->engine.board().rules();
        std::size_t asked = 0;
        bool ok = true;
        const std::function<void()> ask = [&] {
            const Ask& next = asks[asked++];
            CreateRequest command;
            command.service = "help";
            command.channel = Channel::hotline;
            command.place = next.at;
            command.address = workload_.address;
            command.note = workload_.note;
            command.skills = {rules.skills[next.skill]};
            const auto start = Clock::now();
            pipe_->submit({"bench", "", std::move(command)}, [&, start](const Outcome& outcome) {
                latencies_us.push_back(
                    std::chrono::duration<double, std::micro>(Clock::now() - start).count());
                ok = ok && !outcome.rejection;
                requests_.push_back({outcome.seq});
                if (asked < asks.size()) ask();
            });
        };
        const std::size_t wanted = requests_.size() + asks.size();
        for (int i = 0; i < setting.depth && asked < asks.size(); ++i)
            ask();
        while (requests_.size() < wanted) {
            now_ = now_ + Millis{1};
            if (pipe_->step(now_).error) return false;
        }
        return ok;
    }

    [[nodiscard]] std::size_t taken() override {
        const core::Board& board = state_->engine.board();
        if (!state_->engine.broken_invariant().empty()) return 0;
        std::size_t taken = 0;
        for (const core::Index index : board.responders().in_order())
            taken += board.responders()[index].request ? 1 : 0;
        return taken;
    }

  private:
    static constexpr std::size_t chunk = 512;

    void give(Command command) {
        ++waiting_;
        pipe_->submit({"bench", "", std::move(command)}, [this](const Outcome& outcome) {
            --waiting_;
            if (outcome.rejection) refused_ = true;
        });
    }

    bool run() {
        while (waiting_ > 0) {
            if (pipe_->step(now_).error) return false;
        }
        return !refused_;
    }

    const Workload& workload_;
    const PrivateFolder folder_{""};
    TimePoint now_{1'760'000'000'000};
    std::unique_ptr<pipeline::Recovered> state_;
    std::unique_ptr<pipeline::DiskLog> disk_;
    std::optional<pipeline::Pipeline> pipe_;
    std::uint64_t first_ = 0;
    std::vector<RequestId> requests_;
    std::size_t waiting_ = 0;
    bool refused_ = false;
};

}  // namespace

std::unique_ptr<Contender> make_muster(const Workload& workload) {
    auto contender = std::make_unique<MusterContender>(workload);
    if (contender->prepare()) return contender;
    std::fprintf(stderr, "Muster cannot run here: its log cannot be written.\n");
    return nullptr;
}

}  // namespace muster::bench
