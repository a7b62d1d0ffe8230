// What was caught up from paper: by the number of the paper, and by who came.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <string>
#include <vector>

#include "engine/core/kernel/id_lists.hpp"
#include "muster/request.hpp"

namespace muster::core {

class PastBook {
  public:
    // Of requests that were not caught up nothing is kept.
    void add(const Request& request) {
        if (!request.caught_up) return;
        by_reference_.emplace(request.caught_up->reference, request.id);
        for (const PastResponder& one : request.caught_up->responders) {
            if (one.responder) by_responder_.add(one.responder, request.id);
        }
    }
    void remove(const Request& request) {
        if (!request.caught_up) return;
        by_reference_.erase(request.caught_up->reference);
        for (const PastResponder& one : request.caught_up->responders) {
            if (one.responder) by_responder_.remove(one.responder, request.id);
        }
    }

    // 0 = none.
    [[nodiscard]] RequestId with_reference(const std::string& reference) const {
        const auto found = by_reference_.find(reference);
        return found == by_reference_.end() ? RequestId{} : found->second;
    }
    // In order of id.
    [[nodiscard]] const std::vector<RequestId>& of(ResponderId responder) const {
        return by_responder_.of(responder);
    }

  private:
    boost::unordered_flat_map<std::string, RequestId> by_reference_;
    IdLists<ResponderId, RequestId> by_responder_;
};

}  // namespace muster::core
