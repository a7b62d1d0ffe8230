#include "engine/views/reads.hpp"

#include "engine/views/touched.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <functional>

#include "engine/core/engine.hpp"
#include "muster/devices.hpp"
#include "muster/registry.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "muster/service_records.hpp"
#include "tests/pipeline/small_city.hpp"

namespace muster::views::test {
namespace {

class ReadsTest : public ::testing::Test {
  protected:
    ReadsTest() {
        TimePoint at{1'760'000'000'000};
        for (Submission& one : muster::test::small_city(30, 20, 5))
            handle(std::move(one), at);
        muster::test::Storyteller teller(7);
        for (int i = 0; i < 400; ++i) {
            at = at + seconds(1);
            while (engine.next_deadline() <= at)
                handle({"engine", "", Tick{}}, at);
            handle(teller.next(engine.board()), at);
        }
        index.rebuild(engine.board());
        dispatcher.roles.add(Role::dispatcher);
        adapter.roles.add(Role::adapter);
    }

    void handle(Submission submission, TimePoint at) {
        Envelope envelope;
        envelope.seq = engine.last_seq() + 1;
        envelope.at = at;
        envelope.command = std::move(submission.command);
        (void)engine.handle(envelope);
    }

    std::vector<std::uint64_t> ids(const std::string& collection, ListQuery query,
                                   const ReadOptions& options = {}) {
        const Reads reads(engine.board(), index, options);
        std::vector<std::uint64_t> all;
        for (int pages = 0; pages < 10'000; ++pages) {
            std::string error;
            const auto page = reads.list(collection, query, dispatcher, error);
            EXPECT_TRUE(page) << error;
            if (!page) return all;
            EXPECT_EQ(page->as_of, engine.last_seq());
            const auto items = boost::json::parse(page->items_json).as_array();
            EXPECT_LE(items.size(), query.limit);
            for (const auto& item : items)
                all.push_back(item.at("id").to_number<std::uint64_t>());
            if (page->next_after == 0) return all;
            EXPECT_GT(page->next_after, query.after);
            query.after = page->next_after;
        }
        ADD_FAILURE() << "no end";
        return all;
    }

    core::Engine engine;
    EntityIndex index;
    Principal dispatcher;
    Principal adapter;
};

// Between two pieces the board goes on: no entity comes twice, none that stays is missing, and the
// page says from which record on its reader must look at changes.
TEST_F(ReadsTest, APageMadeInPiecesLivesWithTheBoard) {
    const Reads reads(engine.board(), index, {});
    std::string error;
    const std::uint64_t before = engine.last_seq();
    const std::vector<std::uint64_t> there = index.ids(topic_of<Request>);
    const auto reading = reads.start_list("requests", {{}, 0, 1000}, dispatcher, error);
    ASSERT_TRUE(reading) << error;
    muster::test::Storyteller teller(11);
    TimePoint at = engine.last_at();
    std::size_t pieces = 1;
    for (; !reading->go_on(1); ++pieces) {
        at = at + seconds(1);
        while (engine.next_deadline() <= at)
            handle({"engine", "", Tick{}}, at);
        handle(teller.next(engine.board()), at);
        index.rebuild(engine.board());
    }
    EXPECT_GT(pieces, 3u);
    EXPECT_GT(reading->work(), there.size());
    const ListPage page = reading->take();
    EXPECT_EQ(page.as_of, before);
    EXPECT_EQ(page.next_after, 0u);
    std::vector<std::uint64_t> shown;
    const auto items = boost::json::parse(page.items_json);
    for (const auto& item : items.as_array())
        shown.push_back(item.at("id").to_number<std::uint64_t>());
    EXPECT_TRUE(std::adjacent_find(shown.begin(), shown.end(), std::greater_equal<>()) ==
                shown.end());
    for (const std::uint64_t id : there) {
        if (!engine.board().requests().get(RequestId{id})) continue;
        EXPECT_TRUE(std::binary_search(shown.begin(), shown.end(), id)) << id;
    }
}

// A volunteer may sign in for anybody, wherever he is: how far that is from the home would, told a
// few times, tell where anybody lives.
TEST_F(ReadsTest, AVolunteerReadsWhatHeDidAndNotWhereTheMemberLives) {
    const auto made = [&](Command command) {
        handle({"desk", "", std::move(command)}, engine.last_at());
        return engine.last_seq();
    };
    constexpr Point home{324'000'000, 1'194'000'000};
    RegisterMember member;
    member.profile.home = home;
    RegisterResponder volunteer;
    volunteer.profile.kind = ResponderKind::volunteer;
    SignIn there;
    there.member = {made(member)};
    there.volunteer = {made(volunteer)};
    there.service = engine.board().rules().services.front().code;
    there.place = Point{home.lat_e7 + 100'000, home.lon_e7};
    const ServiceRecordId id{made(there)};
    const ServiceRecord* const record = engine.board().store<ServiceRecord>().get(id);
    ASSERT_TRUE(record);
    const std::string distance =
        "\"from_home_m\":" + std::to_string(record->signed_in.from_home_m->value);
    Principal self;
    self.roles.add(Role::responder);
    self.responder = there.volunteer;
    const Reads reads(engine.board(), index, {});
    const auto own = reads.read("service_records", id.value, self);
    const auto desks = reads.read("service_records", id.value, dispatcher);
    ASSERT_TRUE(own && desks);
    EXPECT_NE(own->find("\"status\":\"open\""), std::string::npos) << *own;
    EXPECT_EQ(own->find(distance), std::string::npos) << *own;
    EXPECT_NE(desks->find(distance), std::string::npos) << *desks;
}

TEST_F(ReadsTest, PagesOfAnySizeShowEverythingOnceInOrder) {
    const auto whole = ids("requests", {{}, 0, 1000});
    ASSERT_EQ(whole.size(), engine.board().requests().size());
    EXPECT_TRUE(std::is_sorted(whole.begin(), whole.end()));
    for (const std::size_t limit : {1, 7, 50})
        EXPECT_EQ(ids("requests", {{}, 0, limit}), whole);
    ReadOptions narrow;
    narrow.scan_max = 5;
    EXPECT_EQ(ids("requests", {{}, 0, 50}, narrow), whole);
}

TEST_F(ReadsTest, FiltersAgreeWithALinearScan) {
    const core::Board& board = engine.board();
    const auto scan = [](const auto& store, auto test) {
        std::vector<std::uint64_t> found;
        for (const core::Index i : store.in_order()) {
            if (test(store[i])) found.push_back(store[i].id.value);
        }
        return found;
    };
    ReadOptions narrow;
    narrow.scan_max = 3;
    const auto expect = [&](const std::string& collection,
                            std::vector<std::pair<std::string, std::string>> filters,
                            const std::vector<std::uint64_t>& expected) {
        EXPECT_EQ(ids(collection, {filters, 0, 10}), expected) << collection;
        EXPECT_EQ(ids(collection, {filters, 0, 10}, narrow), expected) << collection;
    };
    expect("requests", {{"service", "visit"}, {"urgency", "P3"}},
           scan(board.requests(), [](const Request& r) {
               return r.service == Code("visit") && r.urgency == Urgency::P3;
           }));
    expect("requests", {{"status", "closed"}}, scan(board.requests(), [](const Request& r) {
               return r.status == RequestStatus::closed;
           }));
    const auto open = ids("requests", {{{"open", "true"}}, 0, 10});
    EXPECT_EQ(open.size(), board.open_requests());
    EXPECT_EQ(open.size() + ids("requests", {{{"open", "false"}}, 0, 10}).size(),
              board.requests().size());
    const auto is_unexplained = [](const Request& r) {
        return std::any_of(r.milestones.begin(), r.milestones.end(), [](const MilestoneState& m) {
            return m.breached_at && m.cause.value.empty();
        });
    };
    const auto unexplained = scan(board.requests(), is_unexplained);
    ASSERT_FALSE(unexplained.empty());
    ASSERT_LT(unexplained.size(), board.requests().size());
    expect("requests", {{"unexplained", "true"}}, unexplained);
    expect("requests", {{"district", "Guangling"}}, scan(board.requests(), [&](const Request& r) {
               const Member* member = board.members().get(r.member);
               return member && member->profile.district == Code("Guangling");
           }));
    expect("responders", {{"kind", "volunteer"}, {"skill", "talk"}},
           scan(board.responders(),
                [](const Responder& r) { return r.profile.kind == ResponderKind::volunteer; }));
    expect("responders", {{"text", "rker 1"}}, scan(board.responders(), [](const Responder& r) {
               return r.profile.name.value.find("rker 1") != std::string::npos;
           }));
    expect("members", {{"phone", "+8651410000003"}}, {5});
    expect("members", {{"external_ref", "M4"}}, {6});
    expect("members", {{"name", "Member 2"}}, scan(board.members(), [](const Member& m) {
               return m.profile.name.value.starts_with("Member 2");
           }));
    ASSERT_GT(board.offers().size(), 0u);
    const Offer some = board.offers()[board.offers().in_order()[0]];
    expect("offers", {{"request", std::to_string(some.request.value)}},
           scan(board.offers(), [&](const Offer& o) { return o.request == some.request; }));
    expect("offers", {{"responder", std::to_string(some.responder.value)}, {"status", "expired"}},
           scan(board.offers(), [&](const Offer& o) {
               return o.responder == some.responder && o.status == OfferStatus::expired;
           }));
    expect("cards", {{"member", "2"}}, {});
}

TEST_F(ReadsTest, DevicesAreFoundByWhoseAndHowTheyAre) {
    const MemberId member{5};
    const auto made = [&](Command command) {
        handle({"desk", "", std::move(command)}, engine.last_at());
        return engine.last_seq();
    };
    const auto own = made(RegisterDevice{"sip:1", "button", member, {}, {}, {}});
    const auto at_post = made(RegisterDevice{"sip:2", "button", {}, Point{}, {}, {}});
    const auto retired = made(RegisterDevice{"sip:3", "sensor", member, {}, {}, {}});
    made(RetireDevice{{retired}, {}});
    const auto stranger = made(ReportDevice{"sip:4", {}});
    index.rebuild(engine.board());
    using Ids = std::vector<std::uint64_t>;
    EXPECT_EQ(ids("devices", {{}, 0, 2}), (Ids{own, at_post, retired, stranger}));
    EXPECT_EQ(ids("devices", {{{"member", "5"}}, 0, 10}), Ids{own});
    EXPECT_EQ(ids("devices", {{{"type", "button"}}, 0, 10}), (Ids{own, at_post}));
    EXPECT_EQ(ids("devices", {{{"status", "unknown"}}, 0, 10}), Ids{stranger});
    EXPECT_EQ(ids("devices", {{{"status", "retired"}, {"type", "sensor"}}, 0, 10}), Ids{retired});
    EXPECT_EQ(ids("devices", {{{"key", "sip:2"}}, 0, 10}), Ids{at_post});
    const Reads reads(engine.board(), index, {});
    std::string error;
    EXPECT_FALSE(reads.list("devices", {{{"key", "sip:2"}}, 0, 10}, adapter, error));
}

TEST_F(ReadsTest, SaysWhatIsWrongWithAQuery) {
    const Reads reads(engine.board(), index, {});
    const auto error_of = [&](const std::string& collection, const std::string& field,
                              const std::string& value, const Principal& principal) {
        ListQuery query;
        if (!field.empty()) query.filters.emplace_back(field, value);
        std::string error;
        EXPECT_FALSE(reads.list(collection, query, principal, error));
        return error;
    };
    EXPECT_TRUE(error_of("things", "", "", dispatcher).starts_with("there is no collection"));
    EXPECT_EQ(error_of("cards", "colour", "red", dispatcher),
              "there is no filter \"colour\"; known are member");
    EXPECT_TRUE(error_of("requests", "status", "lost", dispatcher)
                    .starts_with("status: \"lost\" is not one of received, queued"));
    EXPECT_EQ(error_of("requests", "member", "x1", dispatcher), "member: \"x1\" is not a number");
    EXPECT_EQ(error_of("members", "phone", "+8651410000003", adapter),
              "the filter \"phone\" needs the right to see personal data");
    EXPECT_EQ(error_of("services", "code", "sos", dispatcher), "services has no filters");
}

// The record of accesses asks this, so no filter that needs the right may be missing.
TEST_F(ReadsTest, PersonalFiltersAreThoseThatNeedTheRight) {
    const Reads reads(engine.board(), index, {});
    std::vector<std::string> personal;
    for (const auto path : {"members", "cards", "responders", "requests", "offers", "visits"}) {
        std::string error;
        ASSERT_FALSE(reads.list(path, {{{"?", ""}}, 0, 1}, adapter, error));
        std::string names = error.substr(error.find("known are ") + 10) + ", ";
        for (std::size_t end = 0; (end = names.find(", ")) != std::string::npos;
             names.erase(0, end + 2)) {
            const std::string name = names.substr(0, end);
            error.clear();
            (void)reads.list(path, {{{name, "1"}}, 0, 1}, adapter, error);
            const bool refused = error.ends_with("needs the right to see personal data");
            EXPECT_EQ(Reads::is_personal_filter(path, name), refused) << path << " " << name;
            if (refused) personal.push_back(std::string(path) + "?" + name);
        }
    }
    EXPECT_EQ(personal, (std::vector<std::string>{
                            "members?phone", "members?contact_phone", "members?name",
                            "members?risk", "responders?phone", "responders?text", "visits?tier"}));
    for (const auto& [path, name] : {std::pair{"members", "limit"}, std::pair{"members", "text"},
                                     std::pair{"services", "name"}, std::pair{"things", "name"}})
        EXPECT_FALSE(Reads::is_personal_filter(path, name)) << path << " " << name;
}

TEST_F(ReadsTest, RulesAreCollectionsToo) {
    const Reads reads(engine.board(), index, {});
    std::string error;
    ListQuery query;
    query.limit = 2;
    const auto first = reads.list("services", query, adapter, error);
    ASSERT_TRUE(first);
    EXPECT_EQ(boost::json::parse(first->items_json).as_array().size(), 2u);
    query.after = first->next_after;
    const auto second = reads.list("services", query, adapter, error);
    ASSERT_TRUE(second);
    EXPECT_EQ(boost::json::parse(second->items_json).as_array().size(), 1u);
    EXPECT_EQ(second->next_after, 0u);
    EXPECT_TRUE(reads.read("plans", 1, adapter));
    EXPECT_FALSE(reads.read("plans", 9, adapter));
    const auto count = [&](const char* part) {
        const auto page = reads.list(part, {{}, 0, 1000}, adapter, error);
        EXPECT_TRUE(page) << part << ": " << error;
        return page ? boost::json::parse(page->items_json).as_array().size() : 0;
    };
    const Rules& rules = engine.board().rules();
    EXPECT_EQ(count("services"), rules.services.size());
    EXPECT_EQ(count("plans"), rules.plans.size());
    EXPECT_EQ(count("rules"), 1u);
    EXPECT_EQ(count("skills"), rules.skills.size());
    EXPECT_EQ(count("card_colours"), rules.card_colours.size());
    EXPECT_EQ(count("posts"), rules.standby.posts.size());
    EXPECT_EQ(count("names"), rules.names.size());
    EXPECT_GT(rules.names.size(), 0u);
}

// What the feed has of its own is no collection.
TEST_F(ReadsTest, TopicsWithoutEntitiesAreNotRead) {
    const Reads reads(engine.board(), index, {});
    for (const char* topic : {"positions", "alerts"}) {
        std::string error;
        EXPECT_FALSE(reads.list(topic, {}, dispatcher, error));
        EXPECT_TRUE(error.ends_with(
            "known are requests, responders, offers, members, cards, devices, "
            "assessments, merges, shifts, absences, calls, places, premises, surveys, answers, "
            "needs, "
            "care_cases, care_plans, visits, referrals, links, bookings, series, service_records, "
            "volunteer_standings, talents, certificates, accounts, holds, entries, projects, "
            "suggestions, suggestion_reports, services, plans, rules, skills, "
            "card_colours, posts, catalogue, project_templates, departments, names, signals, "
            "event_kinds, consent_purposes, assessment_standards, talent_fields, "
            "suggestion_categories, free_times, visit_completion, visit_days, department_work, "
            "project_counts, suggestion_counts"))
            << error;
        EXPECT_FALSE(reads.read(topic, engine.board().responders()[0].id.value, dispatcher));
    }
}

TEST_F(ReadsTest, WhoIsOnTheWaySeesWhereTo) {
    const core::Board& board = engine.board();
    const Reads reads(board, index, {});
    bool seen = false;
    for (const core::Index i : board.responders().in_order()) {
        const Responder& self = board.responders()[i];
        if (!self.request) continue;
        seen = true;
        Principal principal;
        principal.roles.add(Role::responder);
        principal.responder = self.id;
        for (const core::Index r : board.requests().in_order()) {
            const RequestId id = board.requests()[r].id;
            EXPECT_EQ(reads.may_see(principal, topic_of<Request>, id.value), id == self.request);
        }
        EXPECT_EQ(*reads.read("requests", self.request.value, principal),
                  *reads.read("requests", self.request.value, dispatcher));
    }
    EXPECT_TRUE(seen);
}

TEST_F(ReadsTest, TheIndexFollowsTheBoard) {
    EntityIndex followed;
    core::Engine other;
    TimePoint at{1'760'000'000'000};
    muster::test::Storyteller teller(8);
    const auto step = [&](Submission submission) {
        Envelope envelope;
        envelope.seq = other.last_seq() + 1;
        envelope.at = at;
        envelope.command = std::move(submission.command);
        for (const Event& event : other.handle(envelope).events) {
            for (const Touched& one : touched(event, other.board())) {
                followed.note(one.topic, one.id, other.board());
            }
        }
    };
    for (Submission& one : muster::test::small_city(10, 10, 5))
        step(std::move(one));
    for (int i = 0; i < 1500; ++i) {
        at = at + seconds(2);
        while (other.next_deadline() <= at)
            step({"engine", "", Tick{}});
        step(teller.next(other.board()));
    }
    EntityIndex fresh;
    fresh.rebuild(other.board());
    std::vector<std::uint64_t> there;
    for (const std::uint64_t id : followed.ids(topic_of<Request>)) {
        if (other.board().requests().get(RequestId{id})) there.push_back(id);
    }
    EXPECT_EQ(there, fresh.ids(topic_of<Request>));
    EXPECT_EQ(followed.ids(topic_of<Member>), fresh.ids(topic_of<Member>));
    EXPECT_EQ(followed.ids(topic_of<Responder>), fresh.ids(topic_of<Responder>));
}

}  // namespace
}  // namespace muster::views::test
