// One thread that does what others want done beside the engine, one thing after the other.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace muster::app {

// Jobs are added by one thread, on which their answers come too, and on which what was posted is
// destroyed with all that it holds: `post` brings it there, and is called by this one.
class JobThread {
  public:
    using Post = std::function<void(std::function<void()>)>;
    // Runs on this thread; what it returns is posted.
    using Make = std::function<std::function<void()>()>;

    // A job that is wanted. Destroying it before its answer gives the job up: then there is none.
    class Wish {
      public:
        explicit Wish(std::shared_ptr<std::atomic<bool>> given_up)
            : given_up_(std::move(given_up)) {}
        ~Wish() { *given_up_ = true; }
        Wish(const Wish&) = delete;
        Wish& operator=(const Wish&) = delete;

      private:
        std::shared_ptr<std::atomic<bool>> given_up_;
    };

    JobThread(std::size_t waiting_max, Post post);
    // Waits for the job that is being done to see that it is no longer wanted. Wishes may stay
    // longer.
    ~JobThread();
    JobThread(const JobThread&) = delete;
    JobThread& operator=(const JobThread&) = delete;

    // Null when as many wait as may.
    [[nodiscard]] std::unique_ptr<Wish> add(Make make);

    // To be asked by a job that takes long: whether anybody still waits for it.
    [[nodiscard]] bool is_wanted() const { return !stopping_ && !*running_->given_up; }

  private:
    struct Job {
        Make make;
        std::shared_ptr<std::atomic<bool>> given_up;
    };

    [[nodiscard]] std::shared_ptr<Job> next();
    void work();

    const std::size_t waiting_max_;
    const Post post_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<Job>> waiting_;
    std::atomic<bool> stopping_ = false;
    std::shared_ptr<Job> running_;  // this thread's
    std::thread thread_;
};

}  // namespace muster::app
