#include "engine/views/filters.hpp"

#include <algorithm>
#include <charconv>

#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

std::string joined(std::span<const std::string_view> names) {
    std::string all;
    for (const std::string_view name : names) {
        if (!all.empty()) all += ", ";
        all += name;
    }
    return all;
}

std::string quoted(std::string_view text) {
    std::string quoted(1, '"');
    quoted.append(text).push_back('"');
    return quoted;
}

}  // namespace

std::optional<std::uint64_t> number(const Wanted& wanted) {
    std::uint64_t value = 0;
    const char* const end = wanted.value.data() + wanted.value.size();
    const auto [stop, failed] = std::from_chars(wanted.value.data(), end, value);
    if (failed != std::errc{} || stop != end) {
        wanted.error = quoted(wanted.value) + " is not a number";
        return std::nullopt;
    }
    return value;
}

std::optional<Code> code(const Wanted& wanted) {
    const auto value = Code::from_text(wanted.value);
    if (!value) wanted.error = quoted(wanted.value) + " is too long for a code";
    return value;
}

std::optional<Date> day(const Wanted& wanted) {
    const auto value = Date::from_text(wanted.value);
    if (!value) wanted.error = quoted(wanted.value) + " is not " + std::string(Date::form);
    return value;
}

std::optional<Date> month_of(const Wanted& wanted) {
    const auto first = Date::from_text(std::string(wanted.value) + "-01");
    if (!first) {
        wanted.error = quoted(wanted.value) + " is not a year and a month, such as 2026-01";
    }
    return first;
}

void refuse_name(const Wanted& wanted, std::span<const std::string_view> names) {
    wanted.error = quoted(wanted.value) + " is not one of " + joined(names);
}

std::optional<Filters> compile_filters(const core::Board& board, std::span<const Filter> known,
                                       const ListQuery& query, bool may_see_personal,
                                       std::string& error) {
    Filters filters;
    for (const auto& filter : query.filters) {
        const std::string& name = filter.first;
        const std::string& value = filter.second;
        const auto field = std::find_if(known.begin(), known.end(),
                                        [&name = name](const Filter& f) { return f.name == name; });
        if (field == known.end()) {
            std::vector<std::string_view> names;
            for (const Filter& f : known)
                names.push_back(f.name);
            error = "there is no filter \"" + name + "\"; known are " + joined(names);
            return std::nullopt;
        }
        if (field->personal && !may_see_personal) {
            error = "the filter \"" + name + "\" needs the right to see personal data";
            return std::nullopt;
        }
        Test made = field->make({board, value, filters, error});
        if (!made) {
            error = name + ": " + error;
            return std::nullopt;
        }
        filters.tests.push_back(std::move(made));
    }
    return filters;
}

}  // namespace muster::views
