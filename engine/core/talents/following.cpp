// What of the register of members and of responders changes talents.

#include <algorithm>

#include "engine/core/registry/member_state.hpp"
#include "engine/core/talents/area.hpp"
#include "engine/core/talents/talents.hpp"

namespace muster::core {
namespace {

LeaveCause cause_of(MemberStatus status) {
    return status == MemberStatus::deceased ? LeaveCause::deceased : LeaveCause::moved_away;
}

// Of all that are the member's, also those that left.
std::vector<TalentId> all_of_member(const Board& board, MemberId member) {
    std::vector<TalentId> all;
    for (const MemberId one : board.derived<Member>().with_aliases(member)) {
        const auto& list = board.derived<Talent>().of_member(one);
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

TalentAction way_back(TalentStatus status) {
    switch (status) {
        case TalentStatus::candidate:
            return TalentAction::return_candidate;
        case TalentStatus::registered:
        case TalentStatus::left:
            return TalentAction::return_registered;
        case TalentStatus::paused:
            return TalentAction::return_paused;
    }
    return TalentAction::return_registered;
}

bool any_stays(const Board& board, const std::vector<TalentId>& list) {
    return std::any_of(list.begin(), list.end(),
                       [&](TalentId id) { return talent_stays.has(get(board, id).status); });
}

// It was not true that somebody had died or moved: it is as it was, unless there is another one
// by now; without the responder, where another one is that by now.
void come_back(Step& step, MemberId member) {
    for (const TalentId id : all_of_member(step.board, member)) {
        const Talent& talent = get(step.board, id);
        const bool followed =
            talent.cause == LeaveCause::deceased || talent.cause == LeaveCause::moved_away;
        const auto back = talent_cycle.next(talent.status, way_back(talent.left_from));
        const Derived<Talent>& all = step.board.derived<Talent>();
        if (!followed || !back || any_stays(step.board, all.of_member(talent.member))) continue;
        if (any_stays(step.board, all.of_responder(talent.responder))) {
            update(step, {id, talent.profile, talent.member, {}});
        }
        set_status(step, {id, *back, LeaveCause::none, {}, {}, {}});
    }
}

void react(Step& step, const MemberStatusChanged& event) {
    if (is_looked_after(event.status)) return come_back(step, event.member);
    for (const TalentId id : staying_of(step.board, event.member)) {
        set_status(step, {id, TalentStatus::left, cause_of(event.status), {}, {}, event.reason});
    }
}
// No entry of his stays, nor one that was found to be a second one of it and names no member.
void react(Step& step, const MemberErased& event) {
    const std::vector<TalentId> own = step.board.derived<Talent>().of_member(event.member);
    std::vector<TalentId> list;
    for (const TalentId id : own) {
        const std::vector<TalentId> all = with_duplicates(step.board, id);
        list.insert(list.end(), all.begin(), all.end());
    }
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    for (const TalentId id : list)
        forget(step, id);
}
// It was registered as a member by mistake, and stays a talent.
void react(Step& step, const MemberRemoved& event) {
    const std::vector<TalentId> list = step.board.derived<Talent>().of_member(event.member);
    for (const TalentId id : list) {
        const Talent& talent = get(step.board, id);
        update(step, {id, talent.profile, {}, talent.responder});
    }
}
void react(Step& step, const MembersMerged& event) {
    for (const TalentId id : staying_of(step.board, event.kept))
        look_for_same(step, id);
}
void react(Step& step, const MergeUndone& event) {
    for (const MemberId member : {event.kept, event.other}) {
        // A death that was told of the one is none of the other.
        if (is_looked_after(step.board.members().get(member)->status)) come_back(step, member);
        for (const TalentId id : staying_of(step.board, member))
            look_for_same(step, id);
    }
}
// What the responder had by himself for some time, he may have by the talent for longer.
void react(Step& step, const SkillExpired& event) {
    const std::vector<TalentId> list = step.board.derived<Talent>().of_responder(event.responder);
    for (const TalentId id : list) {
        if (talent_serves.has(get(step.board, id).status)) pass_skills(step, id);
    }
}

}  // namespace

void TalentsArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

}  // namespace muster::core
