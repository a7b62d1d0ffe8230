// The whole of a board as one text, to be compared with another.
#pragma once

#include <string>

#include "engine/codec/json_writer.hpp"
#include "engine/core/state.hpp"

namespace muster::test {

inline std::string state_text(const core::BoardState& state) {
    std::string text;
    codec::write(text, state.seq);
    codec::write(text, state.at);
    codec::write(text, state.rules);
    each_type(Entities(),
              [&]<class T>(std::type_identity<T>) { codec::write(text, state.all<T>()); });
    codec::write(text, state.keys);
    codec::write(text, state.speeds_in_use);
    codec::write(text, state.speeds_requested);
    codec::write(text, state.access_sheet);
    return text;
}

}  // namespace muster::test
