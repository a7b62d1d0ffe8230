// Credits that move by a decision: issued, given, donated, taken back.

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/core/service_records/persons.hpp"
#include "engine/core/timebank/area.hpp"
#include "engine/core/timebank/posting.hpp"

namespace muster::core {
namespace {

// From now on credits go in or out.
Rejection check_open(const Account& account, std::string_view command, EnumSet<AccountStatus> in,
                     std::string_view field) {
    EntityWords words = words_of<Account>;
    words.field = field;
    return check_status(account, command, in, words);
}

Named<Account> find_account(const Step& step, AccountId id, std::string_view field) {
    EntityWords words = words_of<Account>;
    words.field = field;
    return find_in(step.board.store<Account>(), id, words);
}

Rejection check_reference(const Step& step, const std::string& reference) {
    if (reference.empty()) return {};
    const EntryId known = step.board.ledger().entry_for(reference);
    if (!known) return {};
    return reject(RejectReason::illegal_status, "/reference",
                  "\"" + reference + "\" was posted as entry " + std::to_string(known.value));
}

constexpr EnumSet<AccountStatus> alive{AccountStatus::open, AccountStatus::frozen};

Rejection check_post(const Step& step, const Entry& entry) {
    const LedgerEntry one = to_ledger(entry);
    return to_rejection(step.board.ledger().check_post({&one, 1}), "/minutes");
}

// Opened before anybody knew that the two are one person.
bool are_of_one_person(const Board& board, const Account& a, const Account& b) {
    MemberId member = a.member ? a.member : b.member;
    if (!member) member = member_of(board, a.volunteer);
    const std::vector<AccountId> all = accounts_of(board, member);
    return std::count(all.begin(), all.end(), a.id) + std::count(all.begin(), all.end(), b.id) == 2;
}

// Between the two the relation that is told is one that is known.
Rejection check_relation(const Step& step, const GiftCredits& command) {
    const Board& board = step.board;
    const Account& from = account_at(board, command.account);
    const Account& to = account_at(board, command.to);
    if (!is_persons(from.kind) || !is_persons(to.kind)) {
        return reject(RejectReason::not_eligible, "/to",
                      "a gift goes from one person to another; use DonateCredits");
    }
    if (command.relation == Relation::self) {
        if (are_of_one_person(board, from, to)) return {};
        return reject(RejectReason::not_eligible, "/relation",
                      "the two accounts are not of one person");
    }
    if (!has(timebank_rule(board.rules())->gift_to, command.relation)) {
        return reject(RejectReason::not_eligible, "/relation",
                      "the scheme has no gifts to this relation");
    }
    if (command.relation != Relation::spouse) return {};
    if (from.spouse == to.id || to.spouse == from.id) return {};
    return reject(RejectReason::not_eligible, "/relation",
                  "neither account names the other as the spouse's; see UpdateAccount");
}

}  // namespace

void post(Step& step, Entry entry) {
    const Board& board = step.board;
    const TimebankRule& rule = or_usual(board.rules().timebank);
    entry.id = step.next_entry_id();
    entry.posted_at = step.now();
    if (entry.kind == EntryKind::reversal) {
        // Not forgotten before what it takes back.
        const Entry& original = *board.store<Entry>().get(entry.reverses);
        entry.reverse_until = std::max(original.dispute_until, original.reverse_until) + Millis{1};
    } else {
        entry.dispute_until = step.now() + hours(24 * rule.dispute_days);
        // Not before the last service of the same day can be paid, whose limit it counts for.
        entry.reverse_until =
            std::max(entry.reverse_until, step.now() + hours(24 * rule.reverse_days));
    }
    const std::int64_t from = account_at(board, entry.from).balance_min - entry.minutes;
    const std::int64_t to = account_at(board, entry.to).balance_min + entry.minutes;
    step.emit(EntryPosted{std::move(entry), from, to});
}

Rejection decide(Step& step, const IssueCredits& command) {
    if (auto bad = check_minutes(command.minutes)) return bad;
    const auto index = find_one(step, command.account);
    if (!index) return index.error();
    if (auto bad = check_bank(step)) return bad;
    const Account& account = step.board.store<Account>()[*index];
    if (auto bad = check_open(account, "IssueCredits", alive, "/account")) return bad;
    if (auto bad = check_reference(step, command.reference)) return bad;
    Entry entry;
    entry.from = step.board.derived<Account>().issue();
    entry.to = account.id;
    entry.minutes = command.minutes;
    entry.kind = EntryKind::issued;
    entry.reference = command.reference;
    entry.by = step.env.source;
    entry.reason = command.reason;
    if (entry.from == entry.to) {
        return reject(RejectReason::not_eligible, "/account", "it is where credits come from");
    }
    if (auto bad = check_post(step, entry)) return bad;
    post(step, std::move(entry));
    return {};
}

Rejection decide(Step& step, const GiftCredits& command) {
    if (auto bad = check_minutes(command.minutes)) return bad;
    if (auto bad = check_reason(command.reason.value)) return bad;
    if (command.to == command.account) {
        return reject(RejectReason::invalid_field, "/to", "must be another account");
    }
    const auto from = find_one(step, command.account);
    if (!from) return from.error();
    const auto to = find_account(step, command.to, "/to");
    if (!to) return to.error();
    if (auto bad = check_bank(step)) return bad;
    const auto& accounts = step.board.store<Account>();
    if (auto bad = check_open(accounts[*from], "GiftCredits", AccountStatus::open, "/account")) {
        return bad;
    }
    if (auto bad = check_open(accounts[*to], "GiftCredits", alive, "/to")) return bad;
    if (auto bad = check_reference(step, command.reference)) return bad;
    if (auto bad = check_relation(step, command)) return bad;
    Entry entry;
    entry.from = command.account;
    entry.to = command.to;
    entry.minutes = command.minutes;
    entry.kind = EntryKind::gift;
    entry.relation = command.relation;
    entry.reference = command.reference;
    entry.by = step.env.source;
    entry.reason = command.reason;
    if (auto bad = check_post(step, entry)) return bad;
    post(step, std::move(entry));
    return {};
}

Rejection decide(Step& step, const DonateCredits& command) {
    if (auto bad = check_minutes(command.minutes)) return bad;
    const auto from = find_one(step, command.account);
    if (!from) return from.error();
    if (command.to) {
        if (const auto to = find_account(step, command.to, "/to"); !to) return to.error();
    }
    if (auto bad = check_bank(step)) return bad;
    const Board& board = step.board;
    const Account& account = board.store<Account>()[*from];
    if (auto bad = check_open(account, "DonateCredits", AccountStatus::open, "/account")) {
        return bad;
    }
    if (auto bad = check_reference(step, command.reference)) return bad;
    if (account.kind == AccountKind::issue) {
        return reject(RejectReason::not_eligible, "/account",
                      "gives credits by a decision only; see IssueCredits");
    }
    const std::int64_t fund = timebank_rule(board.rules())->donations_to;
    Entry entry;
    entry.from = account.id;
    entry.to = command.to;
    if (!entry.to && fund > 0) entry.to = board.derived<Account>().fund(fund);
    if (!entry.to) entry.to = board.derived<Account>().pool();
    const Account& to = account_at(board, entry.to);
    if (auto bad = check_open(to, "DonateCredits", alive, "/to")) return bad;
    if (is_persons(to.kind) || to.kind == AccountKind::issue || to.id == account.id) {
        return reject(RejectReason::not_eligible, "/to",
                      "donations go to the pool or to a fund; see GiftCredits");
    }
    entry.minutes = command.minutes;
    entry.kind = EntryKind::donation;
    entry.reference = command.reference;
    entry.by = step.env.source;
    entry.reason = command.reason;
    if (auto bad = check_post(step, entry)) return bad;
    post(step, std::move(entry));
    return {};
}

Rejection decide(Step& step, const ReverseEntry& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index = find_one(step, command.entry);
    if (!index) return index.error();
    const Entry& entry = step.board.store<Entry>()[*index];
    if (auto bad = check_status(entry, "ReverseEntry", entry_cycle.where(EntryAction::reverse),
                                words_of<Entry>)) {
        return bad;
    }
    if (entry.reverses) {
        return reject(RejectReason::illegal_status, "/entry",
                      "it takes back entry " + std::to_string(entry.reverses.value) +
                          ", and stays; post a new one instead");
    }
    if (step.now() >= entry.reverse_until) {
        return reject(RejectReason::illegal_status, "/entry",
                      "the time in which it could be reversed is over");
    }
    Entry back;
    back.from = entry.to;
    back.to = entry.from;
    back.minutes = entry.minutes;
    back.kind = EntryKind::reversal;
    back.reverses = entry.id;
    back.service_record = entry.service_record;
    back.member = entry.member;
    back.volunteer = entry.volunteer;
    back.service = entry.service;
    back.booking = entry.booking;
    back.by = step.env.source;
    back.reason = command.reason;
    LedgerEntry one = to_ledger(back);
    one.id = {step.env.seq};
    if (auto bad = to_rejection(step.board.ledger().check_post({&one, 1}), "/entry")) return bad;
    post(step, std::move(back));
    return {};
}

}  // namespace muster::core
