#include "engine/views/people/people_finder.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

#include "engine/roads/fold_name.hpp"
#include "engine/views/address/signs.hpp"
#include "engine/views/people/keys.hpp"
#include "engine/views/people/name_sounds.hpp"
#include "engine/views/people/search.hpp"

namespace muster::views {
namespace {

template <class List>
std::uint32_t doc_of(const List& entry) {
    if constexpr (requires { entry.doc; }) {
        return entry.doc;
    } else {
        return entry;
    }
}

template <class Entry>
auto first_of(std::vector<Entry>& list, std::uint32_t doc) {
    return std::lower_bound(
        list.begin(), list.end(), doc,
        [](const Entry& entry, std::uint32_t wanted) { return doc_of(entry) < wanted; });
}

// Mostly at the end, since docs are given in order.
template <class Entry>
void put_in_order(std::vector<Entry>& list, const Entry& entry) {
    if (list.empty() || doc_of(list.back()) <= doc_of(entry)) {
        list.push_back(entry);
    } else {
        list.insert(first_of(list, doc_of(entry)), entry);
    }
}

template <class Entry>
void drop(std::vector<Entry>& list, std::uint32_t doc) {
    const auto first = first_of(list, doc);
    auto last = first;
    while (last != list.end() && doc_of(*last) == doc)
        ++last;
    list.erase(first, last);
}

template <class Map, class Key>
void drop_from(Map& map, const Key& key, std::uint32_t doc) {
    const auto list = map.find(key);
    if (list == map.end()) return;
    drop(list->second, doc);
    if (list->second.empty()) map.erase(list);
}

// Whether two texts of somebody say the same: a change of anything else costs no more than this.
std::uint64_t digest_of(const PersonText& person) {
    std::uint64_t digest = 0;
    const auto add = [&digest](std::string_view text) {
        digest = (digest ^ std::hash<std::string_view>()(text)) * 0x9E3779B97F4A7C15u;
    };
    for (const std::string_view text : {person.name, person.address, person.reference})
        add(text);
    for (const std::string_view phone : person.phones)
        add(phone);
    return digest;
}

}  // namespace

void PeopleFinder::put(const PersonText& text) {
    const std::uint64_t digest = digest_of(text);
    const auto known = by_id_.find(text.id);
    Doc doc = 0;
    if (known != by_id_.end()) {
        doc = known->second;
        people_[doc].past = text.past;
        if (people_[doc].digest == digest) return;
        forget(doc);
    } else if (!free_.empty()) {
        doc = free_.back();
        free_.pop_back();
        by_id_.emplace(text.id, doc);
    } else {
        doc = static_cast<Doc>(people_.size());
        people_.emplace_back();
        by_id_.emplace(text.id, doc);
    }
    Person& person = people_[doc];
    person = {};
    person.id = text.id;
    person.digest = digest;
    person.name = roads::folded_name(text.name);
    person.address = text_of(folded_address(text.address));
    person.reference = roads::folded_name(text.reference);
    person.past = text.past;
    list(doc, text);
}

void PeopleFinder::erase(std::uint64_t id) {
    const auto known = by_id_.find(id);
    if (known == by_id_.end()) return;
    forget(known->second);
    people_[known->second] = {};
    free_.push_back(known->second);
    by_id_.erase(known);
}

void PeopleFinder::clear() {
    *this = PeopleFinder();
}

std::uint16_t PeopleFinder::number_of(const std::string& sound) {
    const auto known = sound_numbers_.find(sound);
    if (known != sound_numbers_.end()) return known->second;
    // So many words are in no town's names; what comes after is found by its signs only.
    if (sounds_.size() > std::numeric_limits<std::uint16_t>::max()) return 0;
    const auto number = static_cast<std::uint16_t>(sounds_.size());
    sounds_.push_back(sound);
    sound_numbers_.emplace(sound, number);
    return number;
}

void PeopleFinder::list(Doc doc, const PersonText& text) {
    Person& person = people_[doc];
    const std::vector<Spelling> spelt = pinyin_.spellings(folded_address(text.address));
    if (!spelt.empty()) person.address_initials = spelt.front().initials;
    for (const std::uint64_t gram :
         people_keys(person.name, person.address, person.address_initials))
        put_in_order(by_gram_[gram], doc);
    if (!person.reference.empty()) put_in_order(by_reference_[person.reference], doc);
    for (std::size_t i = 0; i < text.phones.size(); ++i) {
        const std::optional<Digits> digits = digits_of(text.phones[i]);
        if (!digits || digits->size < shortest_tail) continue;
        put_in_order(by_last_digits_[digits->value % 1000],
                     Number{doc, static_cast<std::uint16_t>(i),
                            static_cast<std::uint16_t>(digits->size), digits->value});
    }
    for (const Sounds& sounds : name_sounds(pinyin_, text.name)) {
        for (std::size_t at = 0; at < sounds.size(); ++at) {
            Start start;
            start.doc = doc;
            start.at = static_cast<std::uint16_t>(at);
            for (std::size_t i = 0; i < sounds_kept && at + i < sounds.size(); ++i)
                start.sounds[i] = number_of(sounds[at + i]);
            put_in_order(by_letter_[letter_place(sounds[at].front())], start);
        }
    }
}

void PeopleFinder::forget(Doc doc) {
    const Person& person = people_[doc];
    for (const std::uint64_t gram :
         people_keys(person.name, person.address, person.address_initials))
        drop_from(by_gram_, gram, doc);
    if (!person.reference.empty()) drop_from(by_reference_, person.reference, doc);
    for (std::vector<Number>& numbers : by_last_digits_)
        drop(numbers, doc);
    for (std::vector<Start>& starts : by_letter_)
        drop(starts, doc);
}

std::vector<FoundPerson> PeopleFinder::find(std::string_view text,
                                            std::span<const std::string> numbers,
                                            std::size_t limit) const {
    return Search(*this).run(text, numbers, limit);
}

}  // namespace muster::views
