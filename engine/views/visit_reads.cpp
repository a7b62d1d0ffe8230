#include "engine/views/visit_reads.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/codec/json_writer.hpp"
#include "engine/core/care/completion.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/names.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

// The items from `after` on, at most `limit`.
template <class T>
ListPage page_of(const core::Board& board, const std::vector<T>& all, std::uint64_t after,
                 std::size_t limit) {
    ListPage page;
    page.as_of = board.seq();
    page.items_json = "[";
    std::uint64_t place = after;
    for (; place < all.size() && place - after < limit; ++place) {
        if (place > after) page.items_json += ',';
        codec::write(page.items_json, all[place]);
    }
    page.items_json += ']';
    if (place < all.size()) page.next_after = place;
    return page;
}

class CompletionPage final : public ListReading {
  public:
    CompletionPage(const core::Board& board, Date month, CompletionBy by)
        : board_(board), count_(month, by) {}
    bool go_on(std::size_t more) override { return count_.go_on(board_, more); }
    [[nodiscard]] std::size_t work() const override { return count_.looked_at(); }
    ListPage take() override {
        const auto lines = count_.lines();
        return page_of(board_, lines, 0, lines.size());
    }

  private:
    const core::Board& board_;
    core::CompletionCount count_;
};

class DayPage final : public ListReading {
  public:
    explicit DayPage(ListPage page) : page_(std::move(page)) {}
    bool go_on(std::size_t /*more*/) override { return true; }
    [[nodiscard]] std::size_t work() const override { return page_.items_json.size() / 64; }
    ListPage take() override { return std::move(page_); }

  private:
    ListPage page_;
};

struct Asked {
    Date day;
    CompletionBy by = CompletionBy::all;
    ResponderId visitor;
};

constexpr std::string_view completion_filters[] = {"month", "by"};
constexpr std::string_view day_filters[] = {"visitor", "day"};

// What the filters say; only those in `known` are.
std::optional<Asked> asked_by(const core::Board& board, const ListQuery& query,
                              std::span<const std::string_view> known, std::string& error) {
    Asked asked;
    asked.day = core::local_day(core::calendar_rule(board.rules()), board.at());
    Filters none;
    for (const auto& [name, value] : query.filters) {
        const Wanted wanted{board, value, none, error};
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            error = "there is no filter \"" + name + "\"; known are " + core::alternatives(known);
            return std::nullopt;
        }
        if (name == "by") {
            const auto by = enum_value<CompletionBy>(wanted);
            if (!by) return std::nullopt;
            asked.by = *by;
        } else if (name == "visitor") {
            const auto id = number(wanted);
            if (!id) return std::nullopt;
            asked.visitor = {*id};
        } else {
            const auto day = name == "month" ? month_of(wanted) : views::day(wanted);
            if (!day) return std::nullopt;
            asked.day = *day;
        }
    }
    return asked;
}

}  // namespace

std::unique_ptr<ListReading> start_completion(const core::Board& board, const ListQuery& query,
                                              std::string& error) {
    const auto asked = asked_by(board, query, completion_filters, error);
    if (!asked) return nullptr;
    return std::make_unique<CompletionPage>(board, asked->day, asked->by);
}

std::unique_ptr<ListReading> start_day_visits(const core::Board& board, const ListQuery& query,
                                              std::size_t limit, std::string& error) {
    const auto asked = asked_by(board, query, day_filters, error);
    if (!asked) return nullptr;
    if (!asked->visitor) {
        error = "day_visits needs the filter visitor, the number of a responder";
        return nullptr;
    }
    const auto all = core::visits_of_day(board, asked->visitor, asked->day);
    return std::make_unique<DayPage>(page_of(board, all, query.after, limit));
}

}  // namespace muster::views
