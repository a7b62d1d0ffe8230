#include "engine/gate/printed_report.hpp"

#include <string_view>

#include "engine/gate/crypto.hpp"

namespace muster::gate {
namespace {

std::string_view words_of(Confidentiality level) {
    switch (level) {
        case Confidentiality::open:
            return "公开 open";
        case Confidentiality::internal:
            return "内部 internal";
        case Confidentiality::confidential:
            return "涉密 confidential";
    }
    return {};
}

// A paragraph is one line: it ends where the hash says it ends.
std::string one_line(std::string text) {
    for (char& c : text) {
        if (c == '\n' || c == '\r') c = ' ';
    }
    return text;
}

std::string counts_of(const SuggestionReport& report) {
    const std::string items = std::to_string(report.items.size());
    const std::string raw = std::to_string(report.raw_count);
    const std::string authors = std::to_string(report.author_count);
    return "共 " + items + " 项，建言 " + raw + " 条，建言人 " + authors + " 位 · " + items +
           " to decide about, " + raw + " suggestions, " + authors + " authors";
}

std::string about_item(const ReportItem& item) {
    std::string text;
    for (const std::string& name : {item.category_zh, item.category_en}) {
        if (!name.empty()) text += name + " ";
    }
    if (text.empty() && !item.category.empty()) text = item.category.str() + " ";
    if (!text.empty()) text += "· ";
    return text + std::string(words_of(item.confidentiality));
}

std::string raw_line(const ReportedSuggestion& raw) {
    std::string text =
        "— " + (raw.author.value.empty() ? "（姓名已删除 name erased）" : raw.author.value);
    text += "，" + to_string(raw.received_on);
    if (!raw.reference.empty()) text += "，" + raw.reference;
    return text;
}

}  // namespace

std::vector<PrintedLine> printed_lines(const SuggestionReport& report) {
    std::vector<PrintedLine> lines;
    const auto add = [&](PrintedKind kind, std::string text) {
        lines.push_back({kind, one_line(std::move(text))});
    };
    add(PrintedKind::heading, report.title);
    add(PrintedKind::about, "建言专报 " + report.number + " · Report of suggestions " +
                                report.number + " · " + to_string(report.reported_on) + " · " +
                                std::string(words_of(report.confidentiality)));
    if (!report.addressee.value.empty()) {
        add(PrintedKind::about, "呈 " + report.addressee.value);
    }
    add(PrintedKind::about, counts_of(report));
    std::size_t number = 0;
    for (const ReportItem& item : report.items) {
        add(PrintedKind::item, std::to_string(++number) + ". " + item.title);
        add(PrintedKind::about, about_item(item));
        add(PrintedKind::gist, item.gist);
        for (const ReportedSuggestion& raw : item.raw)
            add(PrintedKind::raw, raw_line(raw));
    }
    if (report.erased_names > 0) {
        add(PrintedKind::erased,
            "依法删除姓名 " + std::to_string(report.erased_names) +
                " 个，与此前印件不同 · Names erased since it was first printed: " +
                std::to_string(report.erased_names));
    }
    return lines;
}

std::string seal_of(const std::vector<PrintedLine>& lines) {
    std::string text;
    for (const PrintedLine& line : lines)
        text += line.text + "\n";
    return to_hex(sha256(text));
}

}  // namespace muster::gate
