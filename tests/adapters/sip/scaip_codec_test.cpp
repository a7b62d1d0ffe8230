#include "adapters/sip/scaip_codec.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/sip/scaip_samples.hpp"

namespace muster::sip {
namespace {

const ScaipProfile plain;

SignalDevice signal_in(std::string_view body, const ScaipProfile& profile = plain) {
    const auto command = command_of(read_scaip(body, profile), profile);
    if (!command || !std::holds_alternative<SignalDevice>(*command)) {
        ADD_FAILURE() << "no signal in " << body;
        return {};
    }
    return std::get<SignalDevice>(*command);
}

std::string answer_to(std::string_view body, const ScaipProfile& profile = plain) {
    const auto request = read_scaip(body, profile);
    return write_scaip_answer(request, request.status, profile);
}

TEST(Scaip, S1ShortCodesSpacesAndPlusEmptyCallBack) {
    const std::string_view first = testing::s1_first;
    const std::string_view second = testing::s1_second;
    EXPECT_EQ(signal_in(first).key.value, "scaip:700001");
    EXPECT_EQ(signal_in(first).signal, Code("pendant"));
    EXPECT_EQ(signal_in(first).call_back.value, "");
    EXPECT_EQ(signal_in(second).key.value, "scaip:700001");
    EXPECT_EQ(signal_in(second).signal, Code("sos"));
    EXPECT_EQ(signal_in(second).call_back.value, "");
    EXPECT_NE(answer_to(first).find("<ref>0Ab7</ref><snu>0</snu><mre>0</mre>"), std::string::npos);
    EXPECT_NE(answer_to(second).find("<ref>0Ab8</ref><snu>0</snu><mre>0</mre>"), std::string::npos);
}

TEST(Scaip, S3SeveralCallBackAddressesUnknownTagAndPlace) {
    const std::string_view body = testing::s3;
    const SignalDevice signal = signal_in(body);
    EXPECT_EQ(signal.signal, Code("fall"));
    ASSERT_TRUE(signal.place);
    EXPECT_EQ(signal.place->value, (Point{323'942'000, 1'194'129'000}));
    EXPECT_EQ(signal.call_back.value, "+8613700000042");
    EXPECT_NE(
        signal.said.value.find("crd=no-voice: crd=gsm:+8613700000042 crd=sip:700001@127.0.0.1"),
        std::string::npos)
        << signal.said.value;
    const auto request = read_scaip(body, plain);
    EXPECT_TRUE(request.we_call);
    EXPECT_EQ(request.call_back,
              (std::vector<std::string>{"gsm:+8613700000042", "sip:700001@127.0.0.1"}));
    EXPECT_EQ(answer_to(body),
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<mrs><ref>c3</ref><snu>0</snu><mre>1</mre></mrs>\n");
}

std::string mrq(std::string_view fields) {
    return "<mrq><ref>r</ref><cid>7</cid>" + std::string(fields) + "</mrq>";
}

TEST(Scaip, KindsAndCodes) {
    const auto code = [](std::string_view fields) { return signal_in(mrq(fields)).signal; };
    EXPECT_EQ(code("<dty>0003</dty><stc>0010</stc>"), Code("pendant"));
    EXPECT_EQ(code("<dty>7</dty>"), Code("panic"));
    EXPECT_EQ(code("<dty>0023</dty><stc>0009</stc>"), Code("smoke"));
    EXPECT_EQ(code("<dty>0003</dty><stc>0016</stc>"), Code("battery_low"));
    EXPECT_EQ(code("<dty>0003</dty><stc>19</stc>"), Code("cancel"));
    EXPECT_EQ(code("<dty>0003</dty><stc>0102</stc>"), Code("test"));
    EXPECT_EQ(code("<mty>RE</mty><dty>0003</dty>"), Code("restore"));
    EXPECT_EQ(code("<mty>IN</mty><dty>0003</dty><stc>0070</stc>"), Code("restore"));
    EXPECT_EQ(code("<mty>IN</mty><dty>0003</dty>"), Code()) << "told, not asked";
    EXPECT_EQ(code("<mty>IN</mty><dty>0003</dty><stc>0010</stc>"), Code("pendant"));
    EXPECT_EQ(code("<dty>0999</dty><stc>0010</stc>"), Code("sos")) << "somebody pressed something";
    EXPECT_EQ(code("<dty>0999</dty><stc>0777</stc>"), Code()) << "kept, not understood";
    EXPECT_EQ(signal_in(mrq("<dty>0999</dty><stc>0777</stc>")).said.value, "dty=0999 stc=0777");
    ScaipProfile own;
    own.types[999] = "water";
    EXPECT_EQ(signal_in(mrq("<dty>0999</dty>"), own).signal, Code("water"));
    EXPECT_EQ(signal_in(mrq("<dty>3</dty><lco>011</lco><lte>left side</lte>")).where.value,
              "bathroom, left side");
}

TEST(Scaip, HeartbeatsAreSignsOfLife) {
    const auto request = read_scaip(mrq("<mty>PI</mty><dty>0003</dty>"), plain);
    const auto command = command_of(request, plain);
    ASSERT_TRUE(command);
    ASSERT_TRUE(std::holds_alternative<ReportDevice>(*command));
    EXPECT_EQ(std::get<ReportDevice>(*command).key.value, "scaip:7");
    EXPECT_EQ(signal_in(mrq("<mty>PI</mty><dty>3</dty><stc>16</stc>")).signal, Code("battery_low"));
}

TEST(Scaip, WhatIsWrongIsToldAndTheDeviceHeardAllTheSame) {
    const auto status = [](std::string_view body) { return read_scaip(body, plain).status; };
    EXPECT_EQ(status("no XML"), ScaipStatus::bad_format);
    EXPECT_EQ(status("<html/>"), ScaipStatus::bad_format);
    EXPECT_EQ(status("<mrq><ref>1</ref><dty>3</dty></mrq>"), ScaipStatus::tag_missing);
    EXPECT_EQ(status("<mrq><cid>7</cid><dty>3</dty></mrq>"), ScaipStatus::tag_missing);
    EXPECT_EQ(status(mrq("<dty>x3</dty>")), ScaipStatus::wrong_content);
    EXPECT_EQ(status("<mrq><ref>1</ref><cid>" + std::string(99, '7') + "</cid></mrq>"),
              ScaipStatus::too_long);
    EXPECT_FALSE(command_of(read_scaip("<mrq><ref>1</ref><dty>3</dty></mrq>", plain), plain));
    // Cut short, a bare ampersand, Latin-1, a NUL at the end: the press is not lost.
    EXPECT_EQ(signal_in("<mrq><ref>1</ref><cid>7</cid><dty>3</dty><stc>10</stc><lte>x").signal,
              Code("pendant"));
    EXPECT_EQ(signal_in(mrq("<dty>3</dty><lte>bed & bath</lte>")).where.value, "bed & bath");
    EXPECT_EQ(signal_in(mrq("<dty>3</dty><lte>K\xF6k</lte>")).where.value, "K\xC3\xB6k");
    EXPECT_EQ(signal_in(mrq("<dty>3</dty>") + std::string(3, '\0')).signal, Code("pendant"));
    EXPECT_EQ(signal_in("<mrq><cid>7</cid><stc>10</stc></mrq>").signal, Code("sos"));
}

TEST(Scaip, AnswersByProfile) {
    ScaipProfile profile;
    profile.desk_number = "+8651412349";
    EXPECT_NE(answer_to(mrq("<dty>3</dty>"), profile)
                  .find("<mre>1</mre><cre>62</cre><tnu>+8651412349</tnu>"),
              std::string::npos);
    EXPECT_NE(
        answer_to(mrq("<dty>3</dty><crd>tel:85550101</crd>")).find("<mre>1</mre><cre>61</cre>"),
        std::string::npos);
    profile.root = "scaip";
    EXPECT_EQ(signal_in("<scaip><ref>1</ref><cid>7</cid><dty>3</dty></scaip>", profile).signal,
              Code("pendant"));
    EXPECT_EQ(
        signal_in("<scaip><mrq><ref>1</ref><cid>7</cid><dty>3</dty></mrq></scaip>", profile).signal,
        Code("pendant"));
    ScaipRequest odd;
    odd.reference = "<&>";
    EXPECT_NE(write_scaip_answer(odd, ScaipStatus::busy, profile)
                  .find("<ref>&lt;&amp;&gt;</ref><snu>6</snu>"),
              std::string::npos);
}

}  // namespace
}  // namespace muster::sip
