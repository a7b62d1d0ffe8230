#include "engine/app/reports/sheets.hpp"

#include <algorithm>
#include <utility>

namespace muster::app {
namespace {

constexpr Colour ground{0.9, 0.9, 0.9};
constexpr Colour dark{0.25, 0.25, 0.25};
constexpr Colour grey{0.3, 0.3, 0.3};
constexpr TextStyle head_zh{.points = 8.5, .bold = true};
constexpr TextStyle head_en{.points = 7, .colour = grey};
constexpr TextStyle note_style{.points = 8.5};
constexpr double head_line = 4.2;
constexpr double inset = 0.5;
constexpr double bar_line = 5.2;
constexpr double bar_thick = 3.2;

// What cannot be printed is a box on the paper, where it is seen.
void put(Paper& paper, const Box& box, const std::string& text, const TextStyle& style) {
    (void)paper.text(box, text, style);
}

}  // namespace

void Sheets::need(double height) {
    if (top_ + height <= bottom) return;
    foot();
    paper_.next_page();
    ++page_;
    top_ = margin;
    if (!heads_.empty()) put_heads();
}

void Sheets::foot() {
    put(paper_, {a4.width - margin - 20, bottom + 3, 20, 5}, std::to_string(page_),
        {.points = 8, .align = Align::centre, .colour = grey});
}

void Sheets::heading(const std::string& text, double points) {
    const double height = points * 0.6;
    need(height + 5 * row_height);
    put(paper_, {margin, top_, width, height}, text, {.points = points, .bold = true});
    top_ += height;
}

void Sheets::note(const std::string& text) {
    if (text.empty()) return;
    const double height = paper_.height_of(width, text, note_style);
    need(height);
    (void)paper_.paragraph(margin + inset, top_, width - 2 * inset, text, note_style);
    top_ += height + 0.5;
}

double Sheets::height_of_heads() {
    double below = 0;
    for (const Head& head : heads_) {
        if (head.en == head.zh) continue;
        below = std::max(below, paper_.height_of(head.width - 2 * inset, head.en, head_en));
    }
    return head_line + below + 1;
}

void Sheets::put_heads() {
    const double height = height_of_heads();
    paper_.fill({margin, top_, width, height}, ground);
    double left = margin;
    for (const Head& head : heads_) {
        put(paper_, {left + inset, top_, head.width - 2 * inset, head_line}, head.zh, head_zh);
        if (head.en != head.zh) {
            (void)paper_.paragraph(left + inset, top_ + head_line, head.width - 2 * inset, head.en,
                                   head_en);
        }
        left += head.width;
    }
    top_ += height;
}

void Sheets::table(std::vector<Head> heads) {
    heads_ = std::move(heads);
    const double height = height_of_heads();
    std::vector<Head> kept;
    // A page that is begun here must not have them twice.
    std::swap(kept, heads_);
    need(height + row_height);
    std::swap(kept, heads_);
    put_heads();
}

void Sheets::row(const std::vector<std::string>& cells, bool bold) {
    need(row_height);
    double left = margin;
    for (std::size_t i = 0; i < cells.size() && i < heads_.size(); ++i) {
        put(paper_, {left + inset, top_, heads_[i].width - 2 * inset, row_height}, cells[i],
            {.points = 9, .bold = bold});
        left += heads_[i].width;
    }
    top_ += row_height;
    paper_.line(margin, top_, margin + width, top_);
}

void Sheets::bars(const std::vector<Bar>& bars) {
    constexpr double name_width = 62;
    constexpr double value_width = 24;
    constexpr double longest = width - name_width - value_width;
    for (const Bar& bar : bars) {
        need(bar_line);
        const double above = (bar_line - bar_thick) / 2;
        const double left = margin + name_width;
        put(paper_, {margin + inset, top_, name_width - 2, bar_line}, bar.name, {.points = 8.5});
        paper_.fill({left, top_ + above, longest, bar_thick}, ground);
        if (bar.share > 0) {
            paper_.fill({left, top_ + above, longest * std::min(bar.share, 1.0), bar_thick}, dark);
        }
        put(paper_, {left + longest + 1.5, top_, value_width - 2, bar_line}, bar.value,
            {.points = 8.5});
        top_ += bar_line;
    }
    top_ += 1;
}

void Sheets::columns(const std::vector<Bar>& bars) {
    constexpr double highest = 28;
    constexpr double text_line = 3.5;
    constexpr double whole = highest + 2 * text_line + 2;
    if (bars.empty()) return;
    need(whole);
    const double step = width / static_cast<double>(bars.size());
    const double thick = std::min(step * 0.6, 8.0);
    const double floor = top_ + text_line + highest;
    double left = margin;
    for (const Bar& bar : bars) {
        const double high = highest * std::clamp(bar.share, 0.0, 1.0);
        if (high > 0) paper_.fill({left + (step - thick) / 2, floor - high, thick, high}, dark);
        const TextStyle small{.points = 7, .align = Align::centre};
        put(paper_, {left, floor - high - text_line, step, text_line}, bar.value, small);
        put(paper_, {left, floor, step, text_line}, bar.name, small);
        left += step;
    }
    paper_.line(margin, floor, margin + width, floor);
    top_ += whole;
}

}  // namespace muster::app
