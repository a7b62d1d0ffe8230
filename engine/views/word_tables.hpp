// The words for the closed sets of the vocabulary, in both languages; one overload per enumeration.
#pragma once

#include <string_view>

#include "engine/core/dispatch/trace.hpp"
#include "engine/views/language.hpp"
#include "muster/enums.hpp"

namespace muster::views {

[[nodiscard]] std::string_view word(Channel value, Language language);
[[nodiscard]] std::string_view word(ResponderKind value, Language language);
[[nodiscard]] std::string_view word(ResponderStatus value, Language language);
[[nodiscard]] std::string_view word(CardStatus value, Language language);
[[nodiscard]] std::string_view word(ContactOutcome value, Language language);
[[nodiscard]] std::string_view word(Agency value, Language language);
[[nodiscard]] std::string_view word(Milestone value, Language language);
[[nodiscard]] std::string_view word(ReleaseCause value, Language language);
[[nodiscard]] std::string_view word(WithdrawCause value, Language language);
[[nodiscard]] std::string_view word(Disposition value, Language language);
[[nodiscard]] std::string_view word(PlaceBasis value, Language language);
[[nodiscard]] std::string_view word(core::Verdict value, Language language);

}  // namespace muster::views
