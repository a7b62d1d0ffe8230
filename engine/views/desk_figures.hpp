// How the desk stands now and stood today, for the wall and the supervisor: what is open, what is
// late, how soon somebody came, what is covered. Numbers that tell of nobody.
#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/board.hpp"

namespace muster::views {

struct ClassFigures {
    std::uint64_t open = 0;     // neither served nor ended
    std::uint64_t waiting = 0;  // of these, nobody is bound to them yet
    std::uint64_t held = 0;     // of these, on hold
    std::uint64_t late = 0;     // of these, a promise is broken and still owed
};
BOOST_DESCRIBE_STRUCT(ClassFigures, (), (open, waiting, held, late))

// How soon somebody was there, of the requests that came in a time and somebody has come to.
// Percentiles by nearest rank, as in reports; 0 of nobody.
struct AnswerFigures {
    std::uint64_t answered = 0;
    Millis median_ms;
    Millis p90_ms;
};
BOOST_DESCRIBE_STRUCT(AnswerFigures, (), (answered, median_ms, p90_ms))

// An hour of the city's day, until now in the last one.
struct HourFigures {
    TimePoint from;
    std::uint64_t came = 0;
    AnswerFigures answer;    // of those who came in it
    std::uint64_t open = 0;  // at its end
    std::uint64_t late = 0;  // at its end
};
BOOST_DESCRIBE_STRUCT(HourFigures, (), (from, came, answer, open, late))

struct PostFigures {
    Code post;
    std::uint64_t standing_by = 0;
};
BOOST_DESCRIBE_STRUCT(PostFigures, (), (post, standing_by))

struct DeskFigures {
    TimePoint at;
    ClassFigures all;
    std::array<ClassFigures, urgency_count> by_class;
    std::uint64_t came = 0;  // today
    AnswerFigures answer;    // of those who came today
    std::array<AnswerFigures, urgency_count> answer_by_class;
    std::vector<HourFigures> hours;         // of today, from midnight
    std::optional<std::int64_t> cover_ppm;  // nothing = the rules name no posts or no demand
    std::vector<PostFigures> posts;
};

// Looks at every request on the board once, those that were merged into another not at all.
// Precondition: rules are loaded. cover_ppm: as Engine::covered_ppm() says.
[[nodiscard]] DeskFigures desk_figures(const core::Board& board, TimePoint now,
                                       std::optional<std::int64_t> cover_ppm);

// How the open requests of a class stand, for whoever watches the service itself.
struct ClassNow {
    ClassFigures count;
    Millis longest_wait;  // of those that wait: since it came, or came again; 0 = none waits
};

// Of each class. Looks at every request on the board once.
[[nodiscard]] std::array<ClassNow, urgency_count> desk_now(const core::Board& board, TimePoint now);

// {"at", "all":{open, waiting, held, late}, "by_class":{"P0":...}, "came", "answer",
// "answer_by_class", "hours", "cover_ppm" (null = nothing to cover), "posts"}
[[nodiscard]] std::string desk_figures_json(const DeskFigures& figures);

}  // namespace muster::views
