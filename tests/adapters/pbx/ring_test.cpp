// What is said of calls out, and how a number becomes a channel.
#include "adapters/pbx/ring.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/pbx/ami_text.hpp"

namespace muster::pbx {
namespace {

TEST(Ring, IsNamedByItsDecision) {
    Ring ring;
    ring.request = RequestId{7};
    ring.step = 2;
    ring.misses = 1;
    EXPECT_EQ(ring_id(ring), "muster-contact-7-2-1");
    ring.kind = RingKind::member;
    EXPECT_EQ(ring_id(ring), "muster-contact-7-2-1");
    ring.kind = RingKind::offer;
    ring.offer = OfferId{12};
    EXPECT_EQ(ring_id(ring), "muster-offer-12");
    ring.kind = RingKind::assignment;
    ring.responder = ResponderId{5};
    EXPECT_EQ(ring_id(ring), "muster-assignment-7-5");
    EXPECT_TRUE(is_ring_id("muster-assignment-7-5"));
    EXPECT_TRUE(is_ring_id("muster-offer-12"));
    EXPECT_FALSE(is_ring_id("muster-offer-12;2"));
    EXPECT_FALSE(is_ring_id("1790000001.10"));
    EXPECT_FALSE(is_ring_id("muster-" + std::string(200, '1')));
}

RingSign sign_of(const std::string& lines) {
    const auto word = ring_word(message(lines));
    EXPECT_TRUE(word) << lines;
    if (!word) return RingSign::there;
    EXPECT_EQ(word->id, "muster-offer-1");
    return word->sign;
}

TEST(Ring, IsHeardOfInEventsAndAnswers) {
    const std::string of = "|Uniqueid: muster-offer-1";
    EXPECT_EQ(sign_of("Event: Newchannel" + of), RingSign::going);
    EXPECT_EQ(sign_of("Event: CoreShowChannel" + of), RingSign::going);
    EXPECT_EQ(sign_of("Event: Hangup|Cause: 16" + of), RingSign::over);
    const std::string to = "|ActionID: muster-offer-1";
    EXPECT_EQ(sign_of("Response: Error|Message: Permission denied" + to), RingSign::refused);
    const std::string done = "Event: OriginateResponse|Response: ";
    EXPECT_EQ(sign_of(done + "Success|Reason: 4" + to), RingSign::answered);
    EXPECT_EQ(sign_of(done + "Failure|Reason: 3" + to), RingSign::no_answer);
    EXPECT_EQ(sign_of(done + "Failure|Reason: 5" + to), RingSign::no_answer);
    EXPECT_EQ(sign_of(done + "Failure|Reason: 8" + to), RingSign::unreachable);
    EXPECT_EQ(sign_of(done + "Failure|Reason: 0" + to), RingSign::unreachable);
    EXPECT_FALSE(ring_word(message("Response: Success|ActionID: muster-offer-1")));
    EXPECT_FALSE(ring_word(message("Event: Hangup|Uniqueid: 1.1")));
    EXPECT_FALSE(ring_word(message("Event: OriginateResponse|Response: Failure|ActionID: 7")));
}

TEST(Ring, TellsWhetherTheNetworkEndedIt) {
    EXPECT_TRUE(ring_word(message("Event: Hangup|Uniqueid: muster-offer-1|Cause: 34"))->trouble);
    EXPECT_FALSE(ring_word(message("Event: Hangup|Uniqueid: muster-offer-1|Cause: 17"))->trouble);
    EXPECT_FALSE(ring_word(message("Event: Hangup|Uniqueid: muster-offer-1"))->trouble);
}

TEST(Ring, HearsAKey) {
    const auto word = ring_word(message(
        "Event: UserEvent|UserEvent: MusterKey|Uniqueid: 1.9|Ring: muster-offer-1|Digit: 1"));
    ASSERT_TRUE(word);
    EXPECT_EQ(word->sign, RingSign::key);
    EXPECT_EQ(word->id, "muster-offer-1");
    EXPECT_EQ(word->key, '1');
    const std::string event = "Event: UserEvent|UserEvent: ";
    EXPECT_FALSE(ring_word(message(event + "Other|Ring: muster-offer-1|Digit: 1")));
    EXPECT_FALSE(ring_word(message(event + "MusterKey|Ring: muster-offer-1|Digit: 12")));
    EXPECT_FALSE(ring_word(message(event + "MusterKey|Ring: 1.1|Digit: 1")));
}

TEST(Ring, LeavesNumbersOutOfWhatIsLogged) {
    EXPECT_EQ(without_numbers("Channel PJSIP/+8613700000042@t-0a code 34\r\nx"),
              "Channel PJSIP/+***@t-0a code 34  x");
    EXPECT_EQ(without_numbers("1234"), "***");
    EXPECT_EQ(without_numbers(""), "");
    EXPECT_LE(without_numbers(std::string(5000, 'x')).size(), 200u);
    const auto refused =
        ring_word(message("Response: Error|ActionID: muster-offer-1|Message: No 13700000042 here"));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->why, "No *** here");
}

TEST(DialChannel, PutsTheNumberIn) {
    const auto dial = [](std::string_view form, std::string_view number) {
        return dial_channel(form, number, "86").value_or("none");
    };
    EXPECT_EQ(dial("PJSIP/{number}@trunk", "+8613700000042"), "PJSIP/+8613700000042@trunk");
    EXPECT_EQ(dial("PJSIP/{digits}@trunk", "+86 137-0000 0042"), "PJSIP/8613700000042@trunk");
    EXPECT_EQ(dial("PJSIP/{national}@t", "+8613700000042"), "PJSIP/13700000042@t");
    EXPECT_EQ(dial("PJSIP/{national}@t", "+8651487654321"), "PJSIP/051487654321@t");
    EXPECT_EQ(dial("PJSIP/{national}@t", "12349"), "PJSIP/12349@t");
    EXPECT_EQ(dial("{digits}/{digits}", "110"), "110/110");
}

// What is no number would be read as something else by the exchange.
TEST(DialChannel, RefusesWhatIsNoNumber) {
    for (const char* const bad : {"", "12", "+", "137&Local/9@x", "137,1", "137/1", "137@x",
                                  "137\r\nAction: x", "123456789012345678901", "+86+137000"})
        EXPECT_FALSE(dial_channel("PJSIP/{number}@t", bad, "86")) << bad;
}

}  // namespace
}  // namespace muster::pbx
