// An OpenStreetMap file of any form, known by its content and not by the end of its name: PBF, XML,
// o5m or OPL, packed by gzip or bzip2 or not.
#pragma once

#include <cstdint>
#include <functional>
#include <osmium/io/file.hpp>
#include <osmium/memory/buffer.hpp>
#include <osmium/osm/entity_bits.hpp>
#include <string>

#include "engine/roads/import/osm_xml.hpp"

namespace muster::roads {

class OsmFile {
  public:
    using Handle = std::function<void(osmium::memory::Buffer&)>;
    // done and total in bytes of the file.
    using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

    // Throws OsmFileError with what the file is instead, and what would be right.
    explicit OsmFile(std::string path);

    // "PBF", "XML, gzip"
    [[nodiscard]] const std::string& form() const { return form_; }

    // All objects of these types, in the file's order; deleted ones are invisible. Throws
    // OsmFileError, also when the file ends too early.
    void read(osmium::osm_entity_bits::type what, const Handle& handle,
              const Progress& progress) const;

  private:
    void read_xml(osmium::osm_entity_bits::type what, const Handle& handle,
                  const Progress& progress) const;
    void read_other(osmium::osm_entity_bits::type what, const Handle& handle,
                    const Progress& progress) const;

    std::string path_;
    std::string form_;
    bool xml_ = false;
    osmium::io::file_compression packed_ = osmium::io::file_compression::none;
    osmium::io::File file_;  // for the forms that libosmium reads
};

}  // namespace muster::roads
