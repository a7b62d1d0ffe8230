#include "engine/core/timebank/persons.hpp"

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/registry/risk.hpp"
#include "engine/core/service_records/persons.hpp"
#include "engine/core/talents/talent_state.hpp"

namespace muster::core {
namespace {

// What the registers of members and of talents know of the birth of the holder. Empty fields:
// nothing.
MemberProfile birth_of(const Board& board, MemberId member, ResponderId volunteer) {
    MemberProfile birth;
    if (const Member* const known = board.members().get(board.root(member))) {
        birth.birth_date = known->profile.birth_date;
        birth.birth_year = known->profile.birth_year;
    }
    if (birth.birth_date || birth.birth_year != 0) return birth;
    for (const TalentId id : board.derived<Talent>().of_responder(volunteer)) {
        const TalentProfile& talent = board.store<Talent>().get(id)->profile;
        if (talent.birth_date) birth.birth_date = talent.birth_date;
    }
    return birth;
}

template <class Id>
void add_once(std::vector<Id>& all, Id one) {
    if (one && std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

// Who the register of talents says are the member, under whatever number.
std::vector<ResponderId> volunteers_of(const Board& board, MemberId member) {
    std::vector<ResponderId> all;
    if (!member) return all;
    for (const MemberId one : board.derived<Member>().with_aliases(board.root(member))) {
        for (const TalentId id : board.derived<Talent>().of_member(one))
            add_once(all, board.store<Talent>().get(id)->responder);
    }
    return all;
}

std::int64_t served_by(const Board& board, const Account& account) {
    std::vector<ResponderId> all = volunteers_of(board, account.member);
    if (account.volunteer) {
        for (const ResponderId one : as_volunteers(board, account.volunteer))
            add_once(all, one);
    }
    std::int64_t served = 0;
    for (const ResponderId one : all) {
        const VolunteerStanding* const standing = board.store<VolunteerStanding>().get({one.value});
        if (standing != nullptr) served += standing->approved_min - standing->reversed_min;
    }
    return served;
}

}  // namespace

std::vector<AccountId> accounts_of(const Board& board, MemberId member) {
    std::vector<AccountId> all;
    if (!member) return all;
    const Derived<Account>& accounts = board.derived<Account>();
    for (const MemberId one : board.derived<Member>().with_aliases(board.root(member)))
        add_once(all, accounts.of(one));
    for (const ResponderId volunteer : volunteers_of(board, member))
        add_once(all, accounts.of(volunteer));
    return all;
}

AccountId account_of(const Board& board, MemberId member) {
    const std::vector<AccountId> all = accounts_of(board, member);
    return all.empty() ? AccountId{} : all.front();
}

AccountId account_of(const Board& board, ResponderId volunteer) {
    if (!volunteer) return {};
    for (const ResponderId one : as_volunteers(board, volunteer)) {
        if (const AccountId found = board.derived<Account>().of(one)) return found;
    }
    return account_of(board, member_of(board, volunteer));
}

const Account& account_at(const Board& board, AccountId id) {
    const Account* const account = board.store<Account>().get(id);
    if (account == nullptr) std::abort();
    return *account;
}

AccountId excess_account(const Board& board) {
    const Derived<Account>& accounts = board.derived<Account>();
    const std::int64_t fund = or_usual(board.rules().timebank).excess_to;
    const AccountId to = fund > 0 ? accounts.fund(fund) : AccountId{};
    return to ? to : accounts.pool();
}

std::int64_t can_give(const Board& board, AccountId id) {
    const Account* const account = board.store<Account>().get(id);
    if (account == nullptr || account->status != AccountStatus::open) return 0;
    return std::max<std::int64_t>(0, board.ledger().available(id).value);
}

std::string not_to_redeem(const Board& board, const Account& account, TimePoint now) {
    const TimebankRule& rule = *timebank_rule(board.rules());
    if (rule.redeem_years > 0) {
        const auto day = turns(birth_of(board, account.member, account.volunteer),
                               rule.redeem_years, calendar_rule(board.rules()));
        if (!day) {
            return "its holder's date of birth is not known, and credits are used from " +
                   std::to_string(rule.redeem_years) + " years on";
        }
        if (*day > now) {
            return "its holder uses credits from " + std::to_string(rule.redeem_years) +
                   " years on";
        }
    }
    if (rule.redeem_after_min > 0) {
        const std::int64_t served = served_by(board, account);
        if (served < rule.redeem_after_min) {
            return "its holder has served " + minutes_text(served) + ", and uses credits after " +
                   std::to_string(rule.redeem_after_min);
        }
    }
    return {};
}

std::string not_to_earn(const Board& board, ResponderId volunteer, TimePoint at) {
    const TimebankRule& rule = *timebank_rule(board.rules());
    const AccountId account = account_of(board, volunteer);
    const MemberId told = account ? account_at(board, account).member : MemberId{};
    const MemberId member = told ? told : member_of(board, volunteer);
    const MemberProfile birth = birth_of(board, member, volunteer);
    const CalendarRule& calendar = calendar_rule(board.rules());
    if (rule.provider_years_from > 0) {
        const auto day = turns(birth, rule.provider_years_from, calendar);
        if (day && *day > at) return "too young for the scheme";
    }
    if (rule.provider_years_to < 150) {
        const auto day = turns(birth, rule.provider_years_to + 1, calendar);
        if (day && *day <= at) return "too old for the scheme";
    }
    return {};
}

bool is_key_person(const Member& member) {
    const auto& reasons = member.risk.value.reasons;
    return std::any_of(reasons.begin(), reasons.end(), [](RiskReason reason) {
        return reason == RiskReason::old_and_alone || reason == RiskReason::poor_and_alone ||
               reason == RiskReason::told;
    });
}

Rejection check_bank(const Step& step) {
    if (timebank_rule(step.board.rules()) == nullptr) {
        return reject(RejectReason::not_ready, "", "the rules have no time bank");
    }
    const Derived<Account>& accounts = step.board.derived<Account>();
    if (accounts.issue() && accounts.pool()) return {};
    return reject(RejectReason::not_ready, "",
                  "the time bank's own accounts are not open yet; they open with LoadRules");
}

Rejection check_minutes(std::int64_t minutes) {
    if (is_amount({minutes})) return {};
    return reject(RejectReason::invalid_field, "/minutes",
                  "must be 1 to " + std::to_string(most_minutes.value));
}

bool has(const std::vector<Relation>& relations, Relation one) {
    return std::find(relations.begin(), relations.end(), one) != relations.end();
}

std::string minutes_text(std::int64_t minutes) {
    return std::to_string(minutes) + (minutes == 1 ? " minute" : " minutes");
}

Rejection to_rejection(const LedgerRefusal& refusal, std::string_view field) {
    if (!refusal) return {};
    const RejectReason reason = [&] {
        switch (refusal.reason) {
            case LedgerReason::below_floor:
            case LedgerReason::more_than_held:
                return RejectReason::not_enough_credits;
            case LedgerReason::above_cap:
            case LedgerReason::over_limit:
                return RejectReason::limit_reached;
            default:
                return RejectReason::illegal_status;
        }
    }();
    return reject(reason, std::string(field), to_text(refusal));
}

}  // namespace muster::core
