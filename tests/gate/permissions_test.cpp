#include "engine/gate/permissions.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "engine/codec/commands_json.hpp"
#include "muster/care.hpp"
#include "muster/collections.hpp"
#include "muster/devices.hpp"
#include "muster/dispatch.hpp"
#include "muster/feed_port.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "muster/service_records.hpp"
#include "tests/adapters/fake_ports.hpp"

namespace muster::gate {
namespace {

// Written down a second time, independently of the rows in the code: d dispatcher, c call_taker,
// s supervisor, a adapter, m admin may send it for anybody; r a responder for itself; y
// security_admin and z auditor nothing.
const std::map<std::string, std::string> expected_rights{
    {"LoadRules", ""},
    {"Tick", ""},
    {"RegisterMember", "dcsm"},
    {"UpdateMember", "dcsm"},
    {"RemoveMember", "sm"},
    {"SetMemberStatus", "dcsm"},
    {"EraseMember", "sm"},
    {"RecordConsent", "dcsm"},
    {"WithdrawConsent", "dcsm"},
    {"ReportMemberEvent", "dcsam"},
    {"RecordAssessment", "dcsm"},
    {"VoidAssessment", "sm"},
    {"OpenSurvey", "sm"},
    {"CloseSurvey", "sm"},
    {"SubmitAnswer", "dcsm"},
    {"ReviewAnswer", "sm"},
    {"ResolveNeed", "dcsm"},
    {"RegisterSuggestion", "dcsm"},
    {"MergeSuggestions", "s"},
    {"SplitSuggestion", "s"},
    {"ReviewSuggestion", "s"},
    {"ReportSuggestions", "s"},
    {"RecordInstruction", "s"},
    {"AssignSuggestion", "s"},
    {"ExtendSuggestion", "s"},
    {"ReplySuggestion", "s"},
    {"GradeSuggestion", "s"},
    {"GiveFeedback", "s"},
    {"RecordSatisfaction", "s"},
    {"WithdrawSuggestion", "s"},
    {"AssignConsultant", "dsm"},
    {"DraftPlan", "dcsm"},
    {"ActivatePlan", "dcsm"},
    {"HoldPlan", "dcsm"},
    {"ResumePlan", "dcsm"},
    {"EndPlan", "dcsm"},
    {"PlanVisit", "dcsm"},
    {"MoveVisit", "dcsm"},
    {"StartVisit", "dcsmr"},
    {"RecordVisit", "dcsmr"},
    {"MissVisit", "dcsmr"},
    {"CancelVisit", "dcsm"},
    {"ReferMember", "dcsm"},
    {"AnswerReferral", "dcsm"},
    {"ProposeMerge", "dcsm"},
    {"MergeMembers", "sm"},
    {"RejectMerge", "sm"},
    {"UndoMerge", "sm"},
    {"AddPlace", "dcsm"},
    {"UpdatePlace", "dcsm"},
    {"RetirePlace", "dcsm"},
    {"AddPremisesNote", "dcs"},
    {"ConfirmPremisesNote", "dcs"},
    {"EndPremisesNote", "dcs"},
    {"PlanShift", "dsm"},
    {"CancelShift", "dsm"},
    {"RecordAbsence", "dsm"},
    {"EndAbsence", "dsm"},
    {"IssueCard", "dcsm"},
    {"RenewCard", "dcsm"},
    {"RevokeCard", "dcsm"},
    {"TapCard", "dcsa"},
    {"RegisterDevice", "dcsm"},
    {"AssignDevice", "dcsm"},
    {"RetireDevice", "dcsm"},
    {"ReportDevice", "a"},
    {"SignalDevice", "a"},
    {"ReportCall", "a"},
    {"ReportLiveCalls", "a"},
    {"TakeCall", "dcs"},
    {"RegisterResponder", "sm"},
    {"UpdateResponder", "sm"},
    {"SetDuty", "dsr"},
    {"ReportPositions", "ar"},
    {"CreateRequest", "dcsa"},
    {"LocateRequest", "dcs"},
    {"TakeRequest", "dcs"},
    {"ReclassifyRequest", "dcs"},
    {"HoldRequest", "dcs"},
    {"ResumeRequest", "dcs"},
    {"CancelRequest", "dcs"},
    {"MergeRequest", "dcs"},
    {"TransferRequest", "dcs"},
    {"ReopenRequest", "dcs"},
    {"VerifySafe", "dcs"},
    {"RecordHandover", "dcs"},
    {"RecordContact", "dcsa"},
    {"RecordCallback", "dcs"},
    {"CloseRequest", "dcs"},
    {"AddNote", "dcs"},
    {"ExplainBreach", "ds"},
    {"RateRequest", "dcs"},
    {"UrgeRequest", "dcs"},
    {"SuperviseRequest", "sm"},
    {"ReturnRequest", "dcs"},
    {"ExtendRequest", "s"},
    {"IssueLink", "dcs"},
    {"RevokeLink", "dcs"},
    {"AnswerQuestions", "dcs"},
    {"RecordPastRequest", "dcs"},
    {"AssignResponder", "ds"},
    {"ReleaseResponder", "ds"},
    {"AcceptOffer", "dsr"},
    {"DeclineOffer", "dsr"},
    {"AcknowledgeAssignment", "dsr"},
    {"ReportEnRoute", "dsr"},
    {"ReportOnScene", "dsr"},
    {"CompleteAssignment", "dsr"},
    {"RecordResponderCall", "dsa"},
    {"OrderStandby", "ds"},
    {"SetSpeeds", "sa"},
    {"UseSpeeds", ""},
    {"RecomputeDeadlines", "sm"},
    {"UnmaskEntity", "m"},
    {"NoteAccessSheet", ""},
    {"SplitRequest", "dcs"},
    {"DismissDuplicate", "dcs"},
    {"BookService", "dcsa"},
    {"ConfirmBooking", "dcs"},
    {"MoveBooking", "dcs"},
    {"CancelBooking", "dcs"},
    {"RecordNoShow", "dcs"},
    {"OpenSeries", "dcs"},
    {"EndSeries", "dcs"},
    {"OpenAccount", "dcsm"},
    {"UpdateAccount", "sm"},
    {"FreezeAccount", "sm"},
    {"ThawAccount", "sm"},
    {"CloseAccount", "sm"},
    {"HoldCredits", "dcs"},
    {"ReleaseHold", "dcs"},
    {"IssueCredits", "sm"},
    {"GiftCredits", "dcs"},
    {"DonateCredits", "dcs"},
    {"ReverseEntry", "sm"},
    {"OpenDispute", "dcsa"},
    {"ResolveDispute", "sm"},
    {"SignIn", "dcsar"},
    {"SignOut", "dcsar"},
    {"RecordService", "dcs"},
    {"CorrectService", "dcs"},
    {"ConfirmService", "dcsa"},
    {"ReviewService", "sm"},
    {"DisputeService", "dcsa"},
    {"ResolveService", "sm"},
    {"ReverseService", "sm"},
    {"RecordVolunteerNoShow", "dcs"},
    {"WithdrawVolunteerNoShow", "sm"},
    {"LiftVolunteerSuspension", "sm"},
    {"RegisterTalent", "dcsm"},
    {"UpdateTalent", "dcsm"},
    {"ReviewTalent", "dcsm"},
    {"PauseTalent", "dcsm"},
    {"ResumeTalent", "dcsm"},
    {"LeaveTalent", "dcsm"},
    {"SeparateTalents", "dcsm"},
    {"IssueCertificate", "sm"},
    {"CorrectCertificate", "sm"},
    {"RevokeCertificate", "sm"},
    {"OpenProject", "dcsm"},
    {"StartStep", "dcsm"},
    {"FinishStep", "dcsm"},
    {"ReturnStep", "dcsm"},
    {"ReassignStep", "dcsm"},
    {"GiveOpinion", "dcsm"},
    {"ApproveBudget", "sm"},
    {"ExtendStep", "dcsm"},
    {"SkipStep", "dcsm"},
    {"AcceptWork", "sm"},
    {"RejectWork", "sm"},
    {"SuspendProject", "dcsm"},
    {"ResumeProject", "dcsm"},
    {"CancelProject", "sm"},
};

const std::map<char, Role> roles_by_letter{{'d', Role::dispatcher},
                                           {'c', Role::call_taker},
                                           {'r', Role::responder},
                                           {'s', Role::supervisor},
                                           {'a', Role::adapter},
                                           {'m', Role::admin},
                                           // No command at all is theirs.
                                           {'y', Role::security_admin},
                                           {'z', Role::auditor}};

TEST(Permissions, EveryRoleAndCommand) {
    ASSERT_EQ(expected_rights.size(), codec::commands_by_name().size());
    for (const auto& [name, letters] : expected_rights) {
        const codec::NamedCommand* const command = codec::find_command(name);
        ASSERT_NE(command, nullptr) << name;
        EXPECT_EQ(command->name, name);
        for (const auto& [letter, role] : roles_by_letter) {
            Principal principal = FakeAccess::principal("x", {role});
            principal.responder = ResponderId{5};
            const bool listed = letters.find(letter) != std::string::npos;
            EXPECT_EQ(may_ever_send(command->row, principal), listed) << name << " " << letter;
            if (letter == 'r') {
                EXPECT_FALSE(may_send(command->row, principal)) << name;
                EXPECT_EQ(may_send_own(command->row, principal), listed) << name;
                principal.responder = {};
                EXPECT_FALSE(may_send_own(command->row, principal))
                    << "a responder without a number";
            } else {
                EXPECT_EQ(may_send(command->row, principal), listed) << name << " " << letter;
                EXPECT_FALSE(may_send_own(command->row, principal)) << name << " " << letter;
            }
        }
        EXPECT_FALSE(may_send(command->row, Principal{})) << name;
    }
    EXPECT_EQ(codec::find_command("Nothing"), nullptr);
    EXPECT_EQ(codec::find_command(""), nullptr);
}

// "" when the command is admitted; else why not, and about which field.
std::string refusal(Command command, const Principal& principal, const QueryPort& queries) {
    const auto fault = admit(command, principal, queries);
    if (!fault) return "";
    EXPECT_FALSE(fault->detail.empty());
    if (fault->reason == FaultReason::unknown_offer) return "unknown " + fault->field;
    EXPECT_EQ(fault->reason, FaultReason::forbidden);
    return "forbidden " + fault->field;
}

TEST(Permissions, AResponderSendsForItselfAlone) {
    FakeQueries queries;
    queries.entities["offers/9"] = R"({"id":9,"responder":5,"request":1})";
    queries.entities["offers/10"] = R"({"id":10,"responder":6})";
    queries.entities["offers/11"] = "not JSON";
    const Principal five = FakeAccess::principal("x", {Role::responder}, 5);
    const auto of = [&](Command command) { return refusal(std::move(command), five, queries); };
    const std::string foreign = "forbidden /responder";
    EXPECT_EQ(of(AcceptOffer{OfferId{9}}), "");
    EXPECT_EQ(of(DeclineOffer{OfferId{10}, ""}), foreign);
    EXPECT_EQ(of(AcceptOffer{OfferId{11}}), foreign);
    EXPECT_EQ(of(AcceptOffer{OfferId{12}}), "unknown /offer");
    EXPECT_EQ(of(ReportEnRoute{RequestId{1}, ResponderId{5}}), "");
    EXPECT_EQ(of(ReportOnScene{RequestId{1}, ResponderId{6}}), foreign);
    SetDuty duty;
    duty.responder = ResponderId{5};
    EXPECT_EQ(of(duty), "");
    ReportPositions positions;
    positions.fixes.resize(2);
    positions.fixes[0].responder = ResponderId{5};
    EXPECT_EQ(of(positions), foreign);
    positions.fixes[1].responder = ResponderId{5};
    EXPECT_EQ(of(positions), "");
    queries.entities["visits/7"] = R"({"id":7,"visitor":5})";
    queries.entities["visits/8"] = R"({"id":8,"visitor":0})";
    EXPECT_EQ(of(StartVisit{VisitId{7}, {}, false}), "");
    EXPECT_EQ(of(MissVisit{VisitId{8}, "nobody at home"}), foreign);
    EXPECT_EQ(of(MissVisit{VisitId{9}, "nobody at home"}), foreign);
    SignIn there;
    there.volunteer = ResponderId{5};
    EXPECT_EQ(of(there), "");
    there.volunteer = ResponderId{6};
    EXPECT_EQ(of(there), "forbidden /volunteer");
    SignOut gone;
    gone.service_record = ServiceRecordId{3};
    EXPECT_EQ(of(gone), "forbidden /volunteer") << "says nothing of whose it is";
    gone.volunteer = ResponderId{5};
    EXPECT_EQ(of(gone), "");
    EXPECT_EQ(of(ReviewService{}), "forbidden ");
    EXPECT_EQ(of(Tick{}), "forbidden ");
    EXPECT_EQ(of(CreateRequest{}), "forbidden ");
    // By role alone it is nobody's business whose offer that is.
    const Principal desk = FakeAccess::principal("y", {Role::dispatcher});
    EXPECT_EQ(refusal(AcceptOffer{OfferId{12}}, desk, queries), "");
    EXPECT_EQ(refusal(DeclineOffer{OfferId{10}, ""}, desk, queries), "");
}

TEST(Permissions, WhoTakesARequestTakesItItself) {
    FakeQueries queries;
    const auto taken = [&](std::string owner, Role role) {
        TakeRequest take;
        take.request = RequestId{7};
        take.owner = std::move(owner);
        Command command = take;
        if (const auto fault = admit(command, FakeAccess::principal("Li", {role}), queries)) {
            EXPECT_EQ(fault->reason, FaultReason::forbidden);
            return fault->field;
        }
        return command.get<TakeRequest>().owner;
    };
    EXPECT_EQ(taken("", Role::dispatcher), "Li");
    EXPECT_EQ(taken("Li", Role::call_taker), "Li");
    EXPECT_EQ(taken("Wang", Role::dispatcher), "/owner");
    EXPECT_EQ(taken("", Role::supervisor), "Li");
    EXPECT_EQ(taken("Wang", Role::supervisor), "Wang");
    EXPECT_EQ(taken("", Role::adapter), "") << "an adapter takes none, for whomever";
}

// Nobody hides that he is the volunteer as well: the token says who reviews.
TEST(Permissions, WhoReviewsAServiceIsWhoHoldsTheToken) {
    FakeQueries queries;
    const auto reviewer = [&](Principal principal) {
        ReviewService review;
        review.reviewer = ResponderId{9};
        Command command = review;
        EXPECT_FALSE(admit(command, principal, queries));
        return command.get<ReviewService>().reviewer;
    };
    Principal both = FakeAccess::principal("Li", {Role::supervisor, Role::responder}, 5);
    EXPECT_EQ(reviewer(both), ResponderId{5});
    EXPECT_EQ(reviewer(FakeAccess::principal("Li", {Role::supervisor})), ResponderId{9});
    ResolveService resolve;
    Command command = resolve;
    EXPECT_FALSE(admit(command, both, queries));
    EXPECT_EQ(command.get<ResolveService>().reviewer, ResponderId{5});
}

TEST(Permissions, AVolunteerReadsItsOwnServices) {
    const Principal adapter = FakeAccess::principal("x", {Role::adapter});
    const Principal five = FakeAccess::principal("x", {Role::responder}, 5);
    for (const char* collection : {"service_records", "volunteer_standings", "certificates"}) {
        EXPECT_TRUE(may_read(collection, five, R"({"id":1,"volunteer":5})")) << collection;
        EXPECT_FALSE(may_read(collection, five, R"({"id":5,"volunteer":6})")) << collection;
    }
    for (const char* collection : {"service_records", "accounts", "certificates"}) {
        EXPECT_TRUE(may_list(collection, five).allowed) << collection;
        EXPECT_EQ(may_list(collection, five).own_by, "volunteer") << collection;
        EXPECT_FALSE(may_list(collection, adapter).allowed) << collection;
    }
    EXPECT_FALSE(may_list("volunteer_standings", five).allowed);
}

TEST(Permissions, Reading) {
    const Principal responder = FakeAccess::principal("x", {Role::responder}, 5);
    const Principal adapter = FakeAccess::principal("x", {Role::adapter});
    for (const Role role : {Role::dispatcher, Role::call_taker, Role::supervisor, Role::admin}) {
        const Principal principal = FakeAccess::principal("x", {role});
        for (const char* name : {"requests", "members", "offers", "cards", "rules"}) {
            EXPECT_TRUE(may_list(name, principal).allowed);
            EXPECT_TRUE(may_read(name, principal, "{}"));
        }
    }
    for (const Principal& principal : {responder, adapter}) {
        EXPECT_TRUE(may_list("services", principal).allowed);
        EXPECT_TRUE(may_read("plans", principal, "{}"));
        for (const char* name : {"requests", "members", "cards", "responders"}) {
            EXPECT_FALSE(may_list(name, principal).allowed) << name;
            EXPECT_FALSE(may_read(name, principal, "{}")) << name;
        }
    }
    EXPECT_FALSE(may_list("services", Principal{}).allowed);
    EXPECT_EQ(may_list("offers", responder).own_by, "responder");
    EXPECT_TRUE(may_read("responders", responder, R"({"id":5,"profile":{}})"));
    EXPECT_FALSE(may_read("responders", responder, R"({"id":6})"));
    EXPECT_TRUE(may_read("offers", responder, R"({"id":1,"responder":5})"));
    EXPECT_FALSE(may_read("offers", responder, R"({"id":1,"responder":6})"));
    EXPECT_TRUE(may_read("requests", responder, R"({"id":1,"slots":[{},{"responder":5}]})"));
    EXPECT_FALSE(may_read("requests", responder, R"({"id":1,"slots":[{"responder":6}]})"));
    EXPECT_FALSE(may_read("requests", responder, "["));
    for (const char* name : {"services", "plans", "rules", "skills", "card_colours", "posts"}) {
        EXPECT_TRUE(may_list(name, adapter).allowed) << name;
        EXPECT_FALSE(may_list(name, Principal{}).allowed) << name;
    }
    EXPECT_FALSE(may_list("positions", adapter).allowed);
}

TEST(Permissions, WhoKeepsAccountsOrAuditsReadsNothingOfTheService) {
    for (const Role role : {Role::security_admin, Role::auditor}) {
        const Principal principal = FakeAccess::principal("x", {role});
        for (const CollectionRow& row : collections) {
            EXPECT_EQ(may_list(row.path, principal).allowed, row.of_rules) << row.path;
            EXPECT_EQ(may_read(row.path, principal, "{}"), row.of_rules) << row.path;
            EXPECT_FALSE(shows_people(row.path, principal)) << row.path;
        }
        EXPECT_FALSE(feed_principal(principal)) << "not on the feed either";
    }
}

TEST(Permissions, AGatewayBoundToDevicesSpeaksForNoOther) {
    FakeQueries queries;
    Principal gateway = FakeAccess::principal("gateway", {Role::adapter});
    const auto of = [&](Command command) { return refusal(std::move(command), gateway, queries); };
    const auto signal = [](std::string key) {
        SignalDevice told;
        told.key = std::move(key);
        return told;
    };
    CreateRequest call;
    EXPECT_EQ(of(signal("Z-1")), "") << "not bound";
    EXPECT_EQ(of(call), "");
    gateway.devices = {"A-1", "B-*"};
    EXPECT_EQ(of(signal("A-1")), "");
    EXPECT_EQ(of(signal("B-")), "");
    EXPECT_EQ(of(signal("B-77")), "");
    EXPECT_EQ(of(signal("A-11")), "forbidden /key");
    EXPECT_EQ(of(signal("b-77")), "forbidden /key");
    EXPECT_EQ(of(signal("")), "forbidden /key");
    EXPECT_EQ(of(call), "forbidden /device");
    call.device = "B-77";
    EXPECT_EQ(of(call), "");
    call.device = "C-77";
    EXPECT_EQ(of(call), "forbidden /device");
    EXPECT_EQ(of(ReportPositions{}), "forbidden ") << "of a responder, and no device is named";
}

TEST(Permissions, WhatTellsOfPeople) {
    const Principal dispatcher = FakeAccess::principal("x", {Role::dispatcher});
    const Principal responder = FakeAccess::principal("x", {Role::responder}, 5);
    const Principal admin = FakeAccess::principal("x", {Role::admin});
    for (const char* name : {"requests", "members", "responders", "cards"}) {
        EXPECT_TRUE(shows_people(name, dispatcher)) << name;
        EXPECT_FALSE(shows_people(name, admin)) << name;
        EXPECT_EQ(shows_people(name, responder), std::string(name) == "requests") << name;
    }
    for (const char* name : {"offers", "services", "rules", "posts"}) {
        EXPECT_FALSE(shows_people(name, dispatcher)) << name;
        EXPECT_FALSE(shows_people(name, responder)) << name;
    }
}

}  // namespace
}  // namespace muster::gate
