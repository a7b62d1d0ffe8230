// What FreeSWITCH says, in the words of Asterisk, which whoever follows calls understands: one
// meaning for both. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "adapters/pbx/esl_codec.hpp"
#include "adapters/pbx/message.hpp"

namespace muster::pbx {

// An event; nothing where it tells of nothing that is followed.
[[nodiscard]] std::optional<Message> translate(const EslEvent& event);

// The answer to "show channels as json": one CoreShowChannel for each, then
// CoreShowChannelsComplete. Nothing when it is no such list.
[[nodiscard]] std::optional<std::vector<Message>> translate_channels(std::string_view json);

}  // namespace muster::pbx
