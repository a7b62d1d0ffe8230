#include "adapters/sip/gb28181_codec.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/sip/gb28181_samples.hpp"

namespace muster::sip {
namespace {

const Millis china = hours(8);

SignalDevice gb_signal_in(std::string_view body, const GbTable& table = {}) {
    const auto command = command_of(read_gb(body, china), table);
    if (!command || !std::holds_alternative<SignalDevice>(*command)) {
        ADD_FAILURE() << "no signal in " << body;
        return {};
    }
    return std::get<SignalDevice>(*command);
}

TEST(Gb28181, G1LabelledGb2312ButGbk) {
    const std::string body = testing::from_hex(testing::g1_hex);
    const GbMessage message = read_gb(body, china);
    EXPECT_EQ(message.kind, GbKind::alarm);
    EXPECT_EQ(message.number, "31");
    const SignalDevice signal = gb_signal_in(body);
    EXPECT_EQ(signal.key.value, "gb28181:34020000001340000007");
    EXPECT_EQ(signal.signal, Code("sos"));
    EXPECT_EQ(signal.said.value, "method 2 priority 1: 朱镕喆 一键求助");
    EXPECT_EQ(signal.happened_at.value, 1'772'439'330'000) << "2026-03-02T08:15:30Z";
    const std::string answer = write_gb_answer(message, true);
    EXPECT_NE(answer.find("<Response>\r\n<CmdType>Alarm</CmdType>\r\n<SN>31</SN>\r\n"
                          "<DeviceID>34020000001340000007</DeviceID>\r\n<Result>OK</Result>"),
              std::string::npos)
        << answer;
    // The same words in UTF-8, and labelled so.
    const std::string utf8 =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Notify><CmdType>Alarm</CmdType><DeviceID>1"
        "</DeviceID><AlarmMethod>2</AlarmMethod><AlarmDescription>一键求助</AlarmDescription></"
        "Notify>";
    EXPECT_EQ(gb_signal_in(utf8).said.value, "method 2: 一键求助");
}

TEST(Gb28181, G3CombinedMethodsTypeInInfoZeroPlace) {
    const SignalDevice signal = gb_signal_in(testing::g3);
    EXPECT_EQ(signal.signal, Code()) << "tamper by one method, motion by the other";
    EXPECT_EQ(signal.said.value, "method 25 type 2 priority 4");
    EXPECT_FALSE(signal.place);
    EXPECT_EQ(signal.happened_at.value, 1'772'439'331'000);
}

std::string alarm(std::string_view fields) {
    return "<Notify><CmdType>Alarm</CmdType><SN>1</SN><DeviceID>34</DeviceID>" +
           std::string(fields) + "</Notify>";
}

TEST(Gb28181, NamesOfDevicesAreKeptUpToTheirBound) {
    const auto device = [](std::size_t size) {
        return read_gb("<Notify><CmdType>Alarm</CmdType><DeviceID>" + std::string(size, '3') +
                           "</DeviceID></Notify>",
                       china)
            .device;
    };
    EXPECT_EQ(device(max_gb_id_bytes), std::string(max_gb_id_bytes, '3'));
    EXPECT_EQ(device(max_gb_id_bytes + 1), "");
}

TEST(Gb28181, MethodsAndTypes) {
    const auto code = [](std::string_view method, std::string_view type) {
        std::string fields = "<AlarmMethod>" + std::string(method) + "</AlarmMethod>";
        if (!type.empty()) fields += "<AlarmType>" + std::string(type) + "</AlarmType>";
        return gb_signal_in(alarm(fields)).signal;
    };
    EXPECT_EQ(code("1", ""), Code("sos"));
    EXPECT_EQ(code("2", ""), Code("sos"));
    EXPECT_EQ(code("2", "2"), Code("tamper"));
    EXPECT_EQ(code("2", "1"), Code("fault"));
    EXPECT_EQ(code("5", "2"), Code());
    EXPECT_EQ(code("5", "6"), Code("intrusion"));
    EXPECT_EQ(code("6", "1"), Code("fault"));
    EXPECT_EQ(code("7", ""), Code());
    EXPECT_EQ(code("13", ""), Code("sos")) << "both mean the same";
    const GbTable own{{{7, 0}, Code("sos")}};
    EXPECT_EQ(gb_signal_in(alarm("<AlarmMethod>7</AlarmMethod>"), own).signal, Code("sos"));
    EXPECT_EQ(gb_signal_in(alarm("<AlarmMethod>2</AlarmMethod><Latitude>32.3942</Latitude>"
                                 "<Longitude>119.4129</Longitude>"))
                  .place,
              Personal<Point>(Point{323'942'000, 1'194'129'000}));
}

TEST(Gb28181, DamagedBodiesKeepTheAlarm) {
    const std::string fields =
        "<AlarmMethod>2</AlarmMethod><AlarmDescription>a & b\x01</AlarmDescription>";
    EXPECT_EQ(gb_signal_in(alarm(fields) + std::string(2, '\0')).said.value, "method 2: a & b");
    const GbMessage cut = read_gb(
        "<Notify><CmdType>Alarm</CmdType><SN>1</SN><DeviceID>34</DeviceID>"
        "<AlarmMethod>2</AlarmMethod><AlarmDescr",
        china);
    EXPECT_TRUE(cut.damaged);
    EXPECT_EQ(cut.kind, GbKind::alarm);
    EXPECT_EQ(cut.device, "34");
    EXPECT_EQ(gb_signal_in(alarm("<AlarmTime>2026-13-02T16:15:30</AlarmTime>")).happened_at,
              TimePoint{});
    EXPECT_TRUE(read_gb("", china).damaged);
    EXPECT_EQ(read_gb("nothing", china).kind, GbKind::other);
}

TEST(Gb28181, KeepaliveAndWhatWeSend) {
    const auto command =
        command_of(read_gb("<Notify><CmdType>Keepalive</CmdType><SN>5</SN><DeviceID>34</DeviceID>"
                           "<Status>OK</Status></Notify>",
                           china),
                   {});
    ASSERT_TRUE(command);
    ASSERT_TRUE(std::holds_alternative<ReportDevice>(*command));
    EXPECT_EQ(std::get<ReportDevice>(*command).key.value, "gb28181:34");
    EXPECT_NE(write_set_guard("34", 9).find("<GuardCmd>SetGuard</GuardCmd>"), std::string::npos);
    EXPECT_EQ(write_gb_date(TimePoint{1'772'439'330'123}, china), "2026-03-02T16:15:30.123");
    EXPECT_EQ(
        read_gb("<Response><CmdType>DeviceControl</CmdType><Result>OK</Result></Response>", china)
            .kind,
        GbKind::answer);
}

}  // namespace
}  // namespace muster::sip
