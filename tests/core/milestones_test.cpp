// Milestones of a request: obligations of which its status says whether it owes them.
#include <gtest/gtest.h>

#include "engine/core/kernel/obligation.hpp"
#include "engine/core/requests/request_state.hpp"

namespace muster::test {
namespace {

static_assert(core::AnObligation<MilestoneState>);

TEST(Milestones, AreOwedAsTheStatusSays) {
    Request request;
    DeskRule desk;
    desk.warn_permille = 500;
    core::add_milestone(request, Milestone::on_site, {1000}, {1000}, desk);
    core::add_milestone(request, Milestone::called_back, {1000}, {400}, desk);
    request.status = RequestStatus::queued;
    EXPECT_EQ(core::request_due(request, desk), TimePoint{1500});
    request.status = RequestStatus::served;
    EXPECT_EQ(core::request_due(request, desk), TimePoint{1200});
    core::meet(request, Milestone::called_back, {1100});
    EXPECT_EQ(core::request_due(request, desk), never);
    EXPECT_FALSE(request.milestones[0].met_at);
    core::owe_again(request, Milestone::called_back);
    EXPECT_EQ(core::request_due(request, desk), TimePoint{1200});
}

TEST(Milestones, OfAnotherClassKeepWhatIsHistory) {
    Request request;
    DeskRule desk;
    desk.warn_permille = 500;
    core::add_milestone(request, Milestone::on_site, {1000}, {1000}, desk);
    request.milestones[0].breached_at = {2000};
    ClassRule rule;
    rule.milestones = {{Milestone::dispatched, {100}}, {Milestone::on_site, {200}}};
    core::set_milestones(request, rule, desk, {1000});
    ASSERT_EQ(request.milestones.size(), 2u);
    EXPECT_EQ(request.milestones[0].milestone, Milestone::dispatched);
    EXPECT_EQ(request.milestones[0].due_at, TimePoint{1100});
    EXPECT_EQ(request.milestones[1].due_at, TimePoint{2000});
    EXPECT_EQ(request.milestones[1].breached_at, TimePoint{2000});
}

}  // namespace
}  // namespace muster::test
