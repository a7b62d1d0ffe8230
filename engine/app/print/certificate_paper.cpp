#include "engine/app/print/certificate_paper.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace muster::app {
namespace {

constexpr double margin = 22;
constexpr double name_width = 52;
// Lines stand closer together where there are many, and what is left goes to a further page.
constexpr double line_height = 8.5;
constexpr double least_line_height = 4.5;
constexpr double qr_side = 42;
constexpr double gap = 4;

constexpr Colour grey{0.35, 0.35, 0.35};
constexpr Colour red{0.69, 0, 0.125};

constexpr Box page{margin, margin, a4.width - 2 * margin, a4.height - 2 * margin};
constexpr double right = a4.width - margin;
constexpr double bottom = a4.height - margin;

// As large as usual, or as a line of this height takes.
double points_for(double usual, double height) {
    constexpr double points_per_mm = 72 / 25.4;
    constexpr double share = 0.7;
    return std::min(usual, height * points_per_mm * share);
}

// Who issues what, and whether it holds. Returns where it ends.
double print_head(Paper& paper, const PrintedCertificate& certificate, bool& printed) {
    double top = page.top;
    const auto line = [&](double height, const std::string& text, const TextStyle& style) {
        printed = paper.text({page.left, top, page.width, height}, text, style) && printed;
        top += height;
    };
    line(9, certificate.issuer, {.points = 13, .align = Align::centre, .colour = grey});
    line(18, certificate.title_zh, {.points = 34, .bold = true, .align = Align::centre});
    line(9, certificate.title_en, {.points = 15, .align = Align::centre});
    if (!certificate.mark.empty()) {
        line(14, certificate.mark,
             {.points = 26, .bold = true, .align = Align::centre, .colour = red});
    }
    top += gap;
    paper.line(page.left, top, right, top);
    return top + gap;
}

bool print_lines(Paper& paper, std::span<const PrintedLine> lines, double top, double height) {
    bool printed = true;
    for (const PrintedLine& one : lines) {
        printed = paper.text({page.left, top, name_width, height}, one.name,
                             {.points = points_for(11, height), .colour = grey}) &&
                  printed;
        printed = paper.text({page.left + name_width, top, page.width - name_width, height},
                             one.value, {.points = points_for(13, height)}) &&
                  printed;
        top += height;
    }
    return printed;
}

bool print_code(Paper& paper, const PrintedCertificate& certificate) {
    paper.qr({right - qr_side, bottom - qr_side, qr_side, qr_side}, certificate.link);
    return paper.text({page.left, bottom - 8, page.width - qr_side - gap, 8},
                      certificate.link_words, {.points = 11, .colour = grey});
}

}  // namespace

bool print_certificate(Paper& paper, const PrintedCertificate& certificate) {
    bool printed = true;
    double top = print_head(paper, certificate, printed);
    for (std::span<const PrintedLine> left = certificate.lines;;) {
        const double space = bottom - qr_side - gap - top;
        const auto fitting = static_cast<std::size_t>(space / least_line_height);
        const auto here = left.first(std::min(left.size(), fitting));
        const double height = std::min(
            line_height, space / static_cast<double>(std::max(here.size(), std::size_t{1})));
        printed = print_lines(paper, here, top, height) && printed;
        printed = print_code(paper, certificate) && printed;
        left = left.subspan(here.size());
        if (left.empty()) return printed;
        paper.next_page();
        top = page.top;
    }
}

}  // namespace muster::app
