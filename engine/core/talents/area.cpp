// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/talents/area.hpp"

#include <algorithm>

#include "engine/core/changes.hpp"
#include "engine/core/talents/talent_state.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const RegisterTalent& command);
Rejection decide(Step& step, const UpdateTalent& command);
Rejection decide(Step& step, const ReviewTalent& command);
Rejection decide(Step& step, const PauseTalent& command);
Rejection decide(Step& step, const ResumeTalent& command);
Rejection decide(Step& step, const LeaveTalent& command);
Rejection decide(Step& step, const SeparateTalents& command);

namespace {

// Keeps a list in order.
template <class T, class Less>
void insert_in_order(std::vector<T>& list, T one, Less less) {
    list.insert(std::upper_bound(list.begin(), list.end(), one, less), std::move(one));
}

struct Apply {
    Changes& changes;
    const TimePoint at;

    void operator()(const TalentRegistered& e) { changes.put(e.talent); }

    void operator()(const TalentUpdated& e) {
        changes.change(e.talent, [&](Talent& t) {
            t.profile = e.profile;
            t.member = e.member;
            t.responder = e.responder;
        });
    }

    void operator()(const TalentReviewed& e) {
        changes.change(e.talent, [&](Talent& t) {
            t.profile.willingness = e.willingness;
            t.profile.health = e.health;
            t.profile.manager = e.manager;
            t.review = e.review;
        });
    }

    void operator()(const TalentStatusChanged& e) {
        changes.change(e.talent, [&](Talent& t) {
            if (e.status == TalentStatus::left) t.left_from = t.status;
            t.status = e.status;
            t.status_since = at;
            t.cause = e.cause;
            t.same_as = e.same_as;
            t.reason = e.reason;
        });
    }

    void operator()(const TalentSkillsPassed& e) {
        changes.change(e.talent, [&](Talent& t) { t.passed_on = e.skills; });
    }

    void operator()(const TalentSkillExpired& e) {
        changes.change(e.talent, [&](Talent& t) {
            std::erase(t.profile.skills, e.skill);
            std::erase(t.passed_on, e.skill);
        });
    }

    void operator()(const TalentsResemble& e) {
        changes.change(e.talent, [&](Talent& t) {
            insert_in_order(
                t.alike, TalentLikeness{e.other, e.matched},
                [](const TalentLikeness& a, const TalentLikeness& b) { return a.other < b.other; });
        });
    }

    void operator()(const TalentsSeparated& e) {
        changes.change(e.talent, [&](Talent& t) {
            std::erase_if(t.alike, [&](const TalentLikeness& one) { return one.other == e.other; });
            if (e.decided) insert_in_order(t.apart, e.other, std::less<>());
        });
    }

    void operator()(const TalentReviewWarned& e) {
        changes.change(e.talent, [&](Talent& t) { t.review.warned_at = at; });
    }

    void operator()(const TalentReviewBreached& e) {
        changes.change(e.talent, [&](Talent& t) { t.review.breached_at = at; });
    }

    void operator()(const TalentForgotten& e) { changes.forget(e.talent); }
};

}  // namespace

Rejection TalentsArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void TalentsArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

}  // namespace muster::core
