// Every request status against every action: the engine says illegal_status exactly where the table
// does.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/kernel/names.hpp"
#include "engine/core/requests/legality.hpp"
#include "muster/dispatch.hpp"
#include "muster/links.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};
constexpr Point here{324'000'000, 1'194'000'000};

// An engine with one request in the wished status, and what there is to act upon.
struct Stage {
    core::Engine engine;
    RequestId request;
    RequestId other;  // open, of another member
    ResponderId responder;
    ResponderId volunteer;
    TimePoint now = start;

    Rejection send(Command command) {
        Envelope envelope;
        envelope.seq = engine.last_seq() + 1;
        envelope.at = now;
        envelope.source = "test";
        envelope.command = std::move(command);
        return engine.handle(envelope).rejection;
    }
    std::uint64_t made(Command command) {
        const Rejection rejection = send(std::move(command));
        EXPECT_FALSE(rejection) << rejection.detail;
        return engine.last_seq();
    }
    ResponderId person(ResponderKind kind) {
        ResponderProfile profile;
        profile.kind = kind;
        profile.skills = {"first_aid"};
        profile.post = here;
        const ResponderId id{made(RegisterResponder{profile})};
        made(SetDuty{id, ResponderStatus::available, {}, ""});
        return id;
    }
    RequestId ask(Code service) {
        MemberProfile profile;
        profile.phone = std::string("100");
        profile.home = here;
        CreateRequest command;
        command.service = service;
        command.member = {made(RegisterMember{profile})};
        return {made(command)};
    }
    [[nodiscard]] RequestStatus status() const {
        return engine.board().requests().get(request)->status;
    }
};

Stage stage(RequestStatus wished) {
    Stage s;
    s.made(LoadRules{test_rules()});
    const bool needs_staff =
        wished == RequestStatus::dispatched || wished == RequestStatus::en_route ||
        wished == RequestStatus::on_scene || wished == RequestStatus::served ||
        wished == RequestStatus::called_back || wished == RequestStatus::closed;
    if (needs_staff) s.responder = s.person(ResponderKind::staff);
    if (wished == RequestStatus::offered) s.volunteer = s.person(ResponderKind::volunteer);
    s.request = s.ask(wished == RequestStatus::received ? "advice" : "emergency");
    if (!needs_staff) s.responder = s.person(ResponderKind::team);
    if (!needs_staff) s.made(SetDuty{s.responder, ResponderStatus::off_duty, {}, ""});
    switch (wished) {
        case RequestStatus::received:
        case RequestStatus::queued:
        case RequestStatus::offered:
        case RequestStatus::dispatched:
            break;
        case RequestStatus::en_route:
            s.made(ReportEnRoute{s.request, s.responder});
            break;
        case RequestStatus::on_scene:
            s.made(ReportOnScene{s.request, s.responder});
            break;
        case RequestStatus::served:
        case RequestStatus::called_back:
        case RequestStatus::closed:
            s.made(CompleteAssignment{s.request, s.responder, Disposition::helped, {}});
            s.made(RecordCallback{s.request, wished != RequestStatus::served, 0, {}});
            if (wished == RequestStatus::closed) {
                s.made(CloseRequest{s.request, Disposition::helped, {}});
            }
            break;
        case RequestStatus::held:
            s.made(HoldRequest{s.request, s.now + minutes(5), ""});
            break;
        case RequestStatus::cancelled:
            s.made(CancelRequest{s.request, ""});
            break;
        case RequestStatus::merged:
            s.made(MergeRequest{s.request, s.ask("emergency")});
            break;
        case RequestStatus::transferred:
            s.made(TransferRequest{s.request, "the street office", ""});
            break;
    }
    s.other = s.ask("repair");
    return s;
}

// One of the commands that name a request, as it is sent to the request of a stage.
struct Action {
    std::string_view name;
    RequestStatuses allowed_in;
    std::uint64_t bit = 0;  // in core::allowed_actions(); 0 = is not among them
    std::function<Command(const Stage&)> make;
};

template <class Make>
Action action(Make make) {
    using C = std::invoke_result_t<Make, const Stage&>;
    return {type_name<C>(), command_row<C>.allowed_in, core::action_bits<C>, make};
}

const std::vector<Action>& actions() {
    static const std::vector<Action> all = [] {
        std::vector<Action> list{
            action([](const Stage& s) {
                return LocateRequest{s.request, here, {}};
            }),
            action([](const Stage& s) {
                return TakeRequest{s.request, "desk"};
            }),
            action([](const Stage& s) {
                return ReclassifyRequest{s.request, Urgency::P1, ""};
            }),
            action([](const Stage& s) {
                return HoldRequest{s.request, s.now + minutes(1), ""};
            }),
            action([](const Stage& s) { return ResumeRequest{s.request}; }),
            action([](const Stage& s) {
                return CancelRequest{s.request, ""};
            }),
            action([](const Stage& s) {
                return MergeRequest{s.request, s.other};
            }),
            action([](const Stage& s) {
                return TransferRequest{s.request, "police", ""};
            }),
            action([](const Stage& s) {
                return ReopenRequest{s.request, ""};
            }),
            action([](const Stage& s) {
                return VerifySafe{s.request, "spoke with her"};
            }),
            action([](const Stage& s) {
                return RecordHandover{s.request, Agency::ambulance_120, "", {}, ""};
            }),
            action([](const Stage& s) {
                return RecordContact{s.request, ContactOutcome::no_answer, {}};
            }),
            action([](const Stage& s) {
                return RecordCallback{s.request, true, 5, {}};
            }),
            action([](const Stage& s) {
                return CloseRequest{s.request, Disposition::helped, {}};
            }),
            action([](const Stage& s) {
                return AddNote{s.request, Personal<std::string>("a note")};
            }),
            action([](const Stage& s) {
                return ExplainBreach{s.request, Milestone::on_site, "traffic"};
            }),
            action([](const Stage& s) {
                return AssignResponder{s.request, 0, s.responder, "because"};
            }),
            action([](const Stage& s) {
                return ReleaseResponder{s.request, 0, "because"};
            }),
            action([](const Stage& s) {
                return AcknowledgeAssignment{s.request, s.responder};
            }),
            action([](const Stage& s) {
                return ReportEnRoute{s.request, s.responder};
            }),
            action([](const Stage& s) {
                return ReportOnScene{s.request, s.responder};
            }),
            action([](const Stage& s) {
                return CompleteAssignment{s.request, s.responder, Disposition::helped, {}};
            }),
            action([](const Stage& s) {
                return RecordResponderCall{s.request, s.responder, ContactOutcome::no_answer, {}};
            }),
            action([](const Stage& s) {
                return SplitRequest{s.request, "not the same"};
            }),
            action([](const Stage& s) {
                return DismissDuplicate{s.request, "not the same"};
            }),
            action([](const Stage& s) {
                return RateRequest{s.request, 5, "", FaultSide::not_said, {}};
            }),
            action([](const Stage& s) {
                return UrgeRequest{s.request, "she waits", {}};
            }),
            action([](const Stage& s) {
                return SuperviseRequest{s.request, "chen", ""};
            }),
            action([](const Stage& s) {
                return ReturnRequest{s.request, "not ours"};
            }),
            action([](const Stage& s) {
                return ExtendRequest{s.request, "hard to find out"};
            }),
            action([](const Stage& s) {
                return AnswerQuestions{s.request, {{"danger", Code("gas"), {}}}};
            }),
            action([](const Stage& s) {
                return IssueLink{s.request, LinkAudience::member, {}, {}};
            }),
        };
        // The other side of a merge is the request of the stage.
        list.push_back(
            {"MergeRequest into it", command_row<MergeRequest>.allowed_in, 0, [](const Stage& s) {
                 return MergeRequest{s.other, s.request};
             }});
        return list;
    }();
    return all;
}

TEST(Legality, NoCommandIsLeftOut) {
    EXPECT_EQ(actions().size(), boost::mp11::mp_size<core::RequestActions>::value + 1);
}

// Pairs that the rows allow and a further rule forbids at this stage.
bool further_rule(std::string_view action, RequestStatus status) {
    // A request without a contact chain has no call that is due.
    if (action == "RecordContact") return status == RequestStatus::received;
    // Without slots there is none to fill or to open, which is said before the status.
    if (action == "AssignResponder" || action == "ReleaseResponder") {
        if (status == RequestStatus::received) return true;
    }
    // What was not breached cannot be explained, in whatever status; that is said first.
    if (action == "ExplainBreach") return status == RequestStatus::merged;
    // No request of a stage has a clock of working days, and nobody has it who could give it back.
    if (action == "ExtendRequest") return command_row<ExtendRequest>.allowed_in.has(status);
    if (action == "ReturnRequest") {
        return command_row<ReturnRequest>.allowed_in.has(status) &&
               status != RequestStatus::transferred;
    }
    // Who is on the way has acknowledged, and is not called for that.
    if (action == "RecordResponderCall" && status == RequestStatus::en_route) return true;
    // On scene nobody can be overruled any more, nor set out.
    if (status != RequestStatus::on_scene) return false;
    return action == "AssignResponder" || action == "ReportEnRoute" ||
           action == "RecordResponderCall";
}

template <class Use>
void each_status(Use use) {
    for (int st = 0; st < request_status_count; ++st)
        use(static_cast<RequestStatus>(st));
}

TEST(Legality, EveryStatusWithEveryAction) {
    each_status([](RequestStatus status) {
        for (const Action& action : actions()) {
            if (further_rule(action.name, status)) continue;
            Stage s = stage(status);
            ASSERT_EQ(s.status(), status);
            const Rejection rejection = s.send(action.make(s));
            EXPECT_EQ(rejection.reason == RejectReason::illegal_status,
                      !action.allowed_in.has(status))
                << action.name << " when " << core::name_of(status) << ": " << rejection.detail;
        }
    });
}

TEST(Legality, ARefusalNamesWhatIsThereAndWhichStatusesWouldDo) {
    Stage s = stage(RequestStatus::cancelled);
    const std::string id = std::to_string(s.request.value);
    const Rejection held = s.send(HoldRequest{s.request, s.now + minutes(5), ""});
    EXPECT_EQ(held.field, "/request");
    EXPECT_EQ(held.detail, "request " + id +
                               " is cancelled; HoldRequest is possible when it is received, queued "
                               "or offered");
    const Rejection merged = s.send(MergeRequest{s.other, s.request});
    EXPECT_EQ(merged.field, "/into");
    const Rejection unknown = s.send(HoldRequest{{999}, s.now + minutes(5), ""});
    EXPECT_EQ(unknown.reason, RejectReason::unknown_request);
    EXPECT_EQ(unknown.detail, "there is no request 999 on the board (it may have been archived)");
}

// What consoles are told: never a command that the state of the request refuses, and every one that
// it does not.
TEST(Legality, AllowedActionsAreThoseThatTheEngineAccepts) {
    each_status([](RequestStatus status) {
        for (const Action& action : actions()) {
            if (action.bit == 0) continue;
            Stage s = stage(status);
            const Request& request = *s.engine.board().requests().get(s.request);
            const bool allowed = (core::allowed_actions(request) & action.bit) != 0;
            const Rejection rejection = s.send(action.make(s));
            // At some stages nobody is on duty who could be sent, or the slot is not the one to be
            // given: that is what the command says, not what the request is.
            // Which slot is meant is asked before the status, so there the row speaks.
            const bool accepted = !rejection ||
                                  (rejection.field == "/slot" && action.allowed_in.has(status)) ||
                                  // Which questions there are is asked after the status.
                                  rejection.field == "/answers/0/question" ||
                                  rejection.reason == RejectReason::responder_not_able;
            EXPECT_EQ(accepted, allowed)
                << action.name << " when " << core::name_of(status) << ": " << rejection.detail;
        }
    });
}

template <class C>
bool allows(const Request& request) {
    return (core::allowed_actions(request) & core::action_bits<C>) != 0;
}

// Each further rule by itself: the request as it is, then what lifts or adds the refusal.
TEST(Legality, AllowedActionsFollowMoreThanTheStatus) {
    Request request;
    request.status = RequestStatus::queued;
    request.slots.resize(1);
    const auto may_be_laid_aside = [&](Safety safety) {
        request.safety = safety;
        EXPECT_EQ(allows<HoldRequest>(request), allows<CancelRequest>(request));
        EXPECT_EQ(allows<HoldRequest>(request), allows<TransferRequest>(request));
        return allows<HoldRequest>(request);
    };
    EXPECT_TRUE(may_be_laid_aside(Safety::not_asked));
    EXPECT_FALSE(may_be_laid_aside(Safety::unverified));
    EXPECT_TRUE(may_be_laid_aside(Safety::verified));

    EXPECT_FALSE(allows<RecordContact>(request));
    request.contacts.active = true;
    EXPECT_TRUE(allows<RecordContact>(request));

    EXPECT_FALSE(allows<ExplainBreach>(request));
    request.milestones.resize(2);
    request.milestones[1].breached_at = TimePoint{1};
    EXPECT_TRUE(allows<ExplainBreach>(request));

    EXPECT_TRUE(allows<AssignResponder>(request));
    request.status = RequestStatus::on_scene;
    request.slots[0].status = SlotStatus::on_scene;
    EXPECT_FALSE(allows<AssignResponder>(request));
    EXPECT_FALSE(allows<ReportEnRoute>(request));
    EXPECT_TRUE(allows<CompleteAssignment>(request));
    request.slots.push_back({});
    EXPECT_TRUE(allows<AssignResponder>(request));

    request.status = RequestStatus::received;
    EXPECT_FALSE(allows<ReturnRequest>(request));
    request.owner = "li";
    EXPECT_TRUE(allows<ReturnRequest>(request));

    EXPECT_FALSE(allows<ExtendRequest>(request));
    request.clock = ClockKind::advice;
    request.milestones[0].milestone = Milestone::answered;
    EXPECT_TRUE(allows<ExtendRequest>(request));
    request.extension.emplace();
    EXPECT_FALSE(allows<ExtendRequest>(request));
    request.extension.reset();
    request.milestones[0].breached_at = TimePoint{1};
    EXPECT_FALSE(allows<ExtendRequest>(request));

    request.status = RequestStatus::served;
    EXPECT_TRUE(allows<RateRequest>(request));
    request.rating = 5;
    EXPECT_FALSE(allows<RateRequest>(request));
    EXPECT_FALSE(allows<CloseRequest>(request));
    request.callbacks = 1;
    EXPECT_TRUE(allows<CloseRequest>(request));
}

// The table as a text that programs in other languages read: the stand-in for the server in the
// console's tests, and the tests that talk to the real one. ctest runs in the root of the sources.
TEST(Legality, Golden) {
    constexpr const char* golden_file = "tests/core/legality.golden.json";
    std::string now = "{";
    each_status([&](RequestStatus status) {
        now += now == "{" ? "\n  \"" : ",\n  \"";
        now.append(core::name_of(status)).append("\": [");
        for (const Action& action : actions()) {
            if (action.bit == 0 || !action.allowed_in.has(status)) continue;
            if (now.back() != '[') now += ", ";
            now.append("\"").append(action.name).append("\"");
        }
        now += ']';
    });
    now += "\n}\n";
    if (std::getenv("MUSTER_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(golden_file) << now;
        GTEST_SKIP() << golden_file << " was written; look at its difference before committing it";
    }
    std::ifstream file(golden_file);
    std::stringstream golden;
    golden << file.rdbuf();
    EXPECT_EQ(golden.str(), now)
        << "the table changed: if that is meant, run\n  MUSTER_UPDATE_GOLDEN=1 ctest --test-dir "
           "build/release -R core_legality\nand commit the new file with the change";
}

TEST(Legality, ARefusedCommandChangesNothing) {
    each_status([](RequestStatus status) {
        for (const Action& action : actions()) {
            if (action.allowed_in.has(status)) continue;
            Stage s = stage(status);
            const std::uint64_t seq = s.engine.last_seq();
            EXPECT_TRUE(s.send(action.make(s)));
            EXPECT_EQ(s.engine.last_seq(), seq);
            EXPECT_EQ(s.status(), status);
        }
    });
}

}  // namespace
}  // namespace muster::test
