// A PDF to be printed: text of any script, boxes, lines and QR codes, page by page. The same calls
// give the same bytes, with the same fonts installed. Not for several threads at once.
#pragma once

#include <memory>
#include <optional>
#include <string>

namespace muster::app {

// All measures are millimetres, from the upper left corner of the page.
struct Box {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;

    // Without so much at each side.
    [[nodiscard]] Box inside(double margin) const {
        return {left + margin, top + margin, width - 2 * margin, height - 2 * margin};
    }
};

struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
};

enum class Align : unsigned char { left, centre };

struct TextStyle {
    double points = 12;  // at most: what does not fit is set smaller
    bool bold = false;
    Align align = Align::left;
    Colour colour{};
};

constexpr Box a4{0, 0, 210, 297};

class Paper {
  public:
    // Errors are kept until close(). The title is that of the document, and not printed.
    Paper(const std::string& name, const Box& page, const std::string& title);

    ~Paper();
    Paper(const Paper&) = delete;
    Paper& operator=(const Paper&) = delete;

    // One line, in the middle of the height of its box. False when a character of it is in none of
    // the installed fonts: there is a box in its place.
    [[nodiscard]] bool text(const Box& box, const std::string& text, const TextStyle& style);
    // Several lines, broken where the width ends; how high they are, and put there. False as above.
    [[nodiscard]] double height_of(double width, const std::string& text, const TextStyle& style);
    [[nodiscard]] bool paragraph(double left, double top, double width, const std::string& text,
                                 const TextStyle& style);
    void fill(const Box& box, const Colour& colour, double corner = 0);
    void line(double left, double top, double right, double bottom);
    // With the quiet zone of four modules around it inside of the box, which is a square.
    void qr(const Box& box, const std::string& content);
    void next_page();
    // To be called once, at the end. What went wrong, or nothing.
    [[nodiscard]] std::optional<std::string> close();

  private:
    struct Canvas;
    struct Lines;
    [[nodiscard]] Lines lines_of(const std::string& text, const TextStyle& style) const;
    [[nodiscard]] Lines broken(double width, const std::string& text, const TextStyle& style) const;

    std::unique_ptr<Canvas> canvas_;
    std::optional<std::string> wrong_;
};

}  // namespace muster::app
