#include "tests/reports/naive.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

namespace muster::reports::test {
namespace {

using Maybe = std::optional<std::int64_t>;

struct NaiveRequest {
    std::int64_t at = 0;
    std::int64_t day = 0;
    std::string urgency, service, channel, district, status = "open";
    std::uint64_t member = 0;
    Maybe taken, on_scene;
    std::int64_t late = 0, reopened = 0, urged = 0;
};
struct NaiveBreach {
    std::int64_t day = 0;
    std::string urgency, district, cause;
    std::uint64_t member = 0;
    bool explained = false;
};
struct NaiveVisit {
    std::uint64_t member = 0;
    std::string district, tier, status = "planned";
    std::int64_t due = 0, due_day = 0;
    Maybe met, ended;
};
struct NaiveContact {
    std::int64_t day = 0;
    std::string district, outcome;
    bool called = false;
};
struct NaiveRating {
    std::int64_t day = 0;
    std::string district;
    bool reached = false;
    std::int64_t rating = 0;
};
struct NaiveOffer {
    std::int64_t day = 0;
    std::uint64_t request = 0;
    std::string status = "live";
};
struct NaiveBooking {
    std::int64_t day = 0;
    std::string district, service, status = "asked";
};
struct NaiveNeed {
    std::int64_t day = 0;
    std::uint64_t member = 0;
    std::string code, district, status = "open";
};

struct NaiveService {
    std::int64_t day = 0, minutes = 0;
    std::uint64_t volunteer = 0, member = 0;
    std::string district, status;
};
struct NaiveCredited {
    std::int64_t day = 0;
    std::string district;
    std::int64_t minutes = 0, credited = 0, over_limit = 0, over_cap = 0, cut = 0;
};
struct NaiveEntry {
    std::int64_t day = 0, minutes = 0;
    std::string district, kind;
};
struct NaiveSuggestion {
    std::int64_t day = 0;
    std::string status = "registered", grade = "none", satisfaction = "none";
    bool fed_back = false, late = false;
};
struct NaiveStep {
    std::uint64_t project = 0;
    std::string step, department, district, outcome = "open";
    std::int64_t given = 0, day = 0, ended = 0, late = 0;
};

struct Facts {
    std::map<std::uint64_t, NaiveService> services;
    std::map<std::pair<std::uint64_t, std::int64_t>, NaiveCredited> credited;
    std::vector<NaiveEntry> entries;
    std::map<std::uint64_t, std::string> accounts;  // their districts
    std::map<std::uint64_t, NaiveSuggestion> suggestions;
    std::map<std::uint64_t, std::string> projects;  // their districts
    std::vector<NaiveStep> steps;
    std::map<std::uint64_t, std::string> members, places;
    std::map<std::uint64_t, NaiveRequest> requests;
    std::map<std::tuple<std::uint64_t, std::string, std::int64_t>, NaiveBreach> breaches;
    std::map<std::uint64_t, NaiveVisit> visits;
    std::map<std::tuple<std::uint64_t, std::uint32_t, std::int64_t>, NaiveContact> contacts;
    std::map<std::tuple<std::uint64_t, std::int64_t, std::string>, NaiveRating> ratings;
    std::map<std::uint64_t, NaiveOffer> offers;
    std::map<std::uint64_t, NaiveBooking> bookings;
    std::map<std::uint64_t, NaiveNeed> needs;
    std::int64_t at = 0;
    std::int64_t offset = 28'800'000;

    [[nodiscard]] std::int64_t day(std::int64_t time) const { return (time + offset) / 86'400'000; }
    [[nodiscard]] std::string district(std::uint64_t member) const {
        const auto found = members.find(member);
        return found == members.end() ? "" : found->second;
    }
    NaiveRequest* request(RequestId id) {
        const auto found = requests.find(id.value);
        return found == requests.end() ? nullptr : &found->second;
    }
    NaiveVisit* visit(VisitId id) {
        const auto found = visits.find(id.value);
        return found == visits.end() ? nullptr : &found->second;
    }
};

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
    void operator()(const SuggestionMerged& e) { suggestion(e.suggestion).status = "merged"; }
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
        if (end_step(e.project, e.step, "reassigned")) give(e.project, e.step, e.department);
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

// Of each part ("*" first, then by name) what is counted.
struct Counter {
    Date first, last;
    std::string wanted;

    [[nodiscard]] bool within(std::int64_t day) const {
        return day >= first.days && day <= last.days;
    }
    [[nodiscard]] std::vector<std::string> parts(const std::string& district) const {
        if (!wanted.empty())
            return district == wanted ? std::vector{wanted} : std::vector<std::string>{};
        return {"*", district};
    }
};

struct PartOrder {
    bool operator()(const std::vector<std::string>& a, const std::vector<std::string>& b) const {
        const bool all_a = a.front() == "*";
        const bool all_b = b.front() == "*";
        return all_a != all_b ? all_a : a < b;
    }
};
template <class T>
using Groups = std::map<std::vector<std::string>, std::vector<const T*>, PartOrder>;

template <class T>
std::int64_t count_if(const std::vector<const T*>& all, const std::function<bool(const T&)>& test) {
    return std::count_if(all.begin(), all.end(), [&](const T* one) { return test(*one); });
}

Cell share(std::int64_t some, std::int64_t all) {
    return all == 0 ? Cell{} : Cell{some * 1000 / all};
}

// By nearest rank: the smallest value that so many thousandths of the values do not exceed.
Cell rank(std::vector<std::int64_t> values, std::int64_t permille) {
    if (values.empty()) return {};
    std::sort(values.begin(), values.end());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto up_to = static_cast<std::int64_t>(i + 1);
        if (up_to * 1000 >= permille * static_cast<std::int64_t>(values.size())) return values[i];
    }
    return values.back();
}

std::vector<std::int64_t> responses(const std::vector<const NaiveRequest*>& all) {
    std::vector<std::int64_t> out;
    for (const NaiveRequest* r : all) {
        if (r->on_scene) out.push_back(*r->on_scene - r->at);
    }
    return out;
}

Rows request_rows(const Facts& f, const Counter& c) {
    Groups<NaiveRequest> groups;
    for (const auto& [id, r] : f.requests) {
        if (r.status == "merged" || !c.within(r.day)) continue;
        for (const std::string& part : c.parts(r.district))
            groups[{part}].push_back(&r);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const auto is = [](const char* status) {
            return [status](const NaiveRequest& r) { return r.status == status; };
        };
        rows.push_back({key[0], static_cast<std::int64_t>(all.size()),
                        static_cast<std::int64_t>(responses(all).size()),
                        count_if<NaiveRequest>(all, [](auto& r) { return r.late != 0; }),
                        count_if<NaiveRequest>(all, is("cancelled")),
                        count_if<NaiveRequest>(all, is("transferred")),
                        count_if<NaiveRequest>(all, [](auto& r) { return r.reopened > 0; }),
                        count_if<NaiveRequest>(all, [](auto& r) { return r.urged > 0; })});
    }
    return rows;
}

Rows day_rows(const Facts& f, const Counter& c) {
    std::map<std::int64_t, std::vector<const NaiveRequest*>> groups;
    for (const auto& [id, r] : f.requests) {
        if (r.status == "merged" || !c.within(r.day)) continue;
        if (c.wanted.empty() || r.district == c.wanted) groups[r.day].push_back(&r);
    }
    Rows rows;
    for (const auto& [day, all] : groups) {
        rows.push_back({day, static_cast<std::int64_t>(all.size()),
                        static_cast<std::int64_t>(responses(all).size()),
                        count_if<NaiveRequest>(all, [](auto& r) { return r.late != 0; })});
    }
    return rows;
}

Rows hotline_rows(const Facts& f, const Counter& c) {
    Groups<NaiveRequest> groups;
    for (const auto& [id, r] : f.requests) {
        if (r.status == "merged" || r.channel != "hotline" || !c.within(r.day)) continue;
        for (const std::string& part : c.parts(r.district))
            groups[{part}].push_back(&r);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        std::vector<std::int64_t> waits;
        for (const NaiveRequest* r : all) {
            if (r->taken) waits.push_back(*r->taken - r->at);
        }
        const auto size = static_cast<std::int64_t>(all.size());
        const auto taken = static_cast<std::int64_t>(waits.size());
        const std::int64_t quick =
            std::count_if(waits.begin(), waits.end(), [](auto wait) { return wait <= 15'000; });
        rows.push_back({key[0], size, taken, share(taken, size), quick, share(quick, size),
                        rank(waits, 500), rank(waits, 900)});
    }
    return rows;
}

Rows call_rows(const Facts& f, const Counter& c) {
    Groups<NaiveContact> groups;
    for (const auto& [key, contact] : f.contacts) {
        if (!c.within(contact.day)) continue;
        for (const std::string& part : c.parts(contact.district))
            groups[{part}].push_back(&contact);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const auto made = count_if<NaiveContact>(all, [](auto& one) { return one.called; });
        const auto answered =
            count_if<NaiveContact>(all, [](auto& one) { return one.outcome == "answered"; });
        rows.push_back(
            {key[0], static_cast<std::int64_t>(all.size()), made, answered, share(answered, made),
             count_if<NaiveContact>(all, [](auto& o) { return o.outcome == "refused"; })});
    }
    return rows;
}

Rows on_site_rows(const Facts& f, const Counter& c) {
    Groups<NaiveRequest> groups;
    for (const auto& [id, r] : f.requests) {
        if (r.status == "merged" || !c.within(r.day)) continue;
        for (const std::string& part : c.parts(r.district))
            groups[{part, r.urgency}].push_back(&r);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const auto size = static_cast<std::int64_t>(all.size());
        const auto times = responses(all);
        const auto late = count_if<NaiveRequest>(all, [](auto& r) { return r.late != 0; });
        rows.push_back({key[0], key[1], size, static_cast<std::int64_t>(times.size()),
                        rank(times, 500), rank(times, 900), rank(times, 990), late,
                        share(late, size)});
    }
    return rows;
}

Rows late_rows(const Facts& f, const Counter& c) {
    Groups<NaiveBreach> groups;
    for (const auto& [key, breach] : f.breaches) {
        if (!c.within(breach.day)) continue;
        for (const std::string& part : c.parts(breach.district))
            groups[{part, std::get<1>(key), breach.urgency}].push_back(&breach);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        rows.push_back({key[0], key[1], key[2], static_cast<std::int64_t>(all.size()),
                        count_if<NaiveBreach>(all, [](auto& one) { return one.explained; })});
    }
    return rows;
}

Rows cause_rows(const Facts& f, const Counter& c) {
    std::map<std::string, std::int64_t> times;
    for (const auto& [key, breach] : f.breaches) {
        if (!c.within(breach.day) || breach.cause.empty()) continue;
        if (!c.wanted.empty() && breach.district != c.wanted) continue;
        const std::size_t from = breach.cause.find_first_not_of(' ');
        ++times[breach.cause.substr(from)];
    }
    std::vector<std::pair<std::int64_t, std::string>> often;
    std::int64_t others = 0;
    for (const auto& [cause, many] : times) {
        if (many >= 3) {
            often.emplace_back(-many, cause);
        } else {
            others += many;
        }
    }
    std::sort(often.begin(), often.end());
    Rows rows;
    for (const auto& [many, cause] : often)
        rows.push_back({cause, -many});
    if (others > 0) rows.push_back({std::string(), others});
    return rows;
}

Rows offer_rows(const Facts& f, const Counter& c) {
    Groups<NaiveOffer> groups;
    for (const auto& [id, offer] : f.offers) {
        const auto request = f.requests.find(offer.request);
        if (request == f.requests.end() || !c.within(offer.day)) continue;
        for (const std::string& part : c.parts(request->second.district))
            groups[{part}].push_back(&offer);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const auto how_many = [&all = all](const char* status) {
            return count_if<NaiveOffer>(all, [&](auto& one) { return one.status == status; });
        };
        const auto size = static_cast<std::int64_t>(all.size());
        rows.push_back({key[0], size, how_many("accepted"), how_many("declined"),
                        how_many("expired"), how_many("withdrawn"),
                        share(how_many("accepted"), size)});
    }
    return rows;
}

Rows satisfaction_rows(const Facts& f, const Counter& c) {
    struct Sums {
        std::int64_t calls = 0, reached = 0, rated = 0, good = 0, sum = 0, bad = 0;
    };
    std::map<std::vector<std::string>, Sums, PartOrder> groups;
    for (const auto& [key, one] : f.ratings) {
        if (!c.within(one.day)) continue;
        for (const std::string& part : c.parts(one.district)) {
            Sums& sums = groups[{part}];
            const bool call = std::get<2>(key) == "call_back";
            sums.calls += call;
            sums.reached += call && one.reached;
            if (one.rating == 0) continue;
            ++sums.rated;
            sums.sum += one.rating;
            sums.good += one.rating >= 4;
            sums.bad += one.rating <= 2;
        }
    }
    Rows rows;
    for (const auto& [key, s] : groups) {
        rows.push_back({key[0], s.calls, s.reached, s.rated, s.good, share(s.good, s.rated),
                        s.rated == 0 ? Cell{} : Cell{s.sum * 100 / s.rated}, s.bad});
    }
    return rows;
}

Rows visit_rows(const Facts& f, const Counter& c) {
    Groups<NaiveVisit> groups;
    for (const auto& [id, v] : f.visits) {
        if (v.status == "cancelled" || !c.within(v.due_day)) continue;
        if (v.status == "closed" && v.due > v.ended.value_or(0)) continue;
        for (const std::string& part : c.parts(v.district)) {
            groups[{part, v.tier}].push_back(&v);
            groups[{part, "*"}].push_back(&v);
        }
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const auto done = count_if<NaiveVisit>(all, [](auto& v) { return v.status == "done"; });
        const auto size = static_cast<std::int64_t>(all.size());
        rows.push_back(
            {key[0], key[1], size, done, share(done, size),
             count_if<NaiveVisit>(
                 all, [](auto& v) { return v.status == "done" && v.met.value_or(0) > v.due; }),
             count_if<NaiveVisit>(all, [](auto& v) { return v.status == "missed"; })});
    }
    return rows;
}

Rows booking_rows(const Facts& f, const Counter& c) {
    Groups<NaiveBooking> groups;
    for (const auto& [id, b] : f.bookings) {
        if (b.status == "moved" || !c.within(b.day)) continue;
        for (const std::string& part : c.parts(b.district))
            groups[{part, b.service}].push_back(&b);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        const auto how_many = [&all = all](const char* status) {
            return count_if<NaiveBooking>(all, [&](auto& one) { return one.status == status; });
        };
        rows.push_back({key[0], key[1], static_cast<std::int64_t>(all.size()), how_many("served"),
                        how_many("cancelled"), how_many("no_show")});
    }
    return rows;
}

// Most first within a part.
void order_by_count(Rows& rows, std::size_t column) {
    std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
        const std::string& part_a = std::get<std::string>(a[0]);
        const std::string& part_b = std::get<std::string>(b[0]);
        if (part_a != part_b) return PartOrder()({part_a}, {part_b});
        return std::get<std::int64_t>(a[column]) > std::get<std::int64_t>(b[column]);
    });
}

Rows demand_rows(const Facts& f, const Counter& c) {
    Groups<NaiveNeed> groups;
    for (const auto& [id, need] : f.needs) {
        if (!c.within(need.day)) continue;
        for (const std::string& part : c.parts(need.district))
            groups[{part, need.code}].push_back(&need);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        if (all.size() < 5) continue;
        const auto how_many = [&all = all](const char* status) {
            return count_if<NaiveNeed>(all, [&](auto& one) { return one.status == status; });
        };
        rows.push_back({key[0], key[1], static_cast<std::int64_t>(all.size()), how_many("open"),
                        how_many("planned"), how_many("resolved")});
    }
    order_by_count(rows, 2);
    return rows;
}

Rows service_rows(const Facts& f, const Counter& c) {
    Groups<NaiveRequest> groups;
    for (const auto& [id, r] : f.requests) {
        if (r.status == "merged" || !c.within(r.day)) continue;
        for (const std::string& part : c.parts(r.district))
            groups[{part, r.service}].push_back(&r);
    }
    Rows rows;
    for (const auto& [key, all] : groups)
        rows.push_back({key[0], key[1], static_cast<std::int64_t>(all.size())});
    order_by_count(rows, 2);
    return rows;
}

Rows hours_rows(const Facts& f, const Counter& c) {
    Groups<NaiveService> groups;
    for (const auto& [id, one] : f.services) {
        if (!c.within(one.day)) continue;
        for (const std::string& part : c.parts(one.district))
            groups[{part}].push_back(&one);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        std::int64_t approved = 0, minutes = 0, waiting = 0, reversed = 0, rejected = 0;
        std::set<std::uint64_t> volunteers;
        for (const NaiveService* one : all) {
            if (one->status == "approved") {
                ++approved;
                minutes += one->minutes;
                volunteers.insert(one->volunteer);
            } else if (one->status == "reversed") {
                ++reversed;
            } else if (one->status == "rejected") {
                ++rejected;
            } else {
                ++waiting;
            }
        }
        rows.push_back({key[0], approved, minutes, static_cast<std::int64_t>(volunteers.size()),
                        waiting, reversed, rejected});
    }
    return rows;
}

Rows credited_rows(const Facts& f, const Counter& c) {
    std::map<std::vector<std::string>, NaiveCredited, PartOrder> groups;
    for (const auto& [key, one] : f.credited) {
        if (!c.within(one.day)) continue;
        for (const std::string& part : c.parts(one.district)) {
            NaiveCredited& sum = groups[{part}];
            sum.minutes += one.minutes;
            sum.credited += one.credited;
            sum.over_limit += one.over_limit;
            sum.over_cap += one.over_cap;
            sum.cut += one.cut;
        }
    }
    Rows rows;
    for (const auto& [key, sum] : groups)
        rows.push_back({key[0], sum.minutes, sum.credited, sum.over_limit, sum.over_cap, sum.cut});
    return rows;
}

Rows credit_rows(const Facts& f, const Counter& c) {
    Groups<NaiveEntry> groups;
    for (const NaiveEntry& one : f.entries) {
        if (!c.within(one.day)) continue;
        for (const std::string& part : c.parts(one.district))
            groups[{part, one.kind}].push_back(&one);
    }
    Rows rows;
    for (const auto& [key, all] : groups) {
        std::int64_t minutes = 0;
        for (const NaiveEntry* one : all)
            minutes += one->minutes;
        rows.push_back({key[0], key[1], static_cast<std::int64_t>(all.size()), minutes});
    }
    return rows;
}

Rows suggestion_rows(const Facts& f, const Counter& c) {
    std::vector<std::int64_t> n(12);
    for (const auto& [id, s] : f.suggestions) {
        if (!c.within(s.day) || !c.wanted.empty()) continue;
        const bool replied = s.status == "replied" || s.status == "closed";
        ++n[0];
        n[1] += s.status != "merged";
        n[2] += replied || s.status == "reported";
        n[3] += replied;
        n[4] += s.grade == "solved";
        n[5] += s.grade == "under_way";
        n[6] += s.grade == "deferred";
        n[7] += s.grade == "for_reference";
        n[8] += s.fed_back;
        n[9] += s.satisfaction == "satisfied";
        n[10] += s.satisfaction == "dissatisfied";
        n[11] += s.late;
    }
    if (n[0] == 0) return {};
    Rows rows(1);
    for (const std::int64_t count : n)
        rows[0].emplace_back(count);
    return rows;
}

Rows step_rows(const Facts& f, const Counter& c) {
    std::map<std::string, std::vector<const NaiveStep*>> groups;
    for (const NaiveStep& one : f.steps) {
        if (!c.within(one.day) || (!c.wanted.empty() && one.district != c.wanted)) continue;
        groups[one.department].push_back(&one);
    }
    Rows rows;
    for (const auto& [department, all] : groups) {
        std::int64_t done = 0, open = 0, returned = 0, late = 0, took = 0;
        for (const NaiveStep* one : all) {
            done += one->outcome == "done";
            took += one->outcome == "done" ? one->ended - one->given : 0;
            open += one->outcome == "open";
            returned += one->outcome == "returned";
            late += one->late;
        }
        const auto size = static_cast<std::int64_t>(all.size());
        rows.push_back({department, size, done, open, returned, late, share(late, size),
                        done == 0 ? Cell{} : Cell{took / done * 100 / 86'400'000}});
    }
    return rows;
}

}  // namespace

std::map<std::string, Rows> naive_report(const std::vector<Told>& told, Date first, Date last,
                                         const std::string& district) {
    Facts facts;
    for (const Told& record : told) {
        facts.at = record.at.value;
        for (const Event& event : record.events)
            visit(Listener{facts}, event);
    }
    const Counter c{first, last, district};
    return {{"requests", request_rows(facts, c)},
            {"days", day_rows(facts, c)},
            {"hotline", hotline_rows(facts, c)},
            {"calls", call_rows(facts, c)},
            {"on_site", on_site_rows(facts, c)},
            {"late", late_rows(facts, c)},
            {"causes", cause_rows(facts, c)},
            {"offers", offer_rows(facts, c)},
            {"satisfaction", satisfaction_rows(facts, c)},
            {"visits", visit_rows(facts, c)},
            {"bookings", booking_rows(facts, c)},
            {"demand", demand_rows(facts, c)},
            {"services", service_rows(facts, c)},
            {"hours", hours_rows(facts, c)},
            {"credited", credited_rows(facts, c)},
            {"credits", credit_rows(facts, c)},
            {"suggestions", suggestion_rows(facts, c)},
            {"steps", step_rows(facts, c)}};
}

}  // namespace muster::reports::test
