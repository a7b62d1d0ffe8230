#include "engine/views/visit_completion.hpp"

#include <optional>

#include "engine/core/care/completion.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/views/filter_makers.hpp"
#include "engine/views/made_list.hpp"

namespace muster::views {
namespace {

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

struct Asked {
    Date month;  // a day of it
    CompletionBy by = CompletionBy::all;
};

std::optional<Asked> asked_by(const core::Board& board, const ListQuery& query,
                              std::string& error) {
    Asked asked;
    asked.month = core::local_day(core::calendar_rule(board.rules()), board.at());
    Filters none;
    for (const auto& [name, value] : query.filters) {
        const Wanted wanted{board, value, none, error};
        if (name == "by") {
            const auto by = enum_value<CompletionBy>(wanted);
            if (!by) return std::nullopt;
            asked.by = *by;
        } else if (name == "month") {
            const auto month = month_of(wanted);
            if (!month) return std::nullopt;
            asked.month = *month;
        } else {
            error = "there is no filter \"" + name + "\"; known are month, by";
            return std::nullopt;
        }
    }
    return asked;
}

}  // namespace

std::unique_ptr<ListReading> start_completion(const core::Board& board, const ListQuery& query,
                                              std::size_t /*limit*/, std::string& error) {
    const auto asked = asked_by(board, query, error);
    if (!asked) return nullptr;
    return std::make_unique<CompletionPage>(board, asked->month, asked->by);
}

}  // namespace muster::views
