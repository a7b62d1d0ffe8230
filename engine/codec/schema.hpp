// The wire contract as documents, from the same descriptions that read and write it: JSON Schema
// 2020-12, OpenAPI 3.1, AsyncAPI 3.0, and TypeScript types for the console.
//
// Each function builds its text anew (start-up and `muster schema` only) and ends it with a line
// feed. JSON is indented with two spaces, one member a line, so that two versions compare well.
#pragma once

#include <string>

namespace muster::codec {

// {"$schema":..., "$defs":{name: schema}} for every type of the vocabulary.
[[nodiscard]] std::string json_schema();
[[nodiscard]] std::string openapi();
[[nodiscard]] std::string asyncapi();
[[nodiscard]] std::string typescript();

}  // namespace muster::codec
