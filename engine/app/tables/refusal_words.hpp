// The words that the vocabulary has for what the engine refuses, in Chinese: its details are in
// English only. Empty where there is no word.
#pragma once

#include <string_view>

namespace muster::app {

// Of a RejectReason by its name: a sentence.
[[nodiscard]] std::string_view reason_in_chinese(std::string_view reason);
// Of the field that a JSON pointer ends at: "/profile/contacts/0/phone".
[[nodiscard]] std::string_view field_in_chinese(std::string_view pointer);
// Of a value of an enumeration, by the names of both: "AnswerFault", "missing".
[[nodiscard]] std::string_view value_in_chinese(std::string_view set, std::string_view value);

}  // namespace muster::app
