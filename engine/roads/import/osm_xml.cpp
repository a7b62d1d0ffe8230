#include "engine/roads/import/osm_xml.hpp"

#include <expat.h>

#include <charconv>
#include <cstring>
#include <optional>
#include <osmium/builder/osm_object_builder.hpp>
#include <osmium/osm/location.hpp>
#include <utility>
#include <vector>

namespace muster::roads {
namespace {

constexpr std::size_t buffer_bytes = 1 << 20;

struct Attributes {
    std::string_view id;
    std::string_view ref;
    std::string_view type;
    std::string_view role;
    std::string_view key;
    std::string_view value;
    const char* lat = nullptr;
    const char* lon = nullptr;
    bool deleted = false;
};

Attributes read_attributes(const XML_Char** attributes) {
    Attributes read;
    for (; *attributes != nullptr; attributes += 2) {
        const std::string_view name = attributes[0];
        const std::string_view value = attributes[1];
        if (name == "id")
            read.id = value;
        else if (name == "ref")
            read.ref = value;
        else if (name == "type")
            read.type = value;
        else if (name == "role")
            read.role = value;
        else if (name == "k")
            read.key = value;
        else if (name == "v")
            read.value = value;
        else if (name == "lat")
            read.lat = attributes[1];
        else if (name == "lon")
            read.lon = attributes[1];
        else if (name == "action")
            read.deleted = read.deleted || value == "delete";
        else if (name == "visible")
            read.deleted = read.deleted || value == "false";
    }
    return read;
}

// No location when there is none, or a wrong one.
osmium::Location location_of(const Attributes& attributes) {
    if (attributes.lat == nullptr || attributes.lon == nullptr) return osmium::Location();
    try {
        osmium::Location location;
        location.set_lat(attributes.lat);
        location.set_lon(attributes.lon);
        return location;
    } catch (const osmium::invalid_location&) {
        return osmium::Location();
    }
}

std::optional<osmium::item_type> type_named(std::string_view name) {
    if (name == "node") return osmium::item_type::node;
    if (name == "way") return osmium::item_type::way;
    if (name == "relation") return osmium::item_type::relation;
    return std::nullopt;
}

}  // namespace

class OsmXml::Parser {
  public:
    Parser(osmium::osm_entity_bits::type what, Handle handle)
        : what_(what),
          handle_(std::move(handle)),
          expat_(XML_ParserCreate(nullptr)),
          buffer_(buffer_bytes, osmium::memory::Buffer::auto_grow::yes) {
        if (expat_ == nullptr) throw std::bad_alloc();
        XML_SetUserData(expat_, this);
        XML_SetElementHandler(expat_, &on_start, &on_end);
        XML_SetCharacterDataHandler(expat_, &on_text);
        XML_SetEntityDeclHandler(expat_, &on_entity);
    }
    ~Parser() { XML_ParserFree(expat_); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    void parse(std::string_view text, bool last) {
        const auto status =
            XML_Parse(expat_, text.data(), static_cast<int>(text.size()), last ? 1 : 0);
        if (problem_) throw OsmFileError(*problem_);
        if (status != XML_STATUS_OK) throw OsmFileError(syntax_problem(last));
        if (last || buffer_.committed() > buffer_bytes / 2) flush();
    }

  private:
    static void on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
        static_cast<Parser*>(self)->start(name, attributes);
    }
    static void on_end(void* self, const XML_Char* /*name*/) { static_cast<Parser*>(self)->end(); }
    static void on_text(void* self, const XML_Char* text, int size) {
        auto& parser = *static_cast<Parser*>(self);
        // Longer remarks say nothing more.
        if (parser.in_remark_ && parser.remark_.size() < 500)
            parser.remark_.append(text, static_cast<std::size_t>(size));
    }
    static void on_entity(void* self, const XML_Char*, int, const XML_Char*, int, const XML_Char*,
                          const XML_Char*, const XML_Char*, const XML_Char*) {
        static_cast<Parser*>(self)->fail("it declares entities, which no OpenStreetMap file does");
    }

    [[nodiscard]] std::string here() const {
        return "line " + std::to_string(XML_GetCurrentLineNumber(expat_)) + ": ";
    }

    // Callbacks of a C library must not throw.
    void fail(const std::string& problem) {
        if (!problem_) problem_ = here() + problem;
        XML_StopParser(expat_, XML_FALSE);
    }

    [[nodiscard]] std::string syntax_problem(bool last) const {
        const XML_Error error = XML_GetErrorCode(expat_);
        if (last && (error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN ||
                     error == XML_ERROR_PARTIAL_CHAR || error == XML_ERROR_UNCLOSED_CDATA_SECTION))
            return here() +
                   "the document ends here without </osm>: the file was cut short; fetch "
                   "or save it again";
        return here() + "is no valid XML (" + XML_ErrorString(error) +
               "); expected a file as OpenStreetMap, JOSM or Overpass write it";
    }

    void start(std::string_view name, const XML_Char** attributes) {
        if (problem_) return;
        const int depth = depth_++;
        if (depth == 0) return start_root(name);
        if (depth == 1) return start_object(name, attributes);
        if (depth == 2 && object_) start_part(name, attributes);
        // Deeper: geometry of members, which their own ways have, too.
    }

    void start_root(std::string_view name) {
        if (name == "osm") return;
        if (name == "osmChange")
            return fail(
                "this is a file of changes (<osmChange>), not a map; apply it first: "
                "osmium apply-changes MAP CHANGES -o NEW.osm.pbf");
        if (name == "html" || name == "HTML")
            return fail(
                "this is a web page, perhaps the message of a download that failed; "
                "expected <osm>");
        fail("its root is <" + std::string(name.substr(0, 40)) +
             ">; expected <osm>, as OpenStreetMap, JOSM and Overpass write it");
    }

    void start_object(std::string_view name, const XML_Char** attributes) {
        in_remark_ = name == "remark";
        object_ = type_named(name);
        if (name == "action" || name == "create" || name == "modify" || name == "delete")
            return fail("<" + std::string(name) +
                        "> stands in files of changes; expected a map: apply the changes first "
                        "(osmium apply-changes)");
        if (!object_) return;
        const Attributes read = read_attributes(attributes);
        if (!number(read.id, id_))
            return fail("<" + std::string(name) + "> without a whole number as its id");
        deleted_ = read.deleted;
        location_ = location_of(read);
        tags_.clear();
        nodes_.clear();
        members_.clear();
    }

    void start_part(std::string_view name, const XML_Char** attributes) {
        if (!wanted()) return;
        const Attributes read = read_attributes(attributes);
        if (name == "tag") {
            tags_.emplace_back(read.key, read.value);
        } else if (name == "nd" && *object_ == osmium::item_type::way) {
            osmium::object_id_type ref = 0;
            if (!number(read.ref, ref)) return fail("<nd> without a whole number as its ref");
            nodes_.emplace_back(ref, location_of(read));
        } else if (name == "member" && *object_ == osmium::item_type::relation) {
            osmium::object_id_type ref = 0;
            const auto type = type_named(read.type);
            if (!number(read.ref, ref) || !type)
                return fail("<member> without a type and a whole number as its ref");
            members_.push_back({*type, ref, std::string(read.role.substr(0, 255))});
        }
    }

    void end() {
        if (problem_) return;
        if (--depth_ != 1) return;
        if (in_remark_ && (remark_.find("error") != std::string::npos ||
                           remark_.find("timed out") != std::string::npos))
            return fail("the server broke off: \"" + remark_ +
                        "\"; the file is not complete: ask for a smaller area, or with a longer "
                        "[timeout:...]");
        in_remark_ = false;
        remark_.clear();
        if (object_ && wanted()) build();
        object_.reset();
    }

    [[nodiscard]] bool wanted() const {
        return (osmium::osm_entity_bits::from_item_type(*object_) & what_) !=
               osmium::osm_entity_bits::nothing;
    }

    void build() {
        switch (*object_) {
            case osmium::item_type::node: {
                osmium::builder::NodeBuilder builder(buffer_);
                builder.set_id(id_).set_visible(!deleted_).set_location(location_);
                add_tags(builder);
                break;
            }
            case osmium::item_type::way: {
                osmium::builder::WayBuilder builder(buffer_);
                builder.set_id(id_).set_visible(!deleted_);
                {
                    osmium::builder::WayNodeListBuilder list(builder);
                    for (const osmium::NodeRef& node : nodes_)
                        list.add_node_ref(node);
                }
                add_tags(builder);
                break;
            }
            default: {
                osmium::builder::RelationBuilder builder(buffer_);
                builder.set_id(id_).set_visible(!deleted_);
                {
                    osmium::builder::RelationMemberListBuilder list(builder);
                    for (const Member& member : members_)
                        list.add_member(member.type, member.ref, member.role);
                }
                add_tags(builder);
                break;
            }
        }
        buffer_.commit();
    }

    template <class Builder>
    void add_tags(Builder& builder) {
        if (tags_.empty()) return;
        osmium::builder::TagListBuilder list(builder);
        for (const auto& [key, value] : tags_) {
            // libosmium throws at longer ones; none of the rules needs them.
            if (key.size() <= osmium::max_osm_string_length &&
                value.size() <= osmium::max_osm_string_length)
                list.add_tag(key, value);
        }
    }

    void flush() {
        if (buffer_.committed() == 0) return;
        handle_(buffer_);
        buffer_.clear();
    }

    static bool number(std::string_view text, osmium::object_id_type& out) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
        return error == std::errc() && end == text.data() + text.size() && !text.empty();
    }

    struct Member {
        osmium::item_type type;
        osmium::object_id_type ref;
        std::string role;
    };

    osmium::osm_entity_bits::type what_;
    Handle handle_;
    XML_Parser expat_;
    osmium::memory::Buffer buffer_;
    std::optional<std::string> problem_;
    int depth_ = 0;
    std::optional<osmium::item_type> object_;
    osmium::object_id_type id_ = 0;
    bool deleted_ = false;
    bool in_remark_ = false;
    std::string remark_;
    osmium::Location location_;
    std::vector<std::pair<std::string, std::string>> tags_;
    std::vector<osmium::NodeRef> nodes_;
    std::vector<Member> members_;
};

OsmXml::OsmXml(osmium::osm_entity_bits::type what, Handle handle)
    : parser_(std::make_unique<Parser>(what, std::move(handle))) {}

OsmXml::~OsmXml() = default;

void OsmXml::parse(std::string_view text, bool last) {
    parser_->parse(text, last);
}

}  // namespace muster::roads
