// Who may send, out of the options. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sip/gb28181_codec.hpp"
#include "adapters/sip/options.hpp"
#include "muster/expected.hpp"

namespace muster::sip {

// An address or a network; IPv4 as it is mapped into IPv6.
class Network {
  public:
    // "192.0.2.7", "10.20.0.0/16", "2001:db8::/32"; nothing for what is none.
    [[nodiscard]] static std::optional<Network> from_text(std::string_view text);
    // An address as text.
    [[nodiscard]] bool contains(std::string_view address) const;

  private:
    std::array<unsigned char, 16> bytes_{};
    unsigned bits_ = 128;
};

struct Peer {
    PeerOptions options;
    Network network;
    ScaipProfile scaip;
};

// "31=water"; nothing for what is no such row.
[[nodiscard]] std::optional<std::pair<std::uint32_t, Code>> scaip_row(std::string_view text);
// "7/0=sos"
[[nodiscard]] std::optional<GbTable::value_type> gb_row(std::string_view text);

struct Peers {
    std::vector<Peer> all;
    GbTable gb_table;

    // Null = nobody who may send. `wanted`: of several at one address the first of this profile.
    [[nodiscard]] const Peer* find(std::string_view address,
                                   std::optional<PeerProfile> wanted = std::nullopt) const;
};

// Precondition: check(options) found nothing. The error names what is missing.
[[nodiscard]] Expected<Peers, std::string> load_peers(const SipOptions& options);

}  // namespace muster::sip
