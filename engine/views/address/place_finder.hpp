// The places that a typed text may mean: names, aliases, pinyin, parts of addresses, slips of the
// pen. See DESIGN.md beside this.
#pragma once

#include <boost/describe/enum.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/views/address/pinyin.hpp"
#include "engine/views/address/signs.hpp"
#include "muster/places.hpp"

namespace muster::views {

// Why a place was found. name, alias: it is called so. part: its name is a part of the text, or the
// text of its name. number: the house or block itself. interpolated: between two houses of the
// street. near_number: the house with the nearest number. street_only: the number is not known.
// sounds_alike: other signs of the same sound. pinyin, initials: typed in letters. similar: all but
// some signs or letters.
BOOST_DEFINE_ENUM_CLASS(FoundBy, name, alias, part, number, interpolated, near_number, street_only,
                        sounds_alike, pinyin, initials, similar)

struct FoundPlace {
    PlaceId place;
    std::optional<Point> point;  // of the place, or interpolated
    std::int64_t confidence_permille = 0;
    FoundBy by = FoundBy::name;
    std::string matched;  // the name or alias that fits
};

struct FoundPlaces {
    // The first one is what is meant. Never where another one fits about as well, and never of a
    // guess.
    bool certain = false;
    std::vector<FoundPlace> places;  // the likeliest first
};

// Use by one thread.
class PlaceFinder {
  public:
    // Adds it, or brings it up to date; what is retired is not found. `parent`: what it is a part
    // of, or nullptr.
    void put(const Place& place, const Place* parent);
    void clear();

    // `near`: of places that fit equally well, the nearer go first.
    [[nodiscard]] FoundPlaces find(std::string_view text, std::optional<Point> near,
                                   std::size_t limit) const;
    [[nodiscard]] std::size_t size() const { return by_id_.size(); }

  private:
    using Doc = std::uint32_t;
    struct Name {
        std::u32string folded;
        std::string told;
        AddressParts parts;
        std::vector<Spelling> spellings;
    };
    struct Entry {
        PlaceId id;  // 0 = gone
        PlaceKind kind = PlaceKind::building;
        std::vector<Name> names;  // the first is its name, the others aliases
        std::string district;     // folded
        std::string community;
        std::optional<Point> point;
    };
    class Search;

    [[nodiscard]] Name name_of(std::string_view text) const;
    void forget(Doc doc);
    void list(Doc doc);

    std::vector<Entry> entries_;
    boost::unordered_flat_map<std::uint64_t, Doc> by_id_;
    // By pairs of signs and by threes of letters, of all names; those that are gone stay in.
    boost::unordered_flat_map<std::uint64_t, std::vector<Doc>> by_gram_;
    boost::unordered_flat_map<std::u32string, std::vector<Doc>> by_name_;
    // Houses and blocks by what stands before their number.
    boost::unordered_flat_map<std::u32string, std::vector<Doc>> numbered_;
    std::multimap<std::string, Doc> by_full_;
    std::multimap<std::string, Doc> by_initials_;
    boost::unordered_flat_map<std::string, std::uint32_t> districts_;  // and communities; how many
    Pinyin pinyin_;
    mutable std::vector<std::uint16_t> counts_;  // of a search: shared grams by doc; 0 between them
};

}  // namespace muster::views
