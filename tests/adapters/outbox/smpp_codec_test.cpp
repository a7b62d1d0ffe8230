// SMPP on the wire: byte by byte, within its limits, and what a centre's numbers and receipts mean.
#include "adapters/outbox/smpp_codec.hpp"

#include <gtest/gtest.h>

namespace muster::outbox {
namespace {

ShortMessage example() {
    ShortMessage message;
    message.service_type = "CMT";
    message.source = {5, 0, "Muster"};
    message.destination = {1, 1, "8613800000001"};
    message.esm_class = esm_has_header;
    message.registered_delivery = 1;
    message.data_coding = 8;
    message.text = std::string("\x05\0\x03\x01\x02\x01\0A", 8);
    message.more = {{0x0204, std::string("\0\x07", 2)}, {0x1501, "of a maker"}, {0x1502, ""}};
    return message;
}

TEST(SmppCodecTest, APduAsTheDocumentShowsIt) {
    // bind_transmitter of 3.2.3: SMPP3TEST, secret08, SUBMIT1, version 0x00 there, 1, 1.
    BindRequest bind{"SMPP3TEST", "secret08", "SUBMIT1", 0x00, {1, 1, ""}};
    const std::string pdu = write_pdu(smpp::bind_transmitter, smpp::ok, 1, write_bind(bind));
    const std::string shown(
        "\0\0\0\x2F\0\0\0\x02\0\0\0\0\0\0\0\x01"
        "SMPP3TEST\0secret08\0SUBMIT1\0\0\x01\x01\0",
        47);
    EXPECT_EQ(pdu, shown);
    EXPECT_EQ(read_bind(shown.substr(pdu_head_bytes)), bind);
}

TEST(SmppCodecTest, ByteByByteAsAtOnce) {
    const std::string bytes = write_pdu(smpp::deliver_sm, 0, 7, write_message(example())) +
                              write_pdu(smpp::enquire_link, 0, 8) +
                              write_pdu(0x0000'0777, 0x58, 9, "abc");
    for (const std::size_t step : {std::size_t{1}, std::size_t{3}, bytes.size()}) {
        PduReader reader;
        std::vector<Pdu> got;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            std::string_view some = std::string_view(bytes).substr(at, step);
            while (!some.empty()) {
                auto pdu = reader.next(some);
                if (pdu) got.push_back(std::move(*pdu));
            }
        }
        ASSERT_EQ(got.size(), 3u);
        EXPECT_EQ(read_message(got[0].body), example());
        EXPECT_EQ(got[1].command, smpp::enquire_link);
        EXPECT_EQ(got[1].sequence, 8u);
        EXPECT_EQ(got[2].status, 0x58u);
        EXPECT_EQ(got[2].body, "abc");
    }
}

TEST(SmppCodecTest, ALengthThatNoPduHasBreaksTheReader) {
    const auto breaks = [](std::string_view bytes) {
        PduReader reader;
        while (!bytes.empty())
            EXPECT_FALSE(reader.next(bytes));
        return reader.is_broken();
    };
    EXPECT_TRUE(breaks(std::string_view("\0\0\0\x0F", 4)));
    EXPECT_TRUE(breaks(std::string_view("\0\0\0\0more", 8)));
    EXPECT_TRUE(breaks("GET / HTTP/1.1"));
    EXPECT_FALSE(breaks(std::string_view("\0\0\0\x10", 4)));
    EXPECT_FALSE(breaks(std::string_view("\0\x01\0\0", 4)));
    EXPECT_TRUE(breaks(std::string_view("\0\x01\x04\x01", 4))) << "beyond pdu_bytes_max";
}

TEST(SmppCodecTest, ABodyThatIsCutOffIsNone) {
    const std::string whole = write_message(example());
    // Where a TLV ends, a shorter body is one too.
    const std::size_t first = whole.size() - (4 + 2) - (4 + 10) - 4;
    for (std::size_t size = 0; size < first; ++size)
        EXPECT_FALSE(read_message(std::string_view(whole).substr(0, size))) << size;
    for (std::size_t size = first + 1; size < whole.size(); ++size) {
        const bool ends_well = size == first + 6 || size == first + 20;
        EXPECT_EQ(read_message(std::string_view(whole).substr(0, size)).has_value(), ends_well);
    }
    ShortMessage long_one = example();
    long_one.text = std::string(255, 'x');
    EXPECT_EQ(read_message(write_message(long_one))->text.size(), 254u) << "sm_length, 5.2.21";
    EXPECT_FALSE(read_message_id(std::string(70, 'x') + '\0'));
    EXPECT_FALSE(read_message_id("no end"));
    EXPECT_EQ(read_message_id(""), "");
    EXPECT_EQ(read_message_id(write_message_id("4711")), "4711");
}

TEST(SmppCodecTest, AReceiptIsReadByItsParametersOrItsText) {
    ShortMessage message;
    message.text =
        "id:0123456789 sub:001 dlvrd:001 submit date:2602140800 done date:2602140801 "
        "stat:DELIVRD err:000 text:help";
    EXPECT_FALSE(read_receipt(message)) << "esm_class says what it is";
    message.esm_class = 0x04;
    auto receipt = read_receipt(message);
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->message_id, "0123456789");
    EXPECT_EQ(receipt->state, ReceiptState::delivered);
    EXPECT_EQ(receipt->said, "DELIVRD");
    message.more = {{0x001E, std::string("abc\0", 4)}, {0x0427, "\x05"}};
    receipt = read_receipt(message);
    EXPECT_EQ(receipt->message_id, "abc");
    EXPECT_EQ(receipt->state, ReceiptState::failed);
    EXPECT_EQ(receipt->said, "UNDELIV");
    message.more = {{0x0427, "\x01"}};
    EXPECT_EQ(read_receipt(message)->state, ReceiptState::under_way);
    message.more.clear();
    message.text = "stat:\x1B[2J";
    EXPECT_EQ(read_receipt(message)->said, "?[2J") << "nothing steers the operator's terminal";
}

TEST(SmppCodecTest, WhatMayPassAndWhatNot) {
    for (const std::uint32_t status : {0x08u, 0x14u, 0x58u, 0x45u, 0x0Eu, 0x404u, 0xFFFF'FFFFu})
        EXPECT_FALSE(meaning_of(status).for_good) << status;
    for (const std::uint32_t status : {0x01u, 0x0Au, 0x0Bu, 0x43u, 0xC4u})
        EXPECT_TRUE(meaning_of(status).for_good) << status;
    EXPECT_EQ(meaning_of(0x58).text, "ESME_RTHROTTLED (0x58)");
    EXPECT_EQ(meaning_of(0x404).text, "command_status 0x404");
}

}  // namespace
}  // namespace muster::outbox
