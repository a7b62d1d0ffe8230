// Who may connect, by address. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "engine/gate/address_range.hpp"

namespace muster::jt808 {

class AllowList {
  public:
    // An address, a network ("10.8.0.0/16") or "any". False when it is none of these.
    [[nodiscard]] bool add(std::string_view entry);
    [[nodiscard]] bool allows(std::string_view address) const;
    [[nodiscard]] bool has_any() const { return any_; }

  private:
    std::vector<gate::AddressRange> ranges_;
    bool any_ = false;
};

}  // namespace muster::jt808
