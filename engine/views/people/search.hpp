// One search of a PeopleFinder; for people_finder.cpp and search.cpp, and nobody else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/views/people/keys.hpp"
#include "engine/views/people/people_finder.hpp"

namespace muster::views {

class PeopleFinder::Search {
  public:
    explicit Search(const PeopleFinder& finder) : finder_(finder) {}

    [[nodiscard]] std::vector<FoundPerson> run(std::string_view text,
                                               std::span<const std::string> numbers,
                                               std::size_t limit);

  private:
    struct Hit {
        Doc doc = 0;
        std::int64_t score = 0;
        PersonFoundBy by = PersonFoundBy::name;
        std::uint32_t contact = 0;
    };

    // Each looks at one kind of thing, and keeps the best of what it finds.
    void by_phone(const Digits& typed);
    void by_number(std::uint64_t id, std::int64_t score);
    void by_reference(const std::string& folded);
    void by_name(const std::u32string& signs);
    void by_letters(std::string_view letters);
    void by_address(const std::u32string& signs);
    void by_address_initials(std::string_view letters);

    // The shortest list among those of the keys; nullptr when some key has none.
    [[nodiscard]] const Docs* rarest(const std::vector<std::uint64_t>& keys) const;
    void add(Hit hit) { fresh_.push_back(hit); }
    void keep_best();
    [[nodiscard]] bool better(const Hit& a, const Hit& b) const;
    [[nodiscard]] std::vector<FoundPerson> result(std::size_t limit);

    const PeopleFinder& finder_;
    std::vector<Hit> fresh_;  // of the present kind
    std::vector<Hit> kept_;
};

}  // namespace muster::views
