// One search of a PlaceFinder; for place_finder.cpp and search.cpp, and nobody else.
#pragma once

#include <string>
#include <vector>

#include "engine/views/address/place_finder.hpp"

namespace muster::views {

class PlaceFinder::Search {
  public:
    Search(const PlaceFinder& finder, std::optional<Point> near) : finder_(finder), near_(near) {}

    [[nodiscard]] FoundPlaces run(const std::u32string& folded, std::size_t limit);

  private:
    struct Hit {
        Doc doc = 0;
        std::int64_t score = 0;  // 0 to 1000
        FoundBy by = FoundBy::name;
        std::size_t name = 0;        // of the entry's names
        std::optional<Point> point;  // where it is not the entry's own
    };
    using Hits = std::vector<Hit>;

    // The text without the names of province, city and district at its front, the latter in
    // `district_`; the same text when there are none.
    [[nodiscard]] std::u32string without_areas(const std::u32string& text);
    [[nodiscard]] bool take_district(std::u32string_view lead, char32_t suffix);

    // A text with a number is a street or an estate with it, and what is behind it.
    void look_for(const std::u32string& text);
    void look_for_number(const AddressParts& parts);
    void look_behind(const AddressParts& parts);
    [[nodiscard]] Hit number_of(const Hit& base, const AddressParts& parts) const;
    [[nodiscard]] std::vector<Doc> houses_of(const Hit& base, NumberKind kind) const;

    // Everything that is called about so.
    [[nodiscard]] Hits by_text(const std::u32string& text) const;
    [[nodiscard]] std::vector<Doc> candidates(const std::u32string& text,
                                              const std::vector<Spelling>& spellings) const;
    void add_by_grams(const std::u32string& text, const std::vector<Spelling>& spellings,
                      std::vector<Doc>& docs) const;
    [[nodiscard]] Hit judge(Doc doc, const std::u32string& text,
                            const std::vector<Spelling>& spellings) const;

    void keep(Hit hit);
    [[nodiscard]] std::int64_t by_district(const Entry& entry, std::int64_t score) const;
    [[nodiscard]] bool same_thing(const Hit& a, const Hit& b) const;
    [[nodiscard]] const std::optional<Point>& point_of(const Hit& hit) const {
        return hit.point ? hit.point : finder_.entries_[hit.doc].point;
    }
    [[nodiscard]] FoundPlaces result(std::size_t limit);

    const PlaceFinder& finder_;
    const std::optional<Point> near_;
    std::string district_;  // or community, as the index has it
    Hits kept_;             // of each place the best
};

}  // namespace muster::views
