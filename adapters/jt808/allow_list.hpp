// Who may connect, by address. Pure.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <string>
#include <vector>

namespace muster::jt808 {

class AllowList {
  public:
    // An address, a network ("10.8.0.0/16") or "any". False when it is none of these.
    [[nodiscard]] bool add(const std::string& entry);
    [[nodiscard]] bool allows(const boost::asio::ip::address& address) const;
    [[nodiscard]] bool has_any() const { return any_; }

  private:
    std::vector<boost::asio::ip::network_v4> v4_;
    std::vector<boost::asio::ip::network_v6> v6_;
    bool any_ = false;
};

// A listener on "::" sees IPv4 peers as parts of IPv6.
[[nodiscard]] boost::asio::ip::address plain(const boost::asio::ip::address& address);

}  // namespace muster::jt808
