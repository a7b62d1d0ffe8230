// OpenStreetMap XML of every writer: the main database and its exports, JOSM (negative ids,
// action=delete), Overpass (coordinates in <nd>, <center>, <bounds>, members with geometry).
// libosmium's own parser knows neither action= nor most of what Overpass adds.
#pragma once

#include <functional>
#include <memory>
#include <osmium/memory/buffer.hpp>
#include <osmium/osm/entity_bits.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace muster::roads {

// What a file is, where it is wrong, and what would be right; without the file's name.
class OsmFileError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// Parses a document piece by piece; objects come in the order of the document. Deleted ones are
// invisible (`visible() == false`).
class OsmXml {
  public:
    using Handle = std::function<void(osmium::memory::Buffer&)>;

    // `what`: the types of objects to hand over.
    OsmXml(osmium::osm_entity_bits::type what, Handle handle);
    ~OsmXml();
    OsmXml(const OsmXml&) = delete;
    OsmXml& operator=(const OsmXml&) = delete;

    // Throws OsmFileError. `last`: nothing follows.
    void parse(std::string_view text, bool last);

  private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace muster::roads
