// How the area's events are made. Each emits what it says.
#pragma once

#include <string>

#include "engine/core/step.hpp"
#include "engine/core/timebank/account_state.hpp"
#include "engine/core/timebank/persons.hpp"

namespace muster::core {

// The entry with its number, who posted it, its times; EntryPosted. Precondition: the ledger allows
// it.
void post(Step& step, Entry entry);
// Precondition: the account is open and can give it.
HoldId place_hold(Step& step, Hold hold, const Personal<std::string>& reason);
void end_hold(Step& step, HoldId id, HoldOutcome outcome, std::int64_t settled,
              const Personal<std::string>& reason);
// Nobody used it: released, or expired where its time is over and no tick has come yet.
void let_go(Step& step, HoldId id, const std::string& reason);
// All that the account keeps ready, and all but what disputes keep.
void release_all(Step& step, AccountId id, const std::string& reason);
void release_promises(Step& step, AccountId id, const std::string& reason);
// by_hand: Account::frozen_by_hand from now on.
void set_status(Step& step, AccountId id, AccountStatus status, TimePoint until,
                const Personal<std::string>& reason, bool by_hand = false);
AccountId open_account(Step& step, Account account, const Personal<std::string>& reason);
// Gives the account the bounds of the scheme: as far as its balance allows, when that is higher.
void renew_bounds(Step& step, AccountId id);

// Takes back what the entry moved, whatever became of it since: what an account lacks comes from
// the pool, else from the issue account; what is too much goes where excess goes. It is taken back
// once: from then on the entry is reversed, whether it could be mirrored or not.
void take_back(Step& step, EntryId id, const Personal<std::string>& reason);

// The holder is dead: the account gives nothing any more, and is wound up later.
void freeze_for_estate(Step& step, AccountId id);
// He is not: the account is as it was. Precondition: freeze_for_estate() was the last to freeze it.
void end_estate(Step& step, AccountId id);
// What is left goes to the heir, as the scheme says, and the account is closed.
void wind_up(Step& step, AccountId id, const std::string& reason);

}  // namespace muster::core
