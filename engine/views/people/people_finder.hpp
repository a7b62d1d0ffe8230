// The people that a typed text may mean: by number, name, sound of the name, address, or the number
// that they have here. See DESIGN.md beside this.
#pragma once

#include <array>
#include <boost/describe/enum.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/views/address/pinyin.hpp"

namespace muster::views {

// Why somebody was found. number: the number that they have here, or in the city's own register.
BOOST_DEFINE_ENUM_CLASS(PersonFoundBy, phone, contact_phone, name, pinyin, initials, address,
                        number)

// What is known of somebody, as far as it is searched.
struct PersonText {
    std::uint64_t id = 0;
    std::string_view name;
    std::string_view address;
    std::string_view reference;  // the number in another register, or a call sign
    // The own first, then those of the contacts in their order; empty texts where there are none.
    std::vector<std::string_view> phones;
    bool past = false;  // nobody who is looked after any more: goes after equals
};

struct FoundPerson {
    std::uint64_t id = 0;
    std::int64_t score = 0;  // 0 to 1000
    PersonFoundBy by = PersonFoundBy::name;
    std::uint32_t contact = 0;  // whose number it is, counted from 1; 0 = the own
};

// Use by one thread.
class PeopleFinder {
  public:
    // Adds them, or brings them up to date; costs little where nothing of this has changed.
    void put(const PersonText& person);
    void erase(std::uint64_t id);
    void clear();

    // The likeliest first, each once. `numbers`: other ways to write a text that is a telephone
    // number, such as its one form.
    [[nodiscard]] std::vector<FoundPerson> find(std::string_view text,
                                                std::span<const std::string> numbers,
                                                std::size_t limit) const;
    [[nodiscard]] std::size_t size() const { return by_id_.size(); }

  private:
    using Doc = std::uint32_t;
    using Docs = std::vector<Doc>;  // in order
    struct Person {
        std::uint64_t id = 0;  // 0 = gone
        std::uint64_t digest = 0;
        std::string name;     // folded
        std::string address;  // folded
        std::string address_initials;
        std::string reference;  // folded
        bool past = false;
    };
    // A telephone number, among all that end in the same three digits.
    struct Number {
        Doc doc = 0;
        std::uint16_t contact = 0;
        std::uint16_t size = 0;  // in digits
        std::uint64_t digits = 0;
    };
    // A name from one of its sounds on, among all that begin with this letter.
    static constexpr std::size_t sounds_kept = 5;
    struct Start {
        Doc doc = 0;
        std::uint16_t at = 0;                             // 0 = from its beginning
        std::array<std::uint16_t, sounds_kept> sounds{};  // numbers in sounds_; 0 = no more
    };
    class Search;

    void list(Doc doc, const PersonText& person);
    void forget(Doc doc);
    [[nodiscard]] std::uint16_t number_of(const std::string& sound);

    std::vector<Person> people_;
    Docs free_;
    boost::unordered_flat_map<std::uint64_t, Doc> by_id_;
    // By signs, pairs of signs and threes of letters, each of names or of addresses.
    boost::unordered_flat_map<std::uint64_t, Docs> by_gram_;
    boost::unordered_flat_map<std::string, Docs> by_reference_;
    std::array<std::vector<Number>, 1000> by_last_digits_;  // each in order of doc
    std::array<std::vector<Start>, 36> by_letter_;          // a-z, 0-9; each in order of doc
    std::vector<std::string> sounds_{std::string()};
    boost::unordered_flat_map<std::string, std::uint16_t> sound_numbers_;
    Pinyin pinyin_;
};

}  // namespace muster::views
