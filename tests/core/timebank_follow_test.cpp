// What the time bank does about bookings, disputes and relatives.
#include <memory>

#include "engine/core/timebank/timebank_check.hpp"
#include "muster/dispatch.hpp"
#include "muster/merges.hpp"
#include "tests/core/life_cycle_pairs.hpp"
#include "tests/core/timebank_stage.hpp"

namespace muster::test {
namespace {

using enum RejectReason;

constexpr TimePoint tomorrow_at_nine = bank_opens + hours(25);

BookService chore(MemberId member, TimePoint at = tomorrow_at_nine) {
    BookService command;
    command.member = member;
    command.service = "chore";
    command.starts_at = at;
    return command;
}

class PricedBooking : public testing::Test {
  protected:
    explicit PricedBooking(Rules rules = bank_rules(60)) : stage(rules) {}
    BookingId book(MemberId who, TimePoint at = tomorrow_at_nine) {
        stage.must_send(chore(who, at));
        return stage.made<BookingMade>().booking.id;
    }

    TimebankStage stage;
    MemberId member = stage.member();
    AccountId account = stage.open(member);
};

TEST_F(PricedBooking, IsRefusedWithAReasonWithoutCredits) {
    const Rejection bad = stage.send(chore(member));
    EXPECT_EQ(bad.reason, not_enough_credits);
    EXPECT_NE(bad.detail.find("60 minutes"), std::string::npos) << bad.detail;
    EXPECT_EQ(stage.send(chore(stage.member())).reason, not_enough_credits);
}

TEST_F(PricedBooking, HoldsItsPriceFromTheOrderOn) {
    stage.issue(account, 100);
    const BookingId booking = book(member);
    EXPECT_EQ(stage.held(account), 60);
    const Hold hold = stage.made<HoldPlaced>().hold;
    EXPECT_EQ(hold.booking, booking);
    EXPECT_EQ(hold.until, tomorrow_at_nine + hours(1) + one_day * 30);
}

TEST_F(PricedBooking, GivesItBackWhenItIsCancelled) {
    stage.issue(account, 60);
    stage.must_send(CancelBooking{book(member), "", ""});
    EXPECT_EQ(stage.available(account), 60);
}

TEST_F(PricedBooking, GivesItBackWhenTheMemberIsNotThere) {
    stage.issue(account, 60);
    const BookingId booking = book(member);
    stage.pass(tomorrow_at_nine + minutes(20));
    stage.must_send(RecordNoShow{booking, ""});
    EXPECT_EQ(stage.available(account), 60);
}

TEST_F(PricedBooking, IsMovedWithWhatItHolds) {
    stage.issue(account, 60);
    const BookingId booking = book(member);
    MoveBooking move;
    move.booking = booking;
    move.starts_at = tomorrow_at_nine + hours(2);
    stage.must_send(move);
    EXPECT_EQ(stage.held(account), 60);
    EXPECT_EQ(stage.made<HoldPlaced>().hold.booking, stage.made<BookingMade>().booking.id);
    EXPECT_TRUE(stage.board().derived<Hold>().of_booking(booking).empty());
}

TEST_F(PricedBooking, IsMovedWithWhatTheSpouseKeepsReadyForIt) {
    stage.must_send(OpenAccount{stage.member(), {}, account, ""});
    const AccountId spouse = stage.made<AccountOpened>().account.id;
    stage.issue(spouse, 60);
    HoldCredits keep;
    keep.account = spouse;
    keep.minutes = 60;
    keep.member = member;
    keep.relation = Relation::spouse;
    stage.must_send(keep);
    MoveBooking move;
    move.booking = book(member);
    move.starts_at = tomorrow_at_nine + hours(2);
    EXPECT_EQ(stage.held(spouse), 60);
    stage.must_send(move);
    EXPECT_EQ(stage.held(spouse), 60);
    EXPECT_EQ(stage.made<HoldPlaced>().hold.booking, stage.made<BookingMade>().booking.id);
}

TEST_F(PricedBooking, IsSettledByTheApprovedServiceAndTheRestIsFree) {
    stage.issue(account, 100);
    const BookingId booking = book(member);
    ResponderProfile profile;
    profile.kind = ResponderKind::volunteer;
    profile.skills = {"care"};
    profile.post = Point{324'000'000, 1'194'000'000};
    stage.must_send(RegisterResponder{profile});
    const ResponderId volunteer{stage.engine().last_seq()};
    stage.must_send(SetDuty{volunteer, ResponderStatus::available, {}, ""});
    // Its time comes near, the volunteer is asked, and goes.
    stage.pass(stage.board().store<Booking>().get(booking)->ask_at);
    stage.must_send(AcceptOffer{stage.made<OfferMade>().offer});
    stage.pass(tomorrow_at_nine + hours(1));
    stage.serve(volunteer, member, 45, booking);
    EXPECT_EQ(stage.balance(account), 55);
    EXPECT_EQ(stage.available(account), 55);
    EXPECT_EQ(stage.balance(stage.of(volunteer)), 45);
    EXPECT_EQ(stage.made<EntryPosted>().entry.booking, booking);
}

TEST_F(PricedBooking, SeriesIsPaidForAsAWholeOrRefused) {
    stage.issue(account, 179);
    OpenSeries series;
    series.member = member;
    series.service = "chore";
    series.starts_at = tomorrow_at_nine;
    series.count = 3;
    const Rejection bad = stage.send(series);
    EXPECT_EQ(bad.reason, not_enough_credits);
    EXPECT_NE(bad.detail.find("2 of 3"), std::string::npos) << bad.detail;
    EXPECT_EQ(stage.held(account), 0);
    stage.issue(account, 1);
    stage.must_send(series);
    EXPECT_EQ(stage.held(account), 180);
}

TEST_F(PricedBooking, TakesTheCreditsThatWereKeptReadyForTheMember) {
    stage.issue(account, 60);
    stage.hold(account, 60, member);
    book(member);
    EXPECT_EQ(stage.held(account), 60);
    EXPECT_TRUE(stage.board().derived<Hold>().of_member(member).empty());
}

TEST_F(PricedBooking, CannotBePaidBeforeTheAgeToRedeem) {
    const MemberId young = stage.member(1990);
    const AccountId id = stage.open(young);
    stage.issue(id, 500);
    EXPECT_EQ(stage.send(chore(young)).reason, not_enough_credits);
    HoldCredits hold;
    hold.account = id;
    hold.minutes = 10;
    hold.member = young;
    EXPECT_EQ(stage.send(hold).reason, not_eligible);
}

TEST_F(PricedBooking, IsPaidByTheFundForAKeyPerson) {
    Rules rules = bank_rules(60);
    rules.timebank->funds = {{1, "key persons", "重点"}};
    rules.timebank->key_person_fund = 1;
    stage.must_send(LoadRules{rules});
    const AccountId fund = stage.board().derived<Account>().fund(1);
    stage.issue(fund, 90);
    RegisterMember command;
    command.profile.home = Point{324'000'000, 1'194'000'000};
    command.profile.birth_year = 1935;
    command.profile.flags = std::vector{MemberFlag::lives_alone};
    stage.must_send(command);
    const MemberId key{stage.engine().last_seq()};
    book(key);
    EXPECT_EQ(stage.held(fund), 60);
    // The fund is empty for the next one, and it never paid for others.
    EXPECT_EQ(stage.send(chore(key, tomorrow_at_nine + hours(1))).reason, not_enough_credits);
    EXPECT_EQ(stage.send(chore(member)).reason, not_enough_credits);
}

TEST_F(PricedBooking, IsPaidByThePoolWhereTheSchemeSaysSo) {
    Rules rules = bank_rules(60);
    rules.timebank->pool_pays = true;
    stage.must_send(LoadRules{rules});
    EXPECT_EQ(stage.send(chore(member)).reason, not_enough_credits);
    stage.issue(stage.pool(), 60);
    book(member);
    EXPECT_EQ(stage.held(stage.pool()), 60);
}

TEST_F(PricedBooking, WithoutATimeBankCostsNothing) {
    Rules rules = bank_rules(60);
    rules.timebank.reset();
    TimebankStage other(rules);
    other.must_send(chore(other.member()));
    EXPECT_EQ(other.board().store<Hold>().size(), 0u);
}

TEST_F(PricedBooking, OfAMemberWhoDiesEndsWithWhatItHolds) {
    stage.issue(account, 100);
    book(member);
    stage.must_send(SetMemberStatus{member, MemberStatus::deceased, ""});
    EXPECT_EQ(stage.held(account), 0);
}

TEST_F(PricedBooking, IsPaidFromTheAccountOfAnEntryThatWasMerged) {
    const MemberId kept = stage.member();
    stage.issue(account, 60);
    stage.must_send(ProposeMerge{kept, member, ""});
    stage.must_send(MergeMembers{{stage.engine().last_seq()}, ""});
    book(kept);
    EXPECT_EQ(stage.held(account), 60);
    EXPECT_EQ(stage.send(OpenAccount{kept, {}, {}, ""}).reason, illegal_status);
}

class Disputes : public PaidService {
  protected:
    Disputes() : PaidService(600) {}
};

TEST_F(Disputes, KeepWhatIsDisputedReady) {
    stage.must_send(OpenDispute{earned, "it was half an hour"});
    EXPECT_EQ(stage.held(a), 95);
    EXPECT_EQ(stage.send(DonateCredits{a, {}, 1, "", ""}).reason, not_enough_credits);
    const HoldId hold = stage.board().derived<Hold>().of_dispute(earned);
    EXPECT_EQ(stage.send(ReleaseHold{hold, ""}).reason, illegal_status);
    stage.must_send(ResolveDispute{earned, false, "it was as written"});
    EXPECT_EQ(stage.held(a), 0);
    EXPECT_EQ(stage.balance(a), 95);
}

TEST_F(Disputes, UpheldReversesTheEntryInTheSameRecord) {
    stage.must_send(OpenDispute{earned, "nobody came"});
    stage.must_send(ResolveDispute{earned, true, "nobody came"});
    EXPECT_EQ(stage.balance(a), 0);
    EXPECT_EQ(stage.balance(b), 600);
    EXPECT_EQ(stage.entry(earned).status, EntryStatus::reversed);
    EXPECT_EQ(stage.made<EntryPosted>().entry.reverses, earned);
}

TEST_F(Disputes, AreOpenedForFifteenDaysOnly) {
    stage.pass(stage.now() + one_day * 15 - Millis{1});
    EXPECT_EQ(stage.entry(earned).status, EntryStatus::posted);
    stage.only_the_clock(stage.now() + Millis{1});
    EXPECT_EQ(stage.send_without_ticks(OpenDispute{earned, "late"}).reason, illegal_status);
}

TEST_F(Disputes, AnAppealIsDecidedBySomebodyElse) {
    stage.must_send(OpenDispute{earned, "nobody came"});
    stage.must_send(ResolveDispute{earned, false, "no"}, "Zhao");
    stage.must_send(OpenDispute{earned, "ask the neighbour"});
    EXPECT_EQ(stage.entry(earned).status, EntryStatus::appealed);
    EXPECT_EQ(stage.send(ResolveDispute{earned, true, "no"}, "Zhao").reason, not_eligible);
    stage.must_send(ResolveDispute{earned, false, "no"}, "Qian");
    EXPECT_EQ(stage.entry(earned).status, EntryStatus::kept);
    EXPECT_EQ(stage.send(OpenDispute{earned, "once more"}).reason, illegal_status);
}

TEST_F(Disputes, AnEntryThatIsDisputedDoesNotLeaveTheBoard) {
    stage.must_send(OpenDispute{earned, "nobody came"});
    stage.pass(stage.entry(earned).reverse_until + one_day);
    EXPECT_NE(stage.board().store<Entry>().get(earned), nullptr);
    stage.must_send(ResolveDispute{earned, true, "nobody came"});
    EXPECT_EQ(stage.balance(b), 600);
}

TEST_F(Disputes, AServiceThatIsReversedEndsTheDisputeAboutItsPay) {
    stage.must_send(OpenDispute{earned, "nobody came"});
    stage.reverse(record);
    EXPECT_EQ(stage.entry(earned).status, EntryStatus::reversed);
    EXPECT_EQ(stage.held(a), 0);
    EXPECT_EQ(stage.balance(b), 600);
}

TEST(Gifts, GoToRelativesWhomTheSchemeNames) {
    TimebankStage stage;
    const AccountId from = stage.open(stage.member());
    const AccountId to = stage.open(stage.member());
    stage.issue(from, 100);
    const auto gift = [&](Relation relation) {
        return stage.send(GiftCredits{from, to, 40, relation, "", "the family book was shown"});
    };
    EXPECT_EQ(gift(Relation::sibling).reason, not_eligible);
    EXPECT_EQ(gift(Relation::spouse).reason, not_eligible);
    EXPECT_EQ(gift(Relation::self).reason, not_eligible);
    EXPECT_FALSE(gift(Relation::child));
    EXPECT_EQ(stage.balance(to), 40);
    UpdateAccount update;
    update.account = from;
    update.spouse = to;
    stage.must_send(update);
    EXPECT_FALSE(gift(Relation::spouse));
    EXPECT_EQ(gift(Relation::spouse).reason, not_enough_credits);
    EXPECT_EQ(stage.send(GiftCredits{from, stage.pool(), 5, Relation::child, "", "x"}).reason,
              not_eligible);
}

TEST(Gifts, StopAtTheCap) {
    TimebankStage stage;
    const AccountId from = stage.open(stage.member());
    const AccountId to = stage.open(stage.member());
    stage.issue(from, 100);
    stage.issue(to, 89'990);
    EXPECT_EQ(stage.send(GiftCredits{from, to, 11, Relation::child, "", "x"}).reason,
              limit_reached);
    EXPECT_FALSE(stage.send(GiftCredits{from, to, 10, Relation::child, "", "x"}));
}

TEST(Donations, GoWhereTheSchemeSays) {
    Rules rules = bank_rules();
    rules.timebank->funds = {{4, "key persons", "重点"}};
    rules.timebank->donations_to = 4;
    TimebankStage stage(rules);
    const AccountId from = stage.open(stage.member());
    stage.issue(from, 100);
    stage.must_send(DonateCredits{from, {}, 30, "", ""});
    EXPECT_EQ(stage.balance(stage.board().derived<Account>().fund(4)), 30);
    stage.must_send(DonateCredits{from, stage.pool(), 20, "", ""});
    EXPECT_EQ(stage.balance(stage.pool()), 20);
    const AccountId other = stage.open(stage.member());
    EXPECT_EQ(stage.send(DonateCredits{from, other, 5, "", ""}).reason, not_eligible);
}

TEST(Schemes, WholeHoursCutTheRest) {
    Rules rules = bank_rules();
    rules.timebank->step_min = 60;
    TimebankStage stage(rules);
    const ResponderId volunteer = stage.volunteer();
    stage.serve(volunteer, stage.member(), 130);
    EXPECT_EQ(stage.balance(stage.of(volunteer)), 120);
    EXPECT_EQ(stage.made<ServiceCredited>().cut_min, 10);
}

TEST(Schemes, WhoIsTooYoungOrTooOldEarnsHoursAlone) {
    Rules rules = bank_rules();
    rules.timebank->provider_years_from = 60;
    rules.timebank->provider_years_to = 70;
    TimebankStage stage(rules);
    const auto earns = [&](std::int32_t born) {
        const ResponderId volunteer = stage.volunteer();
        const AccountId account = stage.open(stage.member(born), volunteer);
        stage.serve(volunteer, stage.member(), 30);
        return stage.balance(account);
    };
    EXPECT_EQ(earns(1966), 0);   // 59
    EXPECT_EQ(earns(1965), 30);  // 60
    EXPECT_EQ(earns(1955), 30);  // 70
    EXPECT_EQ(earns(1954), 0);   // 71
}

TEST(Schemes, CreditsAreUsedAfterSoManyHoursOfService) {
    Rules rules = bank_rules();
    rules.timebank->redeem_after_min = 100;
    TimebankStage stage(rules);
    const MemberId member = stage.member();
    const ResponderId volunteer = stage.volunteer();
    const AccountId account = stage.open(member, volunteer);
    stage.issue(account, 500);
    HoldCredits hold;
    hold.account = account;
    hold.minutes = 10;
    hold.member = member;
    stage.serve(volunteer, stage.member(), 99);
    EXPECT_EQ(stage.send(hold).reason, not_eligible);
    stage.pass(stage.now() + hours(2));
    stage.serve(volunteer, stage.member(), 1);
    EXPECT_FALSE(stage.send(hold));
}

TEST(Schemes, TheExcessMayGoToAFund) {
    Rules rules = bank_rules();
    rules.timebank->funds = {{1, "key persons", "重点"}};
    rules.timebank->excess_to = 1;
    rules.timebank->cap_min = 50;
    TimebankStage stage(rules);
    const ResponderId volunteer = stage.volunteer();
    stage.serve(volunteer, stage.member(), 60);
    EXPECT_EQ(stage.balance(stage.of(volunteer)), 50);
    EXPECT_EQ(stage.balance(stage.board().derived<Account>().fund(1)), 10);
}

TEST(Schemes, AnotherCapHoldsFromTheNextServiceOn) {
    Rules rules = bank_rules();
    TimebankStage stage(rules);
    const ResponderId volunteer = stage.volunteer();
    stage.serve(volunteer, stage.member(), 60);
    rules.timebank->cap_min = 50;
    stage.must_send(LoadRules{rules});
    stage.pass(stage.now() + hours(2));
    stage.serve(volunteer, stage.member(), 60);
    // Nothing that was earned is lost, and nothing is earned on top.
    EXPECT_EQ(stage.balance(stage.of(volunteer)), 60);
    EXPECT_EQ(stage.balance(stage.pool()), 60);
}

TEST(Schemes, AreCheckedByTheField) {
    const auto field_of = [](const auto& change) {
        Rules rules = bank_rules();
        change(*rules.timebank);
        return core::check_timebank(rules).field;
    };
    EXPECT_EQ(field_of([](TimebankRule&) {}), "");
    EXPECT_EQ(field_of([](TimebankRule& r) { r.scheme = ""; }), "/rules/timebank/scheme");
    EXPECT_EQ(field_of([](TimebankRule& r) { r.cap_min = 0; }), "/rules/timebank/cap_min");
    EXPECT_EQ(field_of([](TimebankRule& r) { r.floor_min = 1; }), "/rules/timebank/floor_min");
    EXPECT_EQ(field_of([](TimebankRule& r) { r.limit_min = 1441; }), "/rules/timebank/limit_min");
    EXPECT_EQ(field_of([](TimebankRule& r) { r.claim_days = 365; }), "/rules/timebank/claim_days");
    EXPECT_EQ(field_of([](TimebankRule& r) { r.key_person_fund = 3; }),
              "/rules/timebank/key_person_fund");
    EXPECT_EQ(field_of([](TimebankRule& r) { r.free_from = CreditSource::fund; }),
              "/rules/timebank/free_fund");
    EXPECT_EQ(field_of([](TimebankRule& r) {
                  r.funds = {{1, "", ""}, {1, "", ""}};
              }),
              "/rules/timebank/funds/1/number");
    EXPECT_EQ(field_of([](TimebankRule& r) {
                  r.gift_to = {Relation::child, Relation::child};
              }),
              "/rules/timebank/gift_to");
}

// Each status of an account with each command about it.
class AccountLife {
  public:
    struct Stage {
        std::shared_ptr<TimebankStage> stage;
        AccountId id;
        MemberId member;
    };
    [[nodiscard]] Stage stage(AccountStatus status) const {
        Stage out{std::make_shared<TimebankStage>(), {}, {}};
        out.member = out.stage->member();
        out.id = out.stage->open(out.member);
        if (status == AccountStatus::frozen) out.stage->must_send(FreezeAccount{out.id, "x"});
        if (status == AccountStatus::closed) out.stage->must_send(CloseAccount{out.id, "x"});
        return out;
    }
    static Rejection act(Stage& s, core::AccountAction action) {
        switch (action) {
            case core::AccountAction::freeze:
                return s.stage->send(FreezeAccount{s.id, "x"});
            case core::AccountAction::thaw:
                return s.stage->send(ThawAccount{s.id, "x"});
            case core::AccountAction::close:
                return s.stage->send(CloseAccount{s.id, "x"});
            case core::AccountAction::wind_up:
                break;
        }
        // No command asks for it. A closed account is nobody's any more.
        const bool open = s.stage->account(s.id).status != AccountStatus::closed;
        if (!open) return {illegal_status, "", ""};
        s.stage->must_send(SetMemberStatus{s.member, MemberStatus::deceased, ""});
        s.stage->pass(s.stage->now() + one_day * 90);
        return {};
    }
    [[nodiscard]] static AccountStatus status(const Stage& s) {
        return s.stage->account(s.id).status;
    }
    [[nodiscard]] static bool further_rule(AccountStatus, core::AccountAction) { return false; }
};

TEST(Timebank, AnAccountLivesByItsTable) {
    EXPECT_EQ(disagreements(core::account_cycle, AccountLife{}), std::vector<std::string>{});
}

class EntryLife {
  public:
    struct Stage {
        std::shared_ptr<TimebankStage> stage;
        EntryId id;
    };
    [[nodiscard]] Stage stage(EntryStatus status) const {
        Stage out{std::make_shared<TimebankStage>(), {}};
        TimebankStage& s = *out.stage;
        s.issue(s.open(s.member()), 60);
        out.id = s.made<EntryPosted>().entry.id;
        if (status == EntryStatus::posted) return out;
        if (status == EntryStatus::reversed) {
            s.must_send(ReverseEntry{out.id, "x"});
            return out;
        }
        s.must_send(OpenDispute{out.id, "x"});
        if (status == EntryStatus::disputed) return out;
        s.must_send(ResolveDispute{out.id, false, "x"}, "Zhao");
        if (status == EntryStatus::dismissed) return out;
        s.must_send(OpenDispute{out.id, "x"});
        if (status == EntryStatus::appealed) return out;
        s.must_send(ResolveDispute{out.id, false, "x"}, "Qian");
        return out;
    }
    // Some actions are two names of one command; it asks for the one that its status allows.
    static Rejection act(Stage& s, core::EntryAction action) {
        const EntryStatus now = status(s);
        const auto wrong = [&](core::EntryAction wanted) {
            return core::entry_cycle.legal(now, wanted) ? Rejection{illegal_status, "", "the other"}
                                                        : Rejection{};
        };
        switch (action) {
            case core::EntryAction::dispute:
                if (auto bad = wrong(core::EntryAction::appeal)) return bad;
                return s.stage->send(OpenDispute{s.id, "x"});
            case core::EntryAction::appeal:
                if (auto bad = wrong(core::EntryAction::dispute)) return bad;
                return s.stage->send(OpenDispute{s.id, "x"});
            case core::EntryAction::dismiss:
                if (auto bad = wrong(core::EntryAction::keep)) return bad;
                return s.stage->send(ResolveDispute{s.id, false, "x"}, "Sun");
            case core::EntryAction::keep:
                if (auto bad = wrong(core::EntryAction::dismiss)) return bad;
                return s.stage->send(ResolveDispute{s.id, false, "x"}, "Sun");
            case core::EntryAction::uphold:
                return s.stage->send(ResolveDispute{s.id, true, "x"}, "Sun");
            case core::EntryAction::reverse:
                return s.stage->send(ReverseEntry{s.id, "x"});
        }
        return {};
    }
    [[nodiscard]] static EntryStatus status(const Stage& s) { return s.stage->entry(s.id).status; }
    [[nodiscard]] static bool further_rule(EntryStatus, core::EntryAction) { return false; }
};

TEST(Timebank, AnEntryLivesByItsTable) {
    EXPECT_EQ(disagreements(core::entry_cycle, EntryLife{}), std::vector<std::string>{});
}

}  // namespace
}  // namespace muster::test
