#include "engine/app/print/paper.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include <algorithm>
#include <cstddef>
#include <numbers>

namespace muster::app {
namespace {

constexpr double points_per_mm = 72 / 25.4;
constexpr double line_width = 0.1;
constexpr double smallest_points = 4;
constexpr int quiet_modules = 4;
// Of every document: else two prints of the same would differ.
constexpr const char* made_at = "2020-01-01T00:00:00Z";
// Simplified forms where one code point has several; whatever it lacks comes from other fonts.
constexpr const char* font_family = "Noto Sans CJK SC, Noto Sans, sans-serif";

struct Unref {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* context) const { cairo_destroy(context); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
    void operator()(QRcode* code) const { QRcode_free(code); }
};
template <class T>
using Held = std::unique_ptr<T, Unref>;

// As the outlines are, not as a screen would round them: then widths are the same everywhere.
void turn_hinting_off(PangoLayout* layout) {
    const Held<cairo_font_options_t> options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    PangoContext* const context = pango_layout_get_context(layout);
    pango_cairo_context_set_font_options(context, options.get());
    pango_context_set_round_glyph_positions(context, 0);
    pango_layout_context_changed(layout);
}

struct Extent {
    double width = 0;
    double height = 0;
};

Extent set_size(PangoLayout* layout, PangoFontDescription* font, double points) {
    pango_font_description_set_absolute_size(font, points * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    int width = 0;
    int height = 0;
    pango_layout_get_size(layout, &width, &height);
    return {static_cast<double>(width) / PANGO_SCALE / points_per_mm,
            static_cast<double>(height) / PANGO_SCALE / points_per_mm};
}

void set_colour(cairo_t* context, const Colour& colour) {
    cairo_set_source_rgb(context, colour.red, colour.green, colour.blue);
}

}  // namespace

struct Paper::Canvas {
    Held<cairo_surface_t> surface;
    Held<cairo_t> context;
};

// A text that is set, and may be set again in another size.
struct Paper::Lines {
    Held<PangoLayout> layout;
    Held<PangoFontDescription> font;
};

Paper::Paper(const std::string& name, const Box& page, const std::string& title)
    : canvas_(std::make_unique<Canvas>()) {
    canvas_->surface.reset(cairo_pdf_surface_create(name.c_str(), page.width * points_per_mm,
                                                    page.height * points_per_mm));
    canvas_->context.reset(cairo_create(canvas_->surface.get()));
    cairo_surface_t* const surface = canvas_->surface.get();
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, made_at);
}

Paper::~Paper() = default;

Paper::Lines Paper::lines_of(const std::string& text, const TextStyle& style) const {
    Lines lines{Held<PangoLayout>(pango_cairo_create_layout(canvas_->context.get())),
                Held<PangoFontDescription>(pango_font_description_from_string(font_family))};
    turn_hinting_off(lines.layout.get());
    pango_font_description_set_weight(lines.font.get(),
                                      style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_context_set_language(pango_layout_get_context(lines.layout.get()),
                               pango_language_from_string("zh-cn"));
    pango_layout_set_single_paragraph_mode(lines.layout.get(), 1);
    pango_layout_set_text(lines.layout.get(), text.data(), static_cast<int>(text.size()));
    return lines;
}

Paper::Lines Paper::broken(double width, const std::string& text, const TextStyle& style) const {
    Lines lines = lines_of(text, style);
    pango_layout_set_width(lines.layout.get(),
                           static_cast<int>(width * points_per_mm * PANGO_SCALE));
    pango_layout_set_wrap(lines.layout.get(), PANGO_WRAP_WORD_CHAR);
    return lines;
}

double Paper::height_of(double width, const std::string& text, const TextStyle& style) {
    const Lines lines = broken(width, text, style);
    return set_size(lines.layout.get(), lines.font.get(), style.points).height;
}

bool Paper::paragraph(double left, double top, double width, const std::string& text,
                      const TextStyle& style) {
    const Lines lines = broken(width, text, style);
    (void)set_size(lines.layout.get(), lines.font.get(), style.points);
    cairo_t* const to = canvas_->context.get();
    set_colour(to, style.colour);
    cairo_move_to(to, left * points_per_mm, top * points_per_mm);
    pango_cairo_show_layout(to, lines.layout.get());
    return pango_layout_get_unknown_glyphs_count(lines.layout.get()) == 0;
}

bool Paper::text(const Box& box, const std::string& text, const TextStyle& style) {
    cairo_t* const to = canvas_->context.get();
    const auto [layout, font] = lines_of(text, style);
    Extent extent = set_size(layout.get(), font.get(), style.points);
    if (extent.width > box.width) {
        const double fitting = style.points * box.width / extent.width;
        extent = set_size(layout.get(), font.get(), std::max(fitting, smallest_points));
    }
    if (extent.width > box.width) {
        pango_layout_set_width(layout.get(),
                               static_cast<int>(box.width * points_per_mm * PANGO_SCALE));
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        extent.width = box.width;
    }
    const double spare = style.align == Align::centre ? (box.width - extent.width) / 2 : 0;
    set_colour(to, style.colour);
    cairo_move_to(to, (box.left + spare) * points_per_mm,
                  (box.top + (box.height - extent.height) / 2) * points_per_mm);
    pango_cairo_show_layout(to, layout.get());
    return pango_layout_get_unknown_glyphs_count(layout.get()) == 0;
}

void Paper::fill(const Box& box, const Colour& colour, double corner) {
    cairo_t* const to = canvas_->context.get();
    const double left = box.left * points_per_mm;
    const double top = box.top * points_per_mm;
    const double right = (box.left + box.width) * points_per_mm;
    const double bottom = (box.top + box.height) * points_per_mm;
    const double r = corner * points_per_mm;
    constexpr double quarter = std::numbers::pi / 2;
    set_colour(to, colour);
    cairo_new_path(to);
    cairo_arc(to, right - r, top + r, r, -quarter, 0);
    cairo_arc(to, right - r, bottom - r, r, 0, quarter);
    cairo_arc(to, left + r, bottom - r, r, quarter, 2 * quarter);
    cairo_arc(to, left + r, top + r, r, 2 * quarter, 3 * quarter);
    cairo_close_path(to);
    cairo_fill(to);
}

void Paper::line(double left, double top, double right, double bottom) {
    cairo_t* const to = canvas_->context.get();
    set_colour(to, {});
    cairo_set_line_width(to, line_width * points_per_mm);
    cairo_move_to(to, left * points_per_mm, top * points_per_mm);
    cairo_line_to(to, right * points_per_mm, bottom * points_per_mm);
    cairo_stroke(to);
}

void Paper::qr(const Box& box, const std::string& content) {
    const Held<QRcode> code(QRcode_encodeString8bit(content.c_str(), 0, QR_ECLEVEL_M));
    if (!code) {
        if (!wrong_) wrong_ = "no QR code holds \"" + content.substr(0, 64) + "\"";
        return;
    }
    cairo_t* const to = canvas_->context.get();
    const double module = box.width * points_per_mm / (code->width + 2 * quiet_modules);
    fill(box, {1, 1, 1});
    set_colour(to, {});
    // One path for all, and a row's dark neighbours in one rectangle: no seams between them.
    cairo_new_path(to);
    const auto is_dark = [&](int row, int column) {
        return (code->data[static_cast<std::size_t>(row * code->width + column)] & 1u) != 0;
    };
    for (int row = 0; row < code->width; ++row) {
        for (int column = 0; column < code->width; ++column) {
            if (!is_dark(row, column)) continue;
            const int first = column;
            while (column + 1 < code->width && is_dark(row, column + 1))
                ++column;
            cairo_rectangle(to, box.left * points_per_mm + (first + quiet_modules) * module,
                            box.top * points_per_mm + (row + quiet_modules) * module,
                            (column - first + 1) * module, module);
        }
    }
    cairo_fill(to);
}

void Paper::next_page() {
    cairo_show_page(canvas_->context.get());
}

std::optional<std::string> Paper::close() {
    const cairo_status_t drawn = cairo_status(canvas_->context.get());
    cairo_surface_finish(canvas_->surface.get());
    const cairo_status_t written = cairo_surface_status(canvas_->surface.get());
    const cairo_status_t failed = drawn != CAIRO_STATUS_SUCCESS ? drawn : written;
    if (failed != CAIRO_STATUS_SUCCESS) wrong_ = cairo_status_to_string(failed);
    return wrong_;
}

}  // namespace muster::app
