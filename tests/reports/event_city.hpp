// A city that exists in its log only: a seed decides who asks, comes, visits, books and rates. What
// it appends is what areas emit, without an engine that would have to be brought to do it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/log/decision_log.hpp"
#include "muster/events.hpp"

namespace muster::reports::test {

// A folder of its own, deleted at the end.
class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

struct Told {
    TimePoint at;
    std::vector<Event> events;
};

class EventCity {
  public:
    // Writes into a log in this folder from its first record on.
    EventCity(const std::filesystem::path& folder, std::uint64_t seed);

    // So many records more, committed together.
    void go_on(int records);
    void append(std::vector<Event> events);
    [[nodiscard]] const std::vector<Told>& told() const { return told_; }
    [[nodiscard]] std::uint64_t next_seq() const { return log_->last_seq() + 1; }
    [[nodiscard]] TimePoint now() const { return now_; }
    void pass(Millis time) { now_ = now_ + time; }

    static constexpr int members = 60;

  private:
    [[nodiscard]] std::uint64_t below(std::uint64_t n) {
        return std::uniform_int_distribution<std::uint64_t>(0, n - 1)(random_);
    }
    template <class T>
    [[nodiscard]] const T& one_of(const std::vector<T>& all) {
        return all[below(all.size())];
    }
    template <class Id>
    [[nodiscard]] Id any(const std::vector<Id>& all) {
        return all.empty() ? Id{}
                           : all[all.size() - 1 - below(std::min<std::size_t>(all.size(), 25))];
    }
    void add(std::vector<Event> events);
    void commit();
    void begin();
    [[nodiscard]] Event next();
    [[nodiscard]] Event ask();
    [[nodiscard]] Event about_request(RequestId request);
    [[nodiscard]] Event about_work(RequestId request);
    [[nodiscard]] Event about_visit();
    [[nodiscard]] Event about_call();
    [[nodiscard]] Event about_member();
    [[nodiscard]] Event about_service();
    [[nodiscard]] Event about_credits();
    [[nodiscard]] Event about_suggestion();
    [[nodiscard]] Event about_talent();
    [[nodiscard]] TalentProfile talent_profile();
    [[nodiscard]] Event about_project();
    [[nodiscard]] Member member(MemberId id);
    [[nodiscard]] MemberId someone() { return {2 + below(members)}; }

    std::mt19937_64 random_;
    std::unique_ptr<log::DecisionLog> log_;
    std::vector<Told> told_;
    TimePoint now_{1'767'225'600'000};  // 2026-01-01 08:00 in the city
    std::vector<RequestId> requests_;
    std::vector<OfferId> offers_;
    std::vector<VisitId> visits_;
    std::vector<CallId> calls_;
    std::vector<BookingId> bookings_;
    std::vector<NeedId> needs_;
    std::vector<ServiceRecordId> records_;
    std::vector<AccountId> accounts_;
    std::map<std::uint64_t, std::int64_t> balances_;
    std::uint64_t entries_ = 0;
    std::vector<SuggestionId> suggestions_;
    std::vector<TalentId> talents_;
    std::vector<ProjectId> projects_;
    std::map<std::pair<std::uint64_t, std::string>, bool> given_;
};

}  // namespace muster::reports::test
