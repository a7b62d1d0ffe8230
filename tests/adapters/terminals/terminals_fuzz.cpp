// Any bytes as requests, lines and cards: never a crash, and what is accepted has the properties
// that the receiver relies on.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include "adapters/terminals/uid_lines.hpp"
#include "adapters/terminals/zk_codec.hpp"

namespace {

using namespace muster::terminals;

void require(bool holds) {
    if (!holds) std::abort();
}

void try_terminal(std::string_view text) {
    for (const bool is_post : {false, true}) {
        const ZkRequest request = read_zk_request(is_post, text);
        require(request.serial.size() <= 32 && request.stamp.size() <= 20);
        require(request.serial.find_first_of("\r\n ") == std::string::npos);
    }
    std::size_t read = 0;
    for (std::string_view rest = text; const auto line = take_line(rest);) {
        require(!line->empty() && line->find_first_of("\r\n") == std::string_view::npos);
        read += line->size();
        if (const auto tap = read_attendance(*line)) {
            require(!tap->pin.empty() && tap->pin.size() <= 24 && tap->time.size() == 19);
        }
    }
    require(read <= text.size());
}

// However it is cut, the lines are the same.
void try_reader(std::string_view text) {
    UidLines whole;
    whole.feed(text);
    UidLines pieces;
    std::size_t at = 0;
    while (const auto line = whole.next()) {
        require(!line->empty() && line->size() <= UidLines::max_line);
        std::optional<std::string> same;
        while (!(same = pieces.next()) && at < text.size())
            pieces.feed(text.substr(at++, 1));
        require(same == line);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // An exactly sized copy, so that a sanitizer sees one byte too many.
    const std::unique_ptr<char[]> copy(new char[size]);
    if (size > 0) std::memcpy(copy.get(), data, size);
    const std::string_view text(copy.get(), size);
    try_terminal(text);
    try_reader(text);
    return 0;
}
