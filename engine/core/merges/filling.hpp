// What an entry of the register has from another one of the same person, and gives back when they
// turn out to be two. Pure.
#pragma once

#include "muster/registry.hpp"

namespace muster::core {

// What `kept` lacks and `other` has: fields that are empty there; contacts and flags that are not
// in its lists; of the risks the whole text, since whoever takes the call must see both. Never the
// external number, by which each entry is known elsewhere.
[[nodiscard]] MemberChanges lacking(const MemberProfile& kept, const MemberProfile& other);

void fill(MemberProfile& kept, const MemberChanges& filled);

// The opposite, of what was not changed since.
void take_back(MemberProfile& kept, const MemberChanges& filled);

}  // namespace muster::core
