#include "bench/pipeline/bench_service.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <string>
#include <utility>

#include "engine/core/board.hpp"
#include "engine/pipeline/feed_source.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/pipeline/small_city.hpp"

namespace muster::bench {
namespace {

void stop_if(const log::LogError& error) {
    if (!error) return;
    std::fprintf(stderr, "%s\n", error.message.c_str());
    std::abort();
}

}  // namespace

TempFolder::TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "muster-bench-XXXXXX").string();
    if (!mkdtemp(name.data())) std::abort();
    path_ = name;
}

TempFolder::~TempFolder() {
    std::filesystem::remove_all(path_);
}

log::LogError CountingLog::append(const log::RecordDraft& record) {
    bytes_ += record.source.size() + record.key.size() + record.command.size() +
              record.events.size() + 48;
    ++records_;
    return log_.append(record);
}

log::LogError CountingLog::commit() {
    commit_bytes.push_back(std::exchange(bytes_, 0));
    commit_records.push_back(std::exchange(records_, 0));
    return log_.commit();
}

Sink::Sink(feed::Hub& hub, TimePoint now) : session_(hub.open(*this, "", now)) {
    FeedPrincipal principal{"bench", true, true, {}};
    on_ready();
    session_->on_text(
        "{\"type\":\"auth\",\"ticket\":\"" + hub.issue_ticket(principal, now).value_or("") + "\"}",
        now);
    session_->on_text(
        R"({"type":"subscribe","topics":["requests","responders","offers","positions","alerts"]})",
        now);
    on_ready();
}

void Sink::on_ready() {
    if (!session_) return;
    std::array<std::string_view, 8> views;
    while (const std::size_t used = session_->due(views, std::size_t{1} << 20)) {
        std::size_t size = 0;
        for (std::size_t i = 0; i < used; ++i)
            size += views[i].size();
        bytes += size;
        session_->sent(size);
    }
}

Service::Service(const std::filesystem::path& folder, const ServiceOptions& options)
    : policy_(options.policy) {
    if (options.sealed) {
        auto book = seal::KeyBook::open(folder, seal::key_from("of a bench"), "");
        if (!book) stop_if(log::LogError(book.error()));
        keys = std::move(*book);
    }
    auto opened = pipeline::open_engine(folder, {}, {}, {});
    if (!opened) stop_if(opened.error());
    state = std::move(opened->state);
    auto over = pipeline::DiskLog::over(std::move(opened->log), {});
    if (!over) stop_if(over.error());
    disk = std::move(*over);
    counted = std::make_unique<CountingLog>(*disk);
    if (options.feed) {
        hub = std::make_unique<feed::Hub>(
            feed::FeedOptions{}, disk->writer().meta().epoch, disk->committed_seq(),
            [next = std::uint8_t{0}](std::span<std::byte> bytes) mutable {
                for (std::byte& byte : bytes)
                    byte = std::byte{next++};
            },
            pipeline::feed_source(state->engine.board(), state->index, {}));
    }
    class Timer final : public pipeline::Meter {
      public:
        explicit Timer(Service& service) : service_(service) {}
        void passed(pipeline::Stage stage, std::size_t records) override {
            if (service_.on_stage) service_.on_stage(stage, records);
        }

      private:
        Service& service_;
    };
    meter = std::make_unique<Timer>(*this);
    pipe = std::make_unique<pipeline::Pipeline>(
        pipeline::Pipeline::Parts{.engine = state->engine,
                                  .log = *counted,
                                  .timelines = state->timelines,
                                  .index = state->index,
                                  .feed = hub.get(),
                                  .meter = meter.get(),
                                  .observer = nullptr,
                                  .keys = keys.get()},
        options.pipeline);
    subscribers_ = hub ? options.subscribers : 0;
    now = std::max(now, state->engine.last_at());
}

Service::~Service() {
    sinks.clear();
}

void Service::step() {
    stop_if(pipe->step(now).error);
}

void Service::drain() {
    while (true) {
        const pipeline::StepResult result = pipe->step(now);
        stop_if(result.error);
        if (!result.more_waiting) return;
    }
}

void Service::settle_city(std::size_t members, std::size_t responders, std::size_t on_duty) {
    first_responder = ResponderId{members + 2};
    std::size_t count = 0;
    for (Submission& one : test::small_city(members, responders, 1)) {
        if (const auto* duty = one.command.get_if<SetDuty>();
            duty && duty->responder.value >= first_responder.value + on_duty) {
            continue;
        }
        // One decision is a request and whom it sends; the calls to the family are another matter.
        if (auto* load = one.command.get_if<LoadRules>()) {
            load->rules.plans[0].contacts.enabled = false;
            load->rules.dispatch.policy = policy_;
        }
        if (auto* registered = one.command.get_if<RegisterResponder>()) {
            registered->profile.kind = ResponderKind::staff;
            registered->profile.skills = {"care"};
        }
        pipe->submit(std::move(one), {});
        if (++count % 512 == 0) drain();
    }
    drain();
    for (int i = 0; i < subscribers_; ++i)
        sinks.push_back(std::make_unique<Sink>(*hub, now));
    counted->commit_bytes.clear();
    counted->commit_records.clear();
}

double raw_append_seconds(const std::filesystem::path& folder,
                          const std::vector<std::size_t>& commit_bytes) {
    const std::string name = (folder / "raw").string();
    const int file = open(name.c_str(), O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) std::abort();
    const std::size_t total =
        std::accumulate(commit_bytes.begin(), commit_bytes.end(), std::size_t{0});
    const std::string zeros(std::size_t{1} << 20, '\0');
    for (std::size_t done = 0; done < total; done += zeros.size()) {
        if (write(file, zeros.data(), zeros.size()) < 0) std::abort();
    }
    if (fsync(file) != 0) std::abort();
    const std::size_t largest = *std::max_element(commit_bytes.begin(), commit_bytes.end());
    const std::string bytes(largest, 'x');
    off_t place = 0;
    const auto start = Clock::now();
    for (const std::size_t size : commit_bytes) {
        if (pwrite(file, bytes.data(), size, place) < 0) std::abort();
        if (fdatasync(file) != 0) std::abort();
        place += static_cast<off_t>(size);
    }
    const double seconds = seconds_since(start);
    close(file);
    return seconds;
}

}  // namespace muster::bench
