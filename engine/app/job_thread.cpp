#include "engine/app/job_thread.hpp"

#include <utility>

namespace muster::app {

JobThread::JobThread(std::size_t waiting_max, Post post)
    : waiting_max_(waiting_max), post_(std::move(post)), thread_([this] { work(); }) {}

JobThread::~JobThread() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

std::unique_ptr<JobThread::Wish> JobThread::add(Make make) {
    auto job =
        std::make_shared<Job>(Job{std::move(make), std::make_shared<std::atomic<bool>>(false)});
    {
        const std::lock_guard lock(mutex_);
        std::erase_if(waiting_, [](const auto& one) { return one->given_up->load(); });
        if (waiting_.size() >= waiting_max_) return nullptr;
        waiting_.push_back(job);
    }
    changed_.notify_one();
    return std::make_unique<Wish>(job->given_up);
}

std::shared_ptr<JobThread::Job> JobThread::next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return nullptr;
    auto job = std::move(waiting_.front());
    waiting_.pop_front();
    return job;
}

void JobThread::work() {
    while ((running_ = next())) {
        std::function<void()> answer;
        if (!*running_->given_up) answer = running_->make();
        // The job goes back in any case: what it holds, such as a connection, is of the thread that
        // added it. The answer comes after whoever waits had its chance to give up.
        post_([job = std::move(running_), answer = std::move(answer)] {
            if (answer && !*job->given_up) answer();
        });
    }
}

}  // namespace muster::app
