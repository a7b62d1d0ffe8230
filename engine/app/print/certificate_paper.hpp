// A certificate of service on A4: what it says, and a QR code that leads to the page on which
// anybody checks it. It has further pages, each with the code, where it says much.
#pragma once

#include <string>
#include <vector>

#include "engine/app/print/paper.hpp"

namespace muster::app {

struct PrintedLine {
    std::string name;
    std::string value;
};

struct PrintedCertificate {
    std::string title_zh;
    std::string title_en;
    std::string issuer;  // above the title
    std::vector<PrintedLine> lines;
    std::string link;        // what the QR code holds
    std::string link_words;  // below it
    std::string mark;        // across the page of one that does not hold; empty = none
};

// False when a line has a character that no installed font has.
[[nodiscard]] bool print_certificate(Paper& paper, const PrintedCertificate& certificate);

}  // namespace muster::app
