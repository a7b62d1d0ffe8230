#include "adapters/terminals/zk_codec.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace muster::terminals {
namespace {

TEST(ZkCodec, SampleZ1TellsWhatEachRequestAsks) {
    const auto hand_shake =
        read_zk_request(false, "/iclock/cdata?SN=ZK0001&options=all&pushver=2.4.1");
    EXPECT_EQ(hand_shake.ask, ZkAsk::options);
    EXPECT_EQ(hand_shake.serial, "ZK0001");
    const auto lines = read_zk_request(true, "/iclock/cdata?SN=ZK0001&table=ATTLOG&Stamp=9999");
    EXPECT_EQ(lines.ask, ZkAsk::attendance);
    EXPECT_EQ(lines.serial, "ZK0001");
    EXPECT_EQ(lines.stamp, "9999");
    EXPECT_EQ(read_zk_request(true, "/iclock/cdata?SN=ZK0001&table=OPERLOG&Stamp=1").ask,
              ZkAsk::other);
}

TEST(ZkCodec, EveryRoute) {
    const auto ask = [](bool is_post, const char* target) {
        return read_zk_request(is_post, target).ask;
    };
    EXPECT_EQ(ask(false, "/iclock/getrequest?SN=A"), ZkAsk::poll);
    EXPECT_EQ(ask(false, "/iclock/ping?SN=A"), ZkAsk::poll);
    EXPECT_EQ(ask(true, "/iclock/devicecmd?SN=A"), ZkAsk::other);
    EXPECT_EQ(ask(true, "/iclock/fdata?SN=A&table=ATTPHOTO"), ZkAsk::other);
    EXPECT_EQ(ask(false, "/iclock/cdata.aspx?SN=A"), ZkAsk::options);
    EXPECT_EQ(ask(true, "/iclock/cdata.aspx?table=ATTLOG"), ZkAsk::attendance);
    for (const char* target : {"", "/", "/iclock", "/iclock/", "/iclock/cdata2", "/cdata", "*",
                               "/iclock/registry?SN=A"}) {
        EXPECT_EQ(ask(true, target), ZkAsk::none) << target;
        EXPECT_EQ(ask(false, target), ZkAsk::none) << target;
    }
    EXPECT_EQ(ask(true, "/iclock/getrequest"), ZkAsk::none);
}

TEST(ZkCodec, SerialsAndStampsHaveAForm) {
    const auto serial = [](const std::string& text) {
        return read_zk_request(false, "/iclock/cdata?SN=" + text).serial;
    };
    EXPECT_EQ(serial("AEH2_0-1.x"), "AEH2_0-1.x");
    EXPECT_EQ(serial(std::string(32, 'A')).size(), 32u);
    EXPECT_EQ(serial(std::string(33, 'A')), "");
    EXPECT_EQ(serial("A%20B"), "");
    EXPECT_EQ(serial(""), "");
    EXPECT_EQ(read_zk_request(true, "/iclock/cdata?SN=A&table=ATTLOG&Stamp=None").stamp, "");
    EXPECT_EQ(read_zk_request(true, "/iclock/cdata?Stamp=123456789012345678901").stamp, "");
}

TEST(ZkCodec, ReadsALine) {
    const auto tap = read_attendance("1042\t2026-03-02 16:15:30\t0\t15\t0\t0");
    ASSERT_TRUE(tap);
    EXPECT_EQ(tap->pin, "1042");
    EXPECT_EQ(tap->time, "2026-03-02 16:15:30");
    EXPECT_EQ(tap->local, TimePoint{1'772'468'130'000});
    EXPECT_EQ(tap->status, "0");
    EXPECT_EQ(tap->verify, "15");
    EXPECT_EQ(read_attendance("77\t2024-02-29 00:00:00")->local, TimePoint{1'709'164'800'000});
}

TEST(ZkCodec, ALineCutAnywhereIsNoneOrTheSameTap) {
    const std::string line = "1042\t2026-03-02 16:15:30\t0\t15\t0\t0";
    for (std::size_t size = 0; size <= line.size(); ++size) {
        const auto tap = read_attendance(line.substr(0, size));
        EXPECT_EQ(tap.has_value(), size >= 24) << size;
        if (tap) {
            EXPECT_EQ(tap->pin, "1042");
            EXPECT_EQ(tap->local, TimePoint{1'772'468'130'000});
        }
    }
}

TEST(ZkCodec, WhatIsNoTapIsNone) {
    for (const char* line :
         {"", "\t", "1042", "\t2026-03-02 16:15:30", "10 42\t2026-03-02 16:15:30",
          "1042\t2026-02-30 16:15:30", "1042\t2026-13-02 16:15:30", "1042\t2026-03-02 24:00:00",
          "1042\t2026-03-02 16:60:30", "1042\t2026-03-02T16:15:30", "1042\t2026-03-02 16:15",
          "1042\t2026-0x-02 16:15:30", "1042\t    -03-02 16:15:30",
          "1234567890123456789012345\t2026-03-02 16:15:30", "\xe5\t2026-03-02 16:15:30"}) {
        EXPECT_FALSE(read_attendance(line)) << line;
    }
    const std::string good = "1\t2026-03-02 16:15:30\t";
    EXPECT_TRUE(read_attendance(good + std::string(max_line_bytes - good.size(), '0')));
    EXPECT_FALSE(read_attendance(good + std::string(max_line_bytes - good.size() + 1, '0')));
}

TEST(ZkCodec, LinesEndAsTheyLike) {
    std::string_view body = "\n\na\r\nb\n\r\nc\rd";
    std::vector<std::string> lines;
    while (const auto line = take_line(body))
        lines.emplace_back(*line);
    EXPECT_EQ(lines, (std::vector<std::string>{"a", "b", "c", "d"}));
}

TEST(ZkCodec, SampleZ1AnswersTheHandShake) {
    const std::string text = write_zk_options("ZK0001", "0", 480, seconds(30));
    EXPECT_TRUE(text.starts_with("GET OPTION FROM: ZK0001\r\n"));
    for (const char* line :
         {"\r\nStamp=0\r\n", "\r\nOpStamp=", "\r\nErrorDelay=30\r\n", "\r\nDelay=30\r\n",
          "\r\nTransTimes=", "\r\nTransInterval=1\r\n", "\r\nTransFlag=", "\r\nRealtime=1\r\n",
          "\r\nTimeZone=8\r\n", "\r\nEncrypt=0\r\n"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line;
    }
    EXPECT_NE(write_zk_options("A", "17", 330, seconds(30)).find("\r\nTimeZone=330\r\n"),
              std::string::npos);
    EXPECT_NE(write_zk_options("A", "17", -300, seconds(30)).find("\r\nTimeZone=-5\r\n"),
              std::string::npos);
    EXPECT_NE(write_zk_options("A", "17", 0, Millis{999}).find("\r\nDelay=1\r\n"),
              std::string::npos)
        << "never without a pause";
}

}  // namespace
}  // namespace muster::terminals
