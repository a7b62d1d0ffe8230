#include "engine/core/service_records/standing.hpp"

#include <algorithm>

#include "engine/core/service_records/area.hpp"
#include "engine/core/service_records/service_record_state.hpp"
#include "engine/core/service_records/service_times.hpp"

namespace muster::core {
namespace {

// Of one volunteer so many are kept that count: more than suspend anybody, by whatever rule.
constexpr std::int64_t most_no_shows = 366;

const VolunteerStanding& standing(const Board& board, ResponderId volunteer) {
    static const VolunteerStanding fresh;
    const VolunteerStanding* const one =
        board.store<VolunteerStanding>().get(standing_of(volunteer));
    return one == nullptr ? fresh : *one;
}

Millis counted(const ServiceRecordsRule& rule) {
    return hours(24) * rule.no_show_days;
}

Rejection check_at(const Step& step, const std::optional<TimePoint>& at) {
    const ServiceRecordsRule& rule = service_records_rule(step.board.rules());
    if (!at || (*at <= step.now() && *at > step.now() - counted(rule))) return {};
    return reject(RejectReason::invalid_field, "/at",
                  "must be at most now (" + std::to_string(step.now().value) + "), and less than " +
                      std::to_string(rule.no_show_days) + " days before");
}

// Which request it is about: that of the booking, where the command names none.
RequestId request_of(const Board& board, const RecordVolunteerNoShow& command) {
    if (command.request || !command.booking) return command.request;
    return board.store<Booking>().get(command.booking)->request;
}

// How often the volunteer was taken off the request again. A slot passes over such a one, and over
// whoever declined an offer or let it expire: who was never to come.
std::int64_t times_taken_off(const Board& board, const Request& request, ResponderId volunteer) {
    std::int64_t times = 0;
    for (const Slot& slot : request.slots)
        times += std::count(slot.passed.begin(), slot.passed.end(), volunteer);
    const auto& offers = board.requests().aux(board.requests().find(request.id)).offers;
    return times - std::count_if(offers.begin(), offers.end(), [&](OfferId id) {
               const Offer& offer = *board.offers().get(id);
               return offer.responder == volunteer && (offer.status == OfferStatus::declined ||
                                                       offer.status == OfferStatus::expired);
           });
}

// The volunteer was to come to the request, which the request still knows.
Rejection check_expected(const Step& step, RequestId id, ResponderId volunteer) {
    const Request* const request = step.board.requests().get(id);
    if (request == nullptr) return {};
    const bool sent = std::any_of(request->slots.begin(), request->slots.end(),
                                  [&](const Slot& slot) { return slot.responder == volunteer; });
    if (sent || times_taken_off(step.board, *request, volunteer) > 0) return {};
    return reject(RejectReason::not_the_assignee, "/volunteer",
                  "was never expected at request " + std::to_string(id.value));
}

// Nobody is there and not there; and it is told once.
Rejection check_once(const Step& step, const RecordVolunteerNoShow& command, RequestId request) {
    const Board& board = step.board;
    const auto same = [&](const auto& one) {
        return (request && one.request == request) ||
               (command.booking && one.booking == command.booking);
    };
    for (const ServiceRecordId id :
         board.derived<ServiceRecord>().of_volunteer(command.volunteer)) {
        const ServiceRecord& record = *board.store<ServiceRecord>().get(id);
        if (!same(record) || !takes_time(record.status)) continue;
        return reject(RejectReason::illegal_status, "/volunteer",
                      "was there: see service record " + std::to_string(id.value));
    }
    const auto& before = standing(board, command.volunteer).no_shows;
    if (std::none_of(before.begin(), before.end(), same)) return {};
    return reject(RejectReason::illegal_status, "/volunteer", "this was told already");
}

Rejection check_known(const Step& step, const RecordVolunteerNoShow& command) {
    const auto volunteer = find_in(step.board.responders(), command.volunteer, volunteer_words);
    if (!volunteer) return volunteer.error();
    if (command.request) {
        if (auto found = find_request(step, command.request); !found) return found.error();
    }
    if (command.booking) {
        if (auto found = find_one(step, command.booking); !found) return found.error();
    }
    return {};
}

}  // namespace

bool is_suspended(const Board& board, ResponderId volunteer) {
    if (board.derived<VolunteerStanding>().suspended() == 0) return false;
    return static_cast<bool>(standing(board, volunteer).suspended_at);
}

void change_hours(Step& step, ResponderId volunteer, HoursChange by) {
    const VolunteerStanding& before = standing(step.board, volunteer);
    VolunteerHoursChanged after{standing_of(volunteer),
                                volunteer,
                                before.approved_min + by.approved_min,
                                before.reversed_min + by.reversed_min,
                                before.services + by.services,
                                0,
                                before.stars};
    after.stars = stars_for(after.approved_min - after.reversed_min,
                            service_records_rule(step.board.rules()).star_hours);
    step.emit(std::move(after));
}

Rejection decide(Step& step, const RecordVolunteerNoShow& command) {
    if (auto bad = check_at(step, command.at)) return bad;
    if (auto bad = check_known(step, command)) return bad;
    const Board& board = step.board;
    const RequestId request = request_of(board, command);
    if (auto bad = check_once(step, command, request)) return bad;
    if (auto bad = check_expected(step, request, command.volunteer)) return bad;
    const Responder& responder = *board.responders().get(command.volunteer);
    if (responder.profile.kind != ResponderKind::volunteer) {
        return reject(
            RejectReason::responder_not_able, "/volunteer",
            "is " + std::string(name_of(responder.profile.kind)) + "; this is kept of volunteers");
    }
    const ServiceRecordsRule& rule = service_records_rule(board.rules());
    const TimePoint since = step.now() - counted(rule);
    const VolunteerStanding before = standing(board, command.volunteer);
    const std::int64_t count =
        1 + std::count_if(before.no_shows.begin(), before.no_shows.end(),
                          [&](const VolunteerNoShow& one) { return one.at > since; });
    if (count > most_no_shows) {
        return reject(RejectReason::limit_reached, "/volunteer",
                      "did not come " + std::to_string(most_no_shows) +
                          " times that count already; more are not kept");
    }
    const VolunteerStandingId id = standing_of(command.volunteer);
    step.emit(VolunteerNoShowRecorded{id,
                                      command.volunteer,
                                      {{step.env.seq},
                                       command.at.value_or(step.now()),
                                       request,
                                       command.booking,
                                       step.env.source,
                                       command.reason},
                                      since,
                                      count});
    if (rule.no_shows > 0 && count >= rule.no_shows && !before.suspended_at) {
        step.emit(VolunteerSuspended{id, command.volunteer, count});
    }
    return {};
}

Rejection decide(Step& step, const WithdrawVolunteerNoShow& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto volunteer = find_in(step.board.responders(), command.volunteer, volunteer_words);
    if (!volunteer) return volunteer.error();
    const auto& known = standing(step.board, command.volunteer).no_shows;
    const bool there = std::any_of(known.begin(), known.end(), [&](const VolunteerNoShow& one) {
        return one.id == command.no_show;
    });
    if (!there) {
        return reject(RejectReason::illegal_status, "/no_show",
                      "is none of this volunteer that still counts");
    }
    step.emit(VolunteerNoShowWithdrawn{standing_of(command.volunteer), command.volunteer,
                                       command.no_show, step.env.source, command.reason});
    return {};
}

Rejection decide(Step& step, const LiftVolunteerSuspension& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto volunteer = find_in(step.board.responders(), command.volunteer, volunteer_words);
    if (!volunteer) return volunteer.error();
    if (!is_suspended(step.board, command.volunteer)) {
        return reject(RejectReason::illegal_status, "/volunteer", "is not suspended");
    }
    step.emit(VolunteerSuspensionLifted{standing_of(command.volunteer), command.volunteer,
                                        step.env.source, command.reason});
    step.came_free(*volunteer);
    return {};
}

}  // namespace muster::core
