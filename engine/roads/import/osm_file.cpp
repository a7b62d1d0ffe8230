#include "engine/roads/import/osm_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <osmium/io/bzip2_compression.hpp>
#include <osmium/io/gzip_compression.hpp>
#include <osmium/io/o5m_input.hpp>
#include <osmium/io/opl_input.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/reader.hpp>
#include <string_view>
#include <utility>

namespace muster::roads {
namespace {

using osmium::io::file_compression;

constexpr const char* expected =
    "expected an OpenStreetMap extract (.osm.pbf, .osm, .osm.gz, .osm.bz2, .o5m or .opl)";

// Opens, and owns the descriptor.
std::unique_ptr<osmium::io::Decompressor> unpack(const std::string& path, file_compression packed) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) throw OsmFileError(std::string("cannot be opened: ") + std::strerror(errno));
    return osmium::io::CompressionFactory::instance().create_decompressor(packed, fd);
}

std::uint64_t size_of(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        throw OsmFileError(std::string("cannot be opened: ") + std::strerror(errno));
    if (!S_ISREG(status.st_mode)) throw OsmFileError(std::string("is no file; ") + expected);
    if (status.st_size == 0)
        throw OsmFileError(std::string("is empty (0 bytes); ") + expected + ": fetch it again");
    return static_cast<std::uint64_t>(status.st_size);
}

// What libosmium and the unpackers say about a file that ends too early or is damaged.
[[noreturn]] void rethrow_with_advice(const std::exception& error) {
    const std::string what = error.what();
    if (what.find("feature") != std::string::npos || what.find("nsupported") != std::string::npos)
        throw OsmFileError(what + "; " + expected);
    throw OsmFileError(what +
                       "; the file was cut short or damaged: fetch it again and compare its size "
                       "and checksum with the source's");
}

// Calls `work`; what goes wrong in reading the file becomes an OsmFileError.
template <class Work>
void reading(Work&& work) {
    try {
        work();
    } catch (const OsmFileError&) {
        throw;
    } catch (const osmium::io_error& error) {
        rethrow_with_advice(error);
    }
}

struct Foreign {
    std::string_view begins;
    const char* what;
};
constexpr auto foreign = std::to_array<Foreign>({
    {"PK\3\4", "is a ZIP archive: unpack it first"},
    {"\xFD"
     "7zXZ",
     "is packed by xz: unpack it first (xz -d)"},
    {"7z\xBC\xAF", "is a 7z archive: unpack it first"},
    {"\x28\xB5\x2F\xFD", "is packed by zstd: unpack it first (zstd -d)"},
    {"Rar!", "is a RAR archive: unpack it first"},
    {"SQLite format 3", "is an SQLite database (GeoPackage, MBTiles)"},
    {"MUSTROAD", "is a road file already: `muster roads info` says what is in it"},
});

// The first of the text, behind a byte order mark and blank space.
std::string_view first_text(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::size_t at = text.find_first_not_of(" \t\r\n");
    return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

bool begins_like_opl(std::string_view text) {
    return text.size() > 2 && (text[0] == 'n' || text[0] == 'w' || text[0] == 'r') &&
           (text[1] == '-' || (text[1] >= '0' && text[1] <= '9')) &&
           text.substr(0, 200).find(" v") != std::string_view::npos;
}

}  // namespace

OsmFile::OsmFile(std::string path) : path_(std::move(path)) {
    size_of(path_);
    std::string head;
    reading([&] { head = unpack(path_, file_compression::none)->read(); });
    std::string packing;
    if (head.starts_with("\x1F\x8B")) {
        packed_ = file_compression::gzip;
        packing = ".gz";
    } else if (head.starts_with("BZh")) {
        packed_ = file_compression::bzip2;
        packing = ".bz2";
    }
    if (packed_ != file_compression::none) reading([&] { head = unpack(path_, packed_)->read(); });
    for (const Foreign& known : foreign) {
        if (head.starts_with(known.begins))
            throw OsmFileError(std::string(known.what) + "; " + expected);
    }
    const std::string_view text = first_text(head);
    std::string format;
    if (head.substr(0, 64).find("OSMHeader") != std::string::npos) {
        if (packed_ != file_compression::none)
            throw OsmFileError("is a PBF file that was packed once more: unpack it first (" +
                               std::string(packing == ".gz" ? "gunzip" : "bunzip2") + ")");
        format = "pbf";
        form_ = "PBF";
    } else if (head.substr(0, 16).find("o5m2") != std::string::npos) {
        format = "o5m";
        form_ = "o5m";
    } else if (head.substr(0, 16).find("o5c2") != std::string::npos) {
        throw OsmFileError("is a file of changes (o5c), not a map; apply it first (osmconvert)");
    } else if (text.starts_with('<') || head.starts_with("\xFF\xFE") ||
               head.starts_with("\xFE\xFF")) {
        xml_ = true;
        form_ = "XML";
    } else if (begins_like_opl(text)) {
        format = "opl";
        form_ = "OPL";
    } else if (text.starts_with('{') || text.starts_with('[')) {
        throw OsmFileError("is JSON; " + std::string(expected) +
                           "; Overpass writes XML with [out:xml]");
    } else {
        throw OsmFileError("is no OpenStreetMap file; " + std::string(expected));
    }
    if (packed_ != file_compression::none)
        form_ += packed_ == file_compression::gzip ? ", gzip" : ", bzip2";
    if (!xml_) file_ = osmium::io::File(path_, format + packing);
}

void OsmFile::read(osmium::osm_entity_bits::type what, const Handle& handle,
                   const Progress& progress) const {
    reading([&] {
        if (xml_)
            read_xml(what, handle, progress);
        else
            read_other(what, handle, progress);
    });
}

void OsmFile::read_xml(osmium::osm_entity_bits::type what, const Handle& handle,
                       const Progress& progress) const {
    const std::uint64_t total = size_of(path_);
    std::atomic<std::size_t> offset{0};
    const auto input = unpack(path_, packed_);
    input->set_offset_ptr(&offset);
    OsmXml xml(what, handle);
    // Objects are handed over after each piece.
    constexpr std::size_t piece = 256 * 1024;
    while (true) {
        const std::string text = input->read();
        for (std::size_t at = 0; at < text.size(); at += piece)
            xml.parse(std::string_view(text).substr(at, piece), false);
        if (text.empty()) break;
        if (progress) progress(offset, total);
    }
    xml.parse({}, true);
    input->close();
}

void OsmFile::read_other(osmium::osm_entity_bits::type what, const Handle& handle,
                         const Progress& progress) const {
    osmium::io::Reader reader(file_, what);
    if (reader.header().has_multiple_object_versions())
        throw OsmFileError(
            "has the history of its objects or changes to them; make a map of one "
            "time of it: osmium time-filter FILE -o NEW.osm.pbf");
    while (osmium::memory::Buffer buffer = reader.read()) {
        handle(buffer);
        if (progress) progress(reader.offset(), reader.file_size());
    }
    reader.close();
}

}  // namespace muster::roads
