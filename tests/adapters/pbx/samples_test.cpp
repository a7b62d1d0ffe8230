// What exchanges say, as bytes: each whole, cut in two anywhere, and byte by byte.
#include <gtest/gtest.h>

#include <functional>

#include "adapters/pbx/call_tracker.hpp"
#include "tests/adapters/pbx/ami_text.hpp"

namespace muster::pbx {
namespace {

// A connection, and what is told of calls.
struct Listener {
    void hear(std::string_view bytes) {
        reader.feed(bytes);
        for (const Message& message : read_all(reader)) {
            ++messages;
            for (const Command& command : tracker.take(message))
                told.push_back(command.get<ReportCall>());
        }
    }

    AmiReader reader;
    CallTracker tracker{{"pbx", {"from-trunk"}, {"12349"}}};
    std::size_t messages = 0;
    std::vector<ReportCall> told;
};

void in_all_pieces(const std::string& bytes, const std::function<void(Listener&)>& expect) {
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        SCOPED_TRACE(cut);
        Listener listener;
        listener.hear(std::string_view(bytes).substr(0, cut));
        listener.hear(std::string_view(bytes).substr(cut));
        expect(listener);
    }
    Listener listener;
    for (const char c : bytes)
        listener.hear({&c, 1});
    expect(listener);
}

const std::string rest_of_call = "Exten: 12349|Uniqueid: 1790000001.10|Linkedid: 1790000001.10";

TEST(SamplesAmi, A1AnEmptyBlockAndALineThatEndsByLfAlone) {
    const std::string noisy =
        "Event: TestEvent\r\nPrivilege: reporting,all\r\n\r\n\r\n"
        "Event: Newchannel\r\nPrivilege: call,all\r\nChannel: PJSIP/trunk-0000000a\r\n"
        "CallerIDNum: 051485550101\r\nContext: from-trunk\r\nExten: 12349\r\n"
        "Uniqueid: 1790000001.10\r\nLinkedid: 1790000001.10\r\n\r\n";
    std::string with_lf = noisy;
    with_lf.erase(with_lf.find("\r\nChannel"), 1);
    std::string with_capitals = noisy;
    with_capitals.replace(with_capitals.find("CallerIDNum"), 11, "CALLERIDNUM");
    for (const std::string& bytes : {noisy, with_lf, with_capitals}) {
        in_all_pieces(bytes, [](Listener& listener) {
            EXPECT_EQ(listener.messages, 2u);
            ASSERT_EQ(listener.told.size(), 1u);
            EXPECT_EQ(listener.told[0].reference, "pbx:1790000001.10");
            EXPECT_EQ(listener.told[0].status, CallStatus::ringing);
            EXPECT_EQ(listener.told[0].number.value, "051485550101");
            EXPECT_EQ(listener.told[0].line, "12349");
            EXPECT_EQ(listener.reader.lines_left_out(), 0u);
        });
    }
}

TEST(SamplesAmi, A3TheNumberComesLaterOrNever) {
    in_all_pieces(
        ami("Event: Newchannel|CallerIDNum: <unknown>|Context: from-trunk|" + rest_of_call) +
            ami("Event: NewCallerid|CallerIDNum: 13700000042|Uniqueid: 1790000001.10|"
                "Linkedid: 1790000001.10"),
        [](Listener& listener) {
            ASSERT_EQ(listener.told.size(), 2u);
            EXPECT_EQ(listener.told[0].number.value, "") << "it is shown at once";
            EXPECT_EQ(listener.told[1].number.value, "13700000042");
            EXPECT_EQ(listener.told[1].reference, listener.told[0].reference);
        });
    in_all_pieces(
        ami("Event: Newchannel|CallerIDNum: anonymous|Context: from-trunk|" + rest_of_call) +
            ami("Event: Hangup|Uniqueid: 1790000001.10|Linkedid: 1790000001.10|"
                "Cause: 16"),
        [](Listener& listener) {
            ASSERT_EQ(listener.told.size(), 2u);
            EXPECT_EQ(listener.told[1].status, CallStatus::ended);
            EXPECT_EQ(listener.told[1].end, CallEnd::abandoned);
            EXPECT_EQ(listener.told[1].number.value, "anonymous") << "the engine makes none of it";
        });
}

TEST(SamplesAmi, A5WhoLeavesTheQueueUnheardIsAbandonedOnce) {
    const std::string of = "Uniqueid: 1790000001.10|Linkedid: 1790000001.10";
    const std::string begins =
        ami("Event: Newchannel|CallerIDNum: 13700000042|Context: from-trunk|" + rest_of_call) +
        ami("Event: QueueCallerJoin|Queue: elder|" + of);
    const std::string leaves = ami("Event: QueueCallerLeave|Queue: elder|" + of);
    const std::string hangs_up = ami("Event: Hangup|Cause: 16|" + of);
    const std::string abandons = ami("Event: QueueCallerAbandon|Queue: elder|" + of);
    for (const std::string& bytes :
         {begins + leaves + hangs_up, begins + abandons + leaves + hangs_up,
          begins + leaves + hangs_up + abandons}) {
        in_all_pieces(bytes, [](Listener& listener) {
            ASSERT_EQ(listener.told.size(), 3u);
            EXPECT_EQ(listener.told[1].queue, "elder");
            EXPECT_EQ(listener.told[2].status, CallStatus::ended);
            EXPECT_EQ(listener.told[2].end, CallEnd::abandoned);
        });
    }
}

}  // namespace
}  // namespace muster::pbx
