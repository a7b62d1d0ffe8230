// The commands about credits.
#include "tests/core/precedence_world.hpp"

namespace muster::test {
namespace {

using enum RejectReason;

}  // namespace

std::map<std::string, Case> timebank_cases(const World& w) {
    const Fault no_reason{invalid_field, "reason", ""};
    const Fault long_reason{invalid_field, "reason", too_long};
    const Fault member_gone{unknown_member, "member", nobody};
    const Fault member_over{illegal_status, "member", w.gone_member};
    const Fault booking_gone{unknown_booking, "booking", nobody};
    const Fault booking_over{illegal_status, "booking", w.cancelled_booking};
    const Fault account_gone{unknown_account, "account", nobody};
    const Fault account_over{illegal_status, "account", w.closed_account};
    const Fault account_frozen{illegal_status, "account", w.frozen_account};
    const Fault entry_gone{unknown_entry, "entry", nobody};
    const Fault entry_over{illegal_status, "entry", w.reversed_entry};
    const Fault no_minutes{invalid_field, "minutes", 0};
    const Fault too_much{not_enough_credits, "minutes", 5000};
    const Fault volunteer_unknown{unknown_responder, "volunteer", nobody};
    return {
        {"OpenAccount",
         {fields({{"member", w.member}}),
          {long_reason,
           member_gone,
           volunteer_unknown,
           {unknown_account, "spouse", nobody},
           member_over,
           {not_eligible, "spouse", w.pool}}}},
        {"UpdateAccount",
         {fields({{"account", w.account}}),
          {long_reason,
           member_gone,
           volunteer_unknown,
           account_gone,
           member_over,
           account_over,
           {not_eligible, "spouse", w.pool}}}},
        {"FreezeAccount",
         {fields({{"account", w.account}, {"reason", "x"}}),
          {no_reason, account_gone, account_over}}},
        {"ThawAccount",
         {fields({{"account", w.frozen_account}, {"reason", "x"}}),
          {no_reason, account_gone, account_over}}},
        {"CloseAccount",
         {fields({{"account", w.empty_account}}), {long_reason, account_gone, account_over}}},
        {"HoldCredits",
         {fields({{"account", w.account}, {"minutes", 5}, {"member", w.saver}}),
          {no_minutes,
           {invalid_field, "until", 5},
           member_gone,
           booking_gone,
           account_gone,
           member_over,
           account_frozen,
           booking_over,
           {not_eligible, "relation", "other"},
           too_much}}},
        {"ReleaseHold",
         {fields({{"hold", w.hold}}), {long_reason, {unknown_hold, "hold", nobody}}}},
        {"IssueCredits",
         {fields({{"account", w.account}, {"minutes", 5}}),
          {no_minutes,
           account_gone,
           account_over,
           {illegal_status, "reference", "known"},
           {not_eligible, "account", w.issuer},
           {limit_reached, "minutes", 90'000}}}},
        {"GiftCredits",
         {fields({{"account", w.account},
                  {"to", w.empty_account},
                  {"minutes", 1},
                  {"relation", "child"},
                  {"reason", "shown"}}),
          {no_minutes,
           no_reason,
           account_gone,
           {unknown_account, "to", nobody + 1},
           account_frozen,
           {illegal_status, "to", w.closed_account},
           {not_eligible, "relation", "sibling"},
           too_much}}},
        {"DonateCredits",
         {fields({{"account", w.account}, {"minutes", 1}}),
          {no_minutes,
           account_gone,
           {unknown_account, "to", nobody},
           account_frozen,
           {not_eligible, "account", w.issuer},
           {not_eligible, "to", w.empty_account},
           too_much}}},
        {"ReverseEntry",
         {fields({{"entry", w.entry}, {"reason", "x"}}), {no_reason, entry_gone, entry_over}}},
        {"OpenDispute",
         {fields({{"entry", w.entry}, {"reason", "x"}}), {no_reason, entry_gone, entry_over}}},
        {"ResolveDispute",
         {fields({{"entry", w.disputed_entry}, {"reason", "x"}}),
          {no_reason, entry_gone, {illegal_status, "entry", w.entry}}}},
    };
}

}  // namespace muster::test
