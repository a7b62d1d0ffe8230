#include "engine/app/tables/cells.hpp"

#include <array>
#include <charconv>
#include <optional>

#include "muster/date.hpp"

namespace muster::app {
namespace {

namespace json = boost::json;

constexpr std::string_view wide_blank = "\xE3\x80\x80";  // U+3000

bool take(std::string_view& text, std::string_view front) {
    if (!text.starts_with(front)) return false;
    text.remove_prefix(front.size());
    return true;
}

const std::string& renamed(const std::string& word, const ColumnRule& rule) {
    for (const ValueRule& value : rule.values) {
        if (value.from == word) return value.to;
    }
    return word;
}

template <class Number>
std::optional<Number> whole(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// What a spreadsheet would take for a formula is no name and no address.
bool looks_like_formula(std::string_view cell) {
    return cell.starts_with('=') || cell.starts_with('@') || cell.starts_with("+=") ||
           cell.starts_with("-=");
}

std::vector<std::string> words_of(std::string_view cell) {
    std::vector<std::string> words(1);
    while (!cell.empty()) {
        if (take(cell, ";") || take(cell, ",") || take(cell, "、") || take(cell, "，") ||
            take(cell, "；")) {
            words.emplace_back();
        } else {
            words.back() += cell.front();
            cell.remove_prefix(1);
        }
    }
    std::vector<std::string> kept;
    for (const std::string& word : words) {
        if (const auto text = trimmed_cell(word); !text.empty()) kept.emplace_back(text);
    }
    return kept;
}

struct Parts {
    std::int32_t year = 0, month = 0, day = 0;
    bool leap_month = false;
};

std::optional<std::int32_t> take_number(std::string_view& text, std::size_t most_digits) {
    std::size_t size = 0;
    while (size < text.size() && size < most_digits && text[size] >= '0' && text[size] <= '9')
        ++size;
    const auto number = whole<std::int32_t>(text.substr(0, size));
    text.remove_prefix(size);
    return number;
}

// 1946-03-01, 1946/3/1, 1946.3.1, 19460301, 1946年3月1日, with a leap month where that is allowed.
std::optional<Parts> parts_of(std::string_view text, bool lunar) {
    Parts parts;
    if (text.size() == 8 && whole<std::int32_t>(text)) {
        parts.year = *whole<std::int32_t>(text.substr(0, 4));
        parts.month = *whole<std::int32_t>(text.substr(4, 2));
        parts.day = *whole<std::int32_t>(text.substr(6, 2));
        return parts;
    }
    const auto year = take_number(text, 4);
    if (!year) return std::nullopt;
    std::string_view between;
    for (const std::string_view one : {"-", "/", ".", "年"}) {
        if (take(text, one)) between = one;
    }
    if (between.empty()) return std::nullopt;
    if (lunar) parts.leap_month = take(text, "闰") || take(text, "leap ");
    const auto month = take_number(text, 2);
    if (!month || !take(text, between == "年" ? "月" : between)) return std::nullopt;
    const auto day = take_number(text, 2);
    if (!day) return std::nullopt;
    take(text, "日");
    if (!text.empty()) return std::nullopt;
    parts.year = *year;
    parts.month = *month;
    parts.day = *day;
    return parts;
}

Expected<json::value, CellFault> read_date(std::string_view cell) {
    const auto parts = parts_of(cell, false);
    const auto date = parts ? Date::of(parts->year, parts->month, parts->day) : std::nullopt;
    if (!date)
        return CellFault{said("is no day that exists; write it as 1946-03-01",
                              "不是有效日期，应写成 1946-03-01")};
    return json::value(to_string(*date));
}

// Whether the lunar calendar has the day, the engine says.
Expected<json::value, CellFault> read_birth(std::string_view cell) {
    const bool lunar = take(cell, "农历") || take(cell, "lunar");
    cell = trimmed_cell(cell);
    const auto parts = parts_of(cell, lunar);
    if (!parts) {
        return CellFault{said("is no date of birth; write it as 1946-03-01, or 农历1946-1-28",
                              "不是有效的出生日期，应写成 1946-03-01 或 农历1946-1-28")};
    }
    json::object birth;
    birth["calendar"] = lunar ? "lunar" : "solar";
    birth["year"] = parts->year;
    birth["month"] = parts->month;
    birth["day"] = parts->day;
    if (parts->leap_month) birth["leap_month"] = true;
    return json::value(std::move(birth));
}

}  // namespace

std::string_view trimmed_cell(std::string_view cell) {
    while (take(cell, " ") || take(cell, "\t") || take(cell, wide_blank)) {
    }
    while (cell.ends_with(' ') || cell.ends_with('\t') || cell.ends_with(wide_blank))
        cell.remove_suffix(cell.ends_with(wide_blank) ? wide_blank.size() : 1);
    return cell;
}

Expected<json::value, CellFault> read_cell(std::string_view cell, const ColumnRule& rule) {
    if (looks_like_formula(cell)) {
        return CellFault{
            said("looks like a formula of a spreadsheet", "像是电子表格的公式，不能导入")};
    }
    switch (rule.as) {
        case CellKind::text:
            return json::value(renamed(std::string(cell), rule));
        case CellKind::number: {
            const auto number = whole<std::int64_t>(cell);
            if (!number) return CellFault{said("is no whole number", "不是整数")};
            return json::value(*number);
        }
        case CellKind::degrees: {
            double degrees = 0;
            const auto [end, error] =
                std::from_chars(cell.data(), cell.data() + cell.size(), degrees);
            if (error != std::errc{} || end != cell.data() + cell.size()) {
                return CellFault{said("is no number of degrees, such as 32.3942",
                                      "不是度数，应为 32.3942 这样的小数")};
            }
            return json::value(degrees);
        }
        case CellKind::list: {
            json::array list;
            for (const std::string& word : words_of(cell))
                list.emplace_back(renamed(word, rule));
            return json::value(std::move(list));
        }
        case CellKind::date:
            return read_date(cell);
        case CellKind::birth:
            return read_birth(cell);
    }
    return CellFault{said("cannot be read", "无法读取")};
}

}  // namespace muster::app
