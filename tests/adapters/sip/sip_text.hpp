// SIP messages as tests send them.
#pragma once

#include <string>
#include <string_view>

namespace muster::sip::testing {

struct Sent {
    std::string method = "MESSAGE";
    std::string user = "700001";
    std::string branch = "z9hG4bKa";
    std::string call = "call-1";
    std::string cseq = "1";
    std::string media = "application/scaip+xml";
    std::string body = {};
    std::string more = {};    // header lines, each with its CRLF
    std::string length = {};  // another Content-Length than the right one
    std::string transport = "UDP";
    std::string via_more = {};  // Via lines below the top one
};

inline std::string text_of(const Sent& sent) {
    std::string out = sent.method + " sip:arc@127.0.0.1:5060 SIP/2.0\r\n";
    out +=
        "Via: SIP/2.0/" + sent.transport + " 192.0.2.7:5070;rport;branch=" + sent.branch + "\r\n";
    out += sent.via_more + "Max-Forwards: 70\r\n";
    out +=
        "From: <sip:" + sent.user + "@192.0.2.7:5070>;tag=f1\r\nTo: <sip:arc@127.0.0.1:5060>\r\n";
    out += "Call-ID: " + sent.call + "\r\nCSeq: " + sent.cseq + " " + sent.method + "\r\n";
    if (!sent.body.empty()) out += "Content-Type: " + sent.media + "\r\n";
    out += sent.more + "Content-Length: ";
    out += (sent.length.empty() ? std::to_string(sent.body.size()) : sent.length) + "\r\n\r\n";
    return out + sent.body;
}

inline std::string from_hex(std::string_view hex) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'A' + 10; };
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        out += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
    return out;
}

}  // namespace muster::sip::testing
