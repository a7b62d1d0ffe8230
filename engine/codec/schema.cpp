#include "engine/codec/schema.hpp"

#include "engine/codec/pretty.hpp"
#include "engine/codec/schema_defs.hpp"

namespace muster::codec {

namespace json = boost::json;

std::string json_schema() {
    return pretty(json::object{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                               {"title", "Muster vocabulary"},
                               {"$defs", schema_defs(vocabulary_model(), "#/$defs/")}});
}

}  // namespace muster::codec
