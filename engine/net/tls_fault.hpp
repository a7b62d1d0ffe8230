// Why a handshake came to nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace muster::net {

enum class HandshakeFault : std::uint8_t {
    none,
    closed,              // the client went away
    too_slow,            // its time was up
    plain_text,          // no TLS, most likely http://
    version,             // older than TLS 1.2
    cipher,              // no cipher, group or protocol in common
    client_certificate,  // not signed by who may, or not valid now
    refused,             // the client did not like our certificate, or something else of ours
    protocol,            // not as TLS is spoken
};
constexpr std::size_t handshake_fault_count =
    static_cast<std::size_t>(HandshakeFault::protocol) + 1;

[[nodiscard]] constexpr std::string_view name_of(HandshakeFault fault) {
    switch (fault) {
        case HandshakeFault::none:
            return "none";
        case HandshakeFault::closed:
            return "closed";
        case HandshakeFault::too_slow:
            return "too_slow";
        case HandshakeFault::plain_text:
            return "plain_text";
        case HandshakeFault::version:
            return "version";
        case HandshakeFault::cipher:
            return "cipher";
        case HandshakeFault::client_certificate:
            return "client_certificate";
        case HandshakeFault::refused:
            return "refused";
        case HandshakeFault::protocol:
            return "protocol";
    }
    return "";
}

}  // namespace muster::net
