// What an import of an OpenStreetMap file took and what it left out, for people and for programs.
#pragma once

#include <string>

#include "engine/roads/import/osm_report.hpp"

namespace muster::app {

// The first line says what became of the roads; the others stand only where something was left out
// or not understood. Tags are somebody else's texts and shown harmlessly.
[[nodiscard]] std::string import_text(const roads::OsmReport& report);

// The same as members of a JSON object, without its braces.
[[nodiscard]] std::string import_json(const roads::OsmReport& report);

}  // namespace muster::app
