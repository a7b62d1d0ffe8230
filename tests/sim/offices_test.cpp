// The offices of the city: that a demo shows projects, services, credits, talents and suggestions,
// some at each step of their way, soon after it was started.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

#include "engine/core/board.hpp"
#include "engine/pipeline/pipeline.hpp"
#include "engine/pipeline/road_library.hpp"
#include "engine/sim/city_rules.hpp"
#include "engine/sim/simulation.hpp"
#include "engine/sim/streets.hpp"
#include "engine/sim/world.hpp"
#include "muster/projects.hpp"
#include "muster/service_records.hpp"
#include "muster/talents.hpp"
#include "muster/thinktank.hpp"
#include "muster/timebank.hpp"
#include "tests/core/shipped_rules.hpp"

namespace muster::sim {
namespace {

CityOptions small_city() {
    return {.members = 600, .staff = 60, .volunteers = 120, .communities = 12, .stations = 5};
}

WorldOptions offices_only() {
    WorldOptions options;
    options.load_permille = 0;
    fill_offices(options);
    return options;
}

// A city in which nobody asks for help, so that all that happens is the offices' doing.
class Offices : public pipeline::RecordObserver {
  public:
    Offices()
        : city_(make_city(small_city())),
          streets_(make_streets(city_)),
          world_(city_, roads_, city_rules(test::shipped_rules(), city_, *streets_), offices_only(),
                 default_start + hours(9)) {
        roads_.add(streets_);
        engine_.set_road_source(&roads_);
        pipeline::Pipeline::Parts parts{engine_, log_, timelines_, index_};
        parts.observer = this;
        pipeline_ = std::make_unique<pipeline::Pipeline>(parts, pipeline::PipelineOptions{});
        world_.connect(*pipeline_, engine_.board(), now_);
    }

    void go_on_until(TimePoint end) {
        pipeline::StepResult step;
        while (now_ <= end) {
            world_.advance_to(now_);
            do {
                step = pipeline_->step(now_);
                ASSERT_FALSE(step.error) << step.error.message;
            } while (step.more_waiting);
            now_ = std::max(now_, std::min(world_.next_at(), step.next_deadline));
        }
        EXPECT_EQ(engine_.broken_invariant(), "");
    }

    void published(std::uint64_t, TimePoint at, std::span<const Event> events) override {
        for (const Event& event : events)
            ++told_[std::string(event.name())];
        world_.on_record(at, events);
    }

    [[nodiscard]] std::size_t told(std::string_view event) const {
        const auto found = told_.find(std::string(event));
        return found == told_.end() ? 0 : found->second;
    }
    // How many of them are on the board in each status.
    template <class T>
    [[nodiscard]] std::map<std::string, std::size_t> by_status() const {
        std::map<std::string, std::size_t> counts;
        const auto& all = engine_.board().store<T>();
        for (const core::Index index : all.in_order())
            ++counts[std::string(name_of(all[index].status))];
        return counts;
    }
    [[nodiscard]] const core::Board& board() const { return engine_.board(); }
    [[nodiscard]] std::uint64_t last_seq() const { return engine_.last_seq(); }
    [[nodiscard]] std::uint64_t accepted() const { return world_.outbox().accepted(); }
    [[nodiscard]] std::uint64_t refused() const {
        std::uint64_t sum = 0;
        for (const auto& [reason, count] : world_.outbox().rejected())
            sum += count;
        return sum;
    }

    const TimePoint start = default_start + hours(9);

  private:
    City city_;
    std::shared_ptr<const roads::RoadMap> streets_;
    pipeline::RoadLibrary roads_;
    World world_;
    core::Engine engine_;
    NoLog log_;
    pipeline::Timelines timelines_;
    views::EntityIndex index_;
    std::unique_ptr<pipeline::Pipeline> pipeline_;
    TimePoint now_ = default_start + hours(9);
    std::map<std::string, std::size_t> told_;
};

TEST(Offices, AFreshDemoHasSomeOfEverythingAfterFiveMinutes) {
    Offices city;
    city.go_on_until(city.start + minutes(5));
    const core::Board& board = city.board();
    EXPECT_EQ(board.store<Project>().size(), 40u);
    EXPECT_EQ(board.store<Talent>().size(), 40u);
    EXPECT_EQ(board.store<Suggestion>().size(), 25u);
    EXPECT_GE(board.store<SuggestionReport>().size(), 1u);
    EXPECT_GT(board.store<ServiceRecord>().size(), 80u);
    EXPECT_GT(board.store<VolunteerStanding>().size(), 20u);
    EXPECT_GT(board.store<Account>().size(), 40u);
    EXPECT_GT(board.store<Hold>().size(), 0u);
    EXPECT_EQ(city.told("SuggestionMerged"), 2u);
    for (const char* const event : {"EntryPosted", "ServiceCredited", "HoldEnded", "StepFinished",
                                    "OpinionGiven", "SuggestionReviewed", "InstructionRecorded"}) {
        EXPECT_GT(city.told(event), 0u) << event;
    }
    // Some who signed in are still there; of those on paper most were confirmed and reviewed.
    const auto services = city.by_status<ServiceRecord>();
    EXPECT_GT(services.at("open"), 5u);
    EXPECT_GT(services.at("approved"), 30u);
    EXPECT_TRUE(services.contains("ended") || services.contains("confirmed"));
    EXPECT_GT(city.by_status<Talent>().at("candidate"), 2u);
    EXPECT_GT(city.by_status<Suggestion>().size(), 4u);
    std::map<std::string, std::size_t> steps;
    for (const core::Index index : board.store<Project>().in_order()) {
        for (const ProjectStep& step : board.store<Project>()[index].steps)
            ++steps[std::string(name_of(step.status))];
    }
    for (const char* const status : {"waiting", "ready", "under_way", "done"})
        EXPECT_GT(steps[status], 0u) << status;
}

TEST(Offices, BringEverythingToItsEnd) {
    Offices city;
    city.go_on_until(city.start + hours(10));
    EXPECT_EQ(city.told("ProjectCompleted"), 40u);
    for (const char* const event :
         {"WorkRejected", "WorkAccepted", "StepReturned", "StepReassigned", "StepExtended",
          "SuggestionReplied", "SuggestionGraded", "FeedbackGiven", "SatisfactionRecorded",
          "SuggestionClosed", "SuggestionReportMade"}) {
        EXPECT_GT(city.told(event), 0u) << event;
    }
    // Each raw suggestion that was handed up was answered.
    const auto suggestions = city.by_status<Suggestion>();
    EXPECT_EQ(suggestions.at("merged"), 2u);
    EXPECT_GT(suggestions.at("closed"), 15u);
    // Whoever signed in has signed out, and somebody else has looked at it.
    const auto services = city.by_status<ServiceRecord>();
    EXPECT_GT(services.at("approved"), 90u);
    EXPECT_GT(services.at("reversed") + services.at("rejected"), 3u);
    EXPECT_GT(city.told("ServiceRecordMade"), 130u);
    // They ask for what can be done: now and then two do the same at one time, no more.
    EXPECT_LT(city.refused() * 50, city.accepted()) << city.refused();
}

TEST(Offices, DoTheSameForASeed) {
    Offices once;
    once.go_on_until(once.start + hours(1));
    Offices again;
    again.go_on_until(again.start + hours(1));
    EXPECT_EQ(once.last_seq(), again.last_seq());
    EXPECT_EQ(once.by_status<Suggestion>(), again.by_status<Suggestion>());
    EXPECT_EQ(once.by_status<ServiceRecord>(), again.by_status<ServiceRecord>());
    EXPECT_EQ(once.by_status<Project>(), again.by_status<Project>());
}

}  // namespace
}  // namespace muster::sim
