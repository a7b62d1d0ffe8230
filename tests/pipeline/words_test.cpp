// Every event has a sentence in both languages, and none of them tells more than its reader may
// know. That rows name real fields, and enumerations have all their words, the compiler checks.
#include "engine/views/words.hpp"

#include <gtest/gtest.h>

#include <set>

#include "engine/codec/commands_json.hpp"
#include "engine/views/sentence.hpp"
#include "muster/dispatch.hpp"
#include "muster/events.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "muster/talents.hpp"
#include "muster/thinktank.hpp"
#include "tests/pipeline/filler.hpp"
#include "tests/pipeline/small_city.hpp"

namespace muster::views::test {
namespace {

static_assert(is_template_of<RequestHeld>("held[ for {hold_until}][: {reason}|, nobody said why]"));
static_assert(is_template_of<SlotAssigned>("{}{rationale.winner.basis}"));
static_assert(!is_template_of<RequestHeld>("{cause}"), "no such field");
static_assert(!is_template_of<RequestHeld>("{reason.length}"), "no field of a text");
static_assert(!is_template_of<SlotAssigned>("{rationale.victor.eta_ms}"), "no such field inside");
static_assert(!is_template_of<SlotAssigned>("{rationale}"), "a struct has no words");
static_assert(!is_template_of<RequestHeld>("{reason"));
static_assert(!is_template_of<RequestHeld>("reason}"));
static_assert(!is_template_of<RequestHeld>("[held"));
static_assert(!is_template_of<RequestHeld>("held]"));
static_assert(!is_template_of<RequestHeld>("[held[ {reason}]]"), "not nested");
static_assert(!is_template_of<RequestHeld>("held|waits"), "bars stand in brackets");

constexpr TimePoint now{1'760'000'000'000};

// One request, 4, of one member, 4, for whom responder 4 was asked by offer 4. Everybody's fields
// are full.
class Words : public ::testing::Test {
  protected:
    Words() {
        board.apply(RulesLoaded{muster::test::small_rules()}, now);
        MemberRegistered member;
        filler.fill(member);
        member.member.profile.contacts.resize(3, member.member.profile.contacts[0]);
        board.apply(member, now);
        ResponderRegistered responder;
        filler.fill(responder);
        board.apply(responder, now);
        RequestReceived request;
        filler.fill(request);
        request.service = "sos";
        board.apply(request, now);
        OfferMade offer;
        filler.fill(offer);
        offer.slot = 0;
        board.apply(offer, now);
    }

    void name(const std::string& member, const std::string& contact, const std::string& responder) {
        MemberUpdated update{*board.members().get(MemberId{4})};
        update.member.profile.name = member;
        update.member.profile.contacts[0] = {ContactRelation::kin, contact, "+8613800000000"};
        board.apply(update, now);
        ResponderUpdated changed{ResponderId{4}, board.responders().get(ResponderId{4})->profile};
        changed.profile.name = responder;
        board.apply(changed, now);
    }

    std::string say(const Event& event, Language language, bool personal = true) const {
        return sentence(event, {board, now, personal}, language);
    }

    void expect(const Event& event, const std::string& en, const std::string& zh) const {
        EXPECT_EQ(say(event, Language::en), en) << event.name();
        EXPECT_EQ(say(event, Language::zh), zh) << event.name();
    }

    // Not in the loops over all events, which are compiled once for each of them.
    void expect_sentences(const Event& event) const {
        const std::string en = say(event, Language::en);
        const std::string zh = say(event, Language::zh);
        EXPECT_FALSE(en.empty()) << event.name();
        EXPECT_NE(en, zh) << event.name();
        for (const std::string& text : {en, zh}) {
            EXPECT_EQ(text.find_first_of("{}[]|"), std::string::npos) << text;
        }
    }

    std::size_t expect_nothing_personal(const Event& event) const {
        std::size_t seen = 0;
        for (const Language language : {Language::en, Language::zh}) {
            const std::string whole = say(event, language);
            const std::string masked = say(event, language, false);
            if (whole != masked) ++seen;
            // What the filler makes names, phones and flags of, beyond their first character.
            for (const std::string_view secret :
                 {"秘密", "5149000", word(MemberFlag::key_person, language).data()}) {
                EXPECT_EQ(masked.find(secret), std::string::npos) << masked;
            }
        }
        return seen;
    }

    core::Board board;
    Filler filler;
};

TEST_F(Words, EveryEventHasASentenceInBothLanguages) {
    boost::mp11::mp_for_each<Events>([&](auto event) {
        expect_sentences(event);
        filler.fill(event);
        expect_sentences(event);
    });
}

TEST_F(Words, NothingPersonalIsSeenByWhoMayNotSeeIt) {
    std::size_t seen = 0;
    boost::mp11::mp_for_each<Events>([&](auto event) {
        filler.fill(event);
        seen += expect_nothing_personal(event);
    });
    EXPECT_GT(seen, 60u) << "most sentences name somebody";
    const RequestLocated somewhere{RequestId{4}, Point{323'941'987, -1'194'129'049}, {}};
    EXPECT_EQ(say(somewhere, Language::en), "help is needed at 32.39420, -119.41290");
    EXPECT_EQ(say(somewhere, Language::en, false), "help is needed at 32.39000, -119.41000");
}

TEST_F(Words, WhatIsNotThereLeavesNothingBehind) {
    name("Li Na", "Wang Fang", "Chen");
    const RequestId request{4};
    expect(RequestCancelled{request, {}}, "cancelled", "已取消");
    expect(RequestCancelled{request, "kin came"}, "cancelled: kin came", "已取消：kin came");
    expect(RequestHeld{request, now + minutes(90), {}}, "held for 1 h 30 min",
           "暂缓处理 1 小时 30 分钟");
    expect(RequestHeld{request, {}, "kin comes"}, "held: kin comes", "暂缓处理：kin comes");
    expect(RequestMerged{request, RequestId{9}, false, {}}, "merged into request 9", "并入请求 9");
    expect(RequestMerged{request, RequestId{9}, true, {}},
           "merged into request 9, the same incident", "并入请求 9，系同一事件");
    expect(RequestCalledBack{request, true, 0, {}}, "called back", "已回访");
    expect(RequestCalledBack{request, true, 5, "kind"}, "called back, rated 5 of 5: kind",
           "已回访，评分 5：kind");
    expect(RequestCalledBack{request, false, 0, {}}, "called back, nobody reached", "回访未接通");
    expect(RequestLocated{request, Point{}, "Canal Street 7"}, "help is needed at Canal Street 7",
           "求助地点：Canal Street 7");
    expect(HandoverRecorded{request, {Agency::ambulance_120, now, "Zhang", {}, {}}},
           "handed over to ambulance 120 (Zhang)", "移交给急救 120（Zhang）");
    expect(PositionDoubtEnded{ResponderId{4}, true}, "Chen is at the doubted position indeed",
           "Chen确在存疑位置，已采信");
    expect(PositionDoubtEnded{ResponderId{4}, false},
           "Chen is where was believed; the doubt is over", "Chen位置恢复正常，疑点已消除");
    expect(StandbyAdvised{ResponderId{4}, {}, {}, 0}, "Chen is best where he is",
           "Chen 原地待命即可");
    expect(StandbyAdvised{ResponderId{4}, "north", minutes(4), 123'456},
           "Chen would be of more use at north, 4 min away, covers 12.3 % more of what may come",
           "Chen 建议移防至 north，距离 4 分钟，多覆盖 12.3 % 的需求");
    expect(StandbyOrdered{ResponderId{4}, "north", AssignedBy::dispatcher, "fair", {}, 0},
           "Chen stands by at north: fair", "Chen 移防至 north：fair");
    RequestReceived received;
    received.service = "sos";
    received.channel = Channel::hotline;
    received.urgency = Urgency::P1;
    expect(received, "request for sos, class P1, by the hotline",
           "收到请求：服务，等级 P1，来自热线");
    received.member = MemberId{4};
    received.silent = true;
    received.credit_ms = minutes(2);
    received.raised_for = std::vector<MemberFlag>{MemberFlag::very_old, MemberFlag::lives_alone};
    received.note = std::string("fell");
    expect(received,
           "request for sos, class P1, by the hotline, for Li Na; nobody spoke; counts as already "
           "waiting 2 min (80 or older, lives alone); “fell”",
           "收到请求：服务，等级 P1，来自热线，服务对象：Li Na；对方无声；视为已等候 2 分钟"
           "（80 岁以上、独居）；“fell”");
    EXPECT_EQ(say(received, Language::en, false),
              "request for sos, class P1, by the hotline, for L**; nobody spoke; “f**”");
}

TEST_F(Words, PeopleHaveNamesWhereTheBoardKnowsThem) {
    name("Li Na", "Wang Fang", "Chen");
    const RequestId request{4};
    expect(ContactDue{request, 0, 0}, "call Li Na", "应致电Li Na");
    expect(ContactDue{request, 1, 2}, "call Wang Fang (family), unanswered so far: 2",
           "应致电Wang Fang（家属），已有 2 次未接");
    EXPECT_EQ(say(ContactDue{request, 1, 0}, Language::en, false), "call W** (family)");
    expect(ContactRecorded{RequestId{9}, 0, ContactOutcome::no_answer, {}},
           "called the member: no answer", "已致电本人：无人接听");
    expect(ContactRecorded{RequestId{9}, 2, ContactOutcome::answered, {}},
           "called contact 2: answered", "已致电联系人 2：已接听");
    expect(OfferAccepted{OfferId{4}}, "Chen accepted", "Chen已接受");
    expect(OfferAccepted{OfferId{9}}, "offer 9 accepted", "邀请 9已接受");
    expect(MemberRemoved{MemberId{9}, {}}, "member 9 removed", "移除服务对象 9");
    expect(ResponderOnScene{request, 0, ResponderId{9}}, "responder 9 is on scene", "人员 9已到场");
    expect(SlotFellBack{request, 0}, "nobody accepted in time, so somebody is sent: care",
           "无人及时接受，改为直接派人：care");
    RequestReceived visit;
    visit.request = RequestId{5};
    visit.service = "visit";
    board.apply(visit, now);
    expect(SlotFellBack{visit.request, 1}, "nobody accepted in time, so somebody is sent: helper",
           "无人及时接受，改为直接派人：帮手");
    expect(SlotFellBack{request, 7}, "nobody accepted in time, so somebody is sent: slot 7",
           "无人及时接受，改为直接派人：岗位 7");
}

Candidate candidate(std::uint64_t responder, Millis eta, Millis penalty) {
    Candidate one;
    one.responder = ResponderId{responder};
    one.eta_ms = eta;
    one.penalty_ms = penalty;
    return one;
}

TEST_F(Words, AnAssignmentSaysWhyTheNextBestLost) {
    name("Li Na", "Wang Fang", "Chen");
    SlotAssigned sent;
    sent.request = RequestId{4};
    sent.responder = ResponderId{4};
    sent.eta_ms = minutes(4);
    expect(sent, "sent Chen (care), 4 min away", "派出Chen（care），距离 4 分钟");
    Rationale& why = sent.rationale;
    why.considered = 1;
    why.winner = candidate(4, minutes(4), {});
    expect(sent, "sent Chen (care), 4 min away; nobody else was able",
           "派出Chen（care），距离 4 分钟；别无人选");
    why.considered = 2;
    why.next = candidate(9, minutes(5), minutes(1));
    why.next->basis = PlaceBasis::old_position;
    why.winner->basis = PlaceBasis::post;
    sent.by = AssignedBy::dispatcher;
    sent.reason = std::string("knows the house");
    expect(
        sent,
        "sent Chen (care), 4 min away, by the dispatcher (position too old, counted from the "
        "post); next best responder 9, 5 min, 2 min slower (old position): knows the house",
        "派出Chen（care），距离 4 分钟，由调度员指定（位置过期、按驻点计算）；其次人员 9，5 分钟，"
        "慢 2 分钟（位置较旧）：knows the house");
    why.winner->basis.reset();
    why.next = candidate(9, minutes(4), {});
    why.place_off_road_m = Metres{1'240};
    sent.by = AssignedBy::offer;
    sent.reason = {};
    expect(sent,
           "sent Chen (care), 4 min away, who accepted; next best responder 9, 4 min, just as near;"
           " the time is doubtful: the place lies 1.2 km off the road or behind water",
           "派出Chen（care），距离 4 分钟，本人已接受；其次人员 9，4 "
           "分钟，同样近；时间存疑：现场距道路 "
           "1.2 km 或与道路隔水");
    why.next = candidate(9, {}, {});
    why.place_off_road_m.reset();
    expect(
        sent,
        "sent Chen (care), 4 min away, who accepted; next best responder 9, 0 s, 4 min faster, "
        "but of more use elsewhere",
        "派出Chen（care），距离 4 分钟，本人已接受；其次人员 9，0 秒，快 4 分钟，但另有更需之处");
}

TEST_F(Words, SkillsAreCountedAndReportsHaveTheirNumbers) {
    name("Li Na", "Wang Fang", "Chen");
    expect(TalentSkillsPassed{TalentId{7}, ResponderId{4}, {"nurse", "care"}},
           "Chen has 2 more skills as talent number 7 than by himself",
           "Chen凭人才第 7 号的登记另有 2 项技能");
    expect(TalentSkillsPassed{TalentId{7}, ResponderId{4}, {}},
           "Chen has no more skills as talent number 7 than by himself",
           "Chen凭人才第 7 号的登记不再另有技能");
    SuggestionReportMade made;
    made.report.id = {9};
    made.report.number = "2026-3";
    made.report.title = "Winter";
    made.report.items.resize(2);
    made.report.raw_count = 5;
    expect(made, "report 2026-3: Winter, 2 to decide about, of 5 suggestions",
           "专报 2026-3：Winter，共 2 项，含建言 5 条");
    made.report.addressee = "the mayor";
    expect(made, "report 2026-3 to the mayor: Winter, 2 to decide about, of 5 suggestions",
           "专报 2026-3（呈the mayor）：Winter，共 2 项，含建言 5 条");
    board.apply(made, now);
    expect(SuggestionReported{{8}, {9}}, "suggestion 8 was handed up with report 2026-3",
           "建言 8 随专报 2026-3 上报");
    expect(SuggestionTalentChanged{{8}, {7}}, "suggestion 8 is of talent number 7, the same person",
           "建言 8 归入人才第 7 号名下（同一人）");
    expect(ReportNameErased{{9}, {8}}, "a name left report 2026-3", "专报 2026-3 已去除一个姓名");
}

TEST_F(Words, TheToneFollowsFromWhatHappened) {
    const RequestId request{4};
    EXPECT_EQ(tone(RequestResumed{request}), Tone::quiet);
    EXPECT_EQ(tone(DeadlineBreached{request, Milestone::on_site}), Tone::bad);
    RequestReceived received;
    EXPECT_EQ(tone(received), Tone::plain);
    received.silent = true;
    EXPECT_EQ(tone(received), Tone::bad);
    EXPECT_EQ(tone(ContactRecorded{request, 0, ContactOutcome::answered, {}}), Tone::good);
    EXPECT_EQ(tone(ContactRecorded{request, 0, ContactOutcome::refused, {}}), Tone::plain);
    EXPECT_EQ(tone(RequestCalledBack{request, false, 0, {}}), Tone::warn);
    EXPECT_EQ(tone(RequestCalledBack{request, true, 0, {}}), Tone::plain);
    EXPECT_EQ(tone(RequestCalledBack{request, true, 2, {}}), Tone::bad);
    EXPECT_EQ(tone(RequestCalledBack{request, true, 3, {}}), Tone::good);
    AssignmentReleased released{request, 0, ResponderId{4}, ReleaseCause::request_ended, {}};
    EXPECT_EQ(tone(released), Tone::quiet);
    released.cause = ReleaseCause::responder_out;
    EXPECT_EQ(tone(released), Tone::warn);
}

TEST(WordTables, EveryValueHasAWordInBothLanguages) {
    // As they are asked for; the compiler sees to it that each has all its rows.
    using Sets = boost::mp11::mp_list<Urgency, Channel, ResponderStatus, PositionDoubt, PlaceBasis,
                                      CardStatus, DeviceStatus, MemberFlag, ContactRelation,
                                      ContactOutcome, Agency, Milestone, AssignedBy, ReleaseCause,
                                      WithdrawCause, Disposition, core::Verdict>;
    boost::mp11::mp_for_each<Sets>([]<class E>(E) {
        std::set<std::string_view> seen;
        for (const E value : enum_values<E>) {
            const bool silent = std::is_same_v<E, AssignedBy> && static_cast<int>(value) == 0;
            for (const Language language : {Language::en, Language::zh}) {
                EXPECT_EQ(word(value, language).empty(), silent) << type_name<E>();
            }
            EXPECT_TRUE(seen.insert(word(value, Language::en)).second)
                << word(value, Language::en) << " is said of two values";
        }
    });
}

}  // namespace
}  // namespace muster::views::test
