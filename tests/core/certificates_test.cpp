// What certificates of service promise: the hours that were approved and not reversed, a number
// that is nobody else's, and that they end when their hours do.
#include "muster/certificates.hpp"

#include <span>

#include "engine/codec/commands_json.hpp"
#include "engine/core/certificates/certificate_check.hpp"
#include "engine/core/certificates/certificate_state.hpp"
#include "engine/core/service_records/standing.hpp"
#include "engine/core/timebank/account_state.hpp"
#include "muster/service_records.hpp"
#include "muster/timebank.hpp"
#include "tests/core/life_cycle_pairs.hpp"
#include "tests/core/talents_stage.hpp"

namespace muster::test {
namespace {

using enum RejectReason;
using core::CertificateAction;

constexpr Date first_day{20'423};  // 2025-12-01

// The n-th number: 32 digits.
std::string number(int n) {
    const std::string digits = std::to_string(n);
    return std::string(32 - digits.size(), 'a') + digits;
}

// A volunteer and a member, and services of theirs.
class CertificatesStage : public TalentsStage {
  public:
    explicit CertificatesStage(const Rules& rules = test_rules()) : TalentsStage(rules) {
        volunteer = responder();
        served = member("Wang Wu");
    }

    // From so many hours after the start of the first day in the city on, for so long; written
    // down when it is over, and confirmed.
    ServiceRecordId confirmed(std::int64_t from_h, Millis length, Code service = "chore") {
        const TimePoint from = start - hours(8) + hours(from_h);
        pass_until(std::max(now, from + length));
        RecordService told;
        told.volunteer = volunteer;
        told.member = served;
        told.service = service;
        told.starts_at = from;
        told.ends_at = from + length;
        const ServiceRecordId record{must(told, "http:li")};
        ConfirmService confirm;
        confirm.service_record = record;
        must(confirm, "http:wang");
        return record;
    }
    ServiceRecordId approved(std::int64_t from_h, Millis length, Code service = "chore") {
        const ServiceRecordId record = confirmed(from_h, length, service);
        review(record);
        return record;
    }
    void review(ServiceRecordId record, ServiceVerdict verdict = ServiceVerdict::accept) {
        ReviewService command;
        command.service_record = record;
        command.verdict = verdict;
        command.reason = "so";
        must(command, "http:zhou");
    }
    void reverse(ServiceRecordId record) {
        must(ReverseService{record, "was not so"}, "http:zhou");
    }

    [[nodiscard]] IssueCertificate wish(int n, std::int32_t days = 0) const {
        return {volunteer, first_day, first_day + days, {}, "zhou", number(n)};
    }
    CertificateId issue(int n, std::int32_t days = 0) { return {must(wish(n, days))}; }

    ResponderId volunteer;
    MemberId served;
};

struct CertificateArea {
    struct Stage {
        CertificatesStage s;
        CertificateId certificate;
    };
    [[nodiscard]] std::unique_ptr<Stage> stage(CertificateStatus status) const {
        auto out = std::make_unique<Stage>();
        out->s.approved(9, hours(2));
        out->certificate = out->s.issue(1);
        if (status == CertificateStatus::corrected) {
            out->s.must(CorrectCertificate{out->certificate, {}, {}, {}, {}, "name", number(2)});
        }
        if (status == CertificateStatus::revoked) {
            out->s.must(RevokeCertificate{out->certificate, "lost"});
        }
        return out;
    }
    [[nodiscard]] Rejection act(std::unique_ptr<Stage>& stage, CertificateAction action) const {
        if (action == CertificateAction::revoke) {
            return stage->s.send(RevokeCertificate{stage->certificate, "lost"});
        }
        return stage->s.send(
            CorrectCertificate{stage->certificate, {}, {}, {}, {}, "name", number(3)});
    }
    [[nodiscard]] CertificateStatus status(const std::unique_ptr<Stage>& stage) const {
        return stage->s.get(stage->certificate).status;
    }
    [[nodiscard]] bool further_rule(CertificateStatus /*status*/,
                                    CertificateAction /*action*/) const {
        return false;
    }
};

TEST(Certificates, EveryStatusWithEveryAction) {
    EXPECT_EQ(disagreements(core::certificate_cycle, CertificateArea()),
              std::vector<std::string>());
}

TEST(Certificates, HoursAreApprovedMinusReversedAtIssue) {
    CertificatesStage s;
    const ServiceRecordId first = s.approved(9, minutes(95));
    const ServiceRecordId second = s.approved(11, hours(1), "repair");
    const ServiceRecordId third = s.approved(13, hours(1));
    s.reverse(s.approved(15, hours(3)));
    s.confirmed(19, hours(1));  // nobody has reviewed it
    const Certificate one = s.get(s.issue(1));
    EXPECT_EQ(one.minutes, 95 + 60 + 60);
    EXPECT_EQ(one.records, (std::vector<ServiceRecordId>{first, second, third}));
    EXPECT_EQ(one.services, (std::vector<CertifiedService>{{"chore", 2, 155}, {"repair", 1, 60}}));
    EXPECT_EQ(one.total_minutes, 215);
    EXPECT_EQ(one.name.value, "Li Na");
    EXPECT_EQ(one.issuer_en, "The city");
    EXPECT_EQ(one.head, "Director Wu");
    EXPECT_EQ(one.handler, "zhou");
    EXPECT_EQ(one.contact, "0514-85550101");
    EXPECT_EQ(one.issued_by, "http:wang");
}

// From 22:00 to 02:00: 240 minutes, which belong to the day on which it began.
TEST(Certificates, AServiceCountsOnTheDayOnWhichItBegan) {
    CertificatesStage s;
    s.approved(22, hours(4));
    EXPECT_EQ(s.get(s.issue(1)).minutes, 240);
    IssueCertificate next = s.wish(2);
    next.from = next.until = first_day + 1;
    EXPECT_EQ(s.send(next).reason, not_eligible);
    next.from = first_day - 1;
    EXPECT_EQ(s.send(next).reason, none) << "both days are included";
}

// What the engine is told is what the edge drew: it takes 128 bits, each once, and nothing less.
TEST(Certificates, TheirNumbersHave128BitsAndAreNobodyElses) {
    CertificatesStage s;
    s.approved(9, hours(2));
    const CertificateId first = s.issue(1);
    IssueCertificate wrong = s.wish(1);
    EXPECT_EQ(s.send(wrong).field, "/number");
    for (const std::string& bad :
         {std::string(), std::string("7"), std::string(31, 'a'), std::string(33, 'a'),
          std::string(32, 'A'), std::string(32, 'g'), std::string(32, '*')}) {
        wrong.number = bad;
        EXPECT_EQ(s.send(wrong).field, "/number") << bad;
    }
    EXPECT_EQ(s.send(CorrectCertificate{first, {}, {}, {}, {}, "name", number(1)}).field,
              "/number");
}

TEST(Certificates, ACorrectionHasANewNumberAndTheOldOneSaysSo) {
    CertificatesStage s;
    s.approved(9, hours(2));
    const CertificateId before = s.issue(1);
    UpdateResponder renamed;
    renamed.responder = s.volunteer;
    renamed.profile.name = Personal<std::string>("Li Nana");
    s.must(renamed);
    s.approved(13, hours(1));
    CorrectCertificate command{before, {}, {}, {}, {}, "the name was wrong", number(2)};
    command.handler = "he";
    const CertificateId after{s.must(command)};
    EXPECT_EQ(s.get(before).status, CertificateStatus::corrected);
    EXPECT_EQ(s.get(before).replaced_by, after);
    EXPECT_EQ(s.get(before).name.value, "Li Na") << "what stood on it stays";
    EXPECT_EQ(s.get(before).reason.value, "the name was wrong");
    const Certificate one = s.get(after);
    EXPECT_EQ(one.replaces, before);
    EXPECT_EQ(one.number, number(2));
    EXPECT_EQ(one.name.value, "Li Nana");
    EXPECT_EQ(one.minutes, 180);
    EXPECT_EQ(one.handler, "he");
    EXPECT_EQ(s.send(CorrectCertificate{after, {}, {}, {}, {}, "", number(3)}).field, "/reason");
}

TEST(Certificates, AreRevokedWhenTheirHoursAreReversed) {
    CertificatesStage s;
    const ServiceRecordId kept = s.approved(9, hours(1));
    const ServiceRecordId wrong = s.approved(11, hours(1));
    s.approved(24 + 9, hours(2));
    const CertificateId both = s.issue(1);
    const CertificateId corrected = s.issue(2);
    s.must(CorrectCertificate{corrected, {}, {}, {}, {}, "name", number(3)});
    IssueCertificate command = s.wish(4);
    command.from = command.until = first_day + 1;
    const CertificateId other{s.must(command)};
    s.reverse(wrong);
    EXPECT_EQ(s.count<CertificateEnded>(), 2u) << "the first one, and the one that was corrected";
    EXPECT_EQ(s.get(both).status, CertificateStatus::revoked);
    EXPECT_EQ(s.get(both).ended_at, s.now);
    EXPECT_EQ(s.last<CertificateEnded>().record, wrong);
    EXPECT_EQ(s.get(corrected).status, CertificateStatus::corrected);
    EXPECT_EQ(s.get(s.get(corrected).replaced_by).status, CertificateStatus::revoked);
    EXPECT_EQ(s.get(other).status, CertificateStatus::issued);
    // What is left can be certified again.
    const Certificate again = s.get(s.issue(5));
    EXPECT_EQ(again.records, std::vector<ServiceRecordId>{kept});
    EXPECT_EQ(again.minutes, 60);
}

TEST(Certificates, TooLittleServiceHasNone) {
    CertificatesStage s;
    s.approved(9, minutes(59));
    EXPECT_EQ(s.send(s.wish(1)).reason, not_eligible);
    s.approved(11, minutes(1));
    EXPECT_EQ(s.send(s.wish(1)).reason, none);
    Rules rules = test_rules();
    rules.certificates.reset();
    s.must(LoadRules{rules});
    EXPECT_EQ(s.send(s.wish(2)).reason, not_eligible);
}

TEST(Certificates, AreAboutDaysThatAreOver) {
    CertificatesStage s;
    s.approved(9, hours(2));
    IssueCertificate command = s.wish(1);
    command.until = first_day + 1;
    EXPECT_EQ(s.send(command).field, "/until");
    command.until = first_day - 1;
    EXPECT_EQ(s.send(command).field, "/until");
    // Single services leave the board a year after they were approved.
    command = s.wish(1);
    command.from = first_day - 365;
    EXPECT_EQ(s.send(command).field, "/from");
    command.from = first_day - 364;
    EXPECT_EQ(s.send(command).reason, none);
}

// A year after its first service was approved that one is not on the board any more, though the
// day has not passed.
TEST(Certificates, AreOnlyAboutDaysOfWhichEveryServiceIsStillThere) {
    CertificatesStage s;
    const ServiceRecordId first = s.approved(9, hours(2));
    const ServiceRecordId second = s.approved(24 + 9, hours(1));
    s.approved(24 * 365 + 12, hours(1));
    EXPECT_FALSE(s.is_there(first));
    EXPECT_TRUE(s.is_there(second));
    IssueCertificate command = s.wish(1, 365);
    EXPECT_EQ(s.send(command).field, "/from");
    command.from = first_day + 1;
    EXPECT_EQ(s.get(CertificateId{s.must(command)}).minutes, 120);
}

Rules rules_with(std::int64_t reverse_days) {
    Rules rules = test_rules();
    rules.service_records.emplace().reverse_days = reverse_days;
    return rules;
}

std::optional<Date> left_until(const core::Engine& engine, ResponderId volunteer) {
    const auto* const one =
        engine.board().store<VolunteerStanding>().get(core::standing_of(volunteer));
    return one == nullptr ? std::nullopt : one->left_until;
}

// When a service leaves the board is promised as it is approved: a longer time for those to come
// brings none back.
TEST(Certificates, AreNotAboutDaysWhoseServicesLeftUnderAShorterRule) {
    CertificatesStage s(rules_with(30));
    const ServiceRecordId gone = s.approved(9, hours(2));
    const CertificateId before = s.issue(1);
    s.pass(CertificatesStage::day * 31);
    ASSERT_FALSE(s.is_there(gone));
    s.must(LoadRules{rules_with(365)});
    s.approved(24 * 31 + 12, hours(1));
    IssueCertificate command = s.wish(2, 31);
    const Rejection refused = s.send(command);
    EXPECT_EQ(refused.field, "/from");
    EXPECT_EQ(refused.detail, "single services are kept from 2025-12-02 on only");
    // Nor does a correction lose what the one before it counted.
    CorrectCertificate again{before, {}, {}, {}, {}, "the name was wrong", number(3)};
    again.until = command.until;
    EXPECT_EQ(s.send(again).field, "/from");
    EXPECT_EQ(s.get(before).status, CertificateStatus::issued);
    command.from = first_day + 1;
    EXPECT_EQ(s.get(CertificateId{s.must(command)}).minutes, 60);
    // Of another one nothing has left.
    s.volunteer = s.responder();
    s.approved(24 * 31 + 14, hours(1));
    EXPECT_EQ(s.send(s.wish(4, 31)).reason, none);
}

// What was approved late leaves late, though later days have left before it.
TEST(Certificates, TheLastDayOfWhichServicesHaveLeftNeverComesEarlier) {
    CertificatesStage s(rules_with(30));
    const ServiceRecordId late = s.confirmed(9, hours(2));
    const ServiceRecordId at_once = s.approved(24 + 9, hours(1));
    s.pass(CertificatesStage::day);
    s.review(late);
    s.pass_until(s.get(late).reverse_until - Millis{1});
    EXPECT_FALSE(s.is_there(at_once));
    EXPECT_TRUE(s.is_there(late));
    EXPECT_EQ(left_until(s.engine, s.volunteer), first_day + 1);
    s.pass(Millis{1});
    EXPECT_FALSE(s.is_there(late));
    EXPECT_EQ(left_until(s.engine, s.volunteer), first_day + 1);
}

TEST(Certificates, WhatWasRejectedOrReversedIsNotMissedWhenItLeaves) {
    CertificatesStage s;
    const ServiceRecordId rejected = s.confirmed(9, hours(2));
    s.review(rejected, ServiceVerdict::reject);
    s.pass(CertificatesStage::day * 40);
    EXPECT_FALSE(s.is_there(rejected));
    EXPECT_FALSE(s.is_there(core::standing_of(s.volunteer)));
    const ServiceRecordId reversed = s.approved(24 * 40 + 12, hours(2));
    s.reverse(reversed);
    s.pass(CertificatesStage::day * 40);
    EXPECT_FALSE(s.is_there(reversed));
    EXPECT_TRUE(s.is_there(core::standing_of(s.volunteer)));
    EXPECT_EQ(left_until(s.engine, s.volunteer), std::nullopt);
    s.approved(24 * 80 + 16, hours(1));
    EXPECT_EQ(s.get(s.issue(1, 80)).minutes, 60);
}

// As a snapshot has it; one of before does not have the day.
TEST(Certificates, TheLastDayOfWhichServicesHaveLeftIsKeptWithTheState) {
    CertificatesStage s(rules_with(30));
    s.approved(9, hours(2));
    s.pass(CertificatesStage::day * 31);
    core::BoardState state = s.engine.state();
    auto& standings = state.all<VolunteerStanding>();
    ASSERT_EQ(standings.size(), 1u);
    std::string text;
    codec::write(text, standings.front());
    VolunteerStanding read;
    ASSERT_FALSE(codec::read_entity(text, &read, codec::Mode::lenient));
    standings.front() = read;
    core::Engine other;
    other.restore(state);
    EXPECT_EQ(left_until(other, s.volunteer), first_day);
    const std::string field = ",\"left_until\":\"2025-12-01\"";
    const std::size_t at = text.find(field);
    ASSERT_NE(at, std::string::npos) << text;
    text.erase(at, field.size());
    VolunteerStanding before;
    ASSERT_FALSE(codec::read_entity(text, &before, codec::Mode::lenient));
    EXPECT_EQ(before.left_until, std::nullopt);
    EXPECT_EQ(before.approved_min, 120);
}

// Logs of before tell of a service that leaves and not whose it was.
TEST(Certificates, ALogOfBeforeForgetsServicesAndNoDays) {
    CertificatesStage s;
    const ServiceRecordId record = s.approved(9, hours(2));
    Event event;
    ASSERT_FALSE(codec::read_event(
        "{\"type\":\"ServiceRecordForgotten\",\"record\":" + std::to_string(record.value) + "}",
        event, codec::Mode::lenient));
    core::AppliedRecord old;
    old.seq = s.engine.last_seq() + 1;
    old.at = s.now;
    old.events = std::span<const Event>(&event, 1);
    s.engine.apply(old);
    EXPECT_FALSE(s.is_there(record));
    EXPECT_EQ(left_until(s.engine, s.volunteer), std::nullopt);
    EXPECT_EQ(s.get(core::standing_of(s.volunteer)).approved_min, 120);
    EXPECT_EQ(s.engine.broken_invariant(), "");
}

// What was approved at once on New Year's Day is still there on the last day of March after.
TEST(Certificates, AWholeYearIsCertifiedInTheQuarterAfterIt) {
    CertificatesStage s(rules_with(460));
    s.approved(31 * 24 + 9, hours(2));               // 2026-01-01
    s.approved((31 + 365 + 89) * 24 + 9, hours(1));  // 2027-03-31
    IssueCertificate year = s.wish(1);
    year.from = *Date::of(2026, 1, 1);
    year.until = *Date::of(2026, 12, 31);
    EXPECT_EQ(s.get(CertificateId{s.must(year)}).minutes, 120);
}

TEST(Certificates, HideTheNumberOfAPaper) {
    CertificatesStage s;
    s.approved(9, hours(2));
    IssueCertificate command = s.wish(1);
    command.paper = {"居民身份证", "321002195003011234"};
    EXPECT_EQ(s.send(command).field, "/paper/number");
    command.paper.number = "32100219500301123*";
    EXPECT_EQ(s.send(command).field, "/paper/number");
    command.paper.number = "";
    EXPECT_EQ(s.send(command).field, "/paper/kind");
    command.paper.number = "3210**********1234";
    const CertificateId one{s.must(command)};
    EXPECT_EQ(s.get(one).paper, command.paper);
}

// Whoever is erased leaves no certificate, wherever it is known who that is.
TEST(Certificates, AnErasedMemberLeavesNone) {
    CertificatesStage s;
    const MemberId self = s.member();
    s.talent(TalentsStage::profile("Li Na"), self, s.volunteer);
    s.approved(9, hours(2));
    const CertificateId one = s.issue(1);
    EXPECT_EQ(s.get(one).member, self);
    s.must(SetMemberStatus{self, MemberStatus::away, "so"});
    EXPECT_TRUE(s.is_there(one));
    s.must(EraseMember{self, "the law"});
    EXPECT_FALSE(s.is_there(one));
}

TEST(Certificates, AnErasedMemberLeavesNoneOfBeforeItWasKnownWhoHeIs) {
    CertificatesStage s;
    s.approved(9, hours(2));
    const CertificateId before = s.issue(1);
    EXPECT_FALSE(s.get(before).member);
    const MemberId self = s.member();
    s.talent(TalentsStage::profile("Li Na"), self, s.volunteer);
    const CertificateId after = s.issue(2);
    EXPECT_EQ(s.get(after).member, self);
    s.must(SetMemberStatus{self, MemberStatus::away, "so"});
    s.must(EraseMember{self, "the law"});
    EXPECT_EQ(s.count<CertificateForgotten>(), 2u);
    EXPECT_FALSE(s.is_there(before));
    EXPECT_FALSE(s.is_there(after));
}

// Hours and credits are two facts: what is over the limit of a day, or over the cap, counts in full
// for the certificate and the stars.
TEST(Certificates, CountInFullWhateverTheTimeBankCuts) {
    for (const bool by_cap : {false, true}) {
        Rules rules = test_rules();
        rules.timebank.emplace().scheme = "test";
        (by_cap ? rules.timebank->cap_min : rules.timebank->limit_min) = 60;
        rules.service_records.emplace().star_hours = {2};
        CertificatesStage s(rules);
        s.approved(9, hours(2));
        const AccountId account = s.engine.board().derived<Account>().of(s.volunteer);
        EXPECT_EQ(s.get(account).balance_min, 60) << by_cap;
        const Certificate one = s.get(s.issue(1));
        EXPECT_EQ(one.minutes, 120) << by_cap;
        EXPECT_EQ(one.total_minutes, 120) << by_cap;
        EXPECT_EQ(one.stars, 1) << by_cap;
    }
}

// They outlive the single services, which leave the board.
TEST(Certificates, StayWhenTheServicesHaveLeftTheBoard) {
    CertificatesStage s;
    const ServiceRecordId record = s.approved(9, hours(2));
    const CertificateId one = s.issue(1);
    s.pass(TalentsStage::day * 400);
    EXPECT_FALSE(s.is_there(record));
    EXPECT_EQ(s.get(one).status, CertificateStatus::issued);
    EXPECT_EQ(s.get(one).minutes, 120);
}

TEST(Certificates, TheirRulesNameTheIssuer) {
    Rules rules = test_rules();
    EXPECT_FALSE(core::check_certificates(rules));
    rules.certificates->issuer_zh.clear();
    EXPECT_EQ(core::check_certificates(rules).field, "/rules/certificates/issuer_zh");
    rules = test_rules();
    rules.certificates->least_minutes = 0;
    EXPECT_EQ(core::check_certificates(rules).field, "/rules/certificates/least_minutes");
}

}  // namespace
}  // namespace muster::test
