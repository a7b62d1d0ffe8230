#include "adapters/jt808/allow_list.hpp"

#include <algorithm>

namespace muster::jt808 {

namespace ip = boost::asio::ip;

ip::address plain(const ip::address& address) {
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
}

bool AllowList::add(const std::string& entry) {
    if (entry == "any") return any_ = true;
    boost::system::error_code failed;
    if (entry.find('/') == std::string::npos) {
        const ip::address address = plain(ip::make_address(entry, failed));
        if (failed) return false;
        if (address.is_v4()) {
            v4_.emplace_back(address.to_v4(), static_cast<unsigned short>(32));
        } else {
            v6_.emplace_back(address.to_v6(), static_cast<unsigned short>(128));
        }
        return true;
    }
    const auto v4 = ip::make_network_v4(entry, failed);
    if (!failed) {
        v4_.push_back(v4.canonical());
        return true;
    }
    const auto v6 = ip::make_network_v6(entry, failed);
    if (!failed) v6_.push_back(v6.canonical());
    return !failed;
}

bool AllowList::allows(const ip::address& address) const {
    if (any_) return true;
    const ip::address asked = plain(address);
    if (asked.is_v4()) {
        return std::any_of(v4_.begin(), v4_.end(), [&](const ip::network_v4& network) {
            return ip::network_v4(asked.to_v4(), network.prefix_length()).canonical() == network;
        });
    }
    return std::any_of(v6_.begin(), v6_.end(), [&](const ip::network_v6& network) {
        return ip::network_v6(asked.to_v6(), network.prefix_length()).canonical() == network;
    });
}

}  // namespace muster::jt808
