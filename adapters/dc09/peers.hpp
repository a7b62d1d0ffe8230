// Who may send. Pure.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "adapters/dc09/options.hpp"

namespace muster::dc09 {

// A listener on "::" sees IPv4 peers as parts of IPv6.
[[nodiscard]] boost::asio::ip::address plain(const boost::asio::ip::address& address);

class Peers {
  public:
    // False when its address is neither an address, nor a network, nor "any".
    [[nodiscard]] bool add(const PeerRule& rule);
    // The first that fits; null = it may not send. Lives as long as this, and no peer is added.
    [[nodiscard]] const PeerRule* find(const boost::asio::ip::address& address) const;

  private:
    struct Row {
        boost::asio::ip::address network;
        unsigned bits = 0;  // of it that count
        bool any = false;
        PeerRule rule;
    };
    std::vector<Row> rows_;
};

}  // namespace muster::dc09
