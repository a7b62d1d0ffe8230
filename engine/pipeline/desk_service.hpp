// Answers a desk at once, from the board and what is derived from it.
#pragma once

#include <functional>

#include "engine/core/engine.hpp"
#include "engine/views/entity_index.hpp"
#include "muster/desk_port.hpp"

namespace muster::pipeline {

// One thread, the pipeline's; to be called between its steps. Nothing is owned. The engine is asked
// for advice only: its board stays as it is.
class DeskService final : public DeskPort {
  public:
    // now: the city's clock, by which waiting and lateness are reckoned.
    DeskService(core::Engine& engine, const views::EntityIndex& index,
                std::function<TimePoint()> now);

    [[nodiscard]] std::string find_people(const PeopleQuery& query) const override;
    [[nodiscard]] std::string figures() override;
    [[nodiscard]] std::optional<std::string> candidates(const CandidatesQuery& query,
                                                        std::string& error) override;

  private:
    core::Engine& engine_;
    const views::EntityIndex& index_;
    const std::function<TimePoint()> now_;
    std::string figures_;     // as they were last worked out
    TimePoint figures_at_{};  // then; 0 = never
};

}  // namespace muster::pipeline
