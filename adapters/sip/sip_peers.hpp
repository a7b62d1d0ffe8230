// Who may send, out of the options. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sip/gb28181_codec.hpp"
#include "adapters/sip/options.hpp"
#include "engine/gate/address_range.hpp"
#include "muster/expected.hpp"

namespace muster::sip {

struct Peer {
    PeerOptions options;
    gate::AddressRange network;
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
