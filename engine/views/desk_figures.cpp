#include "engine/views/desk_figures.hpp"

#include <algorithm>
#include <utility>

#include "engine/codec/json_writer.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/requests/request_state.hpp"

namespace muster::views {
namespace {

constexpr Millis hour = minutes(60);

const MilestoneState* milestone_of(const Request& request, Milestone milestone) {
    for (const MilestoneState& state : request.milestones)
        if (state.milestone == milestone) return &state;
    return nullptr;
}

// When somebody came first; 0 = nobody has.
TimePoint answered_at(const Request& request) {
    const MilestoneState* const on_site = milestone_of(request, Milestone::on_site);
    if (on_site != nullptr && on_site->met_at) return on_site->met_at;
    TimePoint first;
    for (const Slot& slot : request.slots) {
        if (slot.on_scene_at && (!first || slot.on_scene_at < first)) first = slot.on_scene_at;
    }
    return first;
}

// When it was neither open nor to be helped any more; `never` = it is open.
TimePoint over_at(const Request& request) {
    if (core::is_open(request.status)) return never;
    TimePoint served;
    for (const Slot& slot : request.slots)
        served = std::max(served, slot.served_at);
    if (served && (!request.ended_at || served < request.ended_at)) return served;
    return request.ended_at;
}

// Whether a promise was broken before this time and was still owed then.
bool is_late(const Request& request, TimePoint at) {
    return std::any_of(request.milestones.begin(), request.milestones.end(),
                       [at](const MilestoneState& state) {
                           return state.breached_at && state.breached_at <= at &&
                                  (!state.met_at || state.met_at > at);
                       });
}

bool has_somebody(const Request& request) {
    return std::any_of(request.slots.begin(), request.slots.end(),
                       [](const Slot& slot) { return core::is_bound(slot.status); });
}

AnswerFigures answer_of(std::vector<Millis>& times) {
    AnswerFigures out;
    out.answered = times.size();
    if (times.empty()) return out;
    std::sort(times.begin(), times.end());
    const auto rank = [&](std::size_t per_cent) {
        return times[(times.size() * per_cent + 99) / 100 - 1];
    };
    out.median_ms = rank(50);
    out.p90_ms = rank(90);
    return out;
}

// Nobody is bound to it, and somebody should be.
bool waits(const Request& request) {
    return request.status != RequestStatus::held && !request.slots.empty() &&
           !has_somebody(request);
}

void count_open(const Request& request, TimePoint now, ClassFigures& out) {
    ++out.open;
    if (request.status == RequestStatus::held) ++out.held;
    if (waits(request)) ++out.waiting;
    if (is_late(request, now)) ++out.late;
}

class Counting {
  public:
    Counting(const core::Board& board, TimePoint now) : now_(now) {
        out_.at = now;
        const CalendarRule& calendar = core::calendar_rule(board.rules());
        midnight_ = core::time_at(calendar, core::local_day(calendar, now));
        for (TimePoint from = midnight_; from <= now; from = from + hour)
            out_.hours.emplace_back().from = from;
        in_hour_.resize(out_.hours.size());
    }

    void count(const Request& request) {
        if (request.status == RequestStatus::merged || request.created_at > now_) return;
        const auto urgency = static_cast<std::size_t>(request.urgency);
        const TimePoint over = over_at(request);
        // Ended requests stay on the board for a week.
        if (request.created_at < midnight_ && over <= midnight_) return;
        if (over == never) count_open(request, now_, out_.by_class[urgency]);
        for (HourFigures& one : out_.hours) {
            const TimePoint end = std::min(one.from + hour, now_);
            if (request.created_at > end || over <= end) continue;
            ++one.open;
            if (is_late(request, end)) ++one.late;
        }
        if (request.created_at < midnight_) return;
        ++out_.came;
        const auto at =
            static_cast<std::size_t>((request.created_at - midnight_).value / hour.value);
        ++out_.hours[at].came;
        const TimePoint answered = answered_at(request);
        if (!answered) return;
        const Millis took = std::max(answered - request.created_at, Millis{});
        today_.push_back(took);
        in_class_[urgency].push_back(took);
        in_hour_[at].push_back(took);
    }

    [[nodiscard]] DeskFigures take() {
        for (const ClassFigures& one : out_.by_class) {
            out_.all.open += one.open;
            out_.all.waiting += one.waiting;
            out_.all.held += one.held;
            out_.all.late += one.late;
        }
        out_.answer = answer_of(today_);
        for (std::size_t i = 0; i < in_class_.size(); ++i)
            out_.answer_by_class[i] = answer_of(in_class_[i]);
        for (std::size_t i = 0; i < in_hour_.size(); ++i)
            out_.hours[i].answer = answer_of(in_hour_[i]);
        return std::move(out_);
    }

  private:
    const TimePoint now_;
    TimePoint midnight_;
    DeskFigures out_;
    std::vector<Millis> today_;
    std::array<std::vector<Millis>, urgency_count> in_class_;
    std::vector<std::vector<Millis>> in_hour_;
};

template <class T>
void append(std::string& out, std::string_view name, const T& value) {
    out += out.back() == '{' ? "\"" : ",\"";
    out += name;
    out += "\":";
    codec::write(out, value);
}

template <class T>
void append_by_class(std::string& out, std::string_view name,
                     const std::array<T, urgency_count>& values) {
    out += ",\"";
    out += name;
    out += "\":{";
    for (std::size_t i = 0; i < values.size(); ++i)
        append(out, enum_names<Urgency>[i], values[i]);
    out += '}';
}

}  // namespace

std::array<ClassNow, urgency_count> desk_now(const core::Board& board, TimePoint now) {
    std::array<ClassNow, urgency_count> out;
    const auto& requests = board.requests();
    for (core::Index i = 0; i < requests.end_index(); ++i) {
        if (!requests.used(i) || !core::is_open(requests[i].status)) continue;
        const Request& request = requests[i];
        ClassNow& one = out[static_cast<std::size_t>(request.urgency)];
        count_open(request, now, one.count);
        const TimePoint since = std::max(request.created_at, request.round_at);
        if (waits(request)) one.longest_wait = std::max(one.longest_wait, now - since);
    }
    return out;
}

DeskFigures desk_figures(const core::Board& board, TimePoint now,
                         std::optional<std::int64_t> cover_ppm) {
    Counting counting(board, now);
    const auto& requests = board.requests();
    for (core::Index i = 0; i < requests.end_index(); ++i)
        if (requests.used(i)) counting.count(requests[i]);
    DeskFigures out = counting.take();
    out.cover_ppm = cover_ppm;
    const auto& posts = board.rules().standby.posts;
    for (std::uint32_t post = 0; post < posts.size(); ++post) {
        PostFigures& figures = out.posts.emplace_back();
        figures.post = posts[post].code;
        for (int p = 0; p < profile_count; ++p)
            figures.standing_by += board.standing_by(post, static_cast<Profile>(p));
    }
    return out;
}

std::string desk_figures_json(const DeskFigures& figures) {
    std::string out = "{";
    append(out, "at", figures.at);
    append(out, "all", figures.all);
    append_by_class(out, "by_class", figures.by_class);
    append(out, "came", figures.came);
    append(out, "answer", figures.answer);
    append_by_class(out, "answer_by_class", figures.answer_by_class);
    append(out, "hours", figures.hours);
    if (figures.cover_ppm) {
        append(out, "cover_ppm", *figures.cover_ppm);
    } else {
        out += ",\"cover_ppm\":null";
    }
    append(out, "posts", figures.posts);
    return out + "}";
}

}  // namespace muster::views
