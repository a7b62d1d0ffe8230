// How a command that the engine refused is answered in the words of JT/T 808.
#pragma once

#include <optional>

#include "adapters/jt808/jt808_codec.hpp"
#include "muster/enums.hpp"

namespace muster::jt808 {

struct Refusal {
    bool is_taken = false;         // all is well: it is there already
    std::optional<Result> result;  // nothing: silence, so that the terminal sends it again
};

[[nodiscard]] Refusal refusal_of(RejectReason reason);

}  // namespace muster::jt808
