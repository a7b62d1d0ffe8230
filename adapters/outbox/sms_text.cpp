#include "adapters/outbox/sms_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/codec/text.hpp"

namespace muster::outbox {
namespace {

// By code, TS 23.038, 6.2.1; 0x1B leads to the table below.
constexpr std::u16string_view gsm_alphabet =
    u"@\u00A3$\u00A5\u00E8\u00E9\u00F9\u00EC\u00F2\u00C7\n\u00D8\u00F8\r\u00C5\u00E5"
    u"\u0394_\u03A6\u0393\u039B\u03A9\u03A0\u03A8\u03A3\u0398\u039E\uFFFF\u00C6\u00E6\u00DF\u00C9"
    u" !\"#\u00A4%&'()*+,-./0123456789:;<=>?"
    u"\u00A1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00C4\u00D6\u00D1\u00DC\u00A7"
    u"\u00BFabcdefghijklmnopqrstuvwxyz\u00E4\u00F6\u00F1\u00FC\u00E0";
static_assert(gsm_alphabet.size() == 128);
constexpr char gsm_escape = 0x1B;
// Behind the escape, 6.2.1.1.
constexpr std::array<std::pair<std::uint32_t, char>, 10> gsm_extension{{{0x0C, 0x0A},
                                                                        {'^', 0x14},
                                                                        {'{', 0x28},
                                                                        {'}', 0x29},
                                                                        {'\\', 0x2F},
                                                                        {'[', 0x3C},
                                                                        {'~', 0x3D},
                                                                        {']', 0x3E},
                                                                        {'|', 0x40},
                                                                        {0x20AC, 0x65}}};

constexpr std::uint32_t replacement = 0xFFFD;
constexpr std::uint32_t ellipsis = 0x2026;
constexpr std::size_t parts_there_are = 255;

// A character as it is sent; never cut.
using Unit = std::string;

std::vector<std::uint32_t> code_points(std::string_view text) {
    std::vector<std::uint32_t> out;
    const char* p = text.data();
    const char* const end = p + text.size();
    while (p < end) {
        const auto lead = static_cast<unsigned char>(*p);
        const std::size_t length = lead < 0x80 ? 1 : codec::utf8_sequence(p, end);
        if (length == 0) {
            out.push_back(replacement);
            ++p;
            continue;
        }
        std::uint32_t point = length == 1 ? lead : lead & (0xFFu >> (length + 1));
        for (std::size_t i = 1; i < length; ++i)
            point = (point << 6) | (static_cast<unsigned char>(p[i]) & 0x3Fu);
        out.push_back(point);
        p += length;
    }
    return out;
}

std::optional<Unit> gsm_unit(std::uint32_t point) {
    for (const auto& [known, code] : gsm_extension) {
        if (known == point) return Unit{gsm_escape, code};
    }
    if (point >= 0xFFFF) return std::nullopt;
    const std::size_t code = gsm_alphabet.find(static_cast<char16_t>(point));
    if (code == std::u16string_view::npos) return std::nullopt;
    return Unit(1, static_cast<char>(code));
}

void put16(Unit& out, std::uint32_t value) {
    out.push_back(static_cast<char>(value >> 8 & 0xFFu));
    out.push_back(static_cast<char>(value & 0xFFu));
}

// Beyond U+FFFF a pair of surrogates, which today's telephones show.
Unit ucs2_unit(std::uint32_t point) {
    Unit out;
    if (point < 0x1'0000) {
        put16(out, point);
    } else {
        put16(out, 0xD800 + ((point - 0x1'0000) >> 10));
        put16(out, 0xDC00 + ((point - 0x1'0000) & 0x3FFu));
    }
    return out;
}

// Nothing where the alphabet lacks one.
std::optional<std::vector<Unit>> gsm_units(const std::vector<std::uint32_t>& points) {
    std::vector<Unit> out;
    for (const std::uint32_t point : points) {
        auto unit = gsm_unit(point);
        if (!unit) return std::nullopt;
        out.push_back(std::move(*unit));
    }
    return out;
}

std::size_t octets_of(const std::vector<Unit>& units) {
    std::size_t sum = 0;
    for (const Unit& unit : units)
        sum += unit.size();
    return sum;
}

// Into parts of so many octets, as many as there may be; the last one is shortened where that is
// not enough, and ends with `more`.
std::vector<std::vector<Unit>> cut(std::vector<Unit> units, std::size_t octets, std::size_t most,
                                   const Unit& more) {
    std::vector<std::vector<Unit>> parts(1);
    std::size_t filled = 0;
    for (Unit& unit : units) {
        if (filled + unit.size() > octets) {
            if (parts.size() == most) {
                std::vector<Unit>& last = parts.back();
                while (!last.empty() && filled + more.size() > octets) {
                    filled -= last.back().size();
                    last.pop_back();
                }
                last.push_back(more);
                return parts;
            }
            parts.emplace_back();
            filled = 0;
        }
        filled += unit.size();
        parts.back().push_back(std::move(unit));
    }
    return parts;
}

std::string joined(const std::vector<Unit>& units) {
    std::string out;
    for (const Unit& unit : units)
        out += unit;
    return out;
}

// Length of the header, of its one element: concatenated, reference of 8 bits; 9.2.3.24.1.
std::string part_header(std::uint8_t reference, std::size_t count, std::size_t number) {
    return {5,
            0,
            3,
            static_cast<char>(reference),
            static_cast<char>(static_cast<std::uint8_t>(count)),
            static_cast<char>(static_cast<std::uint8_t>(number))};
}

}  // namespace

SmsText make_sms(std::string_view text, SmsAlphabet alphabet, std::uint8_t reference,
                 std::size_t parts_max) {
    const std::vector<std::uint32_t> points = code_points(text);
    SmsText out;
    std::vector<Unit> units;
    auto gsm = alphabet == SmsAlphabet::shortest ? gsm_units(points) : std::nullopt;
    if (gsm) {
        units = std::move(*gsm);
    } else {
        out.data_coding = ucs2_coding;
        for (const std::uint32_t point : points)
            units.push_back(ucs2_unit(point));
    }
    const bool is_gsm = out.data_coding == gsm_coding;
    const std::size_t single = is_gsm ? gsm_single_octets : ucs2_single_octets;
    const std::size_t part = is_gsm ? gsm_part_octets : ucs2_part_octets;
    const Unit more = is_gsm ? Unit("...") : ucs2_unit(ellipsis);
    const std::size_t most = std::clamp<std::size_t>(parts_max, 1, parts_there_are);
    const bool fits = most == 1 || octets_of(units) <= single;
    const auto parts = cut(std::move(units), fits ? single : part, most, more);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        out.parts.push_back(parts.size() == 1 ? std::string()
                                              : part_header(reference, parts.size(), i + 1));
        out.parts.back() += joined(parts[i]);
    }
    return out;
}

}  // namespace muster::outbox
