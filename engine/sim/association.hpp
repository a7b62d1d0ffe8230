// The volunteer association, the talent centre and the time bank of the simulated city: talents are
// registered, accounts opened and credits kept ready, services told from paper or signed in and
// out, confirmed by whoever was served, reviewed by somebody else, now and then disputed or taken
// back. They do what comes next of whatever a record shows, so a real user can do any of it
// instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/core/board.hpp"
#include "engine/sim/agenda.hpp"
#include "engine/sim/city.hpp"
#include "engine/sim/outbox.hpp"
#include "engine/sim/rng.hpp"
#include "muster/service_records.hpp"

namespace muster::sim {

// Shares are in thousandths.
struct AssociationHabits {
    std::int64_t disputed = 60;
    std::int64_t upheld = 700;  // of the disputes: it was as recorded
    std::int64_t rejected = 40;
    std::int64_t reversed = 40;
    std::int64_t donated = 150;  // half of what it earned
    // From one thing that is done about a record to the next.
    Quantiles pause{
        {seconds(1), seconds(3), seconds(5), seconds(15), seconds(60), seconds(300), seconds(900)}};
    Quantiles stay{{minutes(5), minutes(15), minutes(25), minutes(45), minutes(75), minutes(100),
                    minutes(150)}};
    Millis between_visits = minutes(10);
};

class Association {
  public:
    // References are kept and not owned.
    Association(const City& city, const AssociationHabits& habits, Agenda& agenda, Outbox& outbox);

    // So many services of the weeks before are told from paper, and of each two of them somebody is
    // registered as a talent; none where there are records already. Volunteers visit from now on.
    // `members` and `responders` are the city's, by place; they stay valid.
    void open(const core::Board& board, std::span<const MemberId> members,
              std::span<const ResponderId> responders, std::size_t services, TimePoint now);
    // The board may hold what was never published to the association: it looks at it again.
    void look_again(const core::Board& board, TimePoint now);

    void perform(const Task& task, TimePoint now, const core::Board& board);
    void on(const ServiceRecordMade& event, TimePoint now, const core::Board& board);
    void on(const ServiceRecordStatusChanged& event, TimePoint now, const core::Board& board);

  private:
    enum class Job : std::uint8_t { talent, account, issue, hold, paper, visit, next_visit, act };

    // The people of the n-th service. Volunteers of visits are not those of papers.
    [[nodiscard]] std::uint32_t member_of(std::uint64_t n) const;
    [[nodiscard]] std::uint32_t volunteer_of(std::uint64_t n, bool visit) const;
    [[nodiscard]] Code service_of(std::uint64_t n, const core::Board& board) const;

    void add(TimePoint at, Job job, std::uint64_t what);
    void plan(const ServiceRecord& record, TimePoint now);
    void register_talent(std::uint32_t n, const core::Board& board);
    void give_credits(std::uint64_t n, const core::Board& board, bool hold);
    void tell_paper(std::uint64_t n, TimePoint now, const core::Board& board);
    void visit(std::uint64_t n, const core::Board& board);
    void act(const ServiceRecord& record, TimePoint now, const core::Board& board);
    void confirm(const ServiceRecord& record, TimePoint now);
    void review(const ServiceRecord& record, TimePoint now);
    void settle(const ServiceRecord& record, const core::Board& board);
    [[nodiscard]] Rng chance(const ServiceRecord& record, std::uint64_t what) const;

    const City& city_;
    const AssociationHabits habits_;
    Agenda& agenda_;
    Outbox& outbox_;
    std::span<const MemberId> members_;
    std::span<const ResponderId> responders_;
    std::size_t services_ = 0;
};

}  // namespace muster::sim
