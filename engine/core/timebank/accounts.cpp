// Accounts: opened, frozen, thawed and closed.

#include <utility>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/timebank/area.hpp"
#include "engine/core/timebank/posting.hpp"

namespace muster::core {
namespace {

Bounds bounds_of(const TimebankRule& rule, AccountKind kind) {
    if (is_persons(kind)) return {{rule.floor_min}, {rule.cap_min}};
    Bounds bounds;
    if (kind == AccountKind::pool) bounds.floor = {rule.pool_floor_min};
    if (kind == AccountKind::fund) bounds.floor = {};
    return bounds;
}

Rejection known_account(std::string_view field, AccountId id) {
    return reject(RejectReason::illegal_status, std::string(field),
                  "has account " + std::to_string(id.value) + "; a person has one");
}

Rejection check_spouse(const Step& step, AccountId own, AccountId spouse) {
    if (!spouse) return {};
    EntityWords words = words_of<Account>;
    words.field = "/spouse";
    const auto index = find_in(step.board.store<Account>(), spouse, words);
    if (!index) return index.error();
    const Account& account = step.board.store<Account>()[*index];
    if (account.id != own && is_persons(account.kind)) return {};
    return reject(RejectReason::not_eligible, "/spouse", "is no account of another person");
}

// What may be done with an account of a person or a fund, by its life cycle.
Named<Account> find_for(const Step& step, AccountId id, std::string_view command,
                        AccountAction action) {
    auto index = find_one(step, id);
    if (!index) return index;
    const Account& account = step.board.store<Account>()[*index];
    if (auto bad = check_status(account, command, account_cycle.where(action), words_of<Account>)) {
        return bad;
    }
    if (account.kind == AccountKind::issue || account.kind == AccountKind::pool) {
        return reject(RejectReason::illegal_status, "/account",
                      "the time bank cannot do without account " + std::to_string(id.value));
    }
    return index;
}

}  // namespace

AccountId open_account(Step& step, Account account, const Personal<std::string>& reason) {
    const Bounds bounds = bounds_of(*timebank_rule(step.board.rules()), account.kind);
    account.id = step.next_account_id();
    account.floor_min = bounds.floor.value;
    account.cap_min = bounds.cap.value;
    const AccountId id = account.id;
    step.emit(AccountOpened{std::move(account), step.env.source, reason});
    return id;
}

void set_status(Step& step, AccountId id, AccountStatus status, TimePoint until,
                const Personal<std::string>& reason, bool by_hand) {
    const Account& account = account_at(step.board, id);
    step.emit(AccountStatusChanged{id, account.member, account.volunteer, status, until,
                                   step.env.source, reason, by_hand});
}

void renew_bounds(Step& step, AccountId id) {
    const Account& account = account_at(step.board, id);
    Bounds bounds = bounds_of(*timebank_rule(step.board.rules()), account.kind);
    bounds.cap.value = std::max(bounds.cap.value, account.balance_min);
    bounds.floor.value = std::min(bounds.floor.value, account.balance_min - account.held_min);
    if (bounds == Bounds{{account.floor_min}, {account.cap_min}}) return;
    step.emit(AccountUpdated{id, account.member, account.volunteer, account.spouse,
                             bounds.floor.value, bounds.cap.value, "", "the bounds of the scheme"});
}

Rejection decide(Step& step, const OpenAccount& command) {
    if (!command.member && !command.volunteer) {
        return reject(RejectReason::invalid_field, "/member", "name a member, a volunteer or both");
    }
    if (command.member) {
        if (auto member = find_one(step, command.member); !member) return member.error();
    }
    if (command.volunteer) {
        EntityWords words = words_of<Responder>;
        words.field = "/volunteer";
        const auto found = find_in(step.board.responders(), command.volunteer, words);
        if (!found) return found.error();
    }
    if (auto bad = check_spouse(step, {}, command.spouse);
        bad.reason == RejectReason::unknown_account) {
        return bad;
    }
    if (command.member) {
        const auto member = find_looked_after(step, command.member, "OpenAccount");
        if (!member) return member.error();
    }
    if (auto bad = check_bank(step)) return bad;
    if (const AccountId id = account_of(step.board, command.member)) {
        return known_account("/member", id);
    }
    if (const AccountId id = account_of(step.board, command.volunteer)) {
        return known_account("/volunteer", id);
    }
    if (auto bad = check_spouse(step, {}, command.spouse)) return bad;
    Account account;
    account.member = command.member;
    account.volunteer = command.volunteer;
    account.kind = command.member ? AccountKind::member : AccountKind::volunteer;
    account.spouse = command.spouse;
    open_account(step, std::move(account), command.reason);
    return {};
}

Rejection decide(Step& step, const UpdateAccount& command) {
    if (command.member) {
        if (auto member = find_one(step, *command.member); !member) return member.error();
    }
    if (command.volunteer) {
        EntityWords words = words_of<Responder>;
        words.field = "/volunteer";
        const auto found = find_in(step.board.responders(), *command.volunteer, words);
        if (!found) return found.error();
    }
    const auto index = find_one(step, command.account);
    if (!index) return index.error();
    const Account& account = step.board.store<Account>()[*index];
    const AccountId spouse = command.spouse.value_or(account.spouse);
    const Rejection bad_spouse =
        command.spouse ? check_spouse(step, account.id, spouse) : Rejection{};
    if (bad_spouse.reason == RejectReason::unknown_account) return bad_spouse;
    if (command.member && *command.member != account.member) {
        const auto member = find_looked_after(step, *command.member, "UpdateAccount");
        if (!member) return member.error();
    }
    constexpr EnumSet<AccountStatus> alive{AccountStatus::open, AccountStatus::frozen};
    if (auto bad = check_status(account, "UpdateAccount", alive, words_of<Account>)) return bad;
    if (!is_persons(account.kind)) {
        return reject(RejectReason::illegal_status, "/account", "belongs to no person");
    }
    if (command.member && *command.member != account.member) {
        if (account.member) {
            return reject(RejectReason::illegal_status, "/member",
                          "the account is of member " + std::to_string(account.member.value));
        }
        const AccountId id = account_of(step.board, *command.member);
        if (id && id != account.id) return known_account("/member", id);
    }
    if (command.volunteer && *command.volunteer != account.volunteer) {
        if (account.volunteer) {
            return reject(RejectReason::illegal_status, "/volunteer",
                          "the account is of volunteer " + std::to_string(account.volunteer.value));
        }
        const AccountId id = account_of(step.board, *command.volunteer);
        if (id && id != account.id) return known_account("/volunteer", id);
    }
    if (bad_spouse) return bad_spouse;
    step.emit(AccountUpdated{account.id, command.member.value_or(account.member),
                             command.volunteer.value_or(account.volunteer), spouse,
                             account.floor_min, account.cap_min, step.env.source, command.reason});
    return {};
}

Rejection decide(Step& step, const FreezeAccount& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index = find_for(step, command.account, "FreezeAccount", AccountAction::freeze);
    if (!index) return index.error();
    set_status(step, command.account, AccountStatus::frozen, {}, command.reason, true);
    return {};
}

Rejection decide(Step& step, const ThawAccount& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index = find_for(step, command.account, "ThawAccount", AccountAction::thaw);
    if (!index) return index.error();
    const Account& account = step.board.store<Account>()[*index];
    if (account.until) {
        return reject(RejectReason::illegal_status, "/account",
                      "its holder is dead, and it is wound up on " +
                          local_text(calendar_rule(step.board.rules()), account.until) +
                          "; a death is corrected with SetMemberStatus");
    }
    set_status(step, command.account, AccountStatus::open, {}, command.reason);
    return {};
}

Rejection decide(Step& step, const CloseAccount& command) {
    const auto index = find_for(step, command.account, "CloseAccount", AccountAction::close);
    if (!index) return index.error();
    if (auto bad = to_rejection(step.board.ledger().check_close(command.account), "/account")) {
        return bad;
    }
    const TimebankRule& rule = or_usual(step.board.rules().timebank);
    set_status(step, command.account, AccountStatus::closed, step.now() + rule.keep_ms,
               command.reason);
    return {};
}

}  // namespace muster::core
