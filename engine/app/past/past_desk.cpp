#include "engine/app/past/past_desk.hpp"

#include <sys/resource.h>

#include <new>
#include <utility>

namespace muster::app {
namespace {

// Where processors are few, those who decide go before those who look back (see nice(2)).
constexpr int politeness_of_the_past = 10;

}  // namespace

// One of those that a principal waits for.
class PastDesk::JobWish final : public Wish {
  public:
    JobWish(std::shared_ptr<Waiting> waiting, std::string principal)
        : waiting_(std::move(waiting)), principal_(std::move(principal)) {
        ++(*waiting_)[principal_];
    }
    ~JobWish() override {
        if (--(*waiting_)[principal_] == 0) waiting_->erase(principal_);
    }
    JobWish(const JobWish&) = delete;
    JobWish& operator=(const JobWish&) = delete;

    std::unique_ptr<JobThread::Wish> job;

  private:
    std::shared_ptr<Waiting> waiting_;
    std::string principal_;
};

PastDesk::PastDesk(std::filesystem::path folder, const pipeline::PastOptions& options,
                   core::RoadSource* roads, JobThread::Post post)
    : options_(options),
      past_(std::move(folder), options, roads),
      jobs_(options.waiting_max, std::move(post)) {}

std::unique_ptr<PastPort::Wish> PastDesk::ask(const PastQuery& query, const std::string& principal,
                                              Done done, Refusal& refusal) {
    const auto known = waiting_->find(principal);
    if (known != waiting_->end() && known->second >= options_.waiting_per_token) {
        ++stats_.refused;
        refusal = Refusal::too_many_of_yours;
        return nullptr;
    }
    auto wish = std::make_unique<JobWish>(waiting_, principal);
    wish->job = jobs_.add([this, query, done = std::move(done)] {
        return [done, answer = make(query)]() mutable { done(std::move(answer)); };
    });
    if (!wish->job) {
        ++stats_.refused;
        refusal = Refusal::too_many;
        return nullptr;
    }
    refusal = Refusal::none;
    ++stats_.answers;
    asked_ = holds_ = true;
    return wish;
}

PastAnswer PastDesk::make(const PastQuery& query) {
    // Of this thread alone, on Linux; refused only where it is lower already.
    static_cast<void>(setpriority(PRIO_PROCESS, 0, politeness_of_the_past));
    try {
        auto told = past_.answer(query, [this] { return !jobs_.is_wanted(); });
        if (told) return {PastAnswer::Kind::made, std::move(*told)};
        const bool wrong = told.error().code == log::LogErrorCode::not_found;
        return {wrong ? PastAnswer::Kind::wrong : PastAnswer::Kind::unavailable,
                told.error().message};
    } catch (const std::bad_alloc&) {
        past_.forget();
        return {PastAnswer::Kind::unavailable, "there is not enough memory for it here now"};
    }
}

void PastDesk::tidy(TimePoint now) {
    if (std::exchange(asked_, false) || !waiting_->empty()) asked_last_ = now;
    if (!holds_ || now - asked_last_ < options_.kept_ms) return;
    holds_ = false;
    tidying_ = jobs_.add([this] {
        past_.forget();
        return std::function<void()>();
    });
}

}  // namespace muster::app
