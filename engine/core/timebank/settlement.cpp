#include "engine/core/timebank/settlement.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/service_records/persons.hpp"
#include "engine/core/timebank/area.hpp"
#include "engine/core/timebank/posting.hpp"

namespace muster::core {
namespace {

// What is the same in a record and in the event of its status.
struct Service {
    ServiceRecordId id;
    ResponderId volunteer;
    MemberId member;
    Code service;
    BookingId booking;
    TimePoint starts_at;
    TimePoint ends_at;
    std::int64_t minutes = 0;
    const std::vector<ServiceDay>& days;
    TimePoint reverse_until;
};

Service facts(const ServiceRecord& r) {
    return {r.id,        r.volunteer, r.member,  r.service, r.booking,
            r.starts_at, r.ends_at,   r.minutes, r.days,    r.reverse_until};
}
Service facts(const ServiceRecordStatusChanged& e) {
    return {e.record,    e.volunteer, e.member,  e.service, e.booking,
            e.starts_at, e.ends_at,   e.minutes, e.days,    e.reverse_until};
}

// Kept ready for its booking, else for any service of the member, and not over. nullptr = nothing.
const Hold* hold_for(const Board& board, const Service& service, TimePoint now) {
    const auto& holds = board.store<Hold>();
    const auto live = [&](HoldId id) -> const Hold* {
        const Hold* const hold = holds.get(id);
        return !hold->until || hold->until > now ? hold : nullptr;
    };
    if (service.booking) {
        for (const HoldId id : board.derived<Hold>().of_booking(service.booking)) {
            if (const Hold* const hold = live(id)) return hold;
        }
        return nullptr;
    }
    for (const MemberId one : board.derived<Member>().with_aliases(board.root(service.member))) {
        for (const HoldId id : board.derived<Hold>().of_member(one)) {
            if (const Hold* const hold = live(id)) return hold;
        }
    }
    return nullptr;
}

// Where the credits of a service come from that nobody keeps ready.
AccountId free_source(const Board& board, std::int64_t minutes) {
    const TimebankRule& rule = *timebank_rule(board.rules());
    const Derived<Account>& accounts = board.derived<Account>();
    AccountId source;
    if (rule.free_from == CreditSource::pool) source = accounts.pool();
    if (rule.free_from == CreditSource::fund) source = accounts.fund(rule.free_fund);
    return source && can_give(board, source) >= minutes ? source : accounts.issue();
}

// What each day earns after its limit, then all of it after the scheme's step; and what the cap
// leaves of it.
struct Earned {
    std::vector<ServiceDay> days;
    std::int64_t over_limit = 0;
    std::int64_t cut = 0;
    std::int64_t over_cap = 0;
};

bool comes_too_late(const Board& board, const Service& service, TimePoint now) {
    return service.ends_at + hours(24 * timebank_rule(board.rules())->claim_days) < now;
}

// Takes from the last days first.
std::int64_t take_off(std::vector<ServiceDay>& days, std::int64_t minutes) {
    const std::int64_t all = minutes;
    for (auto day = days.rbegin(); day != days.rend() && minutes > 0; ++day) {
        const std::int64_t part = std::min(day->minutes, minutes);
        day->minutes -= part;
        minutes -= part;
    }
    return all - minutes;
}

Earned earned_by(const Board& board, const Service& service, AccountId account, TimePoint now) {
    const TimebankRule& rule = *timebank_rule(board.rules());
    Earned earned{service.days};
    if (comes_too_late(board, service, now) ||
        !not_to_earn(board, service.volunteer, service.starts_at).empty()) {
        earned.cut = take_off(earned.days, service.minutes);
        return earned;
    }
    std::int64_t sum = 0;
    for (ServiceDay& day : earned.days) {
        const std::int64_t before =
            account ? board.ledger().credited(account, period_of(day.day)).value : 0;
        const std::int64_t room = std::max<std::int64_t>(0, rule.limit_min - before);
        earned.over_limit += std::max<std::int64_t>(0, day.minutes - room);
        day.minutes = std::min(day.minutes, room);
        sum += day.minutes;
    }
    earned.cut = take_off(earned.days, sum % rule.step_min);
    return earned;
}

// The entries of a service, the hold's minutes first.
class Payment {
  public:
    Payment(Step& step, const Service& service, const Hold* hold)
        : step_(step), service_(service), left_(hold == nullptr ? 0 : hold->minutes) {
        if (hold != nullptr) {
            holder_ = hold->account;
            hold_ = hold->id;
        }
    }
    void add(std::int64_t minutes, AccountId to, EntryKind kind, std::optional<Date> day) {
        const std::int64_t held = std::min(left_, minutes);
        put(holder_, held, to, kind, day, hold_);
        left_ -= held;
        if (held == minutes) return;
        if (!free_) free_ = free_source(step_.board, service_.minutes);
        put(free_, minutes - held, to, kind, day, {});
    }
    // Ends the hold and posts all.
    void post_all() {
        if (hold_) {
            const std::int64_t settled =
                std::accumulate(entries_.begin(), entries_.end(), std::int64_t{0},
                                [&](std::int64_t sum, const Entry& one) {
                                    return sum + (one.hold == hold_ ? one.minutes : 0);
                                });
            const auto outcome = settled > 0 ? HoldOutcome::settled : HoldOutcome::released;
            end_hold(step_, hold_, outcome, settled, std::string("the service was approved"));
        }
        for (Entry& entry : entries_)
            post(step_, std::move(entry));
    }
    [[nodiscard]] AccountId payer() const { return holder_ ? holder_ : free_; }

  private:
    void put(AccountId from, std::int64_t minutes, AccountId to, EntryKind kind,
             std::optional<Date> day, HoldId hold) {
        if (minutes <= 0 || from == to) return;
        Entry entry;
        entry.from = from;
        entry.to = to;
        entry.minutes = minutes;
        entry.kind = kind;
        entry.day = day;
        entry.service_record = service_.id;
        entry.member = service_.member;
        entry.volunteer = service_.volunteer;
        entry.service = service_.service;
        entry.booking = service_.booking;
        entry.hold = hold;
        entry.reverse_until = service_.reverse_until;
        entries_.push_back(std::move(entry));
    }

    Step& step_;
    const Service& service_;
    std::int64_t left_;
    AccountId holder_;
    HoldId hold_;
    AccountId free_;
    std::vector<Entry> entries_;
};

// Whoever has died meanwhile leaves what the service earns as all else.
AccountId open_earner(Step& step, ResponderId volunteer) {
    const Board& board = step.board;
    const Member* const member = board.members().get(member_of(board, volunteer));
    const bool known = member != nullptr && not_erased.has(member->status);
    Account fresh;
    fresh.volunteer = volunteer;
    if (known) fresh.member = member->id;
    fresh.kind = known ? AccountKind::member : AccountKind::volunteer;
    const bool dead = known && member->status == MemberStatus::deceased;
    const AccountId id = open_account(step, std::move(fresh), std::string("the first service"));
    if (dead) freeze_for_estate(step, id);
    return id;
}

bool has_bank(const Board& board) {
    const Derived<Account>& accounts = board.derived<Account>();
    return timebank_rule(board.rules()) != nullptr && accounts.issue() && accounts.pool();
}

}  // namespace

Rejection why_not_paid(const Board& board, const ServiceRecord& record, TimePoint now) {
    if (!has_bank(board)) return {};
    const Service service = facts(record);
    const AccountId account = account_of(board, service.volunteer);
    if (!account) return {};
    const Hold* const hold = hold_for(board, service, now);
    const AccountId served = account_of(board, service.member);
    if (account == served || (hold != nullptr && hold->account == account)) {
        return reject(RejectReason::not_eligible, "/service_record",
                      "nobody earns credits for a service to himself, or pays himself: account " +
                          std::to_string(account.value));
    }
    return {};
}

void pay_service(Step& step, const ServiceRecordStatusChanged& event) {
    const Board& board = step.board;
    if (!has_bank(board)) return;
    const Service service = facts(event);
    AccountId account = account_of(board, service.volunteer);
    if (!account) account = open_earner(step, service.volunteer);
    renew_bounds(step, account);
    Earned earned = earned_by(board, service, account, step.now());
    const Account& earner = account_at(board, account);
    std::int64_t room = earner.cap_min - earner.balance_min;
    Payment payment(step, service, hold_for(board, service, step.now()));
    std::int64_t credited = 0;
    for (const ServiceDay& day : earned.days) {
        const std::int64_t part = std::min(day.minutes, room);
        payment.add(part, account, EntryKind::earned, day.day);
        credited += part;
        room -= part;
        earned.over_cap += day.minutes - part;
    }
    payment.add(earned.over_cap, excess_account(board), EntryKind::excess, std::nullopt);
    payment.post_all();
    step.emit(ServiceCredited{account, payment.payer(), service.id, service.volunteer,
                              service.member, service.minutes, credited, earned.over_limit,
                              earned.over_cap, earned.cut});
}

void take_back_pay(Step& step, const ServiceRecordStatusChanged& event) {
    const std::vector<EntryId> list = step.board.derived<Entry>().of_service(event.record);
    for (const EntryId id : list) {
        const Entry& entry = *step.board.store<Entry>().get(id);
        if (entry.kind != EntryKind::earned && entry.kind != EntryKind::excess) continue;
        if (entry.status == EntryStatus::reversed) continue;
        take_back(step, id, std::string("the service was reversed"));
    }
}

}  // namespace muster::core
