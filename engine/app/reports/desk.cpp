#include "engine/app/reports/desk.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "engine/reports/model_file.hpp"

namespace muster::app {
namespace {

using Make = std::function<ReportAnswer(const sqlite::Database&)>;

struct Job {
    Make make;
    ReportPort::Done done;
    std::atomic<bool> given_up = false;  // nobody waits any more
};

class JobWish final : public ReportPort::Wish {
  public:
    explicit JobWish(std::shared_ptr<Job> job) : job_(std::move(job)) {}
    JobWish(const JobWish&) = delete;
    JobWish& operator=(const JobWish&) = delete;
    ~JobWish() override { job_->given_up = true; }

  private:
    std::shared_ptr<Job> job_;
};

}  // namespace

// One thread with a connection of its own, opened when it is first needed and anew where that
// failed: the tables may not be there yet.
class ReportDesk::Worker {
  public:
    Worker(std::filesystem::path folder, std::size_t waiting_max, Post post)
        : folder_(std::move(folder)),
          waiting_max_(waiting_max),
          post_(std::move(post)),
          thread_([this] { work(); }) {}
    ~Worker() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    std::unique_ptr<Wish> add(Make make, Done done) {
        auto job = std::make_shared<Job>();
        job->make = std::move(make);
        job->done = std::move(done);
        {
            const std::lock_guard lock(mutex_);
            std::erase_if(waiting_, [](const auto& one) { return one->given_up.load(); });
            if (waiting_.size() >= waiting_max_) return nullptr;
            waiting_.push_back(job);
        }
        changed_.notify_one();
        return std::make_unique<JobWish>(std::move(job));
    }

  private:
    std::shared_ptr<Job> next() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return nullptr;
        auto job = std::move(waiting_.front());
        waiting_.pop_front();
        return job;
    }

    void work() {
        while (auto job = next()) {
            if (job->given_up) continue;
            running_ = job.get();
            ReportAnswer answer = make(*job);
            running_ = nullptr;
            post_([job, answer = std::move(answer)]() mutable {
                if (!job->given_up) job->done(std::move(answer));
            });
        }
    }

    ReportAnswer make(Job& job) {
        const auto present = reports::ModelFile::present(folder_);
        // Where somebody made the file anew, this connection looks at the old one.
        if (present != opened_) db_.reset();
        if (!db_) {
            opened_ = present;
            auto opened = reports::ModelFile::open_to_read(folder_);
            if (!opened) return {ReportAnswer::Kind::unavailable, opened.error().message};
            db_.emplace(std::move(*opened));
            sqlite3_progress_handler(db_->get(), 10'000, is_unwanted, this);
        }
        ReportAnswer answer = job.make(*db_);
        if (answer.kind == ReportAnswer::Kind::unavailable) db_.reset();
        return answer;
    }

    // Asked by SQLite while it works: other than 0 makes it give up.
    static int is_unwanted(void* self) {
        auto& worker = *static_cast<Worker*>(self);
        if (worker.running_ != nullptr && worker.running_->given_up) return 1;
        const std::lock_guard lock(worker.mutex_);
        return worker.stopping_ ? 1 : 0;
    }

    const std::filesystem::path folder_;
    const std::size_t waiting_max_;
    const Post post_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<Job>> waiting_;
    bool stopping_ = false;
    Job* running_ = nullptr;  // of the thread
    std::optional<sqlite::Database> db_;
    std::optional<reports::FileIdentity> opened_;  // the file that the connection looks at
    std::thread thread_;
};

ReportDesk::ReportDesk(const std::filesystem::path& folder, const reports::ReportOptions& options,
                       const Post& post)
    : reports_(std::make_unique<Worker>(
          folder, static_cast<std::size_t>(options.waiting_max.number()), post)),
      statements_(std::make_unique<Worker>(
          folder, static_cast<std::size_t>(options.waiting_max.number()), post)) {}

ReportDesk::~ReportDesk() = default;

std::unique_ptr<ReportPort::Wish> ReportDesk::report(const ReportQuery& query, Done done) {
    return reports_->add([query](const sqlite::Database& db) { return answer_report(db, query); },
                         std::move(done));
}

std::unique_ptr<ReportPort::Wish> ReportDesk::statement(const StatementQuery& query, Done done) {
    return statements_->add(
        [query](const sqlite::Database& db) { return answer_statement(db, query); },
        std::move(done));
}

}  // namespace muster::app
