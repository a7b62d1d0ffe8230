#include "engine/sim/world.hpp"

#include <utility>

#include "engine/sim/names.hpp"
#include "muster/events.hpp"

namespace muster::sim {

namespace {

constexpr const char* setup_source = "demo:setup";
constexpr const char* member_source = "demo:members";

template <class E, class... These>
constexpr bool is_one_of = (std::is_same_v<E, These> || ...);

}  // namespace

void fill_offices(WorldOptions& options) {
    options.projects = 40;
    options.services = 80;
    options.suggestions = 25;
}

World::World(const City& city, core::RoadSource& roads, Rules rules, const WorldOptions& options,
             TimePoint start)
    : city_(city),
      rules_(std::move(rules)),
      options_(options),
      outbox_("d" + std::to_string(start.value / 1000) + "-"),
      field_(city, roads, options.field, agenda_, outbox_, options.utc_offset),
      desk_(options.seed, options.desk, agenda_, outbox_, options.utc_offset),
      office_(options.seed, options.office, agenda_, outbox_),
      association_(city, options.association, agenda_, outbox_),
      council_(options.seed, options.council, agenda_, outbox_),
      now_(start),
      members_(city.members.size()),
      cards_(city.members.size()),
      responders_(city.responders.size()) {
    agenda_.add({start, 0, Actor::town, static_cast<std::uint8_t>(Job::enrol), 0, 0, 0});
}

void World::connect(CommandPort& port, const core::Board& board, TimePoint now) {
    now_ = std::max(now_, now);
    board_ = &board;
    field_.roads_changed();
    outbox_.connect(port);
    adopt();
    outbox_.resend();
    if (!open_) return;
    look_again();
}

void World::look_again() {
    field_.look_again(*board_, now_);
    desk_.look_again(*board_, now_);
    office_.look_again(*board_, now_);
    if (options_.services > 0) association_.look_again(*board_, now_);
    if (options_.suggestions > 0) council_.look_again(*board_, now_);
}

void World::adopt() {
    for (const core::Index index : board_->members().in_order()) {
        const Member& member = board_->members()[index];
        const auto place = member_place(member.profile.external_ref);
        if (place && *place < members_.size()) members_[*place] = member.id;
    }
    for (const core::Index index : board_->cards().in_order()) {
        const Card& card = board_->cards()[index];
        const Member* member = board_->members().get(card.member);
        if (member == nullptr || card.status != CardStatus::active) continue;
        const auto place = member_place(member->profile.external_ref);
        if (place && *place < cards_.size()) cards_[*place] = card.id;
    }
    for (const core::Index index : board_->responders().in_order()) {
        const Responder& responder = board_->responders()[index];
        const auto place = responder_place(responder.profile.external_ref);
        if (!place || *place >= responders_.size()) continue;
        responders_[*place] = responder.id;
        field_.know(*place, responder.id);
    }
}

void World::enrol() {
    if (!rules_sent_) {
        rules_sent_ = true;
        if (board_->rules().version != rules_.version ||
            board_->rules().roads.map != rules_.roads.map) {
            // Nobody can be registered before, and on a bad line this may arrive last.
            return outbox_.send(setup_source, LoadRules{rules_}, [this](const Outcome&) {
                agenda_.add({now_, 0, Actor::town, static_cast<std::uint8_t>(Job::enrol), 0, 0, 0});
            });
        }
    }
    while (enrolling_ < options_.enrolling_max && next_member_ < members_.size()) {
        enrol_member(next_member_++);
    }
    while (enrolling_ < options_.enrolling_max && next_responder_ < responders_.size()) {
        enrol_responder(next_responder_++);
    }
    if (enrolling_ == 0 && next_responder_ == responders_.size()) open(now_);
}

void World::enrol_member(std::uint32_t place) {
    if (members_[place]) {
        issue_card(place);
        return;
    }
    ++enrolling_;
    outbox_.send(setup_source, RegisterMember{city_.members[place].profile},
                 [this, place](const Outcome& outcome) {
                     if (!outcome.rejection) {
                         members_[place] = MemberId{outcome.seq};
                         issue_card(place);
                     }
                     enrolled();
                 });
}

void World::issue_card(std::uint32_t place) {
    if (city_.members[place].card_uid.empty() || cards_[place]) return;
    ++enrolling_;
    outbox_.send(setup_source, IssueCard{members_[place], city_.members[place].card_uid},
                 [this, place](const Outcome& outcome) {
                     if (!outcome.rejection) cards_[place] = CardId{outcome.seq};
                     enrolled();
                 });
}

void World::enrol_responder(std::uint32_t place) {
    if (responders_[place]) return;
    ++enrolling_;
    outbox_.send(setup_source, RegisterResponder{city_.responders[place].profile},
                 [this, place](const Outcome& outcome) {
                     if (!outcome.rejection) {
                         responders_[place] = ResponderId{outcome.seq};
                         field_.know(place, responders_[place]);
                     }
                     enrolled();
                 });
}

// Sends the next registrations from the agenda and not from within an answer, so that the depth of
// calls does not grow with the city.
void World::enrolled() {
    --enrolling_;
    const bool more = next_responder_ < responders_.size();
    if (enrolling_ == 0 || (more && enrolling_ == options_.enrolling_max / 2)) {
        agenda_.add({now_, 0, Actor::town, static_cast<std::uint8_t>(Job::enrol), 0, 0, 0});
    }
}

void World::open(TimePoint now) {
    if (open_) return;
    open_ = true;
    field_.open(now);
    look_again();
    office_.open(*board_, members_, options_.projects, now);
    association_.open(*board_, members_, responders_, options_.services, now);
    council_.open(*board_, options_.suggestions, now);
    demand_ = std::make_unique<Demand>(
        city_, DemandOptions{options_.seed, options_.load_permille, options_.utc_offset}, now);
    plan_arrival();
    if (board_->requests().size() == 0) plan_early_calls(now);
}

void World::plan_early_calls(TimePoint now) {
    // Another seed: else the same people would ask for the same once more.
    Demand demand(
        city_, DemandOptions{options_.seed + 1, options_.load_permille, options_.utc_offset}, now);
    for (std::size_t i = 0; i < options_.early_calls; ++i) {
        std::optional<Arrival> arrival = demand.next();
        if (!arrival) return;
        early_.push_back(std::move(*arrival));
        now = now + seconds(3);
        agenda_.add({now, 0, Actor::town, static_cast<std::uint8_t>(Job::early), 0, i, 0});
    }
}

template <class E>
void World::tell_street(const E& e, TimePoint at) {
    if constexpr (is_one_of<E, SlotAssigned, AssignmentReleased>) {
        field_.on(e, at);
    } else if constexpr (is_one_of<E, RulesLoaded, SpeedsInUse>) {
        field_.roads_changed();
    } else if constexpr (is_one_of<E, OfferMade>) {
        field_.on(e, at, *board_);
    } else if constexpr (is_one_of<E, RequestReceived, ContactRecorded, ResponderOnScene,
                                   SlotServed, RequestCalledBack>) {
        desk_.on(e, at, *board_);
    } else if constexpr (is_one_of<E, ContactDue, DeadlineBreached, RequestReopened>) {
        desk_.on(e, at);
    }
}

template <class E>
void World::tell_offices(const E& e, TimePoint at) {
    if constexpr (is_one_of<E, StepBecameReady>) {
        office_.on(e, at, *board_);
    } else if constexpr (is_one_of<E, ServiceRecordMade, ServiceRecordStatusChanged>) {
        if (options_.services > 0) association_.on(e, at, *board_);
    } else if constexpr (is_one_of<E, SuggestionRegistered>) {
        if (options_.suggestions > 0) council_.on(e.suggestion.id, at, *board_);
    } else if constexpr (is_one_of<E, SuggestionReviewed, SuggestionReported, InstructionRecorded,
                                   SuggestionAssigned, SuggestionExtended, SuggestionReplied,
                                   SuggestionGraded>) {
        if (options_.suggestions > 0) council_.on(e.suggestion, at, *board_);
    } else if constexpr (is_one_of<E, FeedbackGiven, SatisfactionRecorded>) {
        // The last answer and a dissatisfied author bring further events, which say no more.
        if (options_.suggestions > 0) council_.on(e.handled_with, at, *board_);
    }
}

void World::on_record(TimePoint at, std::span<const Event> events) {
    now_ = std::max(now_, at);
    if (!open_) return;
    for (const Event& event : events) {
        visit(
            [&](const auto& e) {
                tell_street(e, at);
                tell_offices(e, at);
            },
            event);
    }
}

TimePoint World::next_at() const {
    return agenda_.next_at();
}

void World::advance_to(TimePoint now) {
    now_ = std::max(now_, now);
    while (agenda_.next_at() <= now_) {
        perform(agenda_.take(), now_);
    }
    if (outbox_.has_refused() && !resend_planned_) {
        resend_planned_ = true;
        agenda_.add({now_ + options_.resend_after, 0, Actor::town,
                     static_cast<std::uint8_t>(Job::resend), 0, 0, 0});
    }
}

void World::perform(const Task& task, TimePoint now) {
    switch (task.actor) {
        case Actor::field:
            field_.perform(task, now, *board_);
            return;
        case Actor::desk:
            desk_.perform(task, now, *board_);
            return;
        case Actor::office:
            office_.perform(task, now, *board_);
            return;
        case Actor::association:
            association_.perform(task, now, *board_);
            return;
        case Actor::council:
            council_.perform(task, now, *board_);
            return;
        case Actor::town:
            break;
    }
    switch (static_cast<Job>(task.kind)) {
        case Job::enrol:
            enrol();
            return;
        case Job::arrival: {
            const Arrival arrival = std::move(*next_arrival_);
            report(arrival, false);
            if (arrival.again) {
                agenda_.add({now + *arrival.again, 0, Actor::town,
                             static_cast<std::uint8_t>(Job::repeat), 0, next_repeat_, 0});
                repeats_.emplace(next_repeat_++, arrival);
            }
            plan_arrival();
            return;
        }
        case Job::early:
            report(early_[task.a], false);
            return;
        case Job::repeat: {
            const auto it = repeats_.find(task.a);
            report(it->second, true);
            repeats_.erase(it);
            return;
        }
        case Job::resend:
            resend_planned_ = false;
            outbox_.resend();
            return;
    }
}

void World::plan_arrival() {
    next_arrival_ = demand_->next();
    if (!next_arrival_) return;
    agenda_.add(
        {next_arrival_->at, 0, Actor::town, static_cast<std::uint8_t>(Job::arrival), 0, 0, 0});
}

void World::report(const Arrival& arrival, bool repeated) {
    const bool by_neighbour = repeated && arrival.again_by_neighbour;
    if (arrival.channel == Channel::card && cards_[arrival.member] && !by_neighbour) {
        TapCard tap;
        tap.card = cards_[arrival.member];
        tap.colour = arrival.service->colour;
        if (arrival.place) tap.place = *arrival.place;
        tap.note = std::string(arrival.service->note);
        outbox_.send(member_source, std::move(tap));
        return;
    }
    outbox_.send(member_source, request_of(arrival, repeated));
}

CreateRequest World::request_of(const Arrival& arrival, bool repeated) const {
    const MemberProfile& profile = city_.members[arrival.member].profile;
    CreateRequest request;
    request.service = arrival.service->service;
    request.channel = arrival.channel;
    request.note = std::string(arrival.service->note);
    request.skills = arrival.skills;
    if (repeated && arrival.again_by_neighbour) {
        // Somebody else who saw it rings: the place is known, the person is not.
        request.channel = Channel::hotline;
        request.caller = phone_number(PhoneBook::stranger, arrival.member);
        request.place = arrival.place ? *arrival.place : profile.home->value;
        request.address = profile.address;
        return request;
    }
    request.silent = arrival.silent;
    request.caller = profile.phone;
    if (arrival.named) request.member = members_[arrival.member];
    if (arrival.place) request.place = *arrival.place;
    if (arrival.channel == Channel::button) {
        request.device = city_.members[arrival.member].button;
    }
    return request;
}

}  // namespace muster::sim
