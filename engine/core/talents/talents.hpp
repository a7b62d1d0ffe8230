// What the files of talents share.
#pragma once

#include <string>
#include <vector>

#include "engine/core/step.hpp"
#include "engine/core/talents/talent_state.hpp"
#include "muster/talents.hpp"

namespace muster::core {

// Precondition: it is there.
[[nodiscard]] const Talent& get(const Board& board, TalentId id);

// Of this member, or of who was merged into him: those that have not left.
[[nodiscard]] std::vector<TalentId> staying_of(const Board& board, MemberId member);

// Owed by the end of the day, from now on, with what came of the last one.
[[nodiscard]] TalentReview review_on(const Step& step, Date day, TalentReview last);
// The day of the next review after one on this day.
[[nodiscard]] Date next_review_day(const Step& step, Date reviewed_on);

// The responder that it is has the skills that it has, as long as it serves: those that he has not
// by himself are added to him, with the same ends, and what was added before is taken back.
void pass_skills(Step& step, TalentId id);
// The responder has those of his own only.
void take_skills_back(Step& step, TalentId id);

// The entry that stays of this one, when it left as a duplicate; else itself. Either may have left
// the board by now.
[[nodiscard]] TalentId who_stays(const Board& board, TalentId talent);
// Itself, and those that left as duplicates of it, by however many steps; in order.
[[nodiscard]] std::vector<TalentId> with_duplicates(const Board& board, TalentId talent);

// What is told about it is another thing, with all that follows.
void update(Step& step, TalentUpdated event);

// Proposes those that may be the same person, and takes back what is alike no more.
void look_for_same(Step& step, TalentId id);
// It is proposed with nobody any more.
void end_likeness(Step& step, TalentId id);

// Its status is another one, with all that follows.
void set_status(Step& step, const TalentStatusChanged& change);
// It leaves the board.
void forget(Step& step, TalentId id);

}  // namespace muster::core
