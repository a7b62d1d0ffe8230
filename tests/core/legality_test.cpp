// Every request status against every action: the engine says illegal_status exactly where the table
// does.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/requests/legality.hpp"
#include "engine/core/requests/names.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

using core::RequestAction;

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

Command command_for(RequestAction action, const Stage& s) {
    switch (action) {
        case RequestAction::take:
            return TakeRequest{s.request, "desk"};
        case RequestAction::locate:
            return LocateRequest{s.request, here, {}};
        case RequestAction::reclassify:
            return ReclassifyRequest{s.request, Urgency::P1, ""};
        case RequestAction::hold:
            return HoldRequest{s.request, s.now + minutes(1), ""};
        case RequestAction::resume:
            return ResumeRequest{s.request};
        case RequestAction::cancel:
            return CancelRequest{s.request, ""};
        case RequestAction::merge:
            return MergeRequest{s.request, s.other};
        case RequestAction::merge_into:
            return MergeRequest{s.other, s.request};
        case RequestAction::transfer:
            return TransferRequest{s.request, "police", ""};
        case RequestAction::reopen:
            return ReopenRequest{s.request, ""};
        case RequestAction::verify_safe:
            return VerifySafe{s.request, "spoke with her"};
        case RequestAction::hand_over:
            return RecordHandover{s.request, Agency::ambulance_120, "", {}, ""};
        case RequestAction::contact:
            return RecordContact{s.request, ContactOutcome::no_answer, {}};
        case RequestAction::call_back:
            return RecordCallback{s.request, true, 5, {}};
        case RequestAction::close:
            return CloseRequest{s.request, Disposition::helped, {}};
        case RequestAction::note:
            return AddNote{s.request, Personal<std::string>("a note")};
        case RequestAction::explain_breach:
            return ExplainBreach{s.request, Milestone::on_site, "traffic"};
        case RequestAction::assign:
            return AssignResponder{s.request, 0, s.responder, "because"};
        case RequestAction::release:
            return ReleaseResponder{s.request, 0, "because"};
        case RequestAction::acknowledge:
            return AcknowledgeAssignment{s.request, s.responder};
        case RequestAction::en_route:
            return ReportEnRoute{s.request, s.responder};
        case RequestAction::on_scene:
            return ReportOnScene{s.request, s.responder};
        case RequestAction::complete:
            return CompleteAssignment{s.request, s.responder, Disposition::helped, {}};
        case RequestAction::split:
            return SplitRequest{s.request, "not the same"};
        case RequestAction::dismiss_duplicate:
            return DismissDuplicate{s.request, "not the same"};
    }
    std::abort();
}

// Pairs that the table allows and a further rule forbids at this stage.
bool further_rule(RequestAction action, RequestStatus status) {
    // A request without a contact chain has no call that is due.
    if (action == RequestAction::contact) return status == RequestStatus::received;
    // Without slots there is none to fill or to open, which is said before the status.
    if (action == RequestAction::assign || action == RequestAction::release) {
        if (status == RequestStatus::received) return true;
    }
    // What was not breached cannot be explained, in whatever status; that is said first.
    if (action == RequestAction::explain_breach) return status == RequestStatus::merged;
    // On scene nobody can be overruled any more, nor set out.
    if (status != RequestStatus::on_scene) return false;
    return action == RequestAction::assign || action == RequestAction::en_route;
}

TEST(Legality, EveryStatusWithEveryAction) {
    for (int st = 0; st < request_status_count; ++st) {
        const auto status = static_cast<RequestStatus>(st);
        for (int a = 0; a < core::request_action_count; ++a) {
            const auto action = static_cast<RequestAction>(a);
            if (further_rule(action, status)) continue;
            Stage s = stage(status);
            ASSERT_EQ(s.status(), status);
            const Rejection rejection = s.send(command_for(action, s));
            EXPECT_EQ(rejection.reason == RejectReason::illegal_status,
                      !core::legal(action, status))
                << core::name_of(action) << " when " << core::name_of(status) << ": "
                << rejection.detail;
        }
    }
}

// What consoles are told: never a command that the state of the request refuses, and every one that
// it does not.
TEST(Legality, AllowedActionsAreThoseThatTheEngineAccepts) {
    for (int st = 0; st < request_status_count; ++st) {
        const auto status = static_cast<RequestStatus>(st);
        for (int a = 0; a < core::request_action_count; ++a) {
            const auto action = static_cast<RequestAction>(a);
            Stage s = stage(status);
            const Request& request = *s.engine.board().requests().get(s.request);
            const bool allowed = core::holds(core::allowed_actions(request), action);
            const Rejection rejection = s.send(command_for(action, s));
            // At some stages nobody is on duty who could be sent, or the slot is not the one to be
            // given: that is what the command says, not what the request is.
            // Which slot is meant is asked before the status, so there the table speaks.
            const bool accepted = !rejection ||
                                  (rejection.field == "/slot" && core::legal(action, status)) ||
                                  rejection.reason == RejectReason::responder_not_able;
            EXPECT_EQ(accepted, allowed) << core::name_of(action) << " when "
                                         << core::name_of(status) << ": " << rejection.detail;
        }
    }
}

// Each further rule by itself: the request as it is, then what lifts or adds the refusal.
TEST(Legality, AllowedActionsFollowMoreThanTheStatus) {
    const auto allows = [](const Request& request, RequestAction action) {
        return core::holds(core::allowed_actions(request), action);
    };
    Request request;
    request.status = RequestStatus::queued;
    request.slots.resize(1);
    for (const auto action :
         {RequestAction::hold, RequestAction::cancel, RequestAction::transfer}) {
        request.safety = Safety::not_asked;
        EXPECT_TRUE(allows(request, action)) << core::name_of(action);
        request.safety = Safety::unverified;
        EXPECT_FALSE(allows(request, action)) << core::name_of(action);
        request.safety = Safety::verified;
        EXPECT_TRUE(allows(request, action)) << core::name_of(action);
    }
    EXPECT_FALSE(allows(request, RequestAction::contact));
    request.contacts.active = true;
    EXPECT_TRUE(allows(request, RequestAction::contact));

    EXPECT_FALSE(allows(request, RequestAction::explain_breach));
    request.milestones.resize(2);
    request.milestones[1].breached_at = TimePoint{1};
    EXPECT_TRUE(allows(request, RequestAction::explain_breach));

    EXPECT_TRUE(allows(request, RequestAction::assign));
    request.status = RequestStatus::on_scene;
    request.slots[0].status = SlotStatus::on_scene;
    EXPECT_FALSE(allows(request, RequestAction::assign));
    EXPECT_FALSE(allows(request, RequestAction::en_route));
    EXPECT_TRUE(allows(request, RequestAction::complete));
    request.slots.push_back({});
    EXPECT_TRUE(allows(request, RequestAction::assign));

    request.status = RequestStatus::served;
    EXPECT_FALSE(allows(request, RequestAction::close));
    request.callbacks = 1;
    EXPECT_TRUE(allows(request, RequestAction::close));
}

TEST(Legality, EveryActionNamesItsCommand) {
    for (int a = 0; a < core::request_action_count; ++a) {
        const auto action = static_cast<RequestAction>(a);
        const Stage s = stage(RequestStatus::dispatched);
        if (action == RequestAction::merge_into) {
            EXPECT_EQ(core::command_of(action), "");
        } else {
            EXPECT_EQ(core::command_of(action), codec::name_of(command_for(action, s)));
        }
    }
}

// The table as a text that programs in other languages read: the stand-in for the server in the
// console's tests, and the tests that talk to the real one. ctest runs in the root of the sources.
TEST(Legality, Golden) {
    constexpr const char* golden_file = "tests/core/legality.golden.json";
    std::string now = "{";
    for (int st = 0; st < request_status_count; ++st) {
        const auto status = static_cast<RequestStatus>(st);
        now += st == 0 ? "\n  \"" : ",\n  \"";
        now.append(core::name_of(status)).append("\": [");
        for (int a = 0; a < core::request_action_count; ++a) {
            const auto action = static_cast<RequestAction>(a);
            const auto command = core::command_of(action);
            if (command.empty() || !core::legal(action, status)) continue;
            if (now.back() != '[') now += ", ";
            now.append("\"").append(command).append("\"");
        }
        now += ']';
    }
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
    for (int st = 0; st < request_status_count; ++st) {
        const auto status = static_cast<RequestStatus>(st);
        for (int a = 0; a < core::request_action_count; ++a) {
            const auto action = static_cast<RequestAction>(a);
            if (core::legal(action, status)) continue;
            Stage s = stage(status);
            const std::uint64_t seq = s.engine.last_seq();
            EXPECT_TRUE(s.send(command_for(action, s)));
            EXPECT_EQ(s.engine.last_seq(), seq);
            EXPECT_EQ(s.status(), status);
        }
    }
}

}  // namespace
}  // namespace muster::test
