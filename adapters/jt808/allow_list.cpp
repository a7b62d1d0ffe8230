#include "adapters/jt808/allow_list.hpp"

#include <algorithm>

namespace muster::jt808 {

bool AllowList::add(std::string_view entry) {
    if (entry == "any") return any_ = true;
    const auto range = gate::AddressRange::from_text(entry);
    if (range) ranges_.push_back(*range);
    return range.has_value();
}

bool AllowList::allows(std::string_view address) const {
    return any_ || std::any_of(ranges_.begin(), ranges_.end(),
                               [&](const auto& range) { return range.contains(address); });
}

}  // namespace muster::jt808
