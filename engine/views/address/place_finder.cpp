#include "engine/views/address/place_finder.hpp"

#include <algorithm>

#include "engine/roads/fold_name.hpp"
#include "engine/views/address/grams.hpp"
#include "engine/views/address/search.hpp"

namespace muster::views {
namespace {

std::string folded_code(const Code& code) {
    return roads::folded_name(code.view());
}

bool is_number_alone(const std::u32string& folded) {
    return !folded.empty() && folded.front() >= U'0' && folded.front() <= U'9';
}

template <class Map, class Key>
void drop(Map& map, const Key& key, std::uint32_t doc) {
    const auto list = map.find(key);
    if (list == map.end()) return;
    std::erase(list->second, doc);
    if (list->second.empty()) map.erase(list);
}

void drop_from(std::multimap<std::string, std::uint32_t>& map, const std::string& key,
               std::uint32_t doc) {
    auto [at, end] = map.equal_range(key);
    while (at != end)
        at = at->second == doc ? map.erase(at) : std::next(at);
}

}  // namespace

PlaceFinder::Name PlaceFinder::name_of(std::string_view text) const {
    Name name;
    name.told = text;
    name.folded = folded_address(text);
    name.parts = parts_of(name.folded);
    name.spellings = pinyin_.spellings(name.folded);
    return name;
}

void PlaceFinder::put(const Place& place, const Place* parent) {
    const auto known = by_id_.find(place.id.value);
    if (known != by_id_.end()) {
        forget(known->second);
        by_id_.erase(known);
    }
    if (place.status != PlaceStatus::active) return;
    Entry entry;
    entry.id = place.id;
    entry.kind = place.profile.kind;
    entry.district = folded_code(place.profile.district);
    entry.community = folded_code(place.profile.community);
    entry.point = place.profile.point;
    entry.names.push_back(name_of(place.profile.name));
    for (const std::string& alias : place.profile.aliases)
        entry.names.push_back(name_of(alias));
    // "18号" of a street is what people write with it.
    if (parent != nullptr && is_number_alone(entry.names.front().folded)) {
        entry.names.push_back(name_of(parent->profile.name + place.profile.name));
    }
    const auto doc = static_cast<Doc>(entries_.size());
    entries_.push_back(std::move(entry));
    counts_.push_back(0);
    by_id_.emplace(place.id.value, doc);
    list(doc);
}

void PlaceFinder::clear() {
    *this = PlaceFinder();
}

void PlaceFinder::list(Doc doc) {
    const Entry& entry = entries_[doc];
    std::vector<std::uint64_t> grams;
    for (const Name& name : entry.names) {
        add_grams(name.folded, grams);
        by_name_[name.folded].push_back(doc);
        if (name.parts.kind != NumberKind::none) numbered_[name.parts.base].push_back(doc);
        for (const Spelling& spelling : name.spellings) {
            add_grams(spelling.full, grams);
            by_full_.emplace(spelling.full, doc);
            by_initials_.emplace(spelling.initials, doc);
        }
    }
    sort_grams(grams);
    for (const std::uint64_t gram : grams)
        by_gram_[gram].push_back(doc);
    for (const std::string* area : {&entry.district, &entry.community}) {
        if (!area->empty()) ++districts_[*area];
    }
}

void PlaceFinder::forget(Doc doc) {
    Entry& entry = entries_[doc];
    for (const Name& name : entry.names) {
        drop(by_name_, name.folded, doc);
        drop(numbered_, name.parts.base, doc);
        for (const Spelling& spelling : name.spellings) {
            drop_from(by_full_, spelling.full, doc);
            drop_from(by_initials_, spelling.initials, doc);
        }
    }
    for (const std::string* area : {&entry.district, &entry.community}) {
        const auto count = districts_.find(*area);
        if (count != districts_.end() && --count->second == 0) districts_.erase(count);
    }
    entry = {};
}

FoundPlaces PlaceFinder::find(std::string_view text, std::optional<Point> near,
                              std::size_t limit) const {
    return Search(*this, near).run(folded_address(text), limit);
}

}  // namespace muster::views
