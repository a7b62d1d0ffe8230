#include "bench/devices/wire.hpp"

#include <array>
#include <cstdio>

#include "adapters/dc09/frame.hpp"
#include "adapters/jt808/jt808_codec.hpp"
#include "tests/adapters/jt808/jt808_text.hpp"

namespace muster::bench {

namespace {

std::string sip_message(Kind kind, std::string_view account, std::uint64_t serial) {
    const std::string number = std::to_string(serial);
    const std::string user(account);
    std::string body = "<mrq><ref>" + number + "</ref><cid>" + user + "</cid>";
    body += kind == Kind::alarm ? "<dty>0003</dty><stc>0010</stc></mrq>" : "<mty>PI</mty></mrq>";
    const std::string call = user + "." + number;
    return "MESSAGE sip:muster@127.0.0.1 SIP/2.0\r\n"
           "Via: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK" +
           call +
           "\r\n"
           "Max-Forwards: 70\r\n"
           "From: <sip:" +
           user +
           "@127.0.0.1>;tag=f\r\n"
           "To: <sip:muster@127.0.0.1>\r\n"
           "Call-ID: " +
           call +
           "\r\n"
           "CSeq: 1 MESSAGE\r\n"
           "Content-Type: application/scaip+xml\r\n"
           "Content-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string dc09_message(Kind kind, std::string_view account, std::uint64_t serial) {
    const std::string user(account);
    // 0000 is not a sequence of a device that has one; they wrap at 9999.
    std::array<char, 8> seq{};
    std::snprintf(seq.data(), seq.size(), "%04u", static_cast<unsigned>(serial % 9'999 + 1));
    const std::string head = std::string("\"") + (kind == Kind::alarm ? "SIA-DCS" : "NULL") + '"' +
                             seq.data() + "L0#" + user;
    return dc09::write_frame(head + (kind == Kind::alarm ? "[#" + user + "|Nri1/QA03]" : "[]"));
}

// A position, with the bit of the button on in every second alarm: an edge each.
std::string jt808_message(Kind kind, std::string_view account, std::uint64_t serial) {
    const bool pressed = kind == Kind::alarm && serial % 2 == 0;
    const std::string body = std::string(pressed ? "00000001" : "00000000") +
                             "0000000301EE4BD8071E18A4000C000000002603021615300104000003E8";
    const std::string phone = std::string(12 - account.size(), '0') + std::string(account);
    return jt808::testing::frame_2013(jt808::id::location, static_cast<unsigned>(serial % 65'536),
                                      body, phone);
}

}  // namespace

std::optional<Protocol> protocol_of(std::string_view name) {
    if (name == "sip") return Protocol::sip;
    if (name == "dc09") return Protocol::dc09;
    if (name == "jt808") return Protocol::jt808;
    return std::nullopt;
}

std::string message_of(Protocol protocol, Kind kind, std::string_view account,
                       std::uint64_t serial) {
    if (protocol == Protocol::sip) return sip_message(kind, account, serial);
    if (protocol == Protocol::dc09) return dc09_message(kind, account, serial);
    return jt808_message(kind, account, serial);
}

std::string answer_of(Protocol protocol) {
    if (protocol == Protocol::dc09) return dc09::write_frame("\"ACK\"0001L0#1000001[]");
    if (protocol == Protocol::jt808) {
        return jt808::testing::frame_2013(jt808::id::general_answer, 1, "0001020000");
    }
    return "SIP/2.0 200 OK\r\n"
           "Via: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK1000001.1\r\n"
           "From: <sip:1000001@127.0.0.1>;tag=f\r\n"
           "To: <sip:muster@127.0.0.1>;tag=t\r\n"
           "Call-ID: 1000001.1\r\n"
           "CSeq: 1 MESSAGE\r\n"
           "Content-Length: 0\r\n\r\n";
}

// <LF>CRC0LLL"ACK"seq...<CR>
Answers AnswerReader::take_dc09(std::string_view bytes) {
    Answers out;
    begun_ += bytes;
    std::size_t from = 0;
    for (std::size_t end = begun_.find('\r'); end != std::string::npos;
         end = begun_.find('\r', from)) {
        const std::string_view one = std::string_view(begun_).substr(from, end - from);
        ++(one.find("\"ACK\"") != std::string_view::npos ? out.good : out.bad);
        from = end + 1;
    }
    begun_.erase(0, from);
    return out;
}

// The general answers: each ends with its result.
Answers AnswerReader::take_jt808(std::string_view bytes) {
    Answers out;
    while (const auto content = reader_.next(bytes)) {
        const auto message = jt808::read_message(*content);
        if (!message || message->head.id != jt808::id::general_answer) continue;
        ++(message->body.ends_with('\0') ? out.good : out.bad);
    }
    return out;
}

Answers AnswerReader::take(std::string_view bytes) {
    if (protocol_ == Protocol::dc09) return take_dc09(bytes);
    if (protocol_ == Protocol::jt808) return take_jt808(bytes);
    if (bytes.starts_with("SIP/2.0 200")) return {1, 0};
    return {0, 1};
}

}  // namespace muster::bench
