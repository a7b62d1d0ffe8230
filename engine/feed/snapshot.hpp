// A snapshot as frames, built once and shared by all who read it at their own pace.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "muster/units.hpp"

namespace muster::feed {

struct Snapshot {
    // One snapshot_chunk message: frame header and opening, the owner's array, and the closing
    // brace.
    struct Part {
        std::string head;
        std::shared_ptr<const std::string> body;

        static constexpr std::string_view tail = "}";
        [[nodiscard]] std::size_t size() const { return head.size() + body->size() + tail.size(); }
    };

    // The state is that after this record.
    std::uint64_t seq = 0;
    TimePoint built_at;
    std::vector<Part> parts;
};

}  // namespace muster::feed
