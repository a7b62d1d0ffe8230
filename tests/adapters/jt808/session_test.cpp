#include "adapters/jt808/session.hpp"

#include <gtest/gtest.h>

#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "tests/adapters/jt808/jt808_world.hpp"

namespace muster::jt808 {
namespace {

using testing::bytes;
using testing::fragment;
using testing::frame_2013;
using testing::frame_2019;
using testing::World;

constexpr std::string_view at_home = "01EE4BD8071E18A4";
constexpr std::string_view nowhere = "0000000000000000";

std::string position(std::string_view alarms, std::string_view place = at_home,
                     std::string_view time = "260302161530", std::string_view status = "00000003") {
    return std::string(alarms).append(status).append(place).append("000C00000000").append(time);
}

// What was said, without the frames' ends: our serial, the asked one and its id, the result.
std::string said(const World& world, std::size_t n) {
    return world.sent.at(n).substr(22, 14);
}

TEST(SessionJt808, AnswersOnlyAfterTheCommit) {
    World world;
    world.commands.deferred = true;
    world.give(frame_2013(id::location, 7, position("00000001")));
    const std::size_t commands = world.commands.submissions.size();
    EXPECT_EQ(commands, 5U);
    while (!world.commands.waiting.empty()) {
        EXPECT_TRUE(world.sent.empty());
        world.commands.release(world.commands.waiting.size() - 1);
    }
    ASSERT_EQ(world.sent.size(), 1U);
    EXPECT_EQ(said(world, 0), "00000007020000");
}

TEST(SessionJt808, ARepeatedMessageHasTheSameKeysAndANewOneOthers) {
    World world;
    const std::string sos = frame_2013(id::location, 7, position("00000001"));
    world.give(sos);
    const std::string key = world.commands.submissions.at(0).key;
    world.connect();
    world.give(sos);
    EXPECT_EQ(world.commands.submissions.at(5).key, key);
    EXPECT_EQ(world.hub->counts.duplicates, 5U);
    EXPECT_EQ(world.sent.size(), 2U);
    // The serial has wrapped: another time.
    world.give(frame_2013(id::location, 7, position("00000001", at_home, "260302161400")));
    EXPECT_EQ(world.hub->counts.duplicates, 5U);
    EXPECT_EQ(world.commands.submissions.at(5).source, "jt808:13700000042");
}

TEST(SessionJt808, AFullQueueIsSilenceAndTheRepeatIsTaken) {
    World world;
    world.give(frame_2013(id::location, 6, position("00000000")));
    const std::string sos = frame_2013(id::location, 7, position("00000001"));
    world.commands.rejection.reason = RejectReason::overloaded;
    world.give(sos);
    EXPECT_EQ(world.sent.size(), 1U);
    EXPECT_EQ(world.hub->counts.busy, 1U);
    world.commands.rejection = {};
    const std::size_t before = world.commands.submissions.size();
    world.give(sos);
    ASSERT_EQ(world.sent.size(), 2U);
    EXPECT_EQ(said(world, 1), "00010007020000");
    // All levels again: the service may have missed the end of one.
    EXPECT_EQ(world.commands.submissions.size(), before + 5);
}

TEST(SessionJt808, OtherRefusalsAreAnsweredAndSaidOnce) {
    World world;
    world.commands.rejection = {RejectReason::limit_reached, "/key", "too many unknown devices"};
    world.give(frame_2013(id::heartbeat, 1, ""));
    world.give(frame_2013(id::heartbeat, 2, ""));
    EXPECT_EQ(said(world, 1), "00010002000201");
    EXPECT_EQ(world.hub->counts.refused, 2U);
    EXPECT_EQ(world.warnings.size(), 1U);
    // What is there already is no refusal.
    world.commands.rejection = {RejectReason::key_reused, {}, {}};
    world.give(frame_2013(id::heartbeat, 3, ""));
    EXPECT_EQ(said(world, 2), "00020003000200");
}

TEST(SessionJt808, TheFirstReportOfAConnectionTellsAllLevels) {
    World world;
    world.give(frame_2013(id::location, 1, position("00000000")));
    const auto first = world.told<SignalDevice>();
    ASSERT_EQ(first.size(), 5U);
    for (const SignalDevice& signal : first)
        EXPECT_EQ(signal.level, false) << signal.signal.view();
    world.give(frame_2013(id::location, 2, position("00000000")));
    EXPECT_EQ(world.told<SignalDevice>().size(), 5U);
    ASSERT_EQ(world.told<ReportDevice>().size(), 1U);
    EXPECT_TRUE(world.told<ReportDevice>()[0].place);
}

TEST(SessionJt808, OtherAlarmBits) {
    World world;
    world.give(frame_2013(id::location, 1, position("00000000")));
    world.commands.submissions.clear();
    // Impact, main power lost and low, a fault; speeding is nothing that the service knows.
    world.give(frame_2013(id::location, 2, position("20000192")));
    std::vector<std::string> signals;
    for (const SignalDevice& signal : world.told<SignalDevice>())
        signals.push_back(signal.signal.str() + ": " + signal.said.value);
    EXPECT_EQ(signals, (std::vector<std::string>{"fall: impact", "battery_low: main power low",
                                                 "mains_lost: main power lost",
                                                 "fault: positioning fault", ": speeding"}));
    world.commands.submissions.clear();
    world.give(frame_2013(id::location, 3, position("00000002")));
    // It goes on speeding, and the others are over.
    ASSERT_EQ(world.told<SignalDevice>().size(), 4U);
    for (const SignalDevice& signal : world.told<SignalDevice>())
        EXPECT_EQ(signal.level, false);
}

TEST(SessionJt808, WithoutAPlaceTheDeskIsTold) {
    World world;
    world.give(frame_2013(id::location, 1, position("00000001", nowhere)));
    world.give(
        frame_2013(id::location, 2, position("00000001", at_home, "260302161530", "00000001")));
    ASSERT_EQ(world.raised().size(), 2U);
    for (const SignalDevice& signal : world.raised()) {
        EXPECT_FALSE(signal.place);
        EXPECT_EQ(signal.said.value, "emergency button; says no place");
    }
}

TEST(SessionJt808, AWrongClockIsNotBelieved) {
    World world;
    // A day fast, ten years slow, no time at all; half a minute fast is right.
    for (const auto* time : {"260303161530", "160302161530", "000000000000"})
        world.give(frame_2013(id::location, 1, position("00000001", at_home, time)));
    world.give(frame_2013(id::location, 1, position("00000001", at_home, "260302161600")));
    const auto raised = world.raised();
    ASSERT_EQ(raised.size(), 4U);
    for (const SignalDevice& signal : raised)
        EXPECT_EQ(signal.happened_at, TimePoint{});
    EXPECT_EQ(raised[0].said.value, "emergency button; its clock is wrong");
    EXPECT_EQ(raised[1].said.value, "emergency button; its clock is wrong");
    EXPECT_EQ(raised[2].said.value, "emergency button; its clock tells no time");
    EXPECT_EQ(raised[3].said.value, "emergency button");
    EXPECT_EQ(world.hub->counts.wrong_clock, 3U);
}

TEST(SessionJt808, MalformedMessagesAreCountedAndTheAlarmBeforeThemStays) {
    World world;
    world.give(frame_2013(id::location, 1, position("00000001")) +
               bytes("7E00020000013700000042000B777E") + bytes("7E0200007E") +
               bytes("7E02007D0500017E") + frame_2013(id::location, 2, "0000") +
               frame_2013(id::location, 3, "00000001") + frame_2013(id::batch, 4, "0001"));
    ASSERT_EQ(world.sent.size(), 4U);
    EXPECT_EQ(said(world, 0), "00000001020000");
    EXPECT_EQ(said(world, 1), "00010002020002");
    // Cut short, but the alarm is there.
    EXPECT_EQ(said(world, 2), "00020003020000");
    EXPECT_EQ(said(world, 3), "00030004070402");
    EXPECT_EQ(world.raised().size(), 2U);
    const Counts& counts = world.hub->counts;
    EXPECT_EQ(counts.frames.bad_checksum, 2U);
    EXPECT_EQ(counts.frames.bad_escape, 1U);
    EXPECT_EQ(counts.short_messages, 2U);
    EXPECT_EQ(counts.cut_short, 1U);
}

TEST(SessionJt808, RegistersAndAuthenticates) {
    Jt808Options options;
    options.authenticate = true;
    World world(options);
    // Nothing is believed before.
    world.give(frame_2019(id::location, 1, position("00000001")));
    EXPECT_TRUE(world.commands.submissions.empty());
    EXPECT_EQ(world.hub->counts.unauthenticated, 1U);
    EXPECT_EQ(world.warnings.size(), 1U);

    const std::string body = "00200321" + std::string(22, '0') + std::string(60, '0') +
                             std::string(60, '0') + "01CBD54B3132333435";
    world.give(frame_2019(id::registration, 2, body));
    ASSERT_EQ(world.sent.size(), 2U);
    // In the head of 2019: serials, result 0, and 32 digits.
    const std::string answer = bytes(world.sent[1]);
    EXPECT_EQ(world.sent[1].substr(2, 8), "81004023");
    const std::string token = answer.substr(21, 32);
    // A wrong one; then ours in both forms.
    world.give(frame_2019(id::authentication, 3, "0441424344"));
    EXPECT_EQ(world.hub->counts.failed_logins, 1U);
    ASSERT_EQ(world.audit.entries.size(), 1U);
    EXPECT_EQ(world.audit.entries[0].who, "192.0.2.7");
    const std::string in_2013 = testing::hex(token);
    const std::string in_2019 = "20" + in_2013 + std::string(30, '3') + std::string(40, '0');
    for (const std::string& form : {in_2013, in_2019}) {
        world.connect();
        world.commands.submissions.clear();
        world.give(frame_2019(id::authentication, 4, form));
        world.give(frame_2019(id::location, 5, position("00000001")));
        ASSERT_EQ(world.raised().size(), 1U);
        EXPECT_EQ(world.raised()[0].key.value, "jt808:13700000042");
    }
    // Signed off, it has to come again.
    world.give(frame_2019(id::sign_off, 6, ""));
    world.give(frame_2019(id::heartbeat, 7, ""));
    EXPECT_EQ(world.hub->counts.unauthenticated, 2U);
}

TEST(SessionJt808, TellsThePlateThatWasRegistered) {
    World world;
    const std::string body = "00200321" + std::string(10, '0') + std::string(40, '0') +
                             std::string(14, '0') + "01CBD54B3132333435";
    world.give(frame_2013(id::registration, 1, body));
    world.give(frame_2013(id::location, 2, position("00000001")));
    EXPECT_EQ(world.raised().at(0).said.value, "emergency button; 苏K12345");
}

TEST(SessionJt808, TellsTheTimeAndRefusesWhatItDoesNotKnow) {
    World world;
    world.give(frame_2019(id::ask_time, 1, ""));
    EXPECT_EQ(world.sent.at(0).substr(2, 4), "8004");
    EXPECT_EQ(world.sent.at(0).substr(36, 12), "260302081530");
    world.give(frame_2013(0x0801, 2, "00"));
    EXPECT_EQ(said(world, 1), "00010002080103");
    EXPECT_EQ(world.hub->counts.not_supported, 1U);
    // Its general answers need none.
    world.give(frame_2013(id::terminal_answer, 3, "0001820300"));
    EXPECT_EQ(world.sent.size(), 2U);
}

TEST(SessionJt808, RefusesEncryptedBodies) {
    World world;
    std::string frame;
    append_frame(frame, bytes("02000402013700000042000A") + "ab");
    world.give(frame);
    EXPECT_EQ(said(world, 0), "0000000A020003");
    EXPECT_TRUE(world.commands.submissions.empty());
    EXPECT_EQ(world.hub->counts.encrypted, 1U);
    EXPECT_EQ(world.warnings.size(), 1U);
}

TEST(SessionJt808, AsksForAMissingFragmentAndThenTakesWhatCame) {
    World world;
    const std::string item = "001C" + position("00000001");
    world.give(fragment(id::batch, 9, 2, 1, "000200" + item));
    EXPECT_EQ(said(world, 0), "00000009070400");
    world.pass(seconds(10));
    // For part 2 of the message that began with serial 9.
    ASSERT_EQ(world.sent.size(), 2U);
    EXPECT_EQ(world.sent[1].substr(2, 4), "8003");
    EXPECT_EQ(world.sent[1].substr(26, 10), "0009010002");
    EXPECT_TRUE(world.raised().empty());
    for (int i = 0; i < 3; ++i)
        world.pass(seconds(10));
    EXPECT_EQ(world.hub->counts.resend_requests, 3U);
    EXPECT_EQ(world.hub->counts.fragments_given_up, 1U);
    ASSERT_EQ(world.raised().size(), 1U);
}

constexpr auto* asked = R"([{"type":"RequestReceived","request":{"id":77}},)"
                        R"({"type":"DeviceSignalled","device":5,"use":"request","request":77}])";

TEST(SessionJt808, ConfirmsAnAlarmWhenTheDeskHasTakenIt) {
    World world;
    world.commands.events = asked;
    world.queries.entities["requests/77"] = R"({"id":77,"slots":[{"status":"assigned"}]})";
    world.give(frame_2013(id::location, 7, position("00000001")));
    // That the engine has sent somebody nobody has seen yet.
    SlotAssigned assigned;
    assigned.request = RequestId{77};
    world.happens(assigned);
    EXPECT_TRUE(world.taken.empty());
    // It was merged into another, which is taken.
    world.queries.entities["requests/77"] = R"({"id":77,"status":"merged","merged_into":70})";
    world.queries.entities["requests/70"] = R"({"id":70})";
    RequestMerged merged;
    merged.request = RequestId{77};
    merged.into = RequestId{70};
    world.happens(merged);
    EXPECT_TRUE(world.taken.empty());
    world.queries.entities["requests/70"] = R"({"id":70,"owner":"desk-1"})";
    world.happens(RequestTaken{RequestId{70}, "desk-1"});
    ASSERT_EQ(world.taken, std::vector<std::string>{"jt808:13700000042"});
    EXPECT_EQ(world.sent.size(), 1U);
    EXPECT_FALSE(world.session->desk_took(world.taken.front())) << "it may not have heard it";
    ASSERT_EQ(world.sent.size(), 2U);
    EXPECT_EQ(world.sent[1].substr(2, 8), "82030006");
    EXPECT_EQ(world.sent[1].substr(22, 16), "0001000700000001");
}

TEST(SessionJt808, ConfirmsBehindTheAnswerWhatIsTakenAlready) {
    World world;
    world.commands.events = asked;
    world.queries.entities["requests/77"] = R"({"id":77,"owner":"desk-1"})";
    world.give(frame_2013(id::location, 7, position("00000001")));
    ASSERT_EQ(world.sent.size(), 2U);
    EXPECT_EQ(world.sent[0].substr(2, 4), "8001");
    EXPECT_EQ(world.sent[1].substr(2, 4), "8203");
    // Still on: it is confirmed once.
    world.commands.events = "[]";
    world.give(frame_2013(id::location, 8, position("00000001")));
    EXPECT_EQ(world.sent.size(), 3U);
    EXPECT_EQ(world.hub->counts.confirmed, 1U);
}

// The service was started anew, or the terminal was away: the board knows of whom it is.
TEST(SessionJt808, ConfirmsWhatWasTakenWhileItWasAway) {
    World world;
    world.queries.personal_filters = {"requests?open"};
    world.queries.next_after = 0;
    world.queries.page = R"([{"id":77,"channel":"device","device":"device 5","owner":"desk-1"},
        {"id":78,"channel":"device","device":"device 6","owner":"desk-1"},
        {"id":79,"channel":"device","device":"by the door"}])";
    world.queries.entities["requests/77"] = R"({"id":77,"owner":"desk-1"})";
    world.queries.entities["devices/5"] = R"({"id":5,"key":"jt808:13700000042"})";
    world.queries.entities["devices/6"] = R"({"id":6,"key":"mqtt:a"})";
    while (world.hub->desk.read_on()) {
    }
    EXPECT_EQ(world.hub->desk.size(), 1U);
    ASSERT_EQ(world.audit.entries.size(), 1U);
    EXPECT_EQ(world.audit.entries[0].count, 1U);
    EXPECT_FALSE(world.session->desk_took("jt808:13700000042")) << "it is not here";
    world.commands.events = "[]";
    world.give(frame_2013(id::heartbeat, 1, ""));
    EXPECT_EQ(world.sent.size(), 1U) << "nothing is known of its button";
    world.give(frame_2013(id::location, 2, position("00000001")));
    ASSERT_EQ(world.sent.size(), 3U);
    EXPECT_EQ(world.sent[2].substr(2, 4), "8203");
    world.give(frame_2013(id::location, 3, position("00000000")));
    EXPECT_EQ(world.hub->desk.size(), 0U);
}

// In a dead spot what was sent is lost, and the connection ends later.
TEST(SessionJt808, ConfirmsAgainOnANewConnectionUntilTheButtonIsOff) {
    World world;
    world.commands.events = asked;
    world.queries.entities["requests/77"] = R"({"id":77,"owner":"desk-1"})";
    world.give(frame_2013(id::location, 7, position("00000001")));
    EXPECT_EQ(world.hub->counts.confirmed, 1U);
    world.commands.events = "[]";
    world.connect();
    for (unsigned serial = 8; serial < 10; ++serial)
        world.give(frame_2013(id::location, serial, position("00000001")));
    EXPECT_EQ(world.hub->counts.confirmed, 2U);
    world.give(frame_2013(id::location, 10, position("00000000")));
    EXPECT_EQ(world.hub->desk.size(), 0U);
    // Pressed anew, which is the same need: that counts anew.
    world.commands.events = asked;
    world.give(frame_2013(id::location, 11, position("00000001")));
    EXPECT_EQ(world.hub->counts.confirmed, 3U);
}

TEST(SessionJt808, DoesNotConfirmWhatTheTerminalHasEnded) {
    World world;
    world.commands.events = asked;
    world.queries.entities["requests/77"] = R"({"id":77})";
    world.give(frame_2013(id::location, 7, position("00000001")));
    world.commands.events = "[]";
    world.give(frame_2013(id::location, 8, position("00000000")));
    world.queries.entities["requests/77"] = R"({"id":77,"owner":"desk-1"})";
    world.happens(RequestTaken{RequestId{77}, "desk-1"});
    ASSERT_EQ(world.taken.size(), 1U);
    EXPECT_TRUE(world.session->desk_took(world.taken.front())) << "it need not be told any more";
    EXPECT_EQ(world.sent.size(), 2U);
}

TEST(SessionJt808, WhatIsUnderWayIsBounded) {
    Jt808Options options;
    options.messages_in_flight = 2;
    World world(options);
    world.commands.deferred = true;
    const std::string beat = frame_2013(id::heartbeat, 1, "");
    const std::string rest = world.give(beat + beat + beat);
    EXPECT_EQ(rest, beat);
    EXPECT_EQ(world.hub->counts.commit_waits, 1U);
    EXPECT_EQ(world.session->wait(), Millis{});
    world.commands.release(0);
    EXPECT_EQ(world.resumed, 1U);
    EXPECT_EQ(world.give(rest), "");
    EXPECT_EQ(world.commands.submissions.size(), 3U);
}

TEST(SessionJt808, AnAddressThatSendsTooMuchWaitsAndLosesNothing) {
    Jt808Options options;
    options.per_address.per_minute = 60;
    options.per_address.burst = 2;
    World world(options);
    const std::string beat = frame_2013(id::heartbeat, 1, "");
    const std::string rest = world.give(beat + beat + beat);
    EXPECT_EQ(rest, beat);
    EXPECT_EQ(world.session->wait(), seconds(1));
    world.steady = world.steady + seconds(1);
    EXPECT_EQ(world.give(rest), "");
    EXPECT_EQ(world.sent.size(), 3U);
}

TEST(SessionJt808, TheQuietestTerminalOfAConnectionBeginsAnew) {
    Jt808Options options;
    options.max_terminals = 2;
    World world(options);
    for (const auto* phone : {"000000000001", "000000000002", "000000000003", "000000000002"}) {
        world.steady = world.steady + Millis{1};
        world.give(frame_2013(id::heartbeat, 1, "", phone));
    }
    EXPECT_EQ(world.hub->counts.terminals_forgotten, 1U);
    ASSERT_EQ(world.sent.size(), 4U);
    EXPECT_EQ(said(world, 3), "00010001000200");
}

TEST(SessionJt808, OfALongBatchTheNewestPlacesAreTold) {
    Jt808Options options;
    options.positions_per_message = 2;
    World world(options);
    std::string items;
    for (int i = 0; i < 5; ++i)
        items += "001C" + position("00000000", at_home, "26030214000" + std::to_string(i));
    world.give(frame_2013(id::batch, 1, "000501" + items));
    const auto told = world.told<ReportDevice>();
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[1].placed_at - told[0].placed_at, seconds(1));
    EXPECT_EQ(world.hub->counts.reports_left_out, 3U);
}

TEST(SessionJt808, AnswersThatComeAfterItsEndAreDropped) {
    World world;
    world.commands.deferred = true;
    world.give(frame_2013(id::heartbeat, 1, ""));
    world.session.reset();
    world.commands.release(0);
    EXPECT_TRUE(world.sent.empty());
}

}  // namespace
}  // namespace muster::jt808
