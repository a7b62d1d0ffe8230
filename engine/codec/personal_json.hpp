// JSON of the vocabulary together with where in it values about people stand, for whoever seals
// them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "muster/personal_span.hpp"

namespace muster::codec {

// Each appends what write() of commands_json.hpp appends, and to `spans` where in `out` the values
// stand, in order and apart.
void write(std::string& out, const Command& command, std::vector<PersonalSpan>& spans);
void write(std::string& out, std::span<const Event> events, std::vector<PersonalSpan>& spans);
void write_entity(std::string& out, EntityIn entity, std::vector<PersonalSpan>& spans);

}  // namespace muster::codec
