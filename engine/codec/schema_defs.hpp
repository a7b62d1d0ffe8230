// JSON Schema 2020-12 of the vocabulary, shared by the documents that embed it.
#pragma once

#include <boost/json.hpp>
#include <string_view>

#include "engine/codec/type_model.hpp"

namespace muster::codec {

// One schema per type. `refs` is where the definitions will stand in the document, such as
// "#/$defs/". A struct of a variant is defined without its "type"; the variant adds it.
[[nodiscard]] boost::json::object schema_defs(const Model& model, std::string_view refs);

// {"$ref": refs + name}
[[nodiscard]] boost::json::object schema_ref(std::string_view refs, std::string_view name);

// The names of the systems of coordinates in which places may come.
[[nodiscard]] boost::json::object datum_type();

}  // namespace muster::codec
