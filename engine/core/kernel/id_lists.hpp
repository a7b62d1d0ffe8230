// Which entities belong to each owner, found by the owner's id.
#pragma once

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <vector>

namespace muster::core {

template <class OwnerId, class Id>
class IdLists {
  public:
    void add(OwnerId owner, Id id) {
        std::vector<Id>& list = lists_[owner.value];
        list.insert(std::upper_bound(list.begin(), list.end(), id), id);
    }
    // Precondition: added.
    void remove(OwnerId owner, Id id) {
        const auto list = lists_.find(owner.value);
        std::erase(list->second, id);
        if (list->second.empty()) lists_.erase(list);
    }
    // In order of id. Until the next change: whoever changes what he walks over takes a copy.
    [[nodiscard]] const std::vector<Id>& of(OwnerId owner) const {
        static const std::vector<Id> none;
        const auto list = lists_.find(owner.value);
        return list == lists_.end() ? none : list->second;
    }
    [[nodiscard]] bool empty() const { return lists_.empty(); }

  private:
    boost::unordered_flat_map<std::uint64_t, std::vector<Id>> lists_;
};

}  // namespace muster::core
