// A small service whose members are visited, for tests of care.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/care/care_state.hpp"
#include "engine/core/engine.hpp"
#include "muster/care.hpp"
#include "muster/registry.hpp"
#include "muster/rules.hpp"

namespace muster::test {

// The usual rules of care; a consultant looks after two members, and a visit asks for who repairs.
[[nodiscard]] Rules care_rules();

// A time of a day in the city.
[[nodiscard]] TimePoint at(std::string_view day, int hour = 12, int minute = 0);

class CareStage {
  public:
    explicit CareStage(std::string_view day = "2025-12-01", const Rules& rules = care_rules());

    // Lets all that is due until then happen, one record each, then sends it. Checks the
    // invariants, and that a restored engine decides the same.
    Rejection send(Command command, std::optional<TimePoint> at = {});
    // The id of what it makes. The command is accepted.
    std::uint64_t made(Command command, std::optional<TimePoint> at = {});
    void wait_until(TimePoint at);

    // high: severely disabled; key: named so.
    MemberId member(RiskTier tier = RiskTier::general, Code district = {});
    ResponderId responder(std::vector<Code> skills);
    // Whoever visits says that all is well.
    [[nodiscard]] static RecordVisit well(VisitId visit, std::string late_cause = "");
    // The next visit takes place then.
    void visit(MemberId member, TimePoint at);

    template <class IdT>
    [[nodiscard]] const auto& get(IdT id) const {
        return *engine_.board().store<EntityOf<IdT>>().get(id);
    }
    [[nodiscard]] const core::Board& board() const { return engine_.board(); }
    // The next visit of the member, whatever its status. There is one.
    [[nodiscard]] const Visit& next(MemberId member) const;
    [[nodiscard]] bool has_next(MemberId member) const;
    // The day it is due, as text.
    [[nodiscard]] std::string due_day(const Visit& visit) const;
    // Names of the events of the last record, and of all that came with it by time.
    [[nodiscard]] const std::vector<std::string>& last_events() const { return last_events_; }
    [[nodiscard]] std::size_t count(std::string_view event) const;
    [[nodiscard]] TimePoint now() const { return now_; }
    [[nodiscard]] std::string state() const;
    [[nodiscard]] core::Engine& engine() { return engine_; }

  private:
    Rejection handle(Command command);

    core::Engine engine_;
    TimePoint now_;
    std::vector<std::string> last_events_;
};

}  // namespace muster::test
