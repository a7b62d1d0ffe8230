#include "adapters/dc09/peers.hpp"

#include <algorithm>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace muster::dc09 {

namespace ip = boost::asio::ip;

namespace {

template <class Bytes>
bool same_front(const Bytes& a, const Bytes& b, unsigned bits) {
    for (std::size_t i = 0; i < a.size() && bits > 0; ++i) {
        const unsigned here = std::min(bits, 8u);
        const unsigned mask = 0xFF00u >> here & 0xFFu;
        if (((static_cast<unsigned>(a[i]) ^ b[i]) & mask) != 0) return false;
        bits -= here;
    }
    return true;
}

bool lies_in(const ip::address& address, const ip::address& network, unsigned bits) {
    if (address.is_v4() != network.is_v4()) return false;
    return address.is_v4()
               ? same_front(address.to_v4().to_bytes(), network.to_v4().to_bytes(), bits)
               : same_front(address.to_v6().to_bytes(), network.to_v6().to_bytes(), bits);
}

}  // namespace

ip::address plain(const ip::address& address) {
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
}

bool Peers::add(const PeerRule& rule) {
    Row row;
    row.rule = rule;
    row.any = rule.address == "any";
    boost::system::error_code failed;
    if (!row.any && rule.address.find('/') == std::string::npos) {
        row.network = plain(ip::make_address(rule.address, failed));
        row.bits = row.network.is_v4() ? 32 : 128;
    } else if (!row.any) {
        const auto v4 = ip::make_network_v4(rule.address, failed);
        if (!failed) {
            row.network = v4.address();
            row.bits = v4.prefix_length();
        } else {
            const auto v6 = ip::make_network_v6(rule.address, failed);
            row.network = v6.address();
            row.bits = v6.prefix_length();
        }
    }
    if (failed) return false;
    rows_.push_back(std::move(row));
    return true;
}

const PeerRule* Peers::find(const ip::address& address) const {
    const ip::address asked = plain(address);
    for (const Row& row : rows_) {
        if (row.any || lies_in(asked, row.network, row.bits)) return &row.rule;
    }
    return nullptr;
}

}  // namespace muster::dc09
