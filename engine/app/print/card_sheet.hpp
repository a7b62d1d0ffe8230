// Contact cards as a sheet to be printed and cut: eight on a page of A4, with cut marks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/app/print/paper.hpp"
#include "muster/rules.hpp"

namespace muster::app {

struct PrintedCard {
    std::uint64_t number = 0;  // by which the desk knows it
    std::string name;          // of whom it belongs to
    std::string link;          // what the QR code holds
};

// What stands on each of them.
struct CardFace {
    std::vector<CardColour> colours;
    std::string hotline;  // empty: none is shown
};

// The numbers of those whose name has a character that no installed font has.
[[nodiscard]] std::vector<std::uint64_t> print_cards(Paper& paper, const CardFace& face,
                                                     const std::vector<PrintedCard>& cards);

}  // namespace muster::app
