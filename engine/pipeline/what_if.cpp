#include "engine/pipeline/what_if.hpp"

#include <cstdio>
#include <functional>
#include <utility>

#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "engine/log/read_ahead.hpp"
#include "engine/pipeline/fork.hpp"
#include "engine/pipeline/habits.hpp"
#include "engine/pipeline/replay.hpp"
#include "engine/pipeline/rule_change.hpp"
#include "engine/views/figures.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster::pipeline {
namespace {

log::LogError refused(std::string what) {
    return {log::LogErrorCode::not_found, std::move(what)};
}

constexpr std::uint64_t records_per_look = 4096;

// One walk along the log from the fork on.
class Walk {
  public:
    Walk(const std::filesystem::path& folder, const WhatIfOptions& options, std::uint64_t last,
         Progress progress)
        : folder_(folder), options_(options), last_(last), progress_(std::move(progress)) {}

    // The engine at the fork.
    [[nodiscard]] log::Result<std::unique_ptr<Recovered>> start() const {
        RecoverOptions recovery;
        recovery.reader = options_.reader;
        recovery.last = options_.from_seq;
        recovery.roads = options_.roads;
        recovery.records_max = options_.records_max;
        recovery.records_per_progress = records_per_look;
        recovery.cancelled = options_.cancelled;
        auto start = recover(folder_, recovery, progress_);
        if (is_cancelled()) return given_up();
        return start;
    }

    [[nodiscard]] log::LogError records(const log::RecordCallback& callback) const {
        log::ReadAheadOptions ahead;
        ahead.reader = options_.reader;
        ahead.after.seq = options_.from_seq;
        ahead.last = last_;
        // start() has verified the part before; what is compared here is content.
        ahead.verify = false;
        log::LogError error = log::read_ahead(folder_, ahead, [&](const log::RecordView& record) {
            return !is_cancelled() && callback(record);
        });
        return is_cancelled() ? given_up() : std::move(error);
    }

  private:
    [[nodiscard]] bool is_cancelled() const {
        return options_.cancelled != nullptr && *options_.cancelled;
    }
    [[nodiscard]] static log::LogError given_up() {
        return {log::LogErrorCode::cancelled, "given up before its end"};
    }

    const std::filesystem::path& folder_;
    const WhatIfOptions& options_;
    const std::uint64_t last_;
    const Progress progress_;
};

// What happened: figures, habits, and the time of the last record.
log::LogError as_logged(const Walk& walk, Habits& habits, Outcomes& outcomes, TimePoint& end,
                        const std::function<void()>& step) {
    auto start = walk.start();
    if (!start) return start.error();
    core::Engine& engine = (*start)->engine;
    end = engine.last_at();
    OutcomeCollector collector(engine.board(), end);
    Replayer replayer(engine);
    log::LogError failed;
    log::LogError error = walk.records([&](const log::RecordView& record) {
        failed = replayer.apply(record);
        if (failed) return false;
        collector.see(replayer.events(), record.at, engine.board());
        habits.see(replayer.events(), record.at, engine.board());
        end = record.at;
        step();
        return true;
    });
    if (failed) return failed;
    if (error) return error;
    habits.finish();
    outcomes = collector.finish(end);
    return {};
}

// The changes, at the moment of the fork.
log::LogError apply_changes(Fork& fork, const core::Engine& engine, const WhatIfOptions& options) {
    if (!options.changes.empty()) {
        LoadRules load{engine.board().rules()};
        for (const auto& [path, value] : options.changes) {
            if (auto wrong = change_rule(load.rules, path, value)) return refused(*wrong);
        }
        if (const Rejection no = fork.insert(std::move(load))) {
            return refused("the changed rules are not sound: " + no.field + " " + no.detail);
        }
    }
    for (const ResponderProfile& profile : options.extra_responders) {
        if (const Rejection no = fork.insert(RegisterResponder{profile})) {
            return refused("an extra responder was refused: " + no.field + " " + no.detail);
        }
        const ResponderId id{engine.last_seq()};
        if (const Rejection no =
                fork.insert(SetDuty{id, ResponderStatus::available, TimePoint{}, ""})) {
            return refused("an extra responder cannot start: " + no.detail);
        }
    }
    return {};
}

struct Lived {
    Outcomes outcomes;
    std::uint64_t inputs = 0;
    std::uint64_t inputs_refused = 0;
};

log::Result<Lived> live_again(const Walk& walk, const Habits& habits, const WhatIfOptions& options,
                              bool with_changes, TimePoint end, const std::function<void()>& step) {
    auto start = walk.start();
    if (!start) return start.error();
    core::Engine& engine = (*start)->engine;
    Fork fork(engine, habits, options.seed);
    if (with_changes) {
        if (log::LogError error = apply_changes(fork, engine, options)) return error;
    }
    log::LogError failed;
    log::LogError error = walk.records([&](const log::RecordView& record) {
        Command command;
        if (const auto wrong = codec::read_command(record.command, command, codec::Mode::lenient,
                                                   codec::own_text)) {
            failed = {log::LogErrorCode::corrupted,
                      "the command of record " + std::to_string(record.seq) +
                          " cannot be read: " + codec::to_string(*wrong)};
            return false;
        }
        // Rules loaded later in the log would undo the changes.
        if (with_changes && !options.changes.empty() && command.is<LoadRules>()) {
            return true;
        }
        fork.follow(record, std::move(command));
        step();
        return true;
    });
    if (failed) return failed;
    if (error) return error;
    Outcomes outcomes = fork.finish(end);
    return Lived{std::move(outcomes), fork.inputs(), fork.refused()};
}

std::vector<std::string> method(const Habits& habits, const WhatIfOptions& options) {
    const auto words = [](Millis time) { return views::duration_text(time, views::Language::en); };
    return {
        "Taken from the log at its times: requests, cards, members, duty, notes, calls, and what "
        "dispatchers ordered, as far as it still applies.",
        "Positions are taken from the log for responders who are not on the way; one who is on the "
        "way arrives after the engine's own travel time.",
        "Acknowledging and leaving take as long as that responder took for that request, else the "
        "median of the log.",
        "On scene: as long as that request took (" + std::to_string(habits.stays_measured()) +
            " measured), else the median of its service.",
        "Offers: the answer of the log where the same volunteer was asked for the same request (" +
            std::to_string(habits.answers_measured()) +
            " known), else yes with the plan's prior, drawn with seed " +
            std::to_string(options.seed) + ", after " + words(habits.answers_after()) + ".",
        "Closing and calling back wait until the service is done.",
        "Services are written down, confirmed and reviewed as in the log; what they earn and what "
        "is spent follows from the scheme of the time bank.",
    };
}

// A row for each figure: as logged, lived again, changed, and what the changes made of it.
class Comparison {
  public:
    explicit Comparison(const WhatIf& result) : result_(result) {
        char head[160];
        std::snprintf(head, sizeof head, "%-28s %12s %12s %12s %12s\n", "", "logged", "lived again",
                      "changed", "difference");
        text_ = head;
    }

    // figure: of Outcomes, a number. Shown in units of `scale`: whole ones without a point.
    template <class Figure>
    void row(const std::string& name, const Figure& figure, std::int64_t scale = 1) {
        const auto in_units = [&](std::int64_t value) {
            return static_cast<double>(value) / static_cast<double>(scale);
        };
        const std::int64_t again = figure_of(figure, result_.again);
        const std::int64_t changed = figure_of(figure, result_.changed);
        const int places = scale == 1 ? 0 : 1;
        char line[160];
        std::snprintf(line, sizeof line, "%-28s %12.*f %12.*f %12.*f %+12.*f\n", name.c_str(),
                      places, in_units(figure_of(figure, result_.logged)), places, in_units(again),
                      places, in_units(changed), places, in_units(changed - again));
        text_ += line;
    }
    // Whether it is 0 whichever way it went.
    template <class Figure>
    [[nodiscard]] bool is_empty(const Figure& figure) const {
        return figure_of(figure, result_.logged) == 0 && figure_of(figure, result_.again) == 0 &&
               figure_of(figure, result_.changed) == 0;
    }
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    template <class Figure>
    static std::int64_t figure_of(const Figure& figure, const Outcomes& outcomes) {
        return static_cast<std::int64_t>(std::invoke(figure, outcomes));
    }

    const WhatIf& result_;
    std::string text_;
};

void compare_class(Comparison& table, std::size_t place) {
    const auto count = [&](std::uint64_t ClassOutcome::*field) {
        return [=](const Outcomes& outcomes) { return outcomes.classes[place].*field; };
    };
    const auto time = [&](Millis ClassOutcome::*field) {
        return [=](const Outcomes& outcomes) { return (outcomes.classes[place].*field).value; };
    };
    const auto late = [=](const Outcomes& outcomes) {
        const ClassOutcome& one = outcomes.classes[place];
        return one.requests == 0 ? std::uint64_t{0} : one.late * 1000 / one.requests;
    };
    if (table.is_empty(count(&ClassOutcome::requests))) return;
    const std::string name = "P" + std::to_string(place) + " ";
    table.row(name + "requests", count(&ClassOutcome::requests));
    table.row(name + "reached", count(&ClassOutcome::reached));
    table.row(name + "late, %", late, 10);
    table.row(name + "response mean, min", time(&ClassOutcome::response_mean_ms), 60'000);
    table.row(name + "response p50, min", time(&ClassOutcome::response_p50_ms), 60'000);
    table.row(name + "response p90, min", time(&ClassOutcome::response_p90_ms), 60'000);
}

void compare_credits(Comparison& table) {
    const auto row = [&](const char* name, auto CreditOutcome::*field) {
        const auto figure = [=](const Outcomes& outcomes) { return outcomes.credits.*field; };
        if (!table.is_empty(figure)) table.row(name, figure);
    };
    row("services paid", &CreditOutcome::services);
    row("served, min", &CreditOutcome::served_min);
    row("credited, min", &CreditOutcome::credited_min);
    row("over the day's limit, min", &CreditOutcome::over_limit_min);
    row("over the cap, min", &CreditOutcome::over_cap_min);
    row("not counted, min", &CreditOutcome::cut_min);
    row("kept ready, min", &CreditOutcome::kept_ready_min);
    row("settled, min", &CreditOutcome::settled_min);
    row("taken back, min", &CreditOutcome::reversed_min);
}

}  // namespace

log::Result<WhatIf> what_if(const std::filesystem::path& folder, const WhatIfOptions& options,
                            const Progress& progress) {
    auto reader = log::LogReader::open(folder, options.reader);
    if (!reader) return reader.error();
    auto last = reader->last_seq();
    if (!last) return last.error();
    if (options.from_seq >= *last) {
        return refused("record " + std::to_string(options.from_seq) +
                       " is not before the end of the log, which has " + std::to_string(*last));
    }
    const std::uint64_t stretch = *last - options.from_seq;
    if (options.records_max != 0 && stretch > options.records_max) {
        return log::LogError{log::LogErrorCode::too_large,
                             std::to_string(stretch) +
                                 " records would have to be lived again; the limit is " +
                                 std::to_string(options.records_max)};
    }
    const std::uint64_t total = 3 * stretch;
    std::uint64_t done = 0;
    const auto look = [&](std::uint64_t, std::uint64_t) {
        if (progress) progress(done, total);
    };
    const Walk walk(folder, options, *last, look);
    const auto step = [&] {
        if (++done % records_per_look == 0) look(done, total);
    };

    WhatIf result;
    result.from_seq = options.from_seq;
    result.to_seq = *last;
    for (const auto& [path, value] : options.changes)
        result.changes.push_back(path + "=" + value);
    if (!options.extra_responders.empty()) {
        result.changes.push_back(std::to_string(options.extra_responders.size()) +
                                 " more responders");
    }
    Habits habits;
    TimePoint end;
    if (log::LogError error = as_logged(walk, habits, result.logged, end, step)) return error;
    for (const bool with_changes : {false, true}) {
        auto lived = live_again(walk, habits, options, with_changes, end, step);
        if (!lived) return lived.error();
        (with_changes ? result.changed : result.again) = std::move(lived->outcomes);
        result.inputs = lived->inputs;
        result.inputs_refused = lived->inputs_refused;
    }
    result.method = method(habits, options);
    if (progress) progress(total, total);
    return result;
}

std::string what_if_text(const WhatIf& result) {
    Comparison table(result);
    for (std::size_t i = 0; i < result.changed.classes.size(); ++i)
        compare_class(table, i);
    table.row("offers", &Outcomes::offers);
    table.row("offers accepted", &Outcomes::offers_accepted);
    table.row("assignments", &Outcomes::assignments);
    table.row("diversions", &Outcomes::diversions);
    table.row("utilisation, %", &Outcomes::utilisation_permille, 10);
    compare_credits(table);

    std::string text =
        "records " + std::to_string(result.from_seq + 1) + " to " + std::to_string(result.to_seq);
    for (const std::string& change : result.changes)
        text.append(", ").append(change);
    if (result.changes.empty()) text += ", nothing changed";
    text += "\n\n" + table.text() + "\n" + std::to_string(result.inputs) +
            " commands of the log were given again, " + std::to_string(result.inputs_refused) +
            " of them no longer applied.\n";
    for (const std::string& sentence : result.method)
        text.append("- ").append(sentence).append("\n");
    return text;
}

}  // namespace muster::pipeline
