#include "engine/views/people/search.hpp"

#include <algorithm>
#include <tuple>

#include "engine/roads/fold_name.hpp"
#include "engine/views/people/name_sounds.hpp"

namespace muster::views {
namespace {

// A text that half of the city has in common (the name of the city in each address) is looked for
// among so many of them, those who were registered first.
constexpr std::size_t most_looked_at = 20'000;
constexpr std::size_t most_kept = 256;  // of each kind

bool is_digit(char32_t sign) {
    return sign >= U'0' && sign <= U'9';
}

// "0514-8555 0104", "+86 ...": digits, and what people write between them.
bool is_number(std::string_view text) {
    bool some = false;
    for (const char sign : text) {
        const bool between = sign == ' ' || sign == '-' || sign == '+' || sign == '(' ||
                             sign == ')' || sign == '.' || sign == '/';
        if (!between && !is_digit(static_cast<unsigned char>(sign))) return false;
        some |= !between;
    }
    return some;
}

std::uint64_t power_of_ten(std::size_t n) {
    std::uint64_t power = 1;
    while (n-- > 0)
        power *= 10;
    return power;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

}  // namespace

bool PeopleFinder::Search::better(const Hit& a, const Hit& b) const {
    const Person& one = finder_.people_[a.doc];
    const Person& other = finder_.people_[b.doc];
    return std::tuple(-a.score, one.past, one.id, a.contact) <
           std::tuple(-b.score, other.past, other.id, b.contact);
}

void PeopleFinder::Search::keep_best() {
    const auto before = [this](const Hit& a, const Hit& b) { return better(a, b); };
    if (fresh_.size() > most_kept) {
        const auto end = fresh_.begin() + static_cast<std::ptrdiff_t>(most_kept);
        std::nth_element(fresh_.begin(), end, fresh_.end(), before);
        fresh_.erase(end, fresh_.end());
    }
    kept_.insert(kept_.end(), fresh_.begin(), fresh_.end());
    fresh_.clear();
}

void PeopleFinder::Search::by_phone(const Digits& typed) {
    if (typed.size < shortest_tail) return;
    const std::uint64_t tail = power_of_ten(typed.size);
    for (const Number& number : finder_.by_last_digits_[typed.value % 1000]) {
        if (number.size < typed.size || number.digits % tail != typed.value) continue;
        const bool own = number.contact == 0;
        const std::int64_t whole = number.size == typed.size ? 30 : 0;
        add({number.doc, (own ? 950 : 900) + whole,
             own ? PersonFoundBy::phone : PersonFoundBy::contact_phone, number.contact});
    }
    keep_best();
}

void PeopleFinder::Search::by_number(std::uint64_t id, std::int64_t score) {
    const auto known = finder_.by_id_.find(id);
    if (known == finder_.by_id_.end()) return;
    add({known->second, score, PersonFoundBy::number, 0});
    keep_best();
}

void PeopleFinder::Search::by_reference(const std::string& folded) {
    const auto known = finder_.by_reference_.find(folded);
    if (known == finder_.by_reference_.end()) return;
    for (const Doc doc : known->second)
        add({doc, 990, PersonFoundBy::number, 0});
    keep_best();
}

const PeopleFinder::Docs* PeopleFinder::Search::rarest(
    const std::vector<std::uint64_t>& keys) const {
    const Docs* best = nullptr;
    for (const std::uint64_t key : keys) {
        const auto list = finder_.by_gram_.find(key);
        if (list == finder_.by_gram_.end()) return nullptr;
        if (best == nullptr || list->second.size() < best->size()) best = &list->second;
    }
    return best;
}

void PeopleFinder::Search::by_name(const std::u32string& signs) {
    const Docs* const docs =
        rarest(signs.size() == 1 ? std::vector{sign_key(signs[0])} : name_keys(signs));
    if (docs == nullptr) return;
    const std::string text = text_of(signs);
    for (std::size_t i = 0; i < docs->size() && i < most_looked_at; ++i) {
        const std::string& name = finder_.people_[(*docs)[i]].name;
        const std::size_t at = name.find(text);
        if (at == std::string::npos) continue;
        const bool whole = name.size() == text.size();
        add({(*docs)[i], whole ? 1000 : at == 0 ? 850 : 800, PersonFoundBy::name, 0});
    }
    keep_best();
}

void PeopleFinder::Search::by_letters(std::string_view letters) {
    std::array<std::string_view, sounds_kept> sounds;
    for (const Start& start : finder_.by_letter_[letter_place(letters.front())]) {
        std::size_t known = 0;
        for (; known < sounds_kept && start.sounds[known] != 0; ++known)
            sounds[known] = finder_.sounds_[start.sounds[known]];
        const SoundFit fit = fit_of_letters(letters, {sounds.data(), known});
        if (fit.fit == LetterFit::none) continue;
        const bool initials = fit.fit == LetterFit::initials;
        std::int64_t score = initials ? 660 : 680;
        if (fit.whole) score += 40;
        if (start.at == 0) score += fit.whole ? 60 : 50;
        add({start.doc, score, initials ? PersonFoundBy::initials : PersonFoundBy::pinyin, 0});
    }
    keep_best();
}

void PeopleFinder::Search::by_address(const std::u32string& signs) {
    if (signs.size() < 2) return;
    const Docs* const docs = rarest(address_keys(signs));
    if (docs == nullptr) return;
    const std::string text = text_of(signs);
    const bool digits_only = std::all_of(signs.begin(), signs.end(), is_digit);
    for (std::size_t i = 0; i < docs->size() && i < most_looked_at; ++i) {
        const std::string& address = finder_.people_[(*docs)[i]].address;
        const std::size_t at = address.find(text);
        if (at == std::string::npos) continue;
        // "3号" is a part of "13号", and somebody else's.
        const bool cut = at > 0 && is_digit(signs.front()) &&
                         is_digit(static_cast<unsigned char>(address[at - 1]));
        const std::size_t end = at + text.size();
        const bool cut_behind = is_digit(signs.back()) && end < address.size() &&
                                is_digit(static_cast<unsigned char>(address[end]));
        if (digits_only && (cut || cut_behind)) continue;
        std::int64_t score = 500;
        if (end == address.size()) score += 30;
        if (at == 0) score += 20;
        if (cut || cut_behind) score -= 150;
        add({(*docs)[i], score, PersonFoundBy::address, 0});
    }
    keep_best();
}

void PeopleFinder::Search::by_address_initials(std::string_view letters) {
    if (letters.size() < 3) return;
    const Docs* const docs = rarest(initials_keys(letters));
    if (docs == nullptr) return;
    for (std::size_t i = 0; i < docs->size() && i < most_looked_at; ++i) {
        const std::string& initials = finder_.people_[(*docs)[i]].address_initials;
        if (initials.find(letters) == std::string::npos) continue;
        add({(*docs)[i], 400, PersonFoundBy::address, 0});
    }
    keep_best();
}

std::vector<FoundPerson> PeopleFinder::Search::result(std::size_t limit) {
    std::sort(kept_.begin(), kept_.end(),
              [this](const Hit& a, const Hit& b) { return better(a, b); });
    std::vector<FoundPerson> out;
    for (const Hit& hit : kept_) {
        if (out.size() == limit) break;
        const std::uint64_t id = finder_.people_[hit.doc].id;
        const bool known = std::any_of(out.begin(), out.end(),
                                       [id](const FoundPerson& one) { return one.id == id; });
        if (!known) out.push_back({id, hit.score, hit.by, hit.contact});
    }
    return out;
}

std::vector<FoundPerson> PeopleFinder::Search::run(std::string_view typed,
                                                   std::span<const std::string> numbers,
                                                   std::size_t limit) {
    const std::string_view text = trimmed(typed);
    if (text.starts_with('#')) {
        if (const auto id = digits_of(text); id && is_number(text.substr(1)))
            by_number(id->value, 1000);
        return result(limit);
    }
    const std::string folded = roads::folded_name(text);
    if (folded.empty()) return {};
    by_reference(folded);
    if (is_number(text)) {
        const std::optional<Digits> digits = digits_of(text);
        if (digits) {
            by_phone(*digits);
            if (!folded.starts_with('0')) by_number(digits->value, 700);
        }
        for (const std::string& number : numbers) {
            if (const auto other = digits_of(number);
                other && (!digits || other->value != digits->value))
                by_phone(*other);
        }
    }
    const std::u32string signs = signs_of(folded);
    by_name(signs);
    const bool letters = std::all_of(signs.begin(), signs.end(), [](char32_t sign) {
        return is_letter(sign) || is_digit(sign);
    });
    if (letters && folded.size() >= 2 && is_letter(signs.front())) {
        by_letters(folded);
        by_address_initials(folded);
    }
    by_address(folded_address(text));
    return result(limit);
}

}  // namespace muster::views
