#include "tests/pipeline/small_city.hpp"

#include <string>

#include "muster/dispatch.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster::test {
namespace {

Point place(std::uint64_t number) {
    // A lattice of coprime steps over about 20 by 20 km.
    return {323'000'000 + static_cast<std::int32_t>(number * 7'919 % 1'800'000),
            1'194'000'000 + static_cast<std::int32_t>(number * 104'729 % 2'000'000)};
}

SlotRule slot(Code role, std::vector<Code> skills, FillMode fill, Millis fallback) {
    SlotRule rule;
    rule.role = role;
    rule.skills = std::move(skills);
    rule.fill = fill;
    rule.fallback_ms = fallback;
    return rule;
}

ServiceRule service(Code code, Urgency urgency, bool emergency_line) {
    ServiceRule rule;
    rule.code = code;
    rule.name_en = code.str();
    rule.name_zh = "服务";
    rule.urgency = urgency;
    rule.plan = code;
    rule.emergency_line = emergency_line;
    return rule;
}

}  // namespace

Rules small_rules() {
    Rules rules;
    rules.version = "small-1";
    rules.skills = {"care", "first_aid", "talk"};
    rules.names = {{"roles", "helper", "helper", "帮手"}};
    for (int i = 0; i < urgency_count; ++i) {
        ClassRule rule;
        rule.urgency = static_cast<Urgency>(i);
        rule.weight = std::int64_t{1} << (urgency_count - i);
        rule.milestones = {{Milestone::dispatched, minutes(2 + 4 * i)},
                           {Milestone::on_site, minutes(10 + 10 * i)}};
        rule.escalate_after_ms = i > 2 ? minutes(30) : Millis{0};
        rule.may_preempt = i < 2;
        rules.classes.push_back(rule);
    }
    rules.services = {service("sos", Urgency::P1, true), service("visit", Urgency::P3, false),
                      service("advice", Urgency::P4, false)};
    ResponsePlan sos;
    sos.code = "sos";
    sos.slots = {slot("care", {"care"}, FillMode::direct, {})};
    sos.contacts.enabled = true;
    sos.handover = Agency::ambulance_120;
    ResponsePlan visit;
    visit.code = "visit";
    visit.slots = {slot("friend", {"talk"}, FillMode::offer, minutes(5)),
                   slot("helper", {}, FillMode::offer, minutes(5))};
    visit.offers.radius_m = {5'000};
    ResponsePlan advice;
    advice.code = "advice";
    rules.plans = {sos, visit, advice};
    rules.card_colours = {{"red", "sos", "help", "求助"}, {"blue", "visit", "visit", "探望"}};
    rules.flag_credits = {{MemberFlag::lives_alone, minutes(2)}};
    rules.desk.merge_radius_m = {0};
    rules.desk.archive_after_ms = minutes(20);
    return rules;
}

std::vector<Submission> small_city(std::size_t members, std::size_t responders,
                                   std::uint64_t seed) {
    std::vector<Submission> all;
    all.push_back({"setup", "", LoadRules{small_rules()}});
    std::mt19937_64 random(seed);
    for (std::size_t i = 0; i < members; ++i) {
        RegisterMember command;
        MemberProfile& profile = command.profile;
        profile.external_ref = "M" + std::to_string(i);
        profile.name = std::string("Member ") + std::to_string(i);
        profile.phone = "+86514" + std::to_string(10'000'000 + i);
        profile.address = std::string("Canal Street ") + std::to_string(i);
        profile.home = Personal<Point>(place(random() % 1'000'000));
        profile.district = i % 2 == 0 ? "Guangling" : "Hanjiang";
        if (i % 3 == 0) profile.flags = std::vector<MemberFlag>{MemberFlag::lives_alone};
        profile.contacts.push_back({ContactRelation::kin, std::string("Daughter"),
                                    "+86514" + std::to_string(20'000'000 + i)});
        all.push_back({"setup", "", command});
    }
    // Ids are the seqs of the records: rules take 1, each member one.
    const std::uint64_t first = members + 2;
    for (std::size_t i = 0; i < responders; ++i) {
        RegisterResponder command;
        ResponderProfile& profile = command.profile;
        const bool volunteer = i % 2 == 1;
        profile.kind = volunteer ? ResponderKind::volunteer : ResponderKind::staff;
        profile.name = std::string(volunteer ? "Volunteer " : "Worker ") + std::to_string(i);
        profile.phone = "+86138" + std::to_string(10'000'000 + i);
        profile.skills = volunteer ? std::vector<Code>{"talk"} : std::vector<Code>{"care"};
        profile.travel = volunteer ? Profile::walk : Profile::normal;
        profile.post = Personal<Point>(place(random() % 1'000'000));
        all.push_back({"setup", "", command});
    }
    for (std::size_t i = 0; i < responders; ++i) {
        all.push_back(
            {"setup", "",
             SetDuty{ResponderId{first + i}, ResponderStatus::available, TimePoint{}, ""}});
    }
    return all;
}

CreateRequest request_at(std::uint64_t number) {
    CreateRequest command;
    command.service = "sos";
    command.channel = Channel::button;
    command.place = Personal<Point>(place(number));
    command.note = std::string("fell in the kitchen");
    return command;
}

Submission Storyteller::next(const core::Board& board) {
    if (!keyed_.empty() && below(20) == 0) return keyed_[below(keyed_.size())];
    Submission submission;
    submission.source = "people";
    const std::uint64_t kind = below(10);
    if (kind < 3) {
        CreateRequest command = request_at(random_() % 1'000'000);
        const Code services[] = {"sos", "visit", "visit", "advice"};
        command.service = services[below(4)];
        command.silent = below(10) == 0;
        const auto& members = board.members();
        if (members.size() > 0 && below(2) == 0) {
            command.member = MemberId{2 + below(members.size())};
        }
        submission.command = command;
    } else if (kind == 3) {
        ReportPositions report;
        const auto order = board.responders().in_order();
        for (std::uint64_t i = below(5); i > 0 && !order.empty(); --i) {
            report.fixes.push_back({board.responders()[order[below(order.size())]].id,
                                    place(random_() % 1'000'000), TimePoint{}});
        }
        submission.command = report;
    } else {
        submission.command = about_request(board);
    }
    if (below(5) == 0 && !submission.command.is<ReportPositions>()) {
        submission.key = "k" + std::to_string(++keys_);
        keyed_.push_back(submission);
    }
    return submission;
}

Command Storyteller::about_request(const core::Board& board) {
    const auto offers = board.offers().in_order();
    if (!offers.empty() && below(3) == 0) {
        const Offer& offer =
            board.offers()[offers[offers.size() - 1 -
                                  below(std::min<std::size_t>(offers.size(), 20))]];
        if (below(2) == 0) return AcceptOffer{offer.id};
        return DeclineOffer{offer.id, "busy"};
    }
    const auto requests = board.requests().in_order();
    if (requests.empty()) return Tick{};
    const Request& request = board.requests()[requests[below(requests.size())]];
    for (const Slot& slot : request.slots) {
        switch (slot.status) {
            case SlotStatus::assigned:
                return AcknowledgeAssignment{request.id, slot.responder};
            case SlotStatus::acknowledged:
                return ReportEnRoute{request.id, slot.responder};
            case SlotStatus::en_route:
                return ReportOnScene{request.id, slot.responder};
            case SlotStatus::on_scene:
                return CompleteAssignment{request.id, slot.responder, Disposition::helped,
                                          std::string("done")};
            case SlotStatus::open:
            case SlotStatus::offered:
            case SlotStatus::served:
            case SlotStatus::dropped:
                break;
        }
    }
    switch (below(9)) {
        case 0:
            return AddNote{request.id, std::string("called again")};
        case 1:
            return CancelRequest{request.id, "not needed"};
        case 2:
            return RecordContact{request.id, ContactOutcome::no_answer, {}};
        case 3:
            return VerifySafe{request.id, "spoke to her"};
        case 4:
            return RecordCallback{request.id, true, 5, {}};
        case 5:
            return ReclassifyRequest{request.id, Urgency::P2, "not so bad"};
        case 6:
            return TakeRequest{request.id, "desk 1"};
        case 7:
            return CloseRequest{request.id, Disposition::helped, {}};
        default:
            return AddNote{RequestId{999'999'999}, std::string("nobody")};
    }
}

}  // namespace muster::test
