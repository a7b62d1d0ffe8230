#include "engine/pipeline/explainer.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>
#include <unordered_map>
#include <utility>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/pipeline/story.hpp"

namespace muster::pipeline {
namespace {

// Where processors are few, those who decide go before those who explain (see nice(2)).
constexpr int politeness = 10;

constexpr std::string_view no_memory =
    ",\"decisions_unavailable\":\"there is not enough memory for it here now\"";

std::string unavailable(std::string_view why) {
    std::string more = ",\"decisions_unavailable\":";
    codec::write(more, std::string(why));
    return more;
}

std::string members_of(const std::optional<Story>& story) {
    if (!story) return {};
    std::string more = ",\"decisions\":[";
    bool first = true;
    for (const StoryDecision& decision : story->decisions) {
        if (!first) more += ',';
        first = false;
        more += "{\"seq\":";
        codec::write(more, decision.seq);
        more += ",\"slot\":";
        codec::write(more, decision.trace.slot);
        more += ",\"candidates\":";
        codec::write(more, decision.trace.candidates);
        more += ",\"counts\":";
        codec::write(more, decision.trace.counts);
        more += '}';
    }
    more += ']';
    if (!story->reproduced) {
        more += unavailable("this version decides otherwise than the log says");
    }
    return more;
}

}  // namespace

struct Explainer::Job {
    RequestId request;
    std::string principal;
    std::function<void(std::string)> done;  // of the asking thread
    // Set by the asking thread when nobody waits any more, by the other when it takes too long.
    std::atomic<bool> stop = false;
    bool over_budget = false;  // of the explaining thread until the answer is posted
    // Of the asking thread.
    bool answered = false;
    bool given_up = false;
};

// What both threads see, and what a wish still finds when the rest is gone.
struct Explainer::Desk {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::shared_ptr<Job>> waiting;  // guarded by the mutex
    bool closed = false;                       // guarded by the mutex
    std::shared_ptr<Job> running;              // guarded by the mutex
    // Of the asking thread.
    std::unordered_map<std::string, std::size_t> by_principal;
    ExplainerStats stats;

    void forget(const std::shared_ptr<Job>& job) {
        job->stop = true;
        job->given_up = true;
        if (!job->answered) ++stats.cancelled;
        --stats.wanted;
        const auto mine = by_principal.find(job->principal);
        if (--mine->second == 0) by_principal.erase(mine);
        const std::lock_guard lock(mutex);
        std::erase(waiting, job);
    }
};

class Explainer::JobWish final : public Wish {
  public:
    JobWish(std::shared_ptr<Desk> desk, std::shared_ptr<Job> job)
        : desk_(std::move(desk)), job_(std::move(job)) {}
    JobWish(const JobWish&) = delete;
    JobWish& operator=(const JobWish&) = delete;
    ~JobWish() override { desk_->forget(job_); }

  private:
    std::shared_ptr<Desk> desk_;
    std::shared_ptr<Job> job_;
};

Explainer::Explainer(std::filesystem::path folder, const ExplainerOptions& options,
                     core::RoadSource* roads, Post post)
    : folder_(std::move(folder)),
      options_(options),
      roads_(roads),
      post_(std::move(post)),
      desk_(std::make_shared<Desk>()),
      thread_([this] { work(); }) {}

Explainer::~Explainer() {
    {
        const std::lock_guard lock(desk_->mutex);
        desk_->closed = true;
        desk_->waiting.clear();
        if (desk_->running) desk_->running->stop = true;
    }
    desk_->changed.notify_one();
    thread_.join();
}

std::unique_ptr<ExplainPort::Wish> Explainer::explain(RequestId request,
                                                      const std::string& principal,
                                                      std::function<void(std::string)> done,
                                                      Refusal& refusal) {
    Desk& desk = *desk_;
    const auto mine = desk.by_principal.find(principal);
    if (mine != desk.by_principal.end() && mine->second >= options_.per_token_max) {
        ++desk.stats.refused_principal;
        refusal = Refusal::too_many_of_yours;
        return nullptr;
    }
    auto job = std::make_shared<Job>();
    job->request = request;
    job->principal = principal;
    job->done = std::move(done);
    {
        const std::lock_guard lock(desk.mutex);
        // One that can begin at once does not wait.
        const std::size_t ahead = desk.waiting.size() + (desk.running ? 1 : 0);
        if (ahead > options_.queue_max) {
            ++desk.stats.refused_queue;
            refusal = Refusal::too_many;
            return nullptr;
        }
        desk.waiting.push_back(job);
    }
    ++desk.by_principal[principal];
    ++desk.stats.wanted;
    desk.changed.notify_one();
    refusal = Refusal::none;
    return std::make_unique<JobWish>(desk_, std::move(job));
}

ExplainerStats Explainer::stats() const {
    return desk_->stats;
}

void Explainer::work() {
    // Of this thread alone, on Linux; refused only where it is lower already.
    static_cast<void>(setpriority(PRIO_PROCESS, 0, politeness));
    Desk& desk = *desk_;
    while (true) {
        std::shared_ptr<Job> job;
        {
            std::unique_lock lock(desk.mutex);
            desk.changed.wait(lock, [&] { return desk.closed || !desk.waiting.empty(); });
            if (desk.closed) return;
            job = std::move(desk.waiting.front());
            desk.waiting.pop_front();
            desk.running = job;
        }
        std::string more;
        try {
            more = make(*job);
        } catch (const std::bad_alloc&) {
            more = no_memory;
        }
        {
            // Whoever has the answer may ask again at once.
            const std::lock_guard lock(desk.mutex);
            desk.running.reset();
        }
        post_([desk = desk_, job = std::move(job), more = std::move(more)]() mutable {
            if (job->given_up) return;
            job->answered = true;
            ++(job->over_budget ? desk->stats.over_budget : desk->stats.made);
            const auto done = std::move(job->done);
            done(std::move(more));
        });
    }
}

std::string Explainer::make(Job& job) const {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + std::chrono::milliseconds(options_.budget_ms.value);
    StoryOptions options;
    options.roads = roads_;
    options.records_max = options_.records_max;
    options.records_per_progress = 64;
    options.cancelled = &job.stop;
    const auto look_at_the_clock = [&](std::uint64_t, std::uint64_t) {
        if (job.stop || Clock::now() < until) return;
        job.over_budget = true;
        job.stop = true;
    };
    auto story = pipeline::explain(folder_, job.request, options, look_at_the_clock);
    if (job.over_budget) {
        return unavailable("it takes longer than the " + std::to_string(options_.budget_ms.value) +
                           " ms that it may here, so ask the command line instead");
    }
    if (!story) return unavailable(story.error().message);
    return members_of(*story);
}

}  // namespace muster::pipeline
