// Tables of life cycles: what they say, which faults they may not have, and whether the test that
// areas reuse finds an area that does something else.
#include "engine/core/kernel/life_cycle.hpp"

#include <gtest/gtest.h>

#include <boost/describe/enum.hpp>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/kernel/look_up.hpp"
#include "tests/core/life_cycle_pairs.hpp"

namespace muster::test {

// A service record of the time bank.
BOOST_DEFINE_ENUM_CLASS(RecordStatus, open, ended, confirmed, disputed, approved, rejected,
                        reversed)
BOOST_DEFINE_ENUM_CLASS(RecordAction, end, confirm, dispute, uphold, reject, approve, reverse, note)

namespace {

using core::LifeCycle;
using core::LifeCycleFault;
using enum RecordStatus;
using RecordStatuses = EnumSet<RecordStatus>;

using RecordCycle = LifeCycle<RecordStatus, RecordAction>;
constexpr RecordCycle record_cycle({open}, {approved, rejected, reversed},
                                   {{{open}, RecordAction::end, ended},
                                    {{ended}, RecordAction::confirm, confirmed},
                                    {{ended, confirmed}, RecordAction::dispute, disputed},
                                    {{disputed}, RecordAction::uphold, confirmed},
                                    {{ended, confirmed, disputed}, RecordAction::reject, rejected},
                                    {{confirmed}, RecordAction::approve, approved},
                                    {{approved}, RecordAction::reverse, reversed, true},
                                    {RecordStatuses::all(), RecordAction::note, {}}});
static_assert(record_cycle.next(ended, RecordAction::dispute) == disputed);
static_assert(record_cycle.where(RecordAction::dispute) == RecordStatuses{ended, confirmed});

// The same by hand, pair by pair.
const std::map<std::pair<RecordStatus, RecordAction>, RecordStatus> by_hand{
    {{open, RecordAction::end}, ended},
    {{open, RecordAction::note}, open},
    {{ended, RecordAction::confirm}, confirmed},
    {{ended, RecordAction::dispute}, disputed},
    {{ended, RecordAction::reject}, rejected},
    {{ended, RecordAction::note}, ended},
    {{confirmed, RecordAction::dispute}, disputed},
    {{confirmed, RecordAction::reject}, rejected},
    {{confirmed, RecordAction::approve}, approved},
    {{confirmed, RecordAction::note}, confirmed},
    {{disputed, RecordAction::uphold}, confirmed},
    {{disputed, RecordAction::reject}, rejected},
    {{disputed, RecordAction::note}, disputed},
    {{approved, RecordAction::reverse}, reversed},
    {{approved, RecordAction::note}, approved},
    {{rejected, RecordAction::note}, rejected},
    {{reversed, RecordAction::note}, reversed},
};

TEST(LifeCycle, SaysWhatItsRowsSay) {
    std::size_t legal = 0;
    for (std::size_t s = 0; s < enum_count<RecordStatus>; ++s) {
        for (std::size_t a = 0; a < enum_count<RecordAction>; ++a) {
            const auto status = static_cast<RecordStatus>(s);
            const auto action = static_cast<RecordAction>(a);
            const auto found = by_hand.find({status, action});
            const bool is_legal = found != by_hand.end();
            legal += is_legal ? 1 : 0;
            EXPECT_EQ(record_cycle.legal(status, action), is_legal);
            EXPECT_EQ(record_cycle.where(action).has(status), is_legal);
            EXPECT_EQ(record_cycle.allowed(status).has(action), is_legal);
            const auto wished = is_legal ? std::optional(found->second) : std::nullopt;
            EXPECT_EQ(record_cycle.next(status, action), wished);
        }
    }
    EXPECT_EQ(legal, by_hand.size());
    EXPECT_TRUE(record_cycle.first() == RecordStatuses{open});
    EXPECT_TRUE(record_cycle.ends() == (RecordStatuses{approved, rejected, reversed}));
}

BOOST_DEFINE_ENUM_CLASS(Door, shut, ajar, gone)
BOOST_DEFINE_ENUM_CLASS(Push, pull, push, take_away)

// Each fault alone: the sound table, with one thing wrong.
TEST(LifeCycle, FindsTheFaultsOfATable) {
    using enum Door;
    using enum Push;
    using Doors = LifeCycle<Door, Push>;
    const Doors::Row opens{{shut}, pull, ajar};
    const Doors::Row shuts{{ajar}, push, shut};
    const Doors::Row goes{{shut, ajar}, take_away, gone};
    EXPECT_EQ(Doors::fault_in({shut}, {gone}, {opens, shuts, goes}), LifeCycleFault::none);
    EXPECT_EQ(Doors::fault_in({shut}, {gone}, {opens, shuts, goes, {{ajar, gone}, push, ajar}}),
              LifeCycleFault::two_rows);
    EXPECT_EQ(Doors::fault_in({shut}, {gone}, {opens, shuts, goes, {{gone}, push, ajar}}),
              LifeCycleFault::way_out);
    EXPECT_EQ(Doors::fault_in({shut}, {gone}, {opens, shuts, goes, {{gone}, push, ajar, true}}),
              LifeCycleFault::none);
    EXPECT_EQ(Doors::fault_in({shut}, {gone}, {opens, {{ajar}, push, shut, true}, goes}),
              LifeCycleFault::no_way_out);
    EXPECT_EQ(Doors::fault_in({shut}, {gone}, {opens, shuts, goes, {{gone}, push, gone, true}}),
              LifeCycleFault::no_way_out);
    EXPECT_EQ(Doors::fault_in({shut}, {}, {opens, shuts, goes}), LifeCycleFault::dead_end);
    EXPECT_EQ(Doors::fault_in({shut}, {gone}, {{{shut}, pull, {}}, shuts, goes}),
              LifeCycleFault::never_reached);
    EXPECT_EQ(Doors::fault_in({shut}, {gone}, {opens, {{ajar}, take_away, gone}}),
              LifeCycleFault::never_used);
    // What is no way out need not be said.
    EXPECT_EQ(Doors::fault_in({shut}, {gone}, {opens, shuts, goes, {{gone}, pull, {}}}),
              LifeCycleFault::none);
    EXPECT_EQ(Doors::fault_in({shut}, {gone}, {opens, shuts, goes, {{gone}, pull, gone}}),
              LifeCycleFault::none);
    EXPECT_DEATH(Doors({shut}, {}, {opens, shuts, goes}), "");
}

using RecordId = Id<struct RecordTag>;
struct ServiceRecord {
    RecordId id;
    RecordStatus status = open;
};
struct NothingBeside {};
using Records = core::Store<ServiceRecord, RecordId, NothingBeside>;
constexpr core::EntityWords record_words{"record", "/record", RejectReason::unknown_request};

TEST(LifeCycle, LooksUpOrSaysWhyNot) {
    Records records;
    const core::Index seven = records.insert({{7}, ended});
    const auto find = [&](std::uint64_t id, RecordAction action) {
        return core::find_for(records, RecordId{id}, record_cycle, action, record_words);
    };
    EXPECT_EQ(*find(7, RecordAction::confirm), seven);

    Rejection why = find(8, RecordAction::confirm).error();
    EXPECT_EQ(why.reason, RejectReason::unknown_request);
    EXPECT_EQ(why.field, "/record");
    EXPECT_EQ(why.detail, "there is no record 8");

    why = find(7, RecordAction::approve).error();
    EXPECT_EQ(why.reason, RejectReason::illegal_status);
    EXPECT_EQ(why.field, "/record");
    EXPECT_EQ(why.detail, "record 7 is ended; approve is possible when it is confirmed");

    records[seven].status = open;
    why = find(7, RecordAction::reject).error();
    EXPECT_EQ(why.detail,
              "record 7 is open; reject is possible when it is ended, confirmed or disputed");
}

// What an area can do wrong.
enum class Wrong { nothing, accepts, refuses, strays, moves_though_refused, stage, further_rule };

// An area by hand, with one thing wrong about one pair or status.
struct Area {
    Wrong wrong = Wrong::nothing;

    [[nodiscard]] ServiceRecord stage(RecordStatus status) const {
        if (wrong == Wrong::stage && status == disputed) status = ended;
        return {{7}, status};
    }
    [[nodiscard]] RecordStatus status(const ServiceRecord& record) const { return record.status; }
    [[nodiscard]] bool further_rule(RecordStatus status, RecordAction action) const {
        // The reviewer is away.
        return status == confirmed && action == RecordAction::approve;
    }
    [[nodiscard]] Rejection act(ServiceRecord& record, RecordAction action) const {
        const RecordStatus before = record.status;
        if (wrong == Wrong::accepts && before == rejected && action == RecordAction::approve) {
            record.status = approved;
            return {};
        }
        if (wrong == Wrong::refuses && before == open && action == RecordAction::end) {
            return {RejectReason::illegal_status, "", ""};
        }
        const auto next = by_hand.find({before, action});
        if (next == by_hand.end()) {
            if (wrong == Wrong::moves_though_refused && before == open) record.status = ended;
            return {RejectReason::illegal_status, "", ""};
        }
        if (further_rule(before, action) && wrong != Wrong::further_rule) {
            return {RejectReason::responder_not_able, "", "the reviewer is away"};
        }
        record.status = next->second;
        if (wrong == Wrong::strays && before == disputed && action == RecordAction::uphold) {
            record.status = approved;
        }
        return {};
    }
};

TEST(LifeCycle, EveryPairOfAnAreaIsCompared) {
    using Lines = std::vector<std::string>;
    const auto told = [](Wrong wrong) { return disagreements(record_cycle, Area{wrong}); };
    EXPECT_EQ(told(Wrong::nothing), Lines{});
    EXPECT_EQ(
        told(Wrong::accepts),
        Lines{"approve when rejected: the table does not allow it, the area does not say so"});
    EXPECT_EQ(told(Wrong::refuses), Lines{"end when open: the table allows it, the area does not"});
    EXPECT_EQ(told(Wrong::strays), Lines{"uphold when disputed: leads to approved"});
    EXPECT_EQ(told(Wrong::further_rule),
              Lines{"approve when confirmed: no further rule refuses it"});
    // Of open, six of eight actions are refused.
    EXPECT_EQ(told(Wrong::moves_though_refused).size(), 6u);
    EXPECT_EQ(told(Wrong::stage).size(), enum_count<RecordAction>);
}

}  // namespace
}  // namespace muster::test
