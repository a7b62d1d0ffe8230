#include "engine/app/commands/import_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "engine/codec/commands_json.hpp"

namespace muster::app {
namespace {

// Of the values that were not read, the terminal shows the most frequent; --json has all.
constexpr std::size_t shown_unread = 10;
constexpr std::size_t shown_bytes = 60;

std::string number(std::uint64_t value) {
    return std::to_string(value);
}

// Control characters would move the terminal's cursor; very long values are cut between letters.
std::string harmless(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool begins_letter = (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
        if (begins_letter && out.size() >= shown_bytes) return out + "...";
        out += static_cast<unsigned char>(c) < 0x20 || c == '\x7F' ? '?' : c;
    }
    return out;
}

std::string line(std::uint64_t count, std::string_view text) {
    std::array<char, 24> head{};
    std::snprintf(head.data(), head.size(), "  %10llu  ", static_cast<unsigned long long>(count));
    return head.data() + std::string(text) + "\n";
}

std::string in_quotes(std::string_view text) {
    std::string out;
    codec::write_string(out, text);
    return out;
}

}  // namespace

std::string import_text(const roads::OsmReport& report) {
    std::string text = number(report.ways) + " ways, " + number(report.turn_restrictions) +
                       " turn restrictions (" + number(report.banned_turns) + " turns banned, " +
                       number(report.restrictions_left_out) + " left out), " +
                       number(report.places) + " places, " + number(report.water) + " waters\n";
    text += "read as " + report.form + ": " + number(report.nodes) + " nodes, " +
            number(report.all_ways) + " ways, " + number(report.relations) + " relations\n";
    if (report.relations == 0)
        text += "there are no relations in it, so no turn restrictions: is it the whole file?\n";
    std::string lines;
    for (std::size_t i = 0; i < roads::left_out_count; ++i) {
        const auto why = static_cast<roads::LeftOut>(i);
        if (report[why] != 0) lines += line(report[why], roads::text_of(why).text);
    }
    if (!lines.empty()) text += "left out:\n" + lines;
    if (report.unread.empty()) return text;
    text += "tags whose values are not known (closed where they say who may go, else ignored):\n";
    const std::size_t shown = std::min(report.unread.size(), shown_unread);
    for (std::size_t i = 0; i < shown; ++i)
        text += line(report.unread[i].count, harmless(report.unread[i].tag));
    const std::size_t more = report.unread.size() - shown;
    if (more != 0 || report.unread_uncounted != 0)
        text += "              and " + number(more) + " more kinds; --json lists them\n";
    return text;
}

std::string import_json(const roads::OsmReport& report) {
    std::string left_out;
    for (std::size_t i = 0; i < roads::left_out_count; ++i) {
        const auto why = static_cast<roads::LeftOut>(i);
        if (i != 0) left_out += ',';
        left_out += in_quotes(roads::text_of(why).key) + ":" + number(report[why]);
    }
    std::string unread;
    for (const roads::UnreadTag& tag : report.unread) {
        if (!unread.empty()) unread += ',';
        unread += "{\"tag\":" + in_quotes(tag.tag) + ",\"count\":" + number(tag.count) + "}";
    }
    return "\"form\":" + in_quotes(report.form) + ",\"read\":{\"nodes\":" + number(report.nodes) +
           ",\"ways\":" + number(report.all_ways) + ",\"relations\":" + number(report.relations) +
           "},\"ways\":" + number(report.ways) +
           ",\"turn_restrictions\":" + number(report.turn_restrictions) +
           ",\"banned_turns\":" + number(report.banned_turns) +
           ",\"restrictions_left_out\":" + number(report.restrictions_left_out) +
           ",\"places\":" + number(report.places) + ",\"waters\":" + number(report.water) +
           ",\"left_out\":{" + left_out + "},\"unread\":[" + unread +
           "],\"unread_uncounted\":" + number(report.unread_uncounted);
}

}  // namespace muster::app
