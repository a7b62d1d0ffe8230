// The read model of a city with a time bank: how fast it is made anew from the log, what a month's
// report and a statement take, and how far it is behind while 2,000 records come each second.
//   bench_views_reports [--entries N] [--accounts N] [--seconds N]
// All entries lie in one month, which is the worst that a month can be. Prints one JSON object.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/log/decision_log.hpp"
#include "engine/reports/follower.hpp"
#include "engine/reports/report.hpp"
#include "engine/reports/statement.hpp"
#include "engine/reports/watcher.hpp"
#include "muster/events.hpp"

namespace muster::reports {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void stop_if(const log::LogError& error) {
    if (!error) return;
    std::fprintf(stderr, "%s\n", error.message.c_str());
    std::exit(1);
}

struct Sizes {
    std::uint64_t entries = 1'000'000;
    std::uint64_t accounts = 100'000;
    std::uint64_t seconds = 10;
};

// What a record of the service holds on average beside its events: of an entry, the command that
// approved its service.
constexpr const char* command =
    R"({"type":"ReviewService","record":123456,"verdict":"accept","reason":""})";

class Writer {
  public:
    Writer(const std::filesystem::path& folder, std::uint64_t accounts) : accounts_(accounts) {
        log::LogOptions options;
        options.now = at_;
        auto log = log::DecisionLog::open(folder, options);
        if (!log) stop_if(log.error());
        log_ = std::move(*log);
        for (std::uint64_t i = 0; i < accounts_; ++i) {
            Account account;
            account.id = {i + 1};
            account.kind = i == 0 ? AccountKind::issue : AccountKind::volunteer;
            add(AccountOpened{account, "desk", ""});
        }
        stop_if(log_->commit());
    }

    // A third are services that were approved, with what became of their minutes.
    void entry() {
        EntryPosted e;
        e.entry.id = {number_in_record(log_->last_seq() + 1, 0)};
        e.entry.from = {1 + random_() % accounts_};
        e.entry.to = {1 + (e.entry.from.value + random_() % (accounts_ - 1)) % accounts_};
        e.entry.minutes = static_cast<std::int64_t>(1 + random_() % 240);
        e.entry.kind = EntryKind::earned;
        e.entry.service = "company";
        e.entry.posted_at = at_;
        if (random_() % 3 != 0) return add(e);
        ServiceCredited credited;
        credited.account = e.entry.to;
        credited.service_record = {e.entry.id.value};
        credited.minutes = credited.credited_min = e.entry.minutes;
        add(e, credited);
    }
    void pass(Millis time) { at_ = at_ + time; }
    void commit() {
        stop_if(log_->commit());
        stop_if(log_->checkpoint_if_due(false));
    }
    [[nodiscard]] std::uint64_t last() const { return log_->last_seq(); }

  private:
    template <class... E>
    void add(const E&... events) {
        const std::vector<Event> all{events...};
        text_.clear();
        codec::write(text_, std::span<const Event>(all));
        stop_if(log_->append({log_->last_seq() + 1, at_, "http:office", "", command, text_}));
        if (log_->last_seq() % 10'000 == 0) commit();
    }

    std::uint64_t accounts_;
    TimePoint at_{1'767'225'600'000};
    std::mt19937_64 random_{1};
    std::string text_;
    std::unique_ptr<log::DecisionLog> log_;
};

struct Figures {
    double rebuild_s = 0;
    std::uint64_t records = 0;
    double read_s = 0;  // of the log alone
    double month_s = 0;
    double day_s = 0;
    double statement_p50_ms = 0;
    double statement_p99_ms = 0;
    double statement_bytes = 0;
    std::uint64_t lag_max_ms = 0;
    double written_per_s = 0;
    double model_bytes = 0;
};

void rebuild(const std::filesystem::path& folder, Figures& out) {
    {
        auto reader = log::LogReader::open(folder, {});
        if (!reader) stop_if(reader.error());
        const auto start = Clock::now();
        std::uint64_t bytes = 0;
        stop_if(reader->read(1, UINT64_MAX, [&](const log::RecordView& record) {
            bytes += record.events.size();
            return true;
        }));
        out.read_s = seconds_since(start);
    }
    auto follower = Follower::open(folder);
    if (!follower) stop_if(follower.error());
    stop_if((*follower)->start_over());
    const auto start = Clock::now();
    const auto taken = catch_up(**follower, 50'000, {});
    if (!taken) stop_if(taken.error());
    out.rebuild_s = seconds_since(start);
    out.records = *taken;
}

void read(const std::filesystem::path& folder, std::uint64_t accounts, Figures& out) {
    auto db = ModelFile::open_to_read(folder);
    if (!db) stop_if(db.error());
    for (const ReportKind kind : {ReportKind::monthly, ReportKind::daily}) {
        const auto start = Clock::now();
        const auto report = make_report(*db, {kind, Date::of(2026, 1, 15), "", ""});
        if (!report) stop_if(report.error());
        (kind == ReportKind::monthly ? out.month_s : out.day_s) = seconds_since(start);
    }
    std::mt19937_64 random(2);
    std::vector<double> times;
    for (int i = 0; i < 2000; ++i) {
        const auto start = Clock::now();
        const auto statement = read_statement(
            *db, {1 + random() % accounts, Date::of(2026, 1, 1), Date::of(2026, 1, 31)});
        if (!statement) stop_if(statement.error());
        const std::string json = to_json(*statement);
        times.push_back(seconds_since(start) * 1000);
        out.statement_bytes += static_cast<double>(json.size()) / 2000;
    }
    std::sort(times.begin(), times.end());
    out.statement_p50_ms = times[times.size() / 2];
    out.statement_p99_ms = times[times.size() * 99 / 100];
}

// Each 5 ms ten records, committed together, as a paced load of 2,000 a second has it.
void follow(const std::filesystem::path& folder, Writer& writer, std::uint64_t seconds,
            Figures& out) {
    constexpr auto pause = std::chrono::milliseconds(5);
    constexpr int together = 10;
    const std::uint64_t before = writer.last();
    Watcher watcher(folder, {});
    while (watcher.stats().position < before)
        std::this_thread::sleep_for(pause);
    const auto start = Clock::now();
    auto next = start;
    while (seconds_since(start) < static_cast<double>(seconds)) {
        for (int i = 0; i < together; ++i)
            writer.entry();
        writer.commit();
        const auto lag = static_cast<std::uint64_t>(watcher.stats().lag_ms.value);
        out.lag_max_ms = std::max(out.lag_max_ms, lag);
        next += pause;
        std::this_thread::sleep_until(next);
    }
    out.written_per_s = static_cast<double>(writer.last() - before) / seconds_since(start);
}

int run(const Sizes& sizes) {
    std::string name = (std::filesystem::temp_directory_path() / "muster-reports-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) return 1;
    Figures figures;
    {
        Writer writer(name, sizes.accounts);
        const Millis step{std::int64_t{29} * 86'400'000 / static_cast<std::int64_t>(sizes.entries)};
        for (std::uint64_t i = 0; i < sizes.entries; ++i) {
            writer.entry();
            writer.pass(step);
        }
        writer.commit();
        rebuild(name, figures);
        figures.model_bytes = static_cast<double>(
            std::filesystem::file_size(std::filesystem::path(name) / model_name));
        read(name, sizes.accounts, figures);
        follow(name, writer, sizes.seconds, figures);
    }
    std::filesystem::remove_all(name);
    std::printf(
        "{\"entries\":%llu,\"accounts\":%llu,\"records\":%llu,\"rebuild_s\":%.3f,"
        "\"records_per_s\":%.0f,\"read_s\":%.3f,\"month_s\":%.3f,\"day_s\":%.3f,"
        "\"statement_p50_ms\":%.3f,\"statement_p99_ms\":%.3f,\"statement_bytes\":%.0f,"
        "\"written_per_s\":%.0f,\"lag_max_ms\":%llu,\"model_bytes\":%.0f}\n",
        static_cast<unsigned long long>(sizes.entries),
        static_cast<unsigned long long>(sizes.accounts),
        static_cast<unsigned long long>(figures.records), figures.rebuild_s,
        static_cast<double>(figures.records) / figures.rebuild_s, figures.read_s, figures.month_s,
        figures.day_s, figures.statement_p50_ms, figures.statement_p99_ms, figures.statement_bytes,
        figures.written_per_s, static_cast<unsigned long long>(figures.lag_max_ms),
        figures.model_bytes);
    return 0;
}

}  // namespace
}  // namespace muster::reports

int main(int argc, char** argv) {
    muster::reports::Sizes sizes;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string option = argv[i];
        const std::uint64_t value = std::strtoull(argv[i + 1], nullptr, 10);
        if (option == "--entries" && value > 0) {
            sizes.entries = value;
        } else if (option == "--accounts" && value > 1) {
            sizes.accounts = value;
        } else if (option == "--seconds" && value > 0) {
            sizes.seconds = value;
        } else {
            std::fprintf(stderr, "--entries N, --accounts N (2 or more), --seconds N\n");
            return 2;
        }
    }
    return muster::reports::run(sizes);
}
