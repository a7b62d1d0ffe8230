#include "adapters/http/read_turns.hpp"

#include <new>
#include <vector>

namespace muster::http {

class ReadTurns::JobTask final : public Task {
  public:
    JobTask(std::weak_ptr<ReadTurns*> turns, std::shared_ptr<Job> job)
        : turns_(std::move(turns)), job_(std::move(job)) {}
    JobTask(const JobTask&) = delete;
    JobTask& operator=(const JobTask&) = delete;
    ~JobTask() override {
        if (const auto turns = turns_.lock()) (*turns)->forget(*job_);
    }

  private:
    std::weak_ptr<ReadTurns*> turns_;
    std::shared_ptr<Job> job_;
};

ReadTurns::ReadTurns(const ReadTurnOptions& options, UnreadAnswers& unread, Later later,
                     CommandsWait commands_wait)
    : options_(options),
      unread_(unread),
      later_(std::move(later)),
      commands_wait_(std::move(commands_wait)) {
    unread_.on_room([this] { schedule(); });
}

bool ReadTurns::has_room(const std::string& principal) const {
    const auto found = jobs_.find(principal);
    return found == jobs_.end() || found->second.size() < options_.waiting_max;
}

std::unique_ptr<Task> ReadTurns::add(const std::string& principal, std::unique_ptr<Reading> reading,
                                     TimePoint now, std::function<void(ReadEnd)> done) {
    auto job = std::make_shared<Job>();
    job->reading = std::move(reading);
    job->done = std::move(done);
    job->since = now;
    if (!later_) {
        ++waiting_;
        while (!job->reading->go_on(options_.work_per_turn)) {
        }
        end(*job, ReadEnd::whole);
        return nullptr;
    }
    auto& mine = jobs_[principal];
    if (mine.empty()) ring_.push_back(principal);
    mine.push_back(job);
    ++waiting_;
    schedule();
    return std::make_unique<JobTask>(self_, std::move(job));
}

// `done` takes the result from the reading, and may come back to us.
void ReadTurns::end(Job& job, ReadEnd how) {
    job.over = true;
    --waiting_;
    const std::function<void(ReadEnd)> done = std::move(job.done);
    done(how);
    job.reading.reset();
}

// The place of a job that is no longer wanted is cleared at its turn.
void ReadTurns::forget(Job& job) {
    if (job.over) return;
    job.over = true;
    job.reading.reset();
    job.done = nullptr;
    --waiting_;
    schedule();
}

std::shared_ptr<ReadTurns::Job> ReadTurns::first(std::deque<std::shared_ptr<Job>>& mine) {
    while (!mine.empty() && mine.front()->over)
        mine.pop_front();
    return mine.empty() ? nullptr : mine.front();
}

void ReadTurns::expire(TimePoint now) {
    std::vector<std::shared_ptr<Job>> late;
    for (auto& [principal, mine] : jobs_) {
        if (!unread_.is_full(principal)) continue;
        for (const std::shared_ptr<Job>& job : mine) {
            if (!job->over && !job->begun && now - job->since >= options_.wait_max) {
                late.push_back(job);
            }
        }
    }
    for (const std::shared_ptr<Job>& job : late) {
        if (!job->over) end(*job, ReadEnd::no_room);
    }
}

void ReadTurns::schedule() {
    if (scheduled_ || ring_.empty() || !later_) return;
    scheduled_ = true;
    later_([self = std::weak_ptr(self_)] {
        if (const auto turns = self.lock()) (*turns)->turn();
    });
}

void ReadTurns::turn() {
    scheduled_ = false;
    if (!let_pass_ && commands_wait_ && commands_wait_()) {
        let_pass_ = true;
        return schedule();
    }
    let_pass_ = false;
    if (make_piece()) schedule();
}

bool ReadTurns::make_piece() {
    // Each principal is looked at once; where all are full, their clients must read first.
    for (std::size_t looked_at = ring_.size(); looked_at > 0; --looked_at) {
        const auto place = ring_.begin();
        auto& mine = jobs_.at(*place);
        const std::shared_ptr<Job> job = first(mine);
        bool is_over = !job;
        bool has_memory = true;
        const bool may_begin = job && (job->begun || !unread_.is_full(*place));
        if (may_begin) {
            job->begun = true;
            try {
                is_over = job->reading->go_on(options_.work_per_turn);
            } catch (const std::bad_alloc&) {
                is_over = true;
                has_memory = false;
            }
            if (is_over) mine.pop_front();
        }
        if (mine.empty()) {
            jobs_.erase(*place);
            ring_.erase(place);
        } else {
            ring_.splice(ring_.end(), ring_, place);
        }
        if (may_begin && is_over) end(*job, has_memory ? ReadEnd::whole : ReadEnd::no_memory);
        if (may_begin) return true;
    }
    return false;
}

}  // namespace muster::http
