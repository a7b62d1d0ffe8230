// Suggestions on their way up: handed up together, and what is said to them from there.

#include <set>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/thinktank/area.hpp"
#include "engine/core/thinktank/authors.hpp"
#include "engine/core/thinktank/handling.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_title = 300;
constexpr std::size_t max_instructions = 50;

const SuggestionCategory* find_category(const ThinktankRule& rule, Code code) {
    for (const SuggestionCategory& one : rule.categories) {
        if (one.code == code) return &one;
    }
    return nullptr;
}

ReportItem item_of(const Board& board, SuggestionId id) {
    const Suggestion& one = get(board, id);
    ReportItem item;
    item.suggestion = id;
    item.title = one.title;
    item.gist = one.gist;
    item.category = one.category;
    if (const auto* const known = find_category(thinktank_rule(board.rules()), one.category)) {
        item.category_en = known->name_en;
        item.category_zh = known->name_zh;
    }
    item.confidentiality = one.confidentiality;
    for (const SuggestionId raw : group_of(board, id)) {
        const Suggestion& said = get(board, raw);
        item.raw.push_back({raw, said.reference, said.received_on, said.author});
    }
    return item;
}

SuggestionReport report_of(const Step& step, const ReportSuggestions& command) {
    const Board& board = step.board;
    SuggestionReport made;
    made.id = {step.env.seq};
    made.title = command.title;
    made.addressee = command.addressee;
    made.reported_at = step.now();
    made.reported_on = local_day(calendar_rule(board.rules()), step.now());
    const std::int32_t year = year_month_day(made.reported_on).year;
    made.number = std::to_string(year) + "-" +
                  std::to_string(board.derived<SuggestionReport>().of_year(year) + 1);
    std::set<std::string> authors;
    for (const SuggestionId id : command.suggestions) {
        const ReportItem& item = made.items.emplace_back(item_of(board, id));
        made.confidentiality = std::max(made.confidentiality, item.confidentiality);
        made.raw_count += static_cast<std::int64_t>(item.raw.size());
        for (const ReportedSuggestion& raw : item.raw)
            authors.insert(author_key(board, get(board, raw.suggestion)));
    }
    made.author_count = static_cast<std::int64_t>(authors.size());
    return made;
}

}  // namespace

Rejection decide(Step& step, const ReportSuggestions& command) {
    const std::int64_t most = thinktank_rule(step.board.rules()).max_in_report;
    if (auto bad = check_list(command.suggestions, "/suggestions", most)) return bad;
    if (command.title.empty() || command.title.size() > max_title) {
        return invalid("/title", "must have 1 to 300 bytes");
    }
    if (auto bad = check_unmasked("/addressee", command.addressee.value)) return bad;
    if (auto bad = check_all(step, command.suggestions, "/suggestions", SuggestionAction::report)) {
        return bad;
    }
    SuggestionReport report = report_of(step, command);
    const SuggestionReportId id = report.id;
    step.emit(SuggestionReportMade{std::move(report)});
    for (const SuggestionId one : command.suggestions)
        step.emit(SuggestionReported{one, id});
    return {};
}

Rejection decide(Step& step, const RecordInstruction& command) {
    if (command.from.value.empty()) return invalid("/from", "must say who gave it");
    if (command.text.value.empty()) return invalid("/text", "must say what is to be done");
    const auto index = find_one(step, command.suggestion);
    if (!index) return index.error();
    const Suggestion& one = step.board.store<Suggestion>()[*index];
    const auto possible = suggestion_cycle.where(SuggestionAction::instruct) |
                          suggestion_cycle.where(SuggestionAction::instruct_more);
    if (auto bad = check_status(one, "RecordInstruction", possible, words_of<Suggestion>)) {
        return bad;
    }
    if (one.instructions.size() >= max_instructions) {
        return reject(RejectReason::limit_reached, "/suggestion",
                      "at most 50 instructions are recorded of one suggestion");
    }
    step.emit(
        InstructionRecorded{one.id, {step.now(), command.from, command.text, step.env.source}});
    return {};
}

}  // namespace muster::core
