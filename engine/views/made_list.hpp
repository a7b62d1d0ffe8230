// A page of a list that is made for whoever asks, and holds no entities. An item has no id: its
// place, from 1, stands for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "engine/codec/json_writer.hpp"
#include "engine/core/board.hpp"
#include "muster/ports.hpp"

namespace muster::views {

// All in one piece: such a list is short.
class MadePage final : public ListReading {
  public:
    explicit MadePage(ListPage page) : page_(std::move(page)) {}
    bool go_on(std::size_t /*more*/) override { return true; }
    [[nodiscard]] std::size_t work() const override { return page_.items_json.size() / 64; }
    ListPage take() override { return std::move(page_); }

  private:
    ListPage page_;
};

// The items after the place `after`, at most `limit`, each made from its line by `make`.
template <class T, class Make = std::identity>
[[nodiscard]] ListPage page_of(const core::Board& board, const std::vector<T>& all,
                               std::uint64_t after, std::size_t limit, Make make = {}) {
    ListPage page;
    page.as_of = board.seq();
    page.items_json = "[";
    std::uint64_t place = after;
    for (; place < all.size() && place - after < limit; ++place) {
        if (place > after) page.items_json += ',';
        codec::write(page.items_json, make(all[place]));
    }
    page.items_json += ']';
    if (place < all.size()) page.next_after = place;
    return page;
}

template <class T, class Make = std::identity>
[[nodiscard]] std::unique_ptr<ListReading> made_page(const core::Board& board,
                                                     const ListQuery& query, std::size_t limit,
                                                     const std::vector<T>& all, Make make = {}) {
    return std::make_unique<MadePage>(page_of(board, all, query.after, limit, make));
}

}  // namespace muster::views
