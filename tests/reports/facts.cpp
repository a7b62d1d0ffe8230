#include "tests/reports/facts.hpp"

namespace muster::reports::test {
namespace {

std::string word(auto value) {
    return std::string(name_of(value));
}

// Everybody who tells of an event that is not counted here says nothing.
struct Listener {
    Facts& f;

    template <class T>
    void operator()(const T&) {}

    void operator()(const RulesLoaded& e) {
        f.offset = or_usual(e.rules.calendar).utc_offset_min * 60'000;
        f.field_names.clear();
        for (const TalentField& field : or_usual(e.rules.talents).fields)
            f.field_names[field.code.str()] = field.name_zh + " " + field.name_en;
    }
    void operator()(const MemberRegistered& e) { put(e.member); }
    void operator()(const MemberUpdated& e) { put(e.member); }
    void put(const Member& member) { f.members[member.id.value] = member.profile.district.str(); }
    void operator()(const MemberErased& e) { forget(e.member.value); }
    void operator()(const MemberRemoved& e) { forget(e.member.value); }
    void forget(std::uint64_t member) {
        for (auto& [id, request] : f.requests) {
            if (request.member == member) request.member = 0;
        }
        for (auto& [id, visit] : f.visits) {
            if (visit.member == member) visit.member = 0;
        }
        for (auto& [key, breach] : f.breaches) {
            if (breach.member == member) breach.member = 0, breach.cause.clear();
        }
        std::erase_if(f.needs, [&](const auto& one) { return one.second.member == member; });
        f.members.erase(member);
    }
    void operator()(const PlaceAdded& e) {
        f.places[e.place.id.value] = e.place.profile.district.str();
    }

    void operator()(const RequestReceived& e) {
        NaiveRequest request;
        request.at = f.at;
        request.day = f.day(f.at);
        request.urgency = word(e.urgency);
        request.service = e.service.str();
        request.channel = word(e.channel);
        request.member = e.member.value;
        if (e.known_place) request.district = f.places[e.known_place->value];
        if (request.district.empty()) request.district = f.district(request.member);
        f.requests[e.request.value] = request;
    }
    void operator()(const RequestTaken& e) {
        NaiveRequest* const r = f.request(e.request);
        if (r && !r->taken) r->taken = f.at;
    }
    void operator()(const RequestReclassified& e) {
        if (NaiveRequest* const r = f.request(e.request)) r->urgency = word(e.urgency);
    }
    void status(RequestId id, const char* status) {
        if (NaiveRequest* const r = f.request(id)) r->status = status;
    }
    void operator()(const RequestCancelled& e) { status(e.request, "cancelled"); }
    void operator()(const RequestMerged& e) { status(e.request, "merged"); }
    void operator()(const RequestTransferred& e) { status(e.request, "transferred"); }
    void operator()(const RequestClosed& e) { status(e.request, "closed"); }
    void operator()(const RequestSplit& e) { status(e.request, "open"); }
    void operator()(const RequestReturned& e) { status(e.request, "open"); }
    void operator()(const RequestReopened& e) {
        status(e.request, "open");
        if (NaiveRequest* const r = f.request(e.request)) ++r->reopened;
    }
    void operator()(const RequestUrged& e) {
        if (NaiveRequest* const r = f.request(e.request)) ++r->urged;
    }
    void operator()(const ResponderOnScene& e) {
        NaiveRequest* const r = f.request(e.request);
        if (r && !r->on_scene) r->on_scene = f.at;
    }
    void operator()(const DeadlineBreached& e) {
        NaiveRequest* const r = f.request(e.request);
        if (!r) return;
        if (e.milestone == Milestone::on_site) r->late = 1;
        f.breaches[{e.request.value, word(e.milestone), f.at}] = {
            f.day(f.at), r->urgency, r->district, "", r->member, false};
    }
    void explain(std::uint64_t about, const std::string& milestone, const std::string& cause) {
        NaiveBreach* latest = nullptr;
        for (auto& [key, breach] : f.breaches) {
            if (std::get<0>(key) == about && std::get<1>(key) == milestone) latest = &breach;
        }
        if (latest) latest->cause = cause, latest->explained = true;
    }
    void operator()(const BreachExplained& e) {
        explain(e.request.value, word(e.milestone), e.cause.value);
    }
    void operator()(const CallBegan& e) {
        f.calls[e.call.id.value] = {f.day(e.call.started_at.value),
                                    f.district(e.call.member_hint.value), "", 0, 0};
    }
    void operator()(const CallerKnown& e) {
        const auto call = f.calls.find(e.call.value);
        if (call != f.calls.end()) call->second.district = f.district(e.member_hint.value);
    }
    void operator()(const CallEnded& e) {
        const auto call = f.calls.find(e.call.value);
        if (call == f.calls.end()) return;
        call->second.outcome = word(e.end);
        call->second.waited = e.waited_ms.value;
        call->second.talked = e.talked_ms.value;
    }
    void operator()(const ContactDue& e) {
        if (NaiveRequest* const r = f.request(e.request)) {
            f.contacts[{e.request.value, e.step, f.at}] = {f.day(f.at), r->district, "", false};
        }
    }
    void operator()(const ContactRecorded& e) {
        NaiveContact* latest = nullptr;
        for (auto& [key, contact] : f.contacts) {
            if (std::get<0>(key) == e.request.value && std::get<1>(key) == e.step) {
                latest = &contact;
            }
        }
        if (latest && !latest->called) latest->called = true, latest->outcome = word(e.outcome);
    }
    void rate(RequestId id, const char* kind, bool reached, std::uint32_t rating) {
        if (NaiveRequest* const r = f.request(id)) {
            f.ratings[{id.value, f.at, kind}] = {f.day(f.at), r->district, reached, rating};
        }
    }
    void operator()(const RequestCalledBack& e) {
        rate(e.request, "call_back", e.reached, e.rating);
    }
    void operator()(const RequestRated& e) { rate(e.request, "link", true, e.rating); }

    void operator()(const OfferMade& e) {
        f.offers[e.offer.value] = {f.day(f.at), e.request.value, "live"};
    }
    void answer(OfferId id, const char* status) {
        if (f.offers.contains(id.value)) f.offers[id.value].status = status;
    }
    void operator()(const OfferAccepted& e) { answer(e.offer, "accepted"); }
    void operator()(const OfferDeclined& e) { answer(e.offer, "declined"); }
    void operator()(const OfferExpired& e) { answer(e.offer, "expired"); }
    void operator()(const OfferWithdrawn& e) { answer(e.offer, "withdrawn"); }

    void due(NaiveVisit& v, const CarePromise& promise) {
        v.due = promise.due_at.value;
        v.due_day = f.day(v.due - 1);
        v.met.reset();
        if (promise.met_at) v.met = promise.met_at.value;
    }
    void operator()(const VisitPlanned& e) {
        NaiveVisit v;
        v.member = e.visit.member.value;
        v.district = f.district(v.member);
        v.tier = word(e.visit.tier.value);
        due(v, e.visit.due);
        f.visits[e.visit.id.value] = v;
    }
    void operator()(const VisitReplanned& e) {
        NaiveVisit* const v = f.visit(e.visit);
        if (!v) return;
        v->tier = word(e.tier.value);
        if (v->status != "under_way") v->status = "planned", v->ended.reset();
        due(*v, e.due);
    }
    void operator()(const VisitMoved& e) {
        NaiveVisit* const v = f.visit(e.visit);
        if (!v) return;
        v->status = "planned";
        v->ended.reset();
        due(*v, e.due);
    }
    void visit_ends(VisitId id, const char* status, std::int64_t at) {
        if (NaiveVisit* const v = f.visit(id)) v->status = status, v->ended = at;
    }
    void operator()(const VisitStarted& e) {
        if (NaiveVisit* const v = f.visit(e.visit)) v->status = "under_way";
    }
    void operator()(const VisitRecorded& e) {
        visit_ends(e.visit, "done", e.done_at.value);
        if (NaiveVisit* const v = f.visit(e.visit)) v->met = v->met.value_or(e.done_at.value);
        if (!e.late_cause.value.empty()) explain(e.visit.value, "visit", e.late_cause.value);
    }
    void operator()(const VisitMissed& e) { visit_ends(e.visit, "missed", f.at); }
    void operator()(const VisitCancelled& e) { visit_ends(e.visit, "cancelled", f.at); }
    void operator()(const VisitClosed& e) { visit_ends(e.visit, "closed", f.at); }
    void operator()(const VisitBreached& e) {
        if (NaiveVisit* const v = f.visit(e.visit)) {
            f.breaches[{e.visit.value, "visit", f.at}] = {f.day(f.at), "",        v->district,
                                                          "",          v->member, false};
        }
    }

    void operator()(const BookingMade& e) {
        f.bookings[e.booking.id.value] = {f.day(e.booking.starts_at.value),
                                          f.district(e.booking.member.value),
                                          e.booking.service.str(), "asked"};
    }
    void operator()(const BookingStatusChanged& e) {
        if (f.bookings.contains(e.booking.value)) {
            f.bookings[e.booking.value].status = word(e.status);
        }
    }
    void operator()(const NeedFound& e) {
        f.needs[e.need.id.value] = {f.day(e.need.found_at.value), e.need.member.value,
                                    e.need.code.str(), e.need.district.str(), "open"};
    }
    void operator()(const NeedStatusChanged& e) {
        if (f.needs.contains(e.need.value)) f.needs[e.need.value].status = word(e.status);
    }
    void operator()(const NeedForgotten& e) { f.needs.erase(e.need.value); }

    void operator()(const ServiceRecordMade& e) {
        const ServiceRecord& r = e.record;
        f.services[r.id.value] = {f.day(r.starts_at.value),   r.minutes,
                                  r.volunteer.value,          r.member.value,
                                  f.district(r.member.value), word(r.status)};
    }
    void operator()(const ServiceRecordStatusChanged& e) {
        const auto found = f.services.find(e.record.value);
        if (found == f.services.end()) return;
        found->second.status = word(e.status);
        found->second.minutes = e.minutes;
        found->second.day = f.day(e.starts_at.value);
    }
    void operator()(const AccountOpened& e) {
        f.accounts[e.account.id.value] = f.district(e.account.member.value);
    }
    void operator()(const EntryPosted& e) {
        f.entries.push_back(
            {f.day(f.at), e.entry.minutes, f.accounts[e.entry.to.value], word(e.entry.kind)});
    }
    void operator()(const ServiceCredited& e) {
        f.credited[{e.service_record.value, f.at}] = {f.day(f.at),      f.accounts[e.account.value],
                                                      e.minutes,        e.credited_min,
                                                      e.over_limit_min, e.over_cap_min,
                                                      e.cut_min};
    }

    void operator()(const SuggestionRegistered& e) {
        f.suggestions[e.suggestion.id.value].day = f.day(f.at);
    }
    NaiveSuggestion& suggestion(SuggestionId id) {
        static NaiveSuggestion nobody;
        const auto found = f.suggestions.find(id.value);
        return found == f.suggestions.end() ? nobody : found->second;
    }
    void operator()(const SuggestionMerged& e) {
        suggestion(e.suggestion).status = "merged";
        suggestion(e.suggestion).merged_into = e.into.value;
    }
    void operator()(const SuggestionReviewed& e) {
        suggestion(e.suggestion).status = word(e.status);
    }
    void operator()(const SuggestionReported& e) { suggestion(e.suggestion).status = "reported"; }
    void operator()(const SuggestionReplied& e) { suggestion(e.suggestion).status = "replied"; }
    void operator()(const SuggestionGraded& e) { suggestion(e.suggestion).grade = word(e.grade); }
    void operator()(const FeedbackGiven& e) { suggestion(e.suggestion).fed_back = true; }
    void operator()(const SatisfactionRecorded& e) {
        suggestion(e.suggestion).satisfaction = word(e.satisfaction);
    }
    void operator()(const SuggestionClosed& e) { suggestion(e.suggestion).status = "closed"; }
    void operator()(const SuggestionDeadlineBreached& e) { suggestion(e.suggestion).late = true; }
    void operator()(const SuggestionTakenUpAgain& e) {
        suggestion(e.suggestion).status = "assigned";
        suggestion(e.suggestion).grade = "none";
        for (auto& [id, one] : f.suggestions) {
            if (id == e.suggestion.value || one.merged_into == e.suggestion.value)
                one.fed_back = false;
        }
    }

    void operator()(const TalentRegistered& e) {
        NaiveTalent t;
        t.joined = f.day(f.at);
        t.statuses.emplace_back(t.joined, word(e.talent.status));
        know(t, e.talent.profile);
        f.talents[e.talent.id.value] = t;
    }
    void know(NaiveTalent& t, const TalentProfile& profile) {
        t.district = profile.district.str();
        t.willingness = word(profile.willingness);
        t.born.reset();
        if (profile.birth_date) t.born = profile.birth_date->value.year;
        t.fields.clear();
        for (const Code field : profile.fields)
            t.fields.insert(field.str());
    }
    void operator()(const TalentUpdated& e) {
        if (NaiveTalent* const t = f.talent(e.talent)) know(*t, e.profile);
    }
    void operator()(const TalentReviewed& e) {
        if (NaiveTalent* const t = f.talent(e.talent)) t->willingness = word(e.willingness);
    }
    void operator()(const TalentStatusChanged& e) {
        NaiveTalent* const t = f.talent(e.talent);
        if (t) t->statuses.emplace_back(f.day(f.at), word(e.status));
    }
    void operator()(const TalentSkillExpired& e) {
        const NaiveTalent* const t = f.talent(e.talent);
        if (t) {
            f.skill_ends[{e.talent.value, e.skill.str(), f.at}] = {f.day(f.at), t->district};
        }
    }
    void operator()(const TalentForgotten& e) {
        NaiveTalent* const t = f.talent(e.talent);
        if (!t) return;
        if (t->statuses.back().second != "left") t->statuses.emplace_back(f.day(f.at), "left");
        t->willingness.clear();
        t->born.reset();
        t->fields.clear();
    }

    void operator()(const ProjectOpened& e) {
        f.projects[e.project.id.value] = f.district(e.project.member.value);
    }
    NaiveStep* open_step(ProjectId project, Code step) {
        for (NaiveStep& one : f.steps) {
            if (one.project == project.value && one.step == step.str() && one.outcome == "open") {
                return &one;
            }
        }
        return nullptr;
    }
    void give(ProjectId project, Code step, Code department) {
        f.steps.push_back({project.value, step.str(), department.str(), f.projects[project.value],
                           "open", f.at, f.day(f.at), 0, 0});
    }
    bool end_step(ProjectId project, Code step, const char* outcome) {
        NaiveStep* const one = open_step(project, step);
        if (one) one->outcome = outcome, one->ended = f.at;
        return one != nullptr;
    }
    void operator()(const StepBecameReady& e) { give(e.project, e.step, e.department); }
    void operator()(const StepFinished& e) { end_step(e.project, e.step, "done"); }
    void operator()(const StepReturned& e) {
        if (end_step(e.project, e.step, "returned")) give(e.project, e.step, e.department);
    }
    void operator()(const StepReassigned& e) {
        if (e.from == e.department) return;
        if (end_step(e.project, e.step, "reassigned")) give(e.project, e.step, e.department);
    }
    void operator()(const WorkRejected& e) {
        for (const Code& code : e.again)
            end_step(e.project, code, "rejected");
    }
    void operator()(const ProjectHandedOver& e) {
        const std::vector<NaiveStep> before = f.steps;
        for (const NaiveStep& one : before) {
            const bool open = one.project == e.project.value && one.outcome == "open";
            if (!e.gone || !open || one.department == e.department.str()) continue;
            end_step(e.project, Code(one.step), "reassigned");
            give(e.project, Code(one.step), e.department);
        }
    }
    void operator()(const StepBreached& e) {
        if (NaiveStep* const one = open_step(e.project, e.step)) one->late = 1;
    }
    void operator()(const ProjectCancelled& e) {
        for (NaiveStep& one : f.steps) {
            if (one.project != e.project.value || one.outcome != "open") continue;
            one.outcome = "cancelled";
            one.ended = f.at;
        }
    }
};

}  // namespace

Facts facts_of(const std::vector<Told>& told) {
    Facts facts;
    for (const Told& record : told) {
        facts.at = record.at.value;
        for (const Event& event : record.events)
            visit(Listener{facts}, event);
    }
    return facts;
}

}  // namespace muster::reports::test
