// How a command about one entity begins, and the words of its refusals.
#include "engine/core/kernel/look_up.hpp"

#include <gtest/gtest.h>

#include <boost/describe/enum.hpp>
#include <initializer_list>

namespace muster::test {

BOOST_DEFINE_ENUM_CLASS(VisitStatus, planned, moved, under_way, done, missed)

namespace {

using enum VisitStatus;
using VisitId = Id<struct VisitTag>;
struct Visit {
    VisitId id;
    VisitStatus status = planned;
};
struct NoAux {};
using Visits = core::Store<Visit, VisitId, NoAux>;
using Statuses = EnumSet<VisitStatus>;
constexpr core::EntityWords words{"visit", "/visit", RejectReason::unknown_request,
                                  " (it may be over)"};

TEST(LookUp, ListsNames) {
    const auto names = [](std::initializer_list<std::string_view> list) {
        return core::alternatives({list.begin(), list.size()});
    };
    EXPECT_EQ(names({}), "");
    EXPECT_EQ(names({"queued"}), "queued");
    EXPECT_EQ(names({"queued", "offered"}), "queued or offered");
    EXPECT_EQ(names({"queued", "offered", "dispatched"}), "queued, offered or dispatched");
    EXPECT_EQ(core::in_words(Statuses{}), "");
    EXPECT_EQ(core::in_words(Statuses{missed, planned, done}), "planned, done or missed");
    EXPECT_EQ(core::in_words(Statuses::all()), "planned, moved, under_way, done or missed");
    EXPECT_EQ(core::name_of(done), "done");
    EXPECT_EQ(core::name_of(static_cast<VisitStatus>(99)), "?");
}

TEST(LookUp, FindsOrSaysThatThereIsNone) {
    Visits visits;
    visits.insert({{3}, planned});
    const core::Index seven = visits.insert({{7}, done});
    EXPECT_EQ(*core::find_in(visits, VisitId{7}, words), seven);
    const Rejection why = core::find_in(visits, VisitId{8}, words).error();
    EXPECT_EQ(why.reason, RejectReason::unknown_request);
    EXPECT_EQ(why.field, "/visit");
    EXPECT_EQ(why.detail, "there is no visit 8 (it may be over)");
}

TEST(LookUp, TheStatusAllowsOrTheRefusalSaysWhichWould) {
    const Statuses before{planned, moved, missed};
    for (const VisitStatus status : {planned, moved, under_way, done, missed}) {
        const Visit visit{{7}, status};
        const Rejection why = core::check_status(visit, "StartVisit", before, words);
        EXPECT_EQ(static_cast<bool>(why), status == under_way || status == done);
    }
    const Rejection why = core::check_status(Visit{{7}, done}, "StartVisit", before, words);
    EXPECT_EQ(why.reason, RejectReason::illegal_status);
    EXPECT_EQ(why.field, "/visit");
    EXPECT_EQ(why.detail,
              "visit 7 is done; StartVisit is possible when it is planned, moved or missed");
}

}  // namespace
}  // namespace muster::test
