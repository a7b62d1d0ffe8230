#include "engine/views/address/search.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <tuple>

#include "engine/roads/distance.hpp"
#include "engine/views/address/grams.hpp"

namespace muster::views {
namespace {

constexpr std::size_t most_candidates = 128;
constexpr std::size_t most_by_prefix = 256;
constexpr std::int64_t sure = 900;        // from here on a single place is certain
constexpr std::int64_t about_equal = 60;  // scores so near to each other are one guess each
constexpr Metres one_thing{150};          // of the same name, and not further apart
constexpr Metres next_to{500};            // what stands behind a number is so near to it
constexpr std::int64_t most_gap = 100;    // between two houses that a number is looked for between
constexpr std::int64_t most_off = 20;     // a house with a number further away says little

std::int64_t part_of(std::size_t part, std::size_t whole, std::int64_t of) {
    return static_cast<std::int64_t>(part) * of / static_cast<std::int64_t>(whole);
}

bool has_han(std::u32string_view text) {
    return std::any_of(text.begin(), text.end(), is_han);
}

// Whether the name is known by so many slips of the pen.
std::size_t slips_allowed(std::size_t signs, bool letters) {
    if (letters) return signs < 5 ? 0 : signs / 6 + 1;
    return signs < 3 ? 0 : signs / 5 + 1;
}

struct Fit {
    std::int64_t score = 0;
    FoundBy by = FoundBy::similar;
};

void better(Fit& best, std::int64_t score, FoundBy by) {
    if (score > best.score) best = {score, by};
}

// By the signs alone.
Fit fit_of_signs(std::u32string_view text, std::u32string_view name, bool is_alias) {
    Fit best;
    if (text == name) return {is_alias ? 980 : 1000, is_alias ? FoundBy::alias : FoundBy::name};
    if (name.size() >= 2 && text.find(name) != std::u32string_view::npos) {
        better(best, 500 + part_of(name.size(), text.size(), 380), FoundBy::part);
    }
    if (text.size() >= 2 && name.find(text) != std::u32string_view::npos) {
        const std::int64_t at_front = name.starts_with(text) ? 40 : 0;
        better(best, 480 + at_front + part_of(text.size(), name.size(), 350), FoundBy::part);
    }
    const std::size_t most = slips_allowed(text.size(), false);
    if (most > 0) {
        const std::size_t edits = edits_between(text, name, most);
        if (edits <= most) {
            better(best, 860 - part_of(edits, text.size(), 700), FoundBy::similar);
        }
    }
    return best;
}

// By how it sounds; `typed`: the text was letters.
Fit fit_of_sounds(const Spelling& text, const Spelling& name, bool typed) {
    Fit best;
    const FoundBy same = typed ? FoundBy::pinyin : FoundBy::sounds_alike;
    if (text.full == name.full) return {typed ? 890 : 870, same};
    if (typed) {
        if (text.full == name.initials && text.full.size() >= 2) {
            better(best, 700, FoundBy::initials);
        }
        if (text.full.size() >= 3 && name.full.starts_with(text.full)) {
            better(best, 500 + part_of(text.full.size(), name.full.size(), 300), FoundBy::pinyin);
        }
        if (text.full.size() >= 2 && name.initials.starts_with(text.full)) {
            better(best, 400 + part_of(text.full.size(), name.initials.size(), 250),
                   FoundBy::initials);
        }
    }
    const std::size_t most = slips_allowed(text.full.size(), true);
    const std::size_t edits = most == 0 ? 1 : edits_between(text.full, name.full, most);
    if (edits <= most) {
        better(best, 760 - part_of(edits, text.full.size(), 900), FoundBy::similar);
    }
    return best;
}

}  // namespace

PlaceFinder::Search::Hit PlaceFinder::Search::judge(Doc doc, const std::u32string& text,
                                                    const std::vector<Spelling>& spellings) const {
    const Entry& entry = finder_.entries_[doc];
    const bool typed = !has_han(text);
    Hit hit{doc, 0, FoundBy::similar, 0, {}};
    for (std::size_t n = 0; n < entry.names.size(); ++n) {
        const Name& name = entry.names[n];
        Fit fit = fit_of_signs(text, name.folded, n > 0);
        for (const Spelling& one : spellings) {
            if (fit.score >= 980) break;
            for (const Spelling& other : name.spellings) {
                const Fit sound = fit_of_sounds(one, other, typed);
                better(fit, sound.score, sound.by);
            }
        }
        if (fit.score <= hit.score) continue;
        hit.score = fit.score;
        hit.by = fit.by;
        hit.name = n;
    }
    return hit;
}

void PlaceFinder::Search::add_by_grams(const std::u32string& text,
                                       const std::vector<Spelling>& spellings,
                                       std::vector<Doc>& docs) const {
    std::vector<std::uint64_t> grams;
    if (has_han(text)) add_grams(text, grams);
    for (const Spelling& spelling : spellings)
        add_grams(spelling.full, grams);
    sort_grams(grams);
    std::vector<const std::vector<Doc>*> lists;
    for (const std::uint64_t gram : grams) {
        const auto list = finder_.by_gram_.find(gram);
        if (list != finder_.by_gram_.end()) lists.push_back(&list->second);
    }
    // The rare ones first: what half of all places have tells nothing beside them.
    std::sort(lists.begin(), lists.end(),
              [](const auto* a, const auto* b) { return a->size() < b->size(); });
    auto& counts = finder_.counts_;
    std::vector<Doc> touched;
    const std::size_t most_looked_at = std::max<std::size_t>(4096, finder_.entries_.size() / 2);
    std::size_t looked_at = 0;
    for (const auto* list : lists) {
        looked_at += list->size();
        if (!touched.empty() && looked_at > most_looked_at) break;
        for (const Doc doc : *list) {
            if (counts[doc]++ == 0) touched.push_back(doc);
        }
    }
    const auto more = [&](Doc a, Doc b) {
        return counts[a] != counts[b] ? counts[a] > counts[b] : a < b;
    };
    const std::size_t most = std::min(most_candidates, touched.size());
    std::partial_sort(touched.begin(), touched.begin() + static_cast<std::ptrdiff_t>(most),
                      touched.end(), more);
    docs.insert(docs.end(), touched.begin(), touched.begin() + static_cast<std::ptrdiff_t>(most));
    for (const Doc doc : touched)
        counts[doc] = 0;
}

std::vector<PlaceFinder::Doc> PlaceFinder::Search::candidates(
    const std::u32string& text, const std::vector<Spelling>& spellings) const {
    std::vector<Doc> docs;
    const auto exact = finder_.by_name_.find(text);
    if (exact != finder_.by_name_.end()) docs = exact->second;
    const bool typed = !has_han(text);
    const auto add_from = [&](const std::multimap<std::string, Doc>& map, const std::string& front,
                              bool prefix) {
        std::size_t added = 0;
        for (auto at = map.lower_bound(front); at != map.end() && added < most_by_prefix; ++at) {
            const bool fits = prefix ? at->first.starts_with(front) : at->first == front;
            if (!fits) break;
            docs.push_back(at->second);
            ++added;
        }
    };
    for (const Spelling& spelling : spellings) {
        add_from(finder_.by_full_, spelling.full, typed && spelling.full.size() >= 3);
        if (typed && spelling.full.size() >= 2) add_from(finder_.by_initials_, spelling.full, true);
    }
    add_by_grams(text, spellings, docs);
    std::sort(docs.begin(), docs.end());
    docs.erase(std::unique(docs.begin(), docs.end()), docs.end());
    std::erase_if(docs, [&](Doc doc) { return !finder_.entries_[doc].id; });
    return docs;
}

PlaceFinder::Search::Hits PlaceFinder::Search::by_text(const std::u32string& text) const {
    Hits hits;
    if (text.empty()) return hits;
    const std::vector<Spelling> spellings = finder_.pinyin_.spellings(text);
    for (const Doc doc : candidates(text, spellings)) {
        Hit hit = judge(doc, text, spellings);
        if (hit.score > 0) hits.push_back(hit);
    }
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
        return std::tuple(-a.score, a.doc) < std::tuple(-b.score, b.doc);
    });
    return hits;
}

bool PlaceFinder::Search::take_district(std::u32string_view lead, char32_t suffix) {
    const std::string name = text_of(lead);
    const std::string whole = name + text_of({&suffix, 1});
    std::vector<std::string> forms{whole, name};
    for (const Spelling& spelling : finder_.pinyin_.spellings(lead))
        forms.push_back(spelling.full);
    for (const std::string& form : forms) {
        if (!finder_.districts_.contains(form)) continue;
        district_ = form;
        return true;
    }
    return false;
}

std::u32string PlaceFinder::Search::without_areas(const std::u32string& text) {
    constexpr std::u32string_view suffixes = U"省市区县镇乡村";
    std::u32string_view rest = text;
    for (bool again = true; again;) {
        again = false;
        for (std::size_t i = 2; i <= 5 && i + 2 < rest.size() && !again; ++i) {
            const char32_t sign = rest[i];
            if (suffixes.find(sign) == std::u32string_view::npos) continue;
            const std::u32string_view lead = rest.substr(0, i);
            if (sign == U'区' && lead.ends_with(U"社")) {
                again = take_district(lead.substr(0, i - 1), U'社') || take_district(lead, sign);
            } else {
                again = take_district(lead, sign) || sign == U'省' || sign == U'市';
            }
            if (again) rest = rest.substr(i + 1);
        }
    }
    return std::u32string(rest);
}

std::int64_t PlaceFinder::Search::by_district(const Entry& entry, std::int64_t score) const {
    if (district_.empty()) return score;
    const auto is = [&](const std::string& area) {
        return area == district_ || (!area.empty() && area.starts_with(district_));
    };
    if (is(entry.district) || is(entry.community)) return std::min<std::int64_t>(score + 20, 1000);
    return entry.district.empty() ? score : score / 2;
}

void PlaceFinder::Search::keep(Hit hit) {
    hit.score = by_district(finder_.entries_[hit.doc], hit.score);
    const auto known = std::find_if(kept_.begin(), kept_.end(),
                                    [&](const Hit& other) { return other.doc == hit.doc; });
    if (known == kept_.end()) {
        kept_.push_back(std::move(hit));
    } else if (hit.score > known->score) {
        *known = std::move(hit);
    }
}

std::vector<PlaceFinder::Doc> PlaceFinder::Search::houses_of(const Hit& base,
                                                             NumberKind kind) const {
    std::vector<Doc> houses;
    const Entry& street = finder_.entries_[base.doc];
    for (const Name& name : street.names) {
        const auto list = finder_.numbered_.find(name.folded);
        if (list == finder_.numbered_.end()) continue;
        for (const Doc doc : list->second) {
            const Entry& house = finder_.entries_[doc];
            // Streets of one name in two districts have houses of their own.
            const bool elsewhere = !house.district.empty() && !street.district.empty() &&
                                   house.district != street.district;
            if (!elsewhere) houses.push_back(doc);
        }
    }
    std::erase_if(houses, [&](Doc doc) {
        const auto& names = finder_.entries_[doc].names;
        return std::none_of(names.begin(), names.end(),
                            [&](const Name& name) { return name.parts.kind == kind; });
    });
    std::sort(houses.begin(), houses.end());
    houses.erase(std::unique(houses.begin(), houses.end()), houses.end());
    return houses;
}

PlaceFinder::Search::Hit PlaceFinder::Search::number_of(const Hit& base,
                                                        const AddressParts& parts) const {
    struct House {
        std::int64_t number = 0;
        Doc doc = 0;
        std::size_t name = 0;
    };
    std::vector<House> houses;
    for (const Doc doc : houses_of(base, parts.kind)) {
        const Entry& entry = finder_.entries_[doc];
        for (std::size_t n = 0; n < entry.names.size(); ++n) {
            if (entry.names[n].parts.kind != parts.kind) continue;
            houses.push_back({entry.names[n].parts.number, doc, n});
            break;
        }
    }
    const auto scored = [&](std::int64_t permille) { return base.score * permille / 1000; };
    const House* below = nullptr;
    const House* above = nullptr;
    const House* nearest = nullptr;
    const auto off = [&](const House& house) { return std::abs(house.number - parts.number); };
    for (const House& house : houses) {
        if (house.number == parts.number) {
            return {house.doc, base.score, FoundBy::number, house.name, {}};
        }
        if (nearest == nullptr || off(house) < off(*nearest)) nearest = &house;
        // Odd numbers stand on one side of a street, even ones on the other.
        if ((house.number - parts.number) % 2 != 0 || !finder_.entries_[house.doc].point) continue;
        const House*& side = house.number < parts.number ? below : above;
        if (side == nullptr || off(house) < off(*side)) side = &house;
    }
    if (parts.kind == NumberKind::house && below != nullptr && above != nullptr &&
        above->number - below->number <= most_gap) {
        const Point a = *finder_.entries_[below->doc].point;
        const Point b = *finder_.entries_[above->doc].point;
        const auto between = [&](std::int32_t from, std::int32_t to) {
            const std::int64_t gap = above->number - below->number;
            return static_cast<std::int32_t>(from + (std::int64_t{to} - from) *
                                                        (parts.number - below->number) / gap);
        };
        Hit hit = base;
        hit.score = scored(720);
        hit.by = FoundBy::interpolated;
        hit.point = Point{between(a.lat_e7, b.lat_e7), between(a.lon_e7, b.lon_e7)};
        return hit;
    }
    if (nearest != nullptr && parts.kind == NumberKind::house && off(*nearest) <= most_off) {
        return {nearest->doc, scored(600), FoundBy::near_number, nearest->name, {}};
    }
    return {base.doc, scored(500), FoundBy::street_only, base.name, {}};
}

void PlaceFinder::Search::look_for_number(const AddressParts& parts) {
    constexpr std::size_t most_bases = 8;
    Hits bases = by_text(parts.base);
    // An estate or a street, and not one of its houses.
    std::erase_if(bases, [&](const Hit& hit) {
        return finder_.entries_[hit.doc].names[hit.name].parts.kind != NumberKind::none;
    });
    if (bases.size() > most_bases) bases.resize(most_bases);
    for (const Hit& base : bases)
        keep(number_of(base, parts));
    if (!bases.empty() && bases.front().score >= sure) return;
    // The street itself may not be in the book while its houses are.
    const auto list = finder_.numbered_.find(parts.base);
    if (list == finder_.numbered_.end()) return;
    for (const Doc doc : list->second) {
        const auto& names = finder_.entries_[doc].names;
        for (std::size_t n = 0; n < names.size(); ++n) {
            if (names[n].parts.kind != parts.kind || names[n].parts.base != parts.base) continue;
            const std::int64_t off = std::abs(names[n].parts.number - parts.number);
            if (off == 0) keep({doc, n == 0 ? 1000 : 980, FoundBy::number, n, {}});
            if (off > 0 && off <= most_off) keep({doc, 600 - off, FoundBy::near_number, n, {}});
        }
    }
}

void PlaceFinder::Search::look_behind(const AddressParts& parts) {
    if (parts.rest.size() < 2 || is_indoors(parts.rest)) return;
    const Hits heads = kept_;
    for (Hit hit : by_text(parts.rest)) {
        if (hit.score < 600) break;
        hit.score = hit.score * 9 / 10;
        const auto& at = finder_.entries_[hit.doc].point;
        const bool confirmed = std::any_of(heads.begin(), heads.end(), [&](const Hit& head) {
            const auto& there = point_of(head);
            return at && there && roads::distance_m(*at, *there) <= next_to;
        });
        if (confirmed) hit.score = std::min<std::int64_t>(hit.score + 80, 980);
        keep(hit);
    }
}

void PlaceFinder::Search::look_for(const std::u32string& text) {
    const AddressParts parts = parts_of(text);
    if (parts.kind == NumberKind::none) {
        for (Hit& hit : by_text(text))
            keep(std::move(hit));
        return;
    }
    const auto exact = finder_.by_name_.find(text);
    if (exact != finder_.by_name_.end()) {
        for (const Doc doc : exact->second)
            keep({doc, 1000, FoundBy::number, 0, {}});
    }
    look_for_number(parts);
    look_behind(parts);
}

bool PlaceFinder::Search::same_thing(const Hit& a, const Hit& b) const {
    const auto& one = point_of(a);
    const auto& other = point_of(b);
    const auto& name = finder_.entries_[a.doc].names[a.name].folded;
    return one && other && name == finder_.entries_[b.doc].names[b.name].folded &&
           roads::distance_m(*one, *other) <= one_thing;
}

FoundPlaces PlaceFinder::Search::result(std::size_t limit) {
    const auto away = [&](const Hit& hit) {
        const auto& at = point_of(hit);
        if (!near_ || !at) return std::numeric_limits<std::int64_t>::max();
        return roads::distance_m(*near_, *at).value;
    };
    std::sort(kept_.begin(), kept_.end(), [&](const Hit& a, const Hit& b) {
        return std::tuple(-a.score, away(a), finder_.entries_[a.doc].id) <
               std::tuple(-b.score, away(b), finder_.entries_[b.doc].id);
    });
    FoundPlaces out;
    if (kept_.empty()) return out;
    const Hit& first = kept_.front();
    const auto equals =
        static_cast<std::int64_t>(std::count_if(kept_.begin(), kept_.end(), [&](const Hit& hit) {
            return hit.score + about_equal > first.score &&
                   (&hit == &first || !same_thing(hit, first));
        }));
    const bool told =
        first.by == FoundBy::name || first.by == FoundBy::alias || first.by == FoundBy::number;
    out.certain = equals == 1 && told && first.score >= sure;
    std::int64_t most = 1000;
    for (const Hit& hit : kept_) {
        if (out.places.size() == limit) break;
        const bool shares = hit.score + about_equal > first.score;
        most = std::min(most, shares ? hit.score / equals : hit.score);
        const Entry& entry = finder_.entries_[hit.doc];
        out.places.push_back({entry.id, point_of(hit), most, hit.by, entry.names[hit.name].told});
    }
    return out;
}

FoundPlaces PlaceFinder::Search::run(const std::u32string& folded, std::size_t limit) {
    if (folded.empty()) return {};
    const std::u32string shorter = without_areas(folded);
    look_for(shorter);
    if (shorter != folded) look_for(folded);
    return result(limit);
}

}  // namespace muster::views
