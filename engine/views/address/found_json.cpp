#include "engine/views/address/found_json.hpp"

#include <boost/describe/class.hpp>

#include "engine/codec/json_writer.hpp"
#include "engine/views/word_tables.hpp"

namespace muster::views {
namespace {

struct PlaceRow {
    PlaceId place;
    std::string name;
    std::string matched;
    PlaceKind kind = PlaceKind::building;
    Code district;
    Code community;
    std::optional<Point> point;
    std::int64_t confidence_permille = 0;
    FoundBy by = FoundBy::name;
    std::string en;
    std::string zh;
};
BOOST_DESCRIBE_STRUCT(PlaceRow, (),
                      (place, name, matched, kind, district, community, point, confidence_permille,
                       by, en, zh))

}  // namespace

std::string found_places_json(const core::Board& board, const PlaceFinder& finder,
                              const PlaceQuery& query) {
    const FoundPlaces found = finder.find(query.text, query.near, query.limit);
    // The list is there, also when nothing was found.
    std::string out = "{\"query\":";
    codec::write(out, query.text);
    out += found.certain ? ",\"certain\":true,\"places\":[" : ",\"certain\":false,\"places\":[";
    for (const FoundPlace& one : found.places) {
        const Place* const place = board.store<Place>().get(one.place);
        if (place == nullptr) continue;
        const PlaceProfile& profile = place->profile;
        if (out.back() != '[') out += ',';
        codec::write(out,
                     PlaceRow{one.place, profile.name, one.matched, profile.kind, profile.district,
                              profile.community, one.point, one.confidence_permille, one.by,
                              std::string(word(one.by, Language::en)),
                              std::string(word(one.by, Language::zh))});
    }
    return out + "]}";
}

}  // namespace muster::views
