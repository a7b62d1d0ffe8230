// The time bank: credits in whole minutes that belong to accounts, earned by services and given
// for services. Hours of service are another fact, of service_records.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "muster/access.hpp"
#include "muster/booking.hpp"
#include "muster/command.hpp"
#include "muster/date.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/service_records.hpp"
#include "muster/timebank_rules.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

// issue: what all credits come from; as much below 0 as all others have together. pool: gets what
// is over, and may pay for others. fund: one of TimebankRule::funds.
enum class AccountKind : std::uint8_t { member, volunteer, issue, pool, fund };
BOOST_DESCRIBE_ENUM(AccountKind, member, volunteer, issue, pool, fund)

// frozen: gives nothing away, and earns on. closed: holds nothing, and leaves the board later.
enum class AccountStatus : std::uint8_t { open, frozen, closed };
BOOST_DESCRIBE_ENUM(AccountStatus, open, frozen, closed)

// A person who both serves and is served has one account, of the kind member, which names both.
// Small, since every person of the time bank has one.
struct Account {
    AccountId id;
    MemberId member;        // who is served; 0 = nobody
    ResponderId volunteer;  // who serves; 0 = nobody
    AccountKind kind = AccountKind::member;
    AccountStatus status = AccountStatus::open;
    // By FreezeAccount: it stays frozen when a death turns out to have been told by mistake.
    bool frozen_by_hand = false;
    std::uint32_t fund = 0;  // the number of the fund
    std::int64_t balance_min = 0;
    std::int64_t held_min = 0;  // of the balance, kept ready
    std::int64_t floor_min = 0;
    std::int64_t cap_min = 0;
    // frozen: the end of a dead person's account, 0 = frozen until thawed. closed: when it leaves
    // the board.
    TimePoint until;
    AccountId spouse;  // of the holder's spouse; 0 = none is known
};
BOOST_DESCRIBE_STRUCT(Account, (),
                      (id, member, volunteer, kind, status, fund, balance_min, held_min, floor_min,
                       cap_min, until, spouse, frozen_by_hand))
template <>
inline constexpr EntityRow entity_row<Account>{
    .path = "accounts", .one = "account", .feed_order = 50};

// Credits kept ready, which pay for nothing else. It ends once, and leaves the board then.
struct Hold {
    HoldId id;
    AccountId account;
    MemberId member;    // for whose services; 0 = for none
    BookingId booking;  // for which service; 0 = any of the member
    EntryId entry;      // whose dispute keeps them; 0 = none
    std::int64_t minutes = 0;
    TimePoint until;  // from then on it can only expire; 0 = it does not
};
BOOST_DESCRIBE_STRUCT(Hold, (), (id, account, member, booking, entry, minutes, until))
template <>
inline constexpr EntityRow entity_row<Hold>{.path = "holds", .one = "hold", .feed_order = 51};

// Why minutes went from one account to another. issued: out of the issue account, by a decision.
// earned: for a service. excess: what a service earned above the cap. gift: to a relative.
// donation: to the pool or a fund. estate: of an account that was wound up. cover: what an account
// lacks for a reversal that cannot wait. reversal: of the entry that it names.
BOOST_DEFINE_ENUM_CLASS(EntryKind, issued, earned, excess, gift, donation, estate, cover, reversal)

// dismissed: disputed in vain. appealed: disputed once more; kept: in vain, for good.
BOOST_DEFINE_ENUM_CLASS(EntryStatus, posted, disputed, dismissed, appealed, kept, reversed)

// What it moves never changes; its status tells what became of it. It leaves the board when it can
// be neither disputed nor reversed any more; balances stay.
struct Entry {
    EntryId id;
    AccountId from;
    AccountId to;
    std::int64_t minutes = 0;
    EntryKind kind = EntryKind::issued;
    EntryStatus status = EntryStatus::posted;
    std::optional<Date> day;         // on which it counts as earned
    ServiceRecordId service_record;  // for which service
    MemberId member;                 // who was served
    ResponderId volunteer;           // who served
    Code service;
    BookingId booking;
    HoldId hold;                       // that it ended
    EntryId reverses;                  // of a reversal: what it takes back
    EntryId reversed_by;               // 0 = it holds
    std::optional<Relation> relation;  // of a gift: what `to` is to `from`
    std::string reference;             // told with it, posted once; may be empty
    std::string by;                    // who posted it; empty = the engine
    Personal<std::string> reason;
    TimePoint posted_at;
    TimePoint dispute_until;
    TimePoint reverse_until;
    TimePoint disputed_at;  // 0 = never; the last time
    std::string disputed_by;
    Personal<std::string> dispute;  // what is said against it
    TimePoint decided_at;
    std::string decided_by;
    Personal<std::string> decision;
};
BOOST_DESCRIBE_STRUCT(Entry, (),
                      (id, from, to, minutes, kind, status, day, service_record, member, volunteer,
                       service, booking, hold, reverses, reversed_by, relation, reference, by,
                       reason, posted_at, dispute_until, reverse_until, disputed_at, disputed_by,
                       dispute, decided_at, decided_by, decision))
template <>
inline constexpr EntityRow entity_row<Entry>{
    .path = "entries", .one = "entry", .feed_order = 52, .about_people = true};

// Of a member, a volunteer, or both who are one person. The accounts issue, pool and those of funds
// open by themselves when the rules have a time bank.
struct OpenAccount {
    MemberId member;
    ResponderId volunteer;
    AccountId spouse;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(OpenAccount, (), (member, volunteer, spouse, reason))
template <>
inline constexpr CommandRow command_row<OpenAccount>{.roles = desk_roles | Role::admin,
                                                     .traffic = Traffic::registry,
                                                     .creates = entity_row<Account>.path};

// What is found out about the holder later.
struct UpdateAccount {
    AccountId account;
    std::optional<MemberId> member;        // where none was named
    std::optional<ResponderId> volunteer;  // where none was named
    std::optional<AccountId> spouse;       // 0 = none any more
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(UpdateAccount, (), (account, member, volunteer, spouse, reason))
template <>
inline constexpr CommandRow command_row<UpdateAccount>{.roles = office_roles,
                                                       .traffic = Traffic::registry};

struct FreezeAccount {
    AccountId account;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(FreezeAccount, (), (account, reason))
template <>
inline constexpr CommandRow command_row<FreezeAccount>{.roles = office_roles,
                                                       .traffic = Traffic::registry};

struct ThawAccount {
    AccountId account;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ThawAccount, (), (account, reason))
template <>
inline constexpr CommandRow command_row<ThawAccount>{.roles = office_roles,
                                                     .traffic = Traffic::registry};

// Empty, and with nothing kept ready.
struct CloseAccount {
    AccountId account;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(CloseAccount, (), (account, reason))
template <>
inline constexpr CommandRow command_row<CloseAccount>{.roles = office_roles,
                                                      .traffic = Traffic::registry};

// Keeps credits ready for a booking or, without one, for the next service of the member.
struct HoldCredits {
    AccountId account;
    std::int64_t minutes = 0;
    MemberId member;
    BookingId booking;
    Relation relation = Relation::self;  // what the member is to the holder
    std::optional<TimePoint> until;      // nothing = as the rules say
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(HoldCredits, (), (account, minutes, member, booking, relation, until, reason))
template <>
inline constexpr CommandRow command_row<HoldCredits>{
    .roles = desk_roles, .traffic = Traffic::registry, .creates = entity_row<Hold>.path};

struct ReleaseHold {
    HoldId hold;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReleaseHold, (), (hold, reason))
template <>
inline constexpr CommandRow command_row<ReleaseHold>{.roles = desk_roles,
                                                     .traffic = Traffic::registry};

struct IssueCredits {
    AccountId account;
    std::int64_t minutes = 0;
    std::string reference;  // of the decision; one that is known is refused
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(IssueCredits, (), (account, minutes, reference, reason))
template <>
inline constexpr CommandRow command_row<IssueCredits>{
    .roles = office_roles, .traffic = Traffic::registry, .creates = entity_row<Entry>.path};

// To a relative whom the scheme allows. What `account` holds above what is held can be given.
struct GiftCredits {
    AccountId account;
    AccountId to;
    std::int64_t minutes = 0;
    Relation relation = Relation::spouse;  // what the holder of `to` is to that of `account`
    std::string reference;
    Personal<std::string> reason;  // says how the relation was shown
};
BOOST_DESCRIBE_STRUCT(GiftCredits, (), (account, to, minutes, relation, reference, reason))
template <>
inline constexpr CommandRow command_row<GiftCredits>{
    .roles = desk_roles, .traffic = Traffic::registry, .creates = entity_row<Entry>.path};

struct DonateCredits {
    AccountId account;
    AccountId to;  // the pool or a fund; 0 = as the scheme says
    std::int64_t minutes = 0;
    std::string reference;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(DonateCredits, (), (account, to, minutes, reference, reason))
template <>
inline constexpr CommandRow command_row<DonateCredits>{
    .roles = desk_roles, .traffic = Traffic::registry, .creates = entity_row<Entry>.path};

struct ReverseEntry {
    EntryId entry;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReverseEntry, (), (entry, reason))
template <>
inline constexpr CommandRow command_row<ReverseEntry>{
    .roles = office_roles, .traffic = Traffic::registry, .creates = entity_row<Entry>.path};

// Of an entry whose dispute was dismissed: an appeal, which somebody else decides.
struct OpenDispute {
    EntryId entry;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(OpenDispute, (), (entry, reason))
template <>
inline constexpr CommandRow command_row<OpenDispute>{.roles = desk_roles | adapter_roles,
                                                     .traffic = Traffic::registry};

// upheld: the entry is reversed in the same record.
struct ResolveDispute {
    EntryId entry;
    bool upheld = false;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ResolveDispute, (), (entry, upheld, reason))
template <>
inline constexpr CommandRow command_row<ResolveDispute>{.roles = office_roles,
                                                        .traffic = Traffic::registry};

struct AccountOpened {
    Account account;
    std::string by;  // empty = the engine, here and below
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(account.id); }
};
BOOST_DESCRIBE_STRUCT(AccountOpened, (), (account, by, reason))

// What is known of the holder, and the bounds of the scheme, as they are from now on.
struct AccountUpdated {
    AccountId account;
    MemberId member;
    ResponderId volunteer;
    AccountId spouse;
    std::int64_t floor_min = 0;
    std::int64_t cap_min = 0;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(account); }
};
BOOST_DESCRIBE_STRUCT(AccountUpdated, (),
                      (account, member, volunteer, spouse, floor_min, cap_min, by, reason))

struct AccountStatusChanged {
    AccountId account;
    MemberId member;
    ResponderId volunteer;
    AccountStatus status = AccountStatus::open;
    TimePoint until;
    std::string by;
    Personal<std::string> reason;
    bool frozen_by_hand = false;  // as in Account
    [[nodiscard]] auto changes() const { return std::tuple(account); }
};
BOOST_DESCRIBE_STRUCT(AccountStatusChanged, (),
                      (account, member, volunteer, status, until, by, reason, frozen_by_hand))

// Closed, and its time is over.
struct AccountForgotten {
    AccountId account;
    [[nodiscard]] auto changes() const { return std::tuple(account); }
};
BOOST_DESCRIBE_STRUCT(AccountForgotten, (), (account))

struct HoldPlaced {
    Hold hold;
    std::int64_t available_min = 0;  // what the account can give after it
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(hold.id, hold.account); }
};
BOOST_DESCRIBE_STRUCT(HoldPlaced, (), (hold, available_min, by, reason))

BOOST_DEFINE_ENUM_CLASS(HoldOutcome, settled, released, expired)

// settled: its entries follow in the same record, of `settled_min` together.
struct HoldEnded {
    HoldId hold;
    AccountId account;
    MemberId member;
    BookingId booking;
    HoldOutcome outcome = HoldOutcome::released;
    std::int64_t minutes = 0;
    std::int64_t settled_min = 0;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(hold, account); }
};
BOOST_DESCRIBE_STRUCT(HoldEnded, (),
                      (hold, account, member, booking, outcome, minutes, settled_min, by, reason))

// With the balances after it, so that a statement needs nothing else.
struct EntryPosted {
    Entry entry;
    std::int64_t from_balance_min = 0;
    std::int64_t to_balance_min = 0;
    [[nodiscard]] auto changes() const {
        return std::tuple(entry.id, entry.from, entry.to, entry.reverses);
    }
};
BOOST_DESCRIBE_STRUCT(EntryPosted, (), (entry, from_balance_min, to_balance_min))

// What became of the minutes of an approved service; entries tell where they came from and went.
// minutes = credited + over_limit + over_cap + cut.
struct ServiceCredited {
    AccountId account;  // of the volunteer
    AccountId payer;
    ServiceRecordId service_record;
    ResponderId volunteer;
    MemberId member;
    std::int64_t minutes = 0;
    std::int64_t credited_min = 0;
    std::int64_t over_limit_min = 0;  // of the day: paid by nobody
    std::int64_t over_cap_min = 0;    // gone to the pool or a fund
    std::int64_t cut_min = 0;         // below the scheme's step, too late, or of nobody who earns
    [[nodiscard]] auto changes() const { return std::tuple(account); }
};
BOOST_DESCRIBE_STRUCT(ServiceCredited, (),
                      (account, payer, service_record, volunteer, member, minutes, credited_min,
                       over_limit_min, over_cap_min, cut_min))

// disputed or appealed.
struct DisputeOpened {
    EntryId entry;
    AccountId from;
    AccountId to;
    EntryStatus status = EntryStatus::disputed;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(entry); }
};
BOOST_DESCRIBE_STRUCT(DisputeOpened, (), (entry, from, to, status, by, reason))

// Upheld: the reversal follows in the same record, and sets the status.
struct DisputeResolved {
    EntryId entry;
    AccountId from;
    AccountId to;
    bool upheld = false;
    EntryStatus status = EntryStatus::dismissed;
    TimePoint dispute_until;  // so long it can be appealed against
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(entry); }
};
BOOST_DESCRIBE_STRUCT(DisputeResolved, (),
                      (entry, from, to, upheld, status, dispute_until, by, reason))

// It can be neither disputed nor reversed any more.
struct EntryForgotten {
    EntryId entry;
    [[nodiscard]] auto changes() const { return std::tuple(entry); }
};
BOOST_DESCRIBE_STRUCT(EntryForgotten, (), (entry))

// It is about somebody who was erased: what was written with it is gone from it (reason, dispute,
// decision). What it moved stays.
struct EntryStripped {
    EntryId entry;
    [[nodiscard]] auto changes() const { return std::tuple(entry); }
};
BOOST_DESCRIBE_STRUCT(EntryStripped, (), (entry))

using TimebankCommands = TypeList<OpenAccount, UpdateAccount, FreezeAccount, ThawAccount,
                                  CloseAccount, HoldCredits, ReleaseHold, IssueCredits, GiftCredits,
                                  DonateCredits, ReverseEntry, OpenDispute, ResolveDispute>;
using TimebankEvents =
    TypeList<AccountOpened, AccountUpdated, AccountStatusChanged, AccountForgotten, HoldPlaced,
             HoldEnded, EntryPosted, ServiceCredited, DisputeOpened, DisputeResolved,
             EntryForgotten, EntryStripped>;

}  // namespace muster
