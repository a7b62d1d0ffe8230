#include "tests/reports/event_city.hpp"

#include <gtest/gtest.h>

#include <span>
#include <string>

#include "engine/codec/commands_json.hpp"

namespace muster::reports::test {
namespace {

const std::vector<Code> districts{"guangling", "hanjiang", "jiangdu", ""};
const std::vector<Code> services{"sos", "visit", "advice"};
// Of the last the rules know nothing.
const std::vector<Code> talent_fields{"law", "music", "crafts"};
const std::vector<Code> skills{"nurse", "care"};
const std::vector<Code> need_codes{"meals", "walks", "bathing"};
const std::vector<std::string> causes{
    "traffic jam", "traffic jam",       "no free crew", " no free crew", "Mrs Li \"fell\"; again",
    "雪天路滑",    "the lift is broken"};

}  // namespace

TempFolder::TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "muster-reports-XXXXXX").string();
    if (!mkdtemp(name.data())) std::abort();
    path_ = name;
}

TempFolder::~TempFolder() {
    std::filesystem::remove_all(path_);
}

EventCity::EventCity(const std::filesystem::path& folder, std::uint64_t seed) : random_(seed) {
    log::LogOptions options;
    options.wal_frames_preallocated = 0;
    options.now = now_;
    auto log = log::DecisionLog::open(folder, options);
    if (!log) std::abort();
    log_ = std::move(*log);
    begin();
}

void EventCity::append(std::vector<Event> events) {
    add(std::move(events));
    commit();
}

void EventCity::add(std::vector<Event> events) {
    std::string text;
    codec::write(text, std::span<const Event>(events));
    const log::LogError failed =
        log_->append({next_seq(), now_, "test", "", R"({"type":"Tick"})", text});
    ASSERT_FALSE(failed) << failed.message;
    told_.push_back({now_, std::move(events)});
}

void EventCity::commit() {
    const log::LogError lost = log_->commit();
    ASSERT_FALSE(lost) << lost.message;
}

Member EventCity::member(MemberId id) {
    Member member;
    member.id = id;
    member.profile.name = "secret name";
    member.profile.phone = "+8613800001111";
    member.profile.address = "secret address";
    member.profile.district = one_of(districts);
    return member;
}

// Record 1 are the rules; each member has the number of its record; then come places.
void EventCity::begin() {
    RulesLoaded loaded;
    for (const Code& code : services) {
        ServiceRule& rule = loaded.rules.services.emplace_back();
        rule.code = code;
        rule.name_en = code.str();
        rule.name_zh = "服务";
    }
    loaded.rules.talents.emplace().fields = {{"law", "law", "法律"}, {"music", "music", "音乐"}};
    append({loaded});
    for (std::uint64_t i = 0; i < members; ++i)
        append({MemberRegistered{member({2 + i})}});
    for (std::uint64_t i = 0; i < 4; ++i) {
        Place place;
        place.id = {1000 + i};
        place.profile.district = districts[i];
        append({PlaceAdded{place}});
    }
}

void EventCity::go_on(int records) {
    for (int i = 0; i < records; ++i) {
        pass(Millis{static_cast<std::int64_t>(below(3'600'000))});
        std::vector<Event> events;
        const std::uint64_t count = 1 + below(3);
        for (std::uint64_t n = 0; n < count; ++n) {
            if (Event event = next(); !event.empty()) events.push_back(std::move(event));
        }
        add(std::move(events));
    }
    commit();
}

Event EventCity::next() {
    switch (below(18)) {
        case 17:
            return about_call();
        case 16:
            return about_talent();
        case 12:
            return about_service();
        case 13:
            return about_credits();
        case 14:
            return about_suggestion();
        case 15:
            return about_project();
        case 0:
        case 1:
        case 2:
            return ask();
        case 3:
        case 4:
        case 5:
            return requests_.empty() ? Event{} : about_request(any(requests_));
        case 6:
        case 7:
        case 8:
            return requests_.empty() ? Event{} : about_work(any(requests_));
        case 9:
        case 10:
            return about_visit();
        default:
            return about_member();
    }
}

// One record makes one request, so that its number is the record's.
Event EventCity::ask() {
    const RequestId id{next_seq()};
    if (!requests_.empty() && requests_.back() == id) return {};
    requests_.push_back(id);
    RequestReceived e;
    e.request = id;
    e.service = one_of(services);
    e.channel = below(2) == 0 ? Channel::hotline : Channel::card;
    e.urgency = static_cast<Urgency>(below(urgency_count));
    if (below(4) != 0) e.member = someone();
    if (below(4) == 0) e.known_place = PlaceId{1000 + below(5)};  // one of them is not known
    e.note = "a note with \\ and \" and } in it";
    return e;
}

Event EventCity::about_request(RequestId id) {
    const auto rating = static_cast<std::uint32_t>(below(6));
    switch (below(16)) {
        case 0:
            return RequestTaken{id, "desk"};
        case 1:
            return RequestTaken{id, "desk 2"};
        case 2: {
            RequestReclassified e;
            e.request = id;
            e.urgency = static_cast<Urgency>(below(urgency_count));
            return e;
        }
        case 3:
            return RequestCancelled{id, "not needed"};
        case 4:
            return RequestMerged{id, any(requests_), true, std::nullopt};
        case 5:
            return RequestSplit{id, any(requests_), ""};
        case 6:
            return RequestTransferred{id, "office", ""};
        case 7:
            return RequestReturned{id, "office", "office", "", "desk"};
        case 8:
            return RequestReopened{id, "", "link", 1, FaultSide::ours};
        case 9:
            return RequestClosed{id, Disposition::helped, ""};
        case 10:
            return RequestUrged{id, false, "link", "", {}};
        case 11:
        case 12:
            return DeadlineBreached{id, below(2) == 0 ? Milestone::on_site : Milestone::dispatched};
        case 13:
            return BreachExplained{id, below(2) == 0 ? Milestone::on_site : Milestone::dispatched,
                                   one_of(causes)};
        case 14:
            return RequestCalledBack{id, below(3) != 0, rating, "", FaultSide::not_said};
        default:
            return RequestRated{id, 1 + rating % 5, "", FaultSide::not_said, "link", {}};
    }
}

Event EventCity::about_work(RequestId id) {
    const ResponderId responder{500 + below(5)};
    const auto slot = static_cast<std::uint32_t>(below(2));
    switch (below(12)) {
        case 0:
        case 1: {
            OfferMade e;
            e.offer = {number_in_record(next_seq(), offers_.size() % 100)};
            e.request = id;
            e.candidate.responder = responder;
            offers_.push_back(e.offer);
            return e;
        }
        case 2:
            return OfferAccepted{any(offers_)};
        case 3:
            return OfferDeclined{any(offers_), ""};
        case 4:
            return below(2) == 0 ? Event(OfferExpired{any(offers_)})
                                 : Event(OfferWithdrawn{any(offers_), WithdrawCause::slot_filled});
        case 5: {
            SlotAssigned e;
            e.request = id;
            e.slot = slot;
            e.responder = responder;
            return e;
        }
        case 6:
        case 7:
        case 8:
            return ResponderOnScene{id, slot, responder};
        case 9:
            return SlotServed{id, slot, responder, Disposition::helped, ""};
        case 10:
            return ContactDue{id, slot, 0};
        default:
            return ContactRecorded{id, slot, static_cast<ContactOutcome>(below(3)), ""};
    }
}

Event EventCity::about_call() {
    if (calls_.empty() || below(2) == 0) {
        CallBegan e;
        e.call.id = {number_in_record(next_seq(), calls_.size() % 100)};
        e.call.started_at = now_;
        if (below(3) != 0) e.call.member_hint = someone();
        calls_.push_back(e.call.id);
        return e;
    }
    if (below(4) == 0) return CallerKnown{any(calls_), {}, someone(), {}};
    CallEnded e;
    e.call = any(calls_);
    e.end = static_cast<CallEnd>(1 + below(enum_count<CallEnd> - 1));
    e.waited_ms = {static_cast<std::int64_t>(below(40'000))};
    if (e.end == CallEnd::answered) e.talked_ms = {static_cast<std::int64_t>(below(600'000))};
    return e;
}

Event EventCity::about_visit() {
    const auto day = [&] { return Millis{static_cast<std::int64_t>(below(40)) * 86'400'000}; };
    const VisitId id = any(visits_);
    // Some are due at midnight, which is the end of the day before.
    CarePromise due;
    due.due_at = {(now_ + day()).value / 86'400'000 * 86'400'000 +
                  (below(2) == 0 ? 57'600'000 : 1'234)};
    switch (below(12)) {
        case 0:
        case 1:
        case 2: {
            Visit visit;
            visit.id = {number_in_record(next_seq(), visits_.size() % 100)};
            visit.member = someone();
            visit.tier = static_cast<RiskTier>(below(3));
            visit.due = due;
            visits_.push_back(visit.id);
            return VisitPlanned{visit, {}};
        }
        case 3: {
            VisitReplanned e;
            e.visit = id;
            e.tier = static_cast<RiskTier>(below(3));
            e.due = due;
            return e;
        }
        case 4: {
            VisitMoved e;
            e.visit = id;
            e.due = due;
            return e;
        }
        case 5:
            return VisitStarted{id, {}, {}};
        case 6:
        case 7:
            return VisitRecorded{id, {}, now_ + day(), VisitOutcome::well, "", one_of(causes)};
        case 8:
            return VisitMissed{id, {}, true, ""};
        case 9:
            return VisitCancelled{id, {}, ""};
        case 10:
            return VisitClosed{id, {}};
        default:
            return VisitBreached{id, {}};
    }
}

Event EventCity::about_service() {
    if (records_.empty() || below(3) == 0) {
        ServiceRecord record;
        record.id = {number_in_record(next_seq(), records_.size() % 100)};
        record.volunteer = {500 + below(5)};
        record.member = someone();
        record.starts_at = now_;
        records_.push_back(record.id);
        return ServiceRecordMade{record};
    }
    ServiceRecordStatusChanged e;
    e.record = any(records_);
    e.status = static_cast<ServiceRecordStatus>(below(enum_count<ServiceRecordStatus>));
    e.starts_at = now_;
    e.minutes = static_cast<std::int64_t>(below(300));
    return e;
}

// Balances are those of an account that starts with nothing.
Event EventCity::about_credits() {
    if (accounts_.size() < 3 || below(6) == 0) {
        Account account;
        account.id = {number_in_record(next_seq(), accounts_.size() % 100)};
        account.member = someone();
        accounts_.push_back(account.id);
        return AccountOpened{account, "", ""};
    }
    if (below(3) == 0) {
        ServiceCredited e;
        e.account = any(accounts_);
        e.service_record = any(records_);
        if (!e.service_record) return {};
        e.minutes = static_cast<std::int64_t>(below(300));
        e.credited_min = e.minutes / 2;
        e.over_cap_min = e.minutes - e.credited_min;
        return e;
    }
    EntryPosted e;
    e.entry.id = {number_in_record(next_seq(), entries_++ % 100)};
    e.entry.from = accounts_[below(accounts_.size())];
    do
        e.entry.to = accounts_[below(accounts_.size())];
    while (e.entry.to == e.entry.from);
    e.entry.minutes = 1 + static_cast<std::int64_t>(below(200));
    e.entry.kind = static_cast<EntryKind>(below(enum_count<EntryKind>));
    e.from_balance_min = balances_[e.entry.from.value] -= e.entry.minutes;
    e.to_balance_min = balances_[e.entry.to.value] += e.entry.minutes;
    return e;
}

Event EventCity::about_suggestion() {
    const SuggestionId id = any(suggestions_);
    switch (below(10)) {
        case 9:
            return SuggestionTakenUpAgain{id, 2, "housing", {}};
        case 0:
        case 1: {
            Suggestion made;
            made.id = {number_in_record(next_seq(), suggestions_.size() % 100)};
            made.title = "secret title";
            suggestions_.push_back(made.id);
            return SuggestionRegistered{made};
        }
        case 2:
            return SuggestionMerged{id, any(suggestions_), ""};
        case 3:
            return SuggestionReported{id, {}};
        case 4:
            return SuggestionGraded{
                id, static_cast<SuggestionGrade>(below(enum_count<SuggestionGrade>)), ""};
        case 5:
            return FeedbackGiven{id, id, {}};
        case 6:
            return SatisfactionRecorded{
                id, id, 1, static_cast<Satisfaction>(below(enum_count<Satisfaction>)), ""};
        case 7:
            return SuggestionClosed{id, SuggestionGrade::solved};
        default:
            return SuggestionDeadlineBreached{id, SuggestionDuty::reply};
    }
}

TalentProfile EventCity::talent_profile() {
    TalentProfile profile;
    profile.name = "secret name";
    profile.phone = "+8613800001111";
    profile.expertise = "secret posts";
    profile.district = one_of(districts);
    if (below(5) != 0) {
        BirthDate born;
        born.year = static_cast<std::int16_t>(1931 + below(40));
        born.month = 3;
        born.day = 1;
        profile.birth_date = born;
    }
    for (const Code& field : talent_fields) {
        if (below(2) == 0) profile.fields.push_back(field);
    }
    profile.willingness = static_cast<TalentWillingness>(below(enum_count<TalentWillingness>));
    return profile;
}

Event EventCity::about_talent() {
    const TalentId id = any(talents_);
    switch (below(9)) {
        case 0:
        case 1:
        case 2: {
            Talent talent;
            talent.id = {number_in_record(next_seq(), talents_.size() % 100)};
            talent.profile = talent_profile();
            if (below(3) == 0) talent.status = TalentStatus::candidate;
            talents_.push_back(talent.id);
            return TalentRegistered{talent};
        }
        case 3:
            return TalentUpdated{id, talent_profile(), {}, {}};
        case 4:
            return TalentReviewed{id, TalentWillingness::often, {}, "", {}};
        case 5:
            return TalentSkillExpired{id, one_of(skills)};
        case 6:
            if (below(2) == 0) return TalentForgotten{id};
            [[fallthrough]];
        default: {
            TalentStatusChanged e;
            e.talent = id;
            e.status = static_cast<TalentStatus>(below(enum_count<TalentStatus>));
            return e;
        }
    }
}

// A step is given to one department at a time.
Event EventCity::about_project() {
    const std::vector<Code> departments{"civil_affairs", "housing", "health"};
    const ProjectId id = any(projects_);
    const Code step = below(2) == 0 ? "build" : "accept";
    bool& given = given_[{id.value, step.str()}];
    if (!id || below(6) == 0) {
        Project project;
        project.id = {number_in_record(next_seq(), projects_.size() % 100)};
        project.member = someone();
        projects_.push_back(project.id);
        return ProjectOpened{project};
    }
    if (!given) {
        given = true;
        StepBecameReady e;
        e.project = id;
        e.step = step;
        e.department = one_of(departments);
        return e;
    }
    switch (below(7)) {
        case 0: {
            given = false;
            StepFinished e;
            e.project = id;
            e.step = step;
            return e;
        }
        case 1:
            return StepBreached{id, {}, step, {}};
        case 2: {
            StepReturned e;
            e.project = id;
            e.step = step;
            e.department = one_of(departments);
            return e;
        }
        case 3: {
            StepReassigned e;
            e.project = id;
            e.step = step;
            e.from = one_of(departments);
            e.department = one_of(departments);
            return e;
        }
        case 4: {
            given = false;
            WorkRejected e;
            e.project = id;
            e.again = {step};
            return e;
        }
        case 5: {
            ProjectHandedOver e;
            e.project = id;
            e.department = one_of(departments);
            e.gone = below(4) > 0;
            return e;
        }
        default:
            return {};
    }
}

Event EventCity::about_member() {
    switch (below(9)) {
        case 0: {
            const MemberId who = someone();
            return below(6) == 0 ? (below(2) == 0 ? Event(MemberErased{who, "asked for"})
                                                  : Event(MemberRemoved{who, ""}))
                                 : Event(MemberUpdated{member(who)});
        }
        case 1:
        case 2: {
            Booking booking;
            booking.id = {number_in_record(next_seq(), bookings_.size() % 100)};
            booking.member = someone();
            booking.service = one_of(services);
            booking.starts_at = now_ + hours(24);
            bookings_.push_back(booking.id);
            return BookingMade{booking};
        }
        case 3:
        case 4: {
            BookingStatusChanged e;
            e.booking = any(bookings_);
            e.status = static_cast<BookingStatus>(below(enum_count<BookingStatus>));
            return e;
        }
        case 5:
        case 6:
        case 7: {
            Need need;
            need.id = {number_in_record(next_seq(), needs_.size() % 100)};
            need.member = someone();
            need.code = one_of(need_codes);
            need.district = one_of(districts);
            need.found_at = now_;
            needs_.push_back(need.id);
            return NeedFound{need};
        }
        default:
            if (below(8) == 0) return NeedForgotten{any(needs_)};
            return NeedStatusChanged{any(needs_), {}, static_cast<NeedStatus>(below(4)), "", ""};
    }
}

}  // namespace muster::reports::test
