#include "engine/app/print/report_sheet.hpp"

#include <string>
#include <vector>

#include "engine/gate/printed_report.hpp"

namespace muster::app {
namespace {

constexpr double side = 22;
constexpr double top_edge = 20;
constexpr double bottom_edge = 272;
constexpr double foot = 280;
constexpr double width = a4.width - 2 * side;
constexpr Colour grey{0.3, 0.3, 0.3};

struct Look {
    TextStyle style;
    double before = 0;  // free space above it
    double indent = 0;
    double kept = 0;  // that much of what follows stays on its page
};

Look look_of(gate::PrintedKind kind) {
    switch (kind) {
        case gate::PrintedKind::heading:
            return {{.points = 20, .bold = true}, 0, 0, 0};
        case gate::PrintedKind::about:
            return {{.points = 10, .colour = grey}, 1, 0, 0};
        case gate::PrintedKind::item:
            return {{.points = 14, .bold = true}, 6, 0, 24};
        case gate::PrintedKind::gist:
            return {{.points = 12}, 1.5, 0, 0};
        case gate::PrintedKind::raw:
            return {{.points = 10.5}, 1, 6, 0};
        case gate::PrintedKind::erased:
            return {{.points = 10.5, .bold = true}, 6, 0, 0};
    }
    return {};
}

class Sheets {
  public:
    Sheets(Paper& paper, std::string seal) : paper_(paper), seal_(std::move(seal)) {}

    void add(const gate::PrintedLine& line) {
        const Look look = look_of(line.kind);
        const double room = width - look.indent;
        const double height = paper_.height_of(room, line.text, look.style);
        if (top_ + look.before + height + look.kept > bottom_edge && top_ > top_edge) turn();
        top_ += look.before;
        printed_ &= paper_.paragraph(side + look.indent, top_, room, line.text, look.style);
        top_ += height;
    }
    bool finish() {
        put_foot();
        return printed_;
    }

  private:
    void turn() {
        put_foot();
        paper_.next_page();
        ++page_;
        top_ = top_edge;
    }
    void put_foot() {
        paper_.line(side, foot - 2, a4.width - side, foot - 2);
        printed_ &= paper_.text({side, foot, width - 12, 4}, "SHA-256 " + seal_,
                                {.points = 7, .colour = grey});
        printed_ &= paper_.text({a4.width - side - 10, foot, 10, 4}, std::to_string(page_),
                                {.points = 9, .align = Align::centre, .colour = grey});
    }

    Paper& paper_;
    const std::string seal_;
    double top_ = top_edge;
    int page_ = 1;
    bool printed_ = true;
};

}  // namespace

bool print_report(Paper& paper, const SuggestionReport& report) {
    const auto lines = gate::printed_lines(report);
    Sheets sheets(paper, gate::seal_of(lines));
    for (const gate::PrintedLine& line : lines)
        sheets.add(line);
    return sheets.finish();
}

}  // namespace muster::app
