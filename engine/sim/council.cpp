#include "engine/sim/council.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "engine/core/service/departments.hpp"
#include "engine/core/thinktank/handling.hpp"
#include "engine/sim/suggestions.hpp"

namespace muster::sim {
namespace {

constexpr const char* source = "demo:council";
constexpr Millis between_letters = Millis{400};
constexpr std::size_t saying_the_same = 3;  // the first ones

const Suggestion* with_reference(const core::Board& board, const std::string& reference) {
    for (const SuggestionId id : board.derived<Suggestion>().like(reference)) {
        const Suggestion* const one = board.store<Suggestion>().get(id);
        if (one->reference == reference) return one;
    }
    return nullptr;
}

// Who of the rules it is for; the first where nobody fits.
Code department_for(const core::Board& board, const Suggestion& one) {
    constexpr std::array<std::array<std::string_view, 2>, 7> of{{{"elderly_care", "civil_affairs"},
                                                                 {"health", "health"},
                                                                 {"urban", "housing"},
                                                                 {"transport", "transport"},
                                                                 {"economy", "finance"},
                                                                 {"culture", "culture"},
                                                                 {"environment", "ecology"}}};
    for (const auto& [category, department] : of) {
        if (one.category != Code(category)) continue;
        if (core::find_department(board.rules(), department)) return department;
    }
    const auto& known = board.rules().departments;
    return known.empty() ? Code("office") : known.front().code;
}

// Why it is late; empty when it is not.
std::string late_cause(const Suggestion& one, SuggestionDuty duty, TimePoint now) {
    const SuggestionDeadline* const due = core::find_deadline(one, duty);
    return due != nullptr && due->due_at <= now ? "人手紧张" : "";
}

}  // namespace

Council::Council(std::uint64_t seed, const CouncilHabits& habits, Agenda& agenda, Outbox& outbox)
    : seed_(seed), habits_(habits), agenda_(agenda), outbox_(outbox) {}

Rng Council::chance(const Suggestion& one, std::uint64_t what) const {
    return Rng(seed_, Purpose::council, one.id.value, one.round * 64 + what);
}

void Council::open(const core::Board& board, std::size_t suggestions, TimePoint now) {
    if (suggestions == 0 || core::thinktank_rule(board.rules()).categories.empty()) return;
    const auto add = [&](TimePoint at, Job job, std::uint64_t what) {
        agenda_.add({at, 0, Actor::council, static_cast<std::uint8_t>(job), 0, what, 0});
    };
    add(now + habits_.first_report, Job::report, 0);
    if (board.store<Suggestion>().size() > 0) return;
    made_ = invented_suggestions(seed_);
    made_.resize(std::min(made_.size(), suggestions));
    for (std::size_t i = 0; i < made_.size(); ++i) {
        now = now + between_letters;
        add(now, Job::make, i);
    }
    add(now, Job::merge, 0);
}

void Council::look_again(const core::Board& board, TimePoint now) {
    const auto& all = board.store<Suggestion>();
    for (const core::Index index : all.in_order())
        on(all[index].id, now, board);
}

void Council::on(SuggestionId id, TimePoint now, const core::Board& board) {
    const Suggestion* const one = board.store<Suggestion>().get(id);
    // What was looked at waits for the next batch, not for the council.
    if (one == nullptr || !core::is_open(one->status)) return;
    if (one->status == SuggestionStatus::reviewed) return;
    Rng rng(seed_, Purpose::council, static_cast<std::uint64_t>(now.value), id.value);
    agenda_.add({now + habits_.pause.draw(rng), 0, Actor::council,
                 static_cast<std::uint8_t>(Job::act), 0, id.value, 0});
}

void Council::perform(const Task& task, TimePoint now, const core::Board& board) {
    switch (static_cast<Job>(task.kind)) {
        case Job::make:
            outbox_.send(source, made_.at(task.a));
            return;
        case Job::merge:
            merge(board);
            return;
        case Job::report:
            report(board);
            agenda_.add({now + habits_.between_reports, 0, Actor::council, task.kind, 0, 0, 0});
            return;
        case Job::act:
            if (const Suggestion* const one = board.store<Suggestion>().get({task.a})) {
                act(*one, now, board);
            }
            return;
    }
}

void Council::merge(const core::Board& board) {
    MergeSuggestions command;
    command.reason = "三件建言诉求相同，合并办理";
    const auto may = core::suggestion_cycle.where(core::SuggestionAction::merge);
    for (std::size_t i = 0; i < std::min(saying_the_same, made_.size()); ++i) {
        const Suggestion* const one = with_reference(board, made_[i].reference);
        if (one == nullptr || !may.has(one->status)) continue;
        if (!command.suggestion) {
            command.suggestion = one->id;
        } else {
            command.others.push_back(one->id);
        }
    }
    if (!command.others.empty()) outbox_.send(source, std::move(command));
}

void Council::report(const core::Board& board) {
    ReportSuggestions command;
    command.title = "老干部建言专报";
    command.addressee = "市委、市政府主要领导";
    const auto most = static_cast<std::size_t>(core::thinktank_rule(board.rules()).max_in_report);
    const auto& all = board.store<Suggestion>();
    for (const core::Index index : all.in_order()) {
        if (all[index].status != SuggestionStatus::reviewed) continue;
        if (command.suggestions.size() < most) command.suggestions.push_back(all[index].id);
    }
    if (!command.suggestions.empty()) outbox_.send(source, std::move(command));
}

void Council::act(const Suggestion& one, TimePoint now, const core::Board& board) {
    switch (one.status) {
        case SuggestionStatus::registered:
            return review(one, now, board);
        case SuggestionStatus::reported:
            return outbox_.send(source, RecordInstruction{one.id, "市政府分管领导",
                                                          "请有关部门研究办理，并答复建言人。"});
        case SuggestionStatus::instructed:
            return outbox_.send(source,
                                AssignSuggestion{one.id, department_for(board, one), {}, "办公室"});
        case SuggestionStatus::assigned:
            return reply(one, now);
        case SuggestionStatus::replied:
            return answer(one, now, board);
        case SuggestionStatus::fed_back:
            return hear(one, board);
        case SuggestionStatus::reviewed:
        case SuggestionStatus::closed:
        case SuggestionStatus::merged:
        case SuggestionStatus::returned:
        case SuggestionStatus::declined:
        case SuggestionStatus::withdrawn:
            return;
    }
}

void Council::review(const Suggestion& one, TimePoint now, const core::Board& board) {
    ReviewSuggestion command;
    command.late_cause = late_cause(one, SuggestionDuty::review, now);
    command.suggestion = one.id;
    command.gist = one.title;
    Rng rng = chance(one, 0);
    // Nobody else's is ended with it.
    const bool alone = board.derived<Suggestion>().merged_into(one.id).empty();
    if (alone && rng.permille(habits_.sent_back)) {
        command.verdict = SuggestionVerdict::send_back;
        command.reason = "请补充具体地点和情况";
    } else if (alone && rng.permille(habits_.declined)) {
        command.verdict = SuggestionVerdict::decline;
        command.reason = "属于个人事项，已转12345热线";
    }
    outbox_.send(source, std::move(command));
}

void Council::reply(const Suggestion& one, TimePoint now) {
    Rng rng = chance(one, 1);
    const std::string cause = late_cause(one, SuggestionDuty::reply, now);
    if (cause.empty() && !one.extension && rng.permille(habits_.extended)) {
        return outbox_.send(source, ExtendSuggestion{one.id, "需会同多个部门现场调研"});
    }
    outbox_.send(source, ReplySuggestion{one.id, "已列入年度工作计划，分批实施。", cause});
}

// Graded, then answered to one author after the other.
void Council::answer(const Suggestion& one, TimePoint now, const core::Board& board) {
    if (core::grade_of(one) == SuggestionGrade::none) {
        constexpr std::array grades{SuggestionGrade::solved, SuggestionGrade::under_way,
                                    SuggestionGrade::deferred, SuggestionGrade::for_reference};
        constexpr std::array<std::uint32_t, 4> weights{400, 350, 100, 150};
        Rng rng = chance(one, 2);
        return outbox_.send(source, GradeSuggestion{one.id, grades[rng.pick(weights)]});
    }
    for (const SuggestionId raw : core::group_of(board, one.id)) {
        if (core::find_feedback(core::get(board, raw), one.round) != nullptr) continue;
        return outbox_.send(source,
                            GiveFeedback{raw, "", late_cause(one, SuggestionDuty::feedback, now)});
    }
}

void Council::hear(const Suggestion& one, const core::Board& board) {
    for (const SuggestionId raw : core::group_of(board, one.id)) {
        const Suggestion& said = core::get(board, raw);
        const SuggestionFeedback* const told = core::find_feedback(said, one.round);
        if (told == nullptr || told->satisfaction != Satisfaction::none) continue;
        Rng rng = chance(said, 3);
        if (one.round == 1 && rng.permille(habits_.dissatisfied)) {
            return outbox_.send(source, RecordSatisfaction{raw, Satisfaction::dissatisfied,
                                                           "只有计划，没有时间表"});
        }
        const bool silent = rng.permille(habits_.no_answer);
        return outbox_.send(
            source, RecordSatisfaction{
                        raw, silent ? Satisfaction::no_answer : Satisfaction::satisfied, ""});
    }
}

}  // namespace muster::sim
