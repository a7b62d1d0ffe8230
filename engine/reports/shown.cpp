// What stands in a cell, for people.
#include <array>

#include "engine/reports/report.hpp"

namespace muster::reports {
namespace {

struct Known {
    std::string_view word;
    std::string_view en;
    std::string_view zh;
};

constexpr std::array known_words{
    Known{"*", "all", "全部"},
    Known{"dispatched", "dispatched", "派出"},
    Known{"handover", "handed over", "移交"},
    Known{"contact", "contact", "联系"},
    Known{"on_site", "on site", "到场"},
    Known{"hard_limit", "hard limit", "最迟到场"},
    Known{"completed", "completed", "办结"},
    Known{"called_back", "called back", "回访"},
    Known{"answered", "answered", "答复"},
    Known{"visit", "visit", "走访"},
    Known{"general", "general", "一般"},
    Known{"key", "key", "重点"},
    Known{"high", "high", "高风险"},
    Known{"issued", "issued", "发放"},
    Known{"earned", "earned", "服务所得"},
    Known{"excess", "excess", "超额转入"},
    Known{"gift", "gift", "赠送"},
    Known{"donation", "donation", "捐赠"},
    Known{"estate", "estate", "身后结转"},
    Known{"cover", "cover", "垫付"},
    Known{"reversal", "reversal", "冲正"},
    Known{"not_asked", "not asked yet", "未询问"},
    Known{"often", "often", "经常"},
    Known{"sometimes", "sometimes", "有时"},
    Known{"seldom", "seldom", "偶尔"},
    Known{"unwilling", "unwilling", "不愿意"},
    Known{"0_59", "under 60", "60岁以下"},
    Known{"60_69", "60 to 69", "60至69岁"},
    Known{"70_79", "70 to 79", "70至79岁"},
    Known{"80_89", "80 to 89", "80至89岁"},
    Known{"90_over", "90 and over", "90岁及以上"},
};

WordPair of_word(const std::string& word) {
    for (const Known& known : known_words) {
        if (known.word == word) return {std::string(known.en), std::string(known.zh)};
    }
    return {word, word};
}

WordPair same(std::string text) {
    return {text, text};
}

// 897 is "89.7 %".
std::string tenths(std::int64_t permille) {
    return std::to_string(permille / 10) + "." + std::to_string(permille % 10) + " %";
}

std::string two_digits(std::int64_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

// Hours, minutes and seconds as a clock shows them: 0:07:30.
std::string clock_text(std::int64_t ms) {
    const std::int64_t seconds = ms / 1000;
    return std::to_string(seconds / 3600) + ":" + two_digits(seconds / 60 % 60) + ":" +
           two_digits(seconds % 60);
}

WordPair of_number(ColumnKind kind, std::int64_t value) {
    switch (kind) {
        case ColumnKind::permille:
            return same(tenths(value));
        case ColumnKind::millis:
            return same(clock_text(value));
        case ColumnKind::hundredths:
            return same(std::to_string(value / 100) + "." + two_digits(value % 100));
        case ColumnKind::day: {
            const auto text = text_of(Date{static_cast<std::int32_t>(value)});
            return same(std::string(text.data(), text.size()));
        }
        case ColumnKind::minutes:
            return same(std::to_string(value / 60) + ":" + two_digits(value % 60));
        case ColumnKind::count:
        case ColumnKind::district:
        case ColumnKind::word:
        case ColumnKind::service:
        case ColumnKind::department:
        case ColumnKind::text:
            break;
    }
    return same(std::to_string(value));
}

}  // namespace

WordPair shown(const Column& column, const Cell& cell) {
    if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
        return of_number(column.kind, *number);
    }
    const auto* const text = std::get_if<std::string>(&cell);
    if (text == nullptr) return same("–");
    if (!text->empty()) {
        const bool is_word = column.kind == ColumnKind::word || column.kind == ColumnKind::district;
        return is_word ? of_word(*text) : same(*text);
    }
    if (column.kind == ColumnKind::text) return {"others", "其他"};
    return {"not known", "未知"};
}

WordPair shown(const Report& report, const Column& column, const Cell& cell) {
    const bool is_service = column.kind == ColumnKind::service;
    const auto* const code = std::get_if<std::string>(&cell);
    if (code == nullptr || (!is_service && column.kind != ColumnKind::department)) {
        return shown(column, cell);
    }
    const Names& names = is_service ? report.services : report.departments;
    const auto known = names.find(*code);
    return known == names.end() ? shown(column, cell) : known->second;
}

}  // namespace muster::reports
