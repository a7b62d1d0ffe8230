#include "engine/sim/association.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/service_records/service_record_state.hpp"
#include "engine/core/timebank/persons.hpp"
#include "engine/sim/talents.hpp"

namespace muster::sim {
namespace {

// Who records, who was served, who reviews and who decides a dispute are different people.
constexpr const char* clerk = "demo:association";
constexpr const char* volunteers = "demo:volunteers";
constexpr const char* served = "demo:members";
constexpr const char* reviewer = "demo:reviewer";
constexpr const char* head = "demo:head";

constexpr Millis between_papers = Millis{250};
constexpr Millis until_credits = seconds(10);
constexpr std::uint64_t visits_at_once = 12;

Personal<std::string> cause(const ServiceRecord& record, TimePoint now) {
    const ServiceDuty* const owed = core::owed_now(record);
    return owed != nullptr && owed->due_at <= now ? "人手紧张" : "";
}

// Between eight and seven, as the city's clocks show it.
bool is_day(const core::Board& board, TimePoint now) {
    const CalendarRule& calendar = core::calendar_rule(board.rules());
    const Millis since_midnight = now - core::time_at(calendar, core::local_day(calendar, now));
    return since_midnight >= hours(8) && since_midnight < hours(19);
}

}  // namespace

Association::Association(const City& city, const AssociationHabits& habits, Agenda& agenda,
                         Outbox& outbox)
    : city_(city), habits_(habits), agenda_(agenda), outbox_(outbox) {}

Rng Association::chance(const ServiceRecord& record, std::uint64_t what) const {
    return Rng(city_.options.seed, Purpose::association, record.id.value, what);
}

std::uint32_t Association::member_of(std::uint64_t n) const {
    return static_cast<std::uint32_t>(n * 7 % members_.size());
}

std::uint32_t Association::volunteer_of(std::uint64_t n, bool visit) const {
    const std::uint64_t half = std::max<std::uint64_t>(1, city_.options.volunteers / 2);
    // Some serve more often than others.
    const std::uint64_t among = visit ? half : std::clamp<std::uint64_t>(services_ / 2, 1, half);
    const std::uint64_t first = city_.options.staff + (visit ? city_.options.volunteers - half : 0);
    return static_cast<std::uint32_t>(first + n % among);
}

Code Association::service_of(std::uint64_t n, const core::Board& board) const {
    constexpr std::array<std::string_view, 5> kinds{"company", "haircut", "phone_help", "meal",
                                                    "small_repair"};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const Code code(kinds[(n + i) % kinds.size()]);
        if (board.rule_index().service(code) != nullptr) return code;
    }
    return board.rules().services.front().code;
}

void Association::add(TimePoint at, Job job, std::uint64_t what) {
    agenda_.add({at, 0, Actor::association, static_cast<std::uint8_t>(job), 0, what, 0});
}

void Association::open(const core::Board& board, std::span<const MemberId> members,
                       std::span<const ResponderId> responders, std::size_t services,
                       TimePoint now) {
    if (services == 0 || members.empty() || city_.options.volunteers == 0) return;
    if (board.rules().services.empty()) return;
    members_ = members;
    responders_ = responders;
    services_ = services;
    const bool is_new = board.store<ServiceRecord>().size() == 0;
    add(now + habits_.between_visits, Job::next_visit, visits_at_once);
    if (!is_new) return;
    for (std::uint64_t n = 0; n < visits_at_once; ++n)
        add(now + between_papers * static_cast<std::int64_t>(n), Job::visit, n);
    for (std::uint64_t n = 0; n < services; ++n) {
        now = now + between_papers;
        add(now, Job::paper, n);
        if (n % 2 == 0) add(now, Job::talent, n / 2);
        if (n % 4 != 0) continue;
        add(now, Job::account, n);
        add(now + until_credits, Job::issue, n);
        if (n % 8 == 0) add(now + until_credits * 2, Job::hold, n);
    }
}

void Association::look_again(const core::Board& board, TimePoint now) {
    const auto& all = board.store<ServiceRecord>();
    for (const core::Index index : all.in_order()) {
        if (core::is_undecided(all[index].status)) plan(all[index], now);
    }
}

// What people at a console write down themselves is theirs to finish.
void Association::plan(const ServiceRecord& record, TimePoint now) {
    if (!record.recorded_by.starts_with("demo:")) return;
    Rng rng(city_.options.seed, Purpose::association, static_cast<std::uint64_t>(now.value),
            record.id.value);
    const bool there = record.status == ServiceRecordStatus::open;
    add(now + (there ? habits_.stay : habits_.pause).draw(rng), Job::act, record.id.value);
}

void Association::on(const ServiceRecordMade& event, TimePoint now, const core::Board& board) {
    const ServiceRecord* const record = board.store<ServiceRecord>().get(event.record.id);
    if (record != nullptr) plan(*record, now);
}

void Association::on(const ServiceRecordStatusChanged& event, TimePoint now,
                     const core::Board& board) {
    const ServiceRecord* const record = board.store<ServiceRecord>().get(event.record);
    const bool goes_on = event.status == ServiceRecordStatus::approved ||
                         (record != nullptr && core::is_undecided(record->status));
    if (record != nullptr && goes_on) plan(*record, now);
}

void Association::perform(const Task& task, TimePoint now, const core::Board& board) {
    switch (static_cast<Job>(task.kind)) {
        case Job::talent:
            register_talent(static_cast<std::uint32_t>(task.a), board);
            return;
        case Job::account:
            outbox_.send(clerk, OpenAccount{members_[member_of(task.a)], {}, {}, "本人申请"});
            return;
        case Job::issue:
            give_credits(task.a, board, false);
            return;
        case Job::hold:
            give_credits(task.a, board, true);
            return;
        case Job::paper:
            tell_paper(task.a, now, board);
            return;
        case Job::visit:
            visit(task.a, board);
            return;
        case Job::next_visit:
            if (is_day(board, now)) visit(task.a, board);
            add(now + habits_.between_visits, Job::next_visit, task.a + 1);
            return;
        case Job::act:
            if (const ServiceRecord* const one = board.store<ServiceRecord>().get({task.a})) {
                act(*one, now, board);
            }
            return;
    }
}

// Each third one is also a volunteer of the city, under the same name.
void Association::register_talent(std::uint32_t n, const core::Board& board) {
    const auto& rule = board.rules().talents;
    if (!rule || rule->fields.empty()) return;
    RegisterTalent command;
    command.profile = invented_talent(rule->fields, city_.options.seed, n);
    command.reviewed_on = invented_review(city_.options.seed, n);
    command.candidate = n % 8 == 7;
    if (n % 3 == 0 && n < city_.options.volunteers) {
        const std::uint32_t place = city_.options.staff + n;
        const ResponderProfile& same = city_.responders[place].profile;
        command.responder = responders_[place];
        command.profile.name = same.name;
        command.profile.phone = same.phone;
        // Whom the city sends does not change by it.
        command.profile.skills.clear();
    }
    outbox_.send(clerk, std::move(command));
}

void Association::give_credits(std::uint64_t n, const core::Board& board, bool hold) {
    const MemberId member = members_[member_of(n)];
    const AccountId account = core::account_of(board, member);
    if (!account) return;
    if (hold) {
        HoldCredits command;
        command.account = account;
        command.minutes = 60;
        command.member = member;
        command.reason = "预约陪伴服务";
        outbox_.send(clerk, std::move(command));
        return;
    }
    Rng rng(city_.options.seed, Purpose::association, account.value, 0);
    IssueCredits command;
    command.account = account;
    command.minutes = rng.between(2, 10) * 60;
    command.reference = "DEMO-" + std::to_string(account.value);
    command.reason = "敬老月发放";
    outbox_.send(head, std::move(command));
}

// One of the last four weeks, between eight and six.
void Association::tell_paper(std::uint64_t n, TimePoint now, const core::Board& board) {
    Rng rng(city_.options.seed, Purpose::association, n, 1);
    const CalendarRule& calendar = core::calendar_rule(board.rules());
    const Date day = core::local_day(calendar, now) - rng.between(1, 28);
    RecordService command;
    command.volunteer = responders_[volunteer_of(n, false)];
    command.member = members_[member_of(n)];
    command.service = service_of(n, board);
    command.starts_at = core::time_at(calendar, day) + minutes(rng.between(8 * 60, 15 * 60));
    command.ends_at = command.starts_at + minutes(rng.between(30, 180));
    outbox_.send(clerk, std::move(command));
}

void Association::visit(std::uint64_t n, const core::Board& board) {
    const std::uint32_t member = member_of(n + services_);
    SignIn command;
    command.volunteer = responders_[volunteer_of(n, true)];
    command.member = members_[member];
    command.service = service_of(n, board);
    command.place = city_.members[member].profile.home;
    outbox_.send(volunteers, std::move(command));
}

void Association::act(const ServiceRecord& record, TimePoint now, const core::Board& board) {
    switch (record.status) {
        case ServiceRecordStatus::open: {
            SignOut command;
            command.service_record = record.id;
            command.place = record.signed_in.place;
            outbox_.send(volunteers, std::move(command));
            return;
        }
        case ServiceRecordStatus::ended:
            return confirm(record, now);
        case ServiceRecordStatus::confirmed:
            return review(record, now);
        case ServiceRecordStatus::disputed: {
            Rng rng = chance(record, 2);
            const bool upheld = rng.permille(habits_.upheld);
            outbox_.send(head,
                         ResolveService{record.id,
                                        upheld ? ServiceVerdict::accept : ServiceVerdict::reject,
                                        upheld ? "查看签到记录，属实" : "经核实时间不符",
                                        cause(record, now),
                                        {}});
            return;
        }
        case ServiceRecordStatus::approved:
            return settle(record, board);
        case ServiceRecordStatus::rejected:
        case ServiceRecordStatus::reversed:
            return;
    }
}

void Association::confirm(const ServiceRecord& record, TimePoint now) {
    Rng rng = chance(record, 3);
    if (record.minutes == 0) {
        outbox_.send(
            reviewer,
            ReviewService{record.id, ServiceVerdict::reject, "没有签退", cause(record, now), {}});
        return;
    }
    if (rng.permille(habits_.disputed) && now < record.dispute_until) {
        outbox_.send(served, DisputeService{record.id, "时间比登记的短"});
        return;
    }
    const auto by = rng.permille(300) ? ServiceConfirmer::family : ServiceConfirmer::member;
    outbox_.send(served, ConfirmService{record.id, by, {}, "", cause(record, now)});
}

void Association::review(const ServiceRecord& record, TimePoint now) {
    Rng rng = chance(record, 4);
    const bool rejected = rng.permille(habits_.rejected);
    outbox_.send(reviewer, ReviewService{record.id,
                                         rejected ? ServiceVerdict::reject : ServiceVerdict::accept,
                                         rejected ? "与其他服务时间重叠" : "",
                                         cause(record, now),
                                         {}});
}

// What comes after the approval: sometimes it was wrong, sometimes the credits are given away.
void Association::settle(const ServiceRecord& record, const core::Board& board) {
    Rng rng = chance(record, 5);
    if (rng.permille(habits_.reversed)) {
        outbox_.send(head, ReverseService{record.id, "重复登记"});
        return;
    }
    if (!rng.permille(habits_.donated)) return;
    const AccountId account = core::account_of(board, record.volunteer);
    const std::int64_t half = std::min(record.minutes / 2, core::can_give(board, account));
    if (!account || half <= 0) return;
    DonateCredits command;
    command.account = account;
    command.minutes = half;
    command.reference = "DEMO-GIVEN-" + std::to_string(record.id.value);
    command.reason = "自愿捐赠";
    outbox_.send(clerk, std::move(command));
}

}  // namespace muster::sim
