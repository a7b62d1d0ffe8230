// What the files of visits share: how one is planned, and what follows when it is over.
#pragma once

#include <string_view>
#include <vector>

#include "engine/core/care/care_state.hpp"
#include "engine/core/care/intervals.hpp"
#include "engine/core/step.hpp"
#include "muster/care.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"

namespace muster::core {

[[nodiscard]] Date today(const Step& step);

// What a member has of a kind that has Derived<T>::by_member, and what those have who were merged
// into him. A copy: whoever walks over it may change what he meets.
template <class T>
[[nodiscard]] std::vector<decltype(T::id)> all_of(const Board& board, MemberId member) {
    std::vector<decltype(T::id)> all;
    for (const MemberId one : board.derived<Member>().with_aliases(member)) {
        const auto& list = board.derived<T>().by_member.of(one);
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

// What a command names, in a status in which it can be done.
template <class IdT, class Statuses>
[[nodiscard]] auto find_in_status(const Step& step, IdT id, std::string_view command,
                                  Statuses possible) {
    using T = EntityOf<IdT>;
    auto index = find_one(step, id);
    if (!index) return index;
    const T& one = step.board.store<T>()[*index];
    if (auto bad = check_status(one, command, possible, words_of<T>)) {
        return decltype(index)(std::move(bad));
    }
    return index;
}

// The next visit of the member himself; nullptr.
[[nodiscard]] const Visit* next_visit(const Board& board, MemberId member);
// The case of the member, or of who was merged into him, that is not closed; nullptr.
[[nodiscard]] const CareCase* open_case(const Board& board, MemberId member);
// Who looks after the member now; 0 = nobody.
[[nodiscard]] ResponderId consultant_of(const Board& board, MemberId member);

// Whether somebody has the skill that makes a consultant, and how many more he can look after.
[[nodiscard]] bool is_consultant(const Responder& responder, const CareRule& rule);
[[nodiscard]] bool has_room(const Board& board, ResponderId consultant);
// Who is no consultant any more looks after nobody.
void review_consultant(Step& step, ResponderId responder);

// A promise to be kept by the end of the day, warned of so many days before.
[[nodiscard]] CarePromise promise_until(const Step& step, Date day, std::int64_t warn_days);
// The day by which the visit is due, its window, and when somebody is sent by itself.
void set_day(const Step& step, Visit& visit, Date due);
// The next review of a plan that is in use.
[[nodiscard]] CarePromise next_review(const Step& step, std::optional<Date> on = {});
// When somebody is sent by itself to a visit, if that is wanted: requests are spread in time.
[[nodiscard]] TimePoint time_to_ask(const Step& step, VisitId visit, TimePoint window_from,
                                    bool wanted);

// Plans the member's next visit, the one after `last` where there is one. `from`: the interval
// counts from then. Not later than `latest`. Nothing where the tier has no interval.
void plan_next(Step& step, MemberId member, const Visit* last, TimePoint from,
               std::optional<Date> latest = {});
// It was done; another one is the next.
void record_done(Step& step, VisitRecorded event, std::optional<Date> next_due = {});
// Its time was over before it was done: it is missed, and another one is the next.
void give_up(Step& step, const Visit& visit);
// The request of the command that names it, or of the engine, is still under way; 0.
[[nodiscard]] RequestId open_request_of(const Board& board, const Visit& visit);
// What became of a request for which visits are to be done.
void follow_request(Step& step, const ResponderOnScene& event);
void follow_request(Step& step, const SlotServed& event);
void follow_request(Step& step, const RequestMerged& event);
void release_visits(Step& step, RequestId request);

// Brings everything that is owed to the member in line with what is known of him now: whether he is
// looked after, under which number, and his tier.
void follow(Step& step, MemberId member);
// A major event: he is visited at once.
void bring_forward(Step& step, const Member& member, TimePoint event_at);

// Sends somebody to the visit by a request. Nothing is emitted where none can be made.
[[nodiscard]] Rejection send_somebody(Step& step, const Visit& visit);

// What falls due of one visit, plan, or referral.
void fire_visit(Step& step, const Visit& visit);
void fire_plan(Step& step, const CarePlan& plan);
void fire_referral(Step& step, const Referral& referral);
// Answers that are owed, by the calendar now in force.
void recompute_referrals(Step& step);

// Members who are to be visited by the rules, and have waited for a first visit since these came.
[[nodiscard]] bool anybody_waits(const Board& board);
void plan_first_visit(Step& step);

}  // namespace muster::core
