#include "engine/app/print/card_sheet.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace muster::app {
namespace {

// Two by four, so that the letters are large and a printer's own margin stays free.
constexpr std::size_t columns = 2;
constexpr std::size_t rows = 4;
constexpr double card_width = 98;
constexpr double card_height = 68;
constexpr double margin = 4;  // what is printed keeps away from the cut
constexpr double mark = 4;    // length of a cut mark, outside of the cards
constexpr double left_edge = (a4.width - columns * card_width) / 2;
constexpr double top_edge = (a4.height - rows * card_height) / 2;

constexpr double qr_side = 38;
constexpr double name_height = 12;
constexpr double gap = 1.5;

constexpr Colour white{1, 1, 1};
constexpr Colour nearly_black{0.07, 0.07, 0.07};

struct FieldColours {
    Colour ground = {0.27, 0.27, 0.27};
    Colour letters = white;
};

// Those of the card's page, each with letters that stand out; a colour with another name is grey.
FieldColours colours_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, FieldColours>, 4> known{{
        {"red", {{0.69, 0, 0.125}, white}},
        {"green", {{0, 0.4, 0.17}, white}},
        {"blue", {{0.04, 0.31, 0.64}, white}},
        {"yellow", {{1, 0.83, 0}, nearly_black}},
    }};
    for (const auto& [one, colours] : known) {
        if (one == name) return colours;
    }
    return {};
}

void print_fields(Paper& paper, const Box& area, const std::vector<CardColour>& colours) {
    const double count = static_cast<double>(std::max<std::size_t>(colours.size(), 1));
    const double height = (area.height - gap * (count - 1)) / count;
    double top = area.top;
    for (const CardColour& colour : colours) {
        const FieldColours field = colours_of(colour.colour.view());
        const Box box{area.left, top, area.width, height};
        paper.fill(box, field.ground, 1.5);
        const Box words{box.left + 2, box.top, box.width - 4, box.height};
        const double split = height * 0.6;
        // Names of services are the rules' own: a character that cannot be printed is seen there.
        (void)paper.text({words.left, words.top + height * 0.04, words.width, split},
                         colour.name_zh, {.points = 17, .bold = true, .colour = field.letters});
        (void)paper.text({words.left, words.top + split, words.width, height * 0.36},
                         colour.name_en, {.points = 9, .colour = field.letters});
        top += height + gap;
    }
}

// Whether every character of the name could be printed.
bool print_card(Paper& paper, const Box& cut, const CardFace& face, const PrintedCard& card) {
    const Box box = cut.inside(margin);
    const double right = box.left + box.width - qr_side;
    const double words_width = box.width - qr_side - 2;
    const bool printed = paper.text({box.left, box.top, words_width, name_height}, card.name,
                                    {.points = 26, .bold = true});
    const double fields_top = box.top + name_height + gap;
    print_fields(paper, {box.left, fields_top, words_width, box.top + box.height - fields_top},
                 face.colours);
    paper.qr({right, box.top, qr_side, qr_side}, card.link);
    double top = box.top + qr_side;
    const auto below = [&](double height, const std::string& text, const TextStyle& style) {
        (void)paper.text({right, top, qr_side, height}, text, style);
        top += height;
    };
    below(5, "请扫码 · Scan", {.points = 10, .align = Align::centre});
    if (!face.hotline.empty()) {
        below(4.5, "打电话 · Call us", {.points = 10, .align = Align::centre});
        below(8, face.hotline, {.points = 20, .bold = true, .align = Align::centre});
    }
    (void)paper.text({right, box.top + box.height - 4, qr_side, 4},
                     "No. " + std::to_string(card.number), {.points = 8, .align = Align::centre});
    return printed;
}

// At both ends of every cut.
void print_marks(Paper& paper) {
    const double right_edge = left_edge + columns * card_width;
    const double bottom_edge = top_edge + rows * card_height;
    for (std::size_t column = 0; column <= columns; ++column) {
        const double x = left_edge + static_cast<double>(column) * card_width;
        paper.line(x, top_edge - mark, x, top_edge);
        paper.line(x, bottom_edge, x, bottom_edge + mark);
    }
    for (std::size_t row = 0; row <= rows; ++row) {
        const double y = top_edge + static_cast<double>(row) * card_height;
        paper.line(left_edge - mark, y, left_edge, y);
        paper.line(right_edge, y, right_edge + mark, y);
    }
}

}  // namespace

std::vector<std::uint64_t> print_cards(Paper& paper, const CardFace& face,
                                       const std::vector<PrintedCard>& cards) {
    std::vector<std::uint64_t> unprinted;
    std::size_t place = 0;
    for (const PrintedCard& card : cards) {
        if (place == rows * columns) {
            paper.next_page();
            place = 0;
        }
        if (place == 0) print_marks(paper);
        const std::size_t row = place / columns;
        const Box cut{left_edge + static_cast<double>(place % columns) * card_width,
                      top_edge + static_cast<double>(row) * card_height, card_width, card_height};
        if (!print_card(paper, cut, face, card)) unprinted.push_back(card.number);
        ++place;
    }
    return unprinted;
}

}  // namespace muster::app
