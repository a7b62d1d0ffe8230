// Disputes about entries, and appeals.

#include <algorithm>
#include <utility>

#include "engine/core/timebank/area.hpp"
#include "engine/core/timebank/posting.hpp"

namespace muster::core {
namespace {

constexpr EnumSet<EntryStatus> can_be_disputed =
    entry_cycle.where(EntryAction::dispute) | entry_cycle.where(EntryAction::appeal);

// So that it is still there when the dispute turns out to be right: what can be kept ready, is.
void keep_ready(Step& step, const Entry& entry) {
    const Account& to = account_at(step.board, entry.to);
    if (to.status == AccountStatus::closed || !is_persons(to.kind)) return;
    Hold hold;
    hold.account = entry.to;
    hold.entry = entry.id;
    hold.minutes = std::min(entry.minutes, step.board.ledger().available(entry.to).value);
    if (hold.minutes > 0) place_hold(step, hold, std::string("the entry is disputed"));
}

}  // namespace

Rejection decide(Step& step, const OpenDispute& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index = find_one(step, command.entry);
    if (!index) return index.error();
    const Entry entry = step.board.store<Entry>()[*index];
    if (auto bad = check_status(entry, "OpenDispute", can_be_disputed, words_of<Entry>)) return bad;
    if (entry.reverses) {
        return reject(RejectReason::illegal_status, "/entry",
                      "it takes back entry " + std::to_string(entry.reverses.value) +
                          ", and cannot be disputed");
    }
    if (step.now() >= entry.dispute_until) {
        return reject(RejectReason::illegal_status, "/entry",
                      "the time in which it could be disputed is over");
    }
    const bool again = entry_cycle.legal(entry.status, EntryAction::appeal);
    const auto action = again ? EntryAction::appeal : EntryAction::dispute;
    step.emit(DisputeOpened{entry.id, entry.from, entry.to, *entry_cycle.next(entry.status, action),
                            step.env.source, command.reason});
    keep_ready(step, entry);
    return {};
}

Rejection decide(Step& step, const ResolveDispute& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index = find_one(step, command.entry);
    if (!index) return index.error();
    const Entry entry = step.board.store<Entry>()[*index];
    if (auto bad = check_status(entry, "ResolveDispute", entry_cycle.where(EntryAction::uphold),
                                words_of<Entry>)) {
        return bad;
    }
    const bool appeal = entry.status == EntryStatus::appealed;
    if (appeal && step.env.source == entry.decided_by) {
        return reject(RejectReason::not_eligible, "/entry",
                      "whoever dismissed the dispute does not decide the appeal");
    }
    const auto action = command.upheld ? EntryAction::uphold
                        : appeal       ? EntryAction::keep
                                       : EntryAction::dismiss;
    TimePoint until = entry.dispute_until;
    if (action == EntryAction::dismiss) {
        const std::int64_t days = or_usual(step.board.rules().timebank).dispute_days;
        until = std::max(until, step.now() + hours(24 * days));
    }
    if (const HoldId hold = step.board.derived<Hold>().of_dispute(entry.id)) {
        end_hold(step, hold, HoldOutcome::released, 0, std::string("the dispute is decided"));
    }
    step.emit(DisputeResolved{entry.id, entry.from, entry.to, command.upheld,
                              *entry_cycle.next(entry.status, action), until, step.env.source,
                              command.reason});
    if (command.upheld) take_back(step, entry.id, command.reason);
    return {};
}

}  // namespace muster::core
