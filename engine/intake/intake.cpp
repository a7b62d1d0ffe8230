#include "engine/intake/intake.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "muster/responders.hpp"

namespace muster::intake {
namespace {

// What a fix keeps of the name of its sender: records of many fixes stay small.
constexpr std::size_t reporter_bytes_max = 128;
// Of a batch, what is left to signs of life where the desk would fill it.
constexpr std::size_t signs_share_percent = 10;

void stamp_reporter(std::vector<PositionFix>& fixes, std::string_view source) {
    const std::string_view reporter = source.substr(0, reporter_bytes_max);
    for (PositionFix& fix : fixes)
        fix.by = reporter;
}

void refuse(const Done& done, RejectReason reason, std::string_view field,
            std::string_view detail) {
    if (!done) return;
    Outcome outcome;
    outcome.rejection = {reason, std::string(field), std::string(detail)};
    done(outcome);
}

}  // namespace

Intake::Intake(const IntakeOptions& options)
    : options_(options),
      positions_(options.position_responders_max, options.position_reports_max) {}

std::size_t Intake::limit(Traffic traffic) const {
    switch (traffic) {
        case Traffic::calls:
            return options_.calls_max;
        case Traffic::desk:
            return options_.desk_max;
        case Traffic::registry:
            return options_.registry_max;
        case Traffic::positions:
            return options_.position_responders_max;
        case Traffic::signs:
            return options_.signs_max;
    }
    return 0;
}

void Intake::submit(Submission&& submission, Done&& done, TimePoint now_at_least) {
    if (stopping_) {
        ++stats_.refused_stopping;
        return refuse(done, RejectReason::stopping, "", "the service is stopping; try again soon");
    }
    if (is_shut()) {
        ++stats_.refused_shut;
        return refuse(done, RejectReason::overloaded, "", shut_);
    }
    const Traffic traffic = submission.command.row().traffic;
    if (traffic == Traffic::positions) {
        return submit_positions(std::move(submission), std::move(done), now_at_least);
    }
    TrafficStats& stats = stats_.traffic[static_cast<std::size_t>(traffic)];
    if (stats.waiting >= limit(traffic)) {
        ++stats.refused;
        return refuse(done, RejectReason::overloaded, "",
                      "too many commands of this kind are waiting; try again soon");
    }
    auto& queue = traffic == Traffic::calls ? calls_ : traffic == Traffic::signs ? signs_ : rest_;
    queue.push_back({std::move(submission), std::move(done), traffic, ++arrivals_});
    ++stats.taken;
    stats.most_waiting = std::max(stats.most_waiting, ++stats.waiting);
}

void Intake::submit_positions(Submission&& submission, Done&& done, TimePoint now_at_least) {
    auto& fixes = submission.command.get<ReportPositions>().fixes;
    stamp_reporter(fixes, submission.source);
    TrafficStats& stats = stats_.traffic[static_cast<std::size_t>(Traffic::positions)];
    Done callback = std::move(done);
    if (!positions_.add(std::move(fixes), std::move(callback), now_at_least)) {
        ++stats.refused;
        // A report for which there is no room keeps its callback.
        return refuse(callback, RejectReason::overloaded, "",  // NOLINT(bugprone-use-after-move)
                      "too many positions are waiting; try again soon");
    }
    ++stats.taken;
    stats.most_waiting = std::max(stats.most_waiting, positions_.size());
}

void Intake::shut(std::string why) {
    shut_ = std::move(why);
    std::vector<Done> refused = positions_.clear();
    for (std::deque<Queued>* const queue : {&calls_, &rest_, &signs_}) {
        for (Queued& queued : *queue)
            refused.push_back(std::move(queued.done));
        queue->clear();
    }
    for (TrafficStats& stats : stats_.traffic)
        stats.waiting = 0;
    stats_.refused_shut += refused.size();
    // Callbacks come last: they may submit, and are refused.
    const std::string words = shut_;
    for (const Done& done : refused)
        refuse(done, RejectReason::overloaded, "", words);
}

bool Intake::may_wait() const {
    const std::size_t signs = stats_.traffic[static_cast<std::size_t>(Traffic::signs)].waiting;
    return signs > 0 && signs == waiting() && signs < options_.signs_at_once && !stopping_;
}

std::size_t Intake::take(std::size_t max, std::vector<Item>& out) {
    std::size_t used = 0;
    const auto next = [&]() -> Item& {
        if (used == out.size()) out.emplace_back();
        return out[used++];
    };
    if (max > 0 && !positions_.empty()) {
        Item& item = next();
        item.source = "positions";
        item.key.clear();
        item.done.clear();
        auto& report = item.command.emplace<ReportPositions>();
        positions_.take(options_.fixes_per_record, report.fixes);
    }
    const std::size_t room = max - used;
    if (queued() > room) {
        const std::size_t least =
            std::max<std::size_t>(room * options_.desk_share_percent / 100, 1);
        const std::size_t share = std::min({least, rest_.size() + signs_.size(), room});
        for (std::size_t left = std::min(room - share, calls_.size()); left > 0; --left)
            move_front(calls_, next());
        // All devices may come back at once, and nobody waits for them as the desk waits.
        const std::size_t places = max - used;
        const std::size_t few = std::max<std::size_t>(places * signs_share_percent / 100, 1);
        const std::size_t signs = places > 1 ? std::min(few, signs_.size()) : 0;
        for (std::size_t left = std::min(places - signs, rest_.size()); left > 0; --left)
            move_front(rest_, next());
        while (used < max && !signs_.empty())
            move_front(signs_, next());
    }
    while (used < max && queued() > 0)
        move_front(oldest(), next());
    return used;
}

std::deque<Intake::Queued>& Intake::oldest() {
    std::deque<Queued>* first = &calls_;
    for (std::deque<Queued>* const queue : {&rest_, &signs_}) {
        if (queue->empty()) continue;
        if (first->empty() || queue->front().arrival < first->front().arrival) first = queue;
    }
    return *first;
}

void Intake::move_front(std::deque<Queued>& queue, Item& item) {
    Queued& queued = queue.front();
    item.source = std::move(queued.submission.source);
    item.key = std::move(queued.submission.key);
    item.command = std::move(queued.submission.command);
    item.done.clear();
    if (queued.done) item.done.push_back(std::move(queued.done));
    --stats_.traffic[static_cast<std::size_t>(queued.traffic)].waiting;
    queue.pop_front();
}

IntakeStats Intake::stats() const {
    IntakeStats stats = stats_;
    for (std::size_t i = 0; i < traffic_count; ++i)
        stats.traffic[i].limit = limit(static_cast<Traffic>(i));
    stats.traffic[static_cast<std::size_t>(Traffic::positions)].waiting = positions_.size();
    stats.fixes_coalesced = positions_.coalesced();
    stats.fixes_without_place = positions_.no_place();
    return stats;
}

}  // namespace muster::intake
