#include "engine/app/print/certificate_paper.hpp"

#include <algorithm>
#include <cstddef>

namespace muster::app {
namespace {

constexpr double margin = 22;
constexpr double name_width = 52;
constexpr double line_height = 8.5;
constexpr double qr_side = 42;
constexpr std::size_t most_lines = 24;

constexpr Colour grey{0.35, 0.35, 0.35};
constexpr Colour red{0.69, 0, 0.125};

}  // namespace

bool print_certificate(Paper& paper, const PrintedCertificate& certificate) {
    const Box page = a4.inside(margin);
    const double right = page.left + page.width;
    bool printed = true;
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
    top += 4;
    paper.line(page.left, top, right, top);
    top += 4;
    const std::size_t count = std::min(certificate.lines.size(), most_lines);
    for (std::size_t i = 0; i < count; ++i) {
        const PrintedLine& one = certificate.lines[i];
        printed = paper.text({page.left, top, name_width, line_height}, one.name,
                             {.points = 11, .colour = grey}) &&
                  printed;
        printed = paper.text({page.left + name_width, top, page.width - name_width, line_height},
                             one.value, {.points = 13}) &&
                  printed;
        top += line_height;
    }
    const double bottom = page.top + page.height;
    const Box code{right - qr_side, bottom - qr_side, qr_side, qr_side};
    paper.qr(code, certificate.link);
    printed = paper.text({page.left, bottom - 8, page.width - qr_side - 4, 8},
                         certificate.link_words, {.points = 11, .colour = grey}) &&
              printed;
    return printed;
}

}  // namespace muster::app
