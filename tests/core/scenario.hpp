// Runs scenario texts: what people do, and the events that must follow. The language:
//
//   # a comment
//   rules key.path=value ...               changes the test rules; later, loads them again
//   staff A first_aid,lift at 100 0        on duty, metres east and north of the city's middle
//   team T lift at 0 500                   also: volunteer; walk, urgent; off_duty; until
//   post west at -500 0                    a place to stand by at; before the first responder
//   demand 6 at -500 0                     how much may happen around there
//   member M at 0 0 phone 100 flags very_old,lives_alone contacts kin:101,key_holder:102
//   card C of M
//   at 08:00:05 IssueCard member=M uid="04 11" as D
//                                          any command; values as in scenario_values.hpp. Behind
//                                          them, in any order: as NAME, what it creates is called
//                                          NAME; key TEXT, its idempotency key; source NAME
//   at 08:00:05 request R fall by M        the same in short; verbs as in scenario_verbs.cpp
//   until 08:05:00                         time passes; deadlines fire
//     > SlotAssigned request=R responder=A by=engine      each event of the step, in order, with
//     > OfferMade offer=?O                                the fields that matter here; what stands
//                                                         at =?O is called O from now on
//     ! illegal_status                     or the reason for which it is refused
//   state R dispatched P1                  the status (and class) of a request
//   state A en_route                       ... or of a responder
//   state D status=lost member=M           any entity, with the fields that matter
//   state Offer O status=live              ... of this kind, where two kinds have the number
//   state D gone
//
// A step without ">" or "!" lines may have any events but must be accepted; "> nothing" wants none.
// After each step every invariant is checked, and a second engine, restored from the state before
// the step, must come to the same events and the same state.
//
// A new command, event or entity is spoken of by its own names and needs no change here.
#pragma once

#include <string>

namespace muster::test {

// Empty when all went as written; else "file:line: ", the line, and what was different.
[[nodiscard]] std::string run_scenario(const std::string& file, const std::string& text);

}  // namespace muster::test
