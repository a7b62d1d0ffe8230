#include "engine/core/kernel/names.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/requests/receiving.hpp"
#include "engine/core/step.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"

namespace muster::core {
namespace {

// Whoever sends a copy again and again does not fill the log.
constexpr Millis replay_every = minutes(1);

// That can be used.
Named<Card> find_card(const Step& step, CardId id) {
    auto index = find_one(step, id);
    if (!index) return index;
    const CardStatus status = step.board.cards()[*index].status;
    if (status == CardStatus::active) return index;
    return reject(RejectReason::card_not_active, "/card",
                  "card " + std::to_string(id.value) + " is " + std::string(name_of(status)) +
                      "; the member needs a new one");
}

// Nobody is sent: whoever copied the link may be anywhere, and who holds the card can tap again.
Rejection note_replay(Step& step, const Card& card, std::uint32_t counter) {
    if (card.replayed_at && step.now() < card.replayed_at + replay_every) {
        return reject(RejectReason::card_not_active, "/counter",
                      "tap " + std::to_string(counter) + " of card " +
                          std::to_string(card.id.value) + " is a copy: the last one taken was " +
                          std::to_string(card.counter));
    }
    step.emit(CardReplayed{card.id, step.board.root(card.member), counter});
    return {};
}

}  // namespace

Rejection decide(Step& step, const IssueCard& command) {
    if (auto member = find_looked_after(step, command.member, "IssueCard"); !member) {
        return member.error();
    }
    Card card;
    card.id = {step.env.seq};
    card.member = command.member;
    card.uid = command.uid;
    step.emit(CardIssued{card});
    return {};
}

Rejection decide(Step& step, const RenewCard& command) {
    const auto index = find_card(step, command.card);
    if (!index) return index.error();
    Card card = step.board.cards()[*index];
    ++card.generation;
    step.emit(CardChanged{card, "renewed"});
    return {};
}

Rejection decide(Step& step, const RevokeCard& command) {
    const auto index = find_card(step, command.card);
    if (!index) return index.error();
    Card card = step.board.cards()[*index];
    card.status = command.lost ? CardStatus::lost : CardStatus::revoked;
    step.emit(CardChanged{card, command.reason});
    return {};
}

Rejection decide(Step& step, const TapCard& command) {
    const CardColour* colour = step.board.rule_index().colour(command.colour);
    if (colour == nullptr) {
        return reject(RejectReason::invalid_field, "/colour",
                      "\"" + command.colour.str() + "\" is not a colour of the cards");
    }
    CreateRequest request;
    request.service = colour->service;
    request.channel = Channel::card;
    request.place = command.place;
    request.note = command.note;
    request.device = command.device;
    if (auto bad = check_fields(step, request)) return bad;
    const auto index = find_card(step, command.card);
    if (!index) return index.error();
    const Card& card = step.board.cards()[*index];
    if (command.generation != 0 && command.generation != card.generation) {
        return reject(RejectReason::card_not_active, "/generation",
                      "this print is number " + std::to_string(command.generation) +
                          ", the valid one is number " + std::to_string(card.generation));
    }
    request.member = step.board.root(card.member);
    if (!command.counter) return receive(step, request);
    if (*command.counter <= card.counter) return note_replay(step, card, *command.counter);
    const CardCounted counted{card.id, *command.counter};
    if (auto refused = receive(step, request)) return refused;
    step.emit(counted);
    return {};
}

}  // namespace muster::core
