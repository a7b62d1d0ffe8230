// Whose data something is.
//
//   a member, a responder               their own
//   a request, a suggestion, a talent   of their member; without one their own
//   a call                              of the member of its request; without one its own
//   a reported position                 the desk's: a record holds those of hundreds of responders
//   all else                            by its fields: `member` first, then `request`, then in the
//                                       order in which they are described the first entity or id
//                                       that leads to a person; where none does, of what it stands
//                                       in, and at last the desk's
//
// Each value is of the innermost struct around it that is somebody's: in a report on suggestions
// the name of each author is that author's. What leads to a person is looked up on the board as it
// is: for an event, after it was applied.
#pragma once

#include <vector>

#include "engine/core/board.hpp"
#include "muster/command.hpp"
#include "muster/event.hpp"
#include "muster/subject.hpp"

namespace muster::core {

// Of the whole, whatever lies inside.
template <AnEntity T>
[[nodiscard]] Subject subject_of(const Board& board, const T& entity);
[[nodiscard]] Subject subject_of(const Board& board, const Event& event);

// Appends, for each Personal value that JSON of it holds, in that order, whose it is.
template <AnEntity T>
void add_subjects(const Board& board, const T& entity, std::vector<Subject>& out);
void add_subjects(const Board& board, const Event& event, std::vector<Subject>& out);
// `otherwise`: of what its own fields lead to nobody, such as a request of somebody unknown.
void add_subjects(const Board& board, const Command& command, const Subject& otherwise,
                  std::vector<Subject>& out);

// Makes every Personal value of it that is of `whose` as if it had never been told, which is what a
// replay finds whose key is gone. `holds`: whether there is anything to be forgotten.
template <AnEntity T>
[[nodiscard]] bool holds_data_of(const Board& board, const T& entity, const Subject& whose);
template <AnEntity T>
void forget_data(const Board& board, T& entity, const Subject& whose);

}  // namespace muster::core
