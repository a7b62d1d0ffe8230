#include "adapters/jt808/refusal.hpp"

#include "engine/gate/rejection.hpp"

namespace muster::jt808 {

Refusal refusal_of(RejectReason reason) {
    if (gate::may_succeed_later(reason)) return {false, std::nullopt};
    switch (reason) {
        case RejectReason::none:
        // The same message from the same terminal, word for word: what differs is what we knew.
        case RejectReason::key_reused:
            return {true, Result::done};
        case RejectReason::invalid_field:
            return {false, Result::wrong};
        // What the desk knows and the terminal cannot change.
        default:
            return {false, Result::failed};
    }
}

}  // namespace muster::jt808
