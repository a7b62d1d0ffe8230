#include "engine/views/touched.hpp"

#include <cstdlib>
#include <variant>

namespace muster::views {
namespace {

template <class E>
concept HasRequest = requires(const E& event) {
    { event.request } -> std::convertible_to<RequestId>;
};
template <class E>
concept HasResponder = requires(const E& event) {
    { event.responder } -> std::convertible_to<ResponderId>;
};
template <class E>
concept HasOffer = requires(const E& event) {
    { event.offer } -> std::convertible_to<OfferId>;
};
template <class E>
concept HasMemberId = requires(const E& event) {
    { event.member } -> std::convertible_to<MemberId>;
};

// Which entities an event changes follows from the ids it carries, except where an overload says
// otherwise. An event that fits none of them does not compile.
struct Collect {
    const core::Board& board;
    TouchedList list{};

    void operator()(const RulesLoaded&) {}
    void operator()(const SpeedsRequested&) {}
    void operator()(const SpeedsInUse&) {}
    void operator()(const PositionsReported&) {}
    void operator()(const MemberRegistered& e) { list.add(topic_of<Member>, e.member.id.value); }
    void operator()(const MemberUpdated& e) { list.add(topic_of<Member>, e.member.id.value); }
    void operator()(const CardIssued& e) { list.add(topic_of<Card>, e.card.id.value); }
    void operator()(const CardChanged& e) { list.add(topic_of<Card>, e.card.id.value); }
    // The member that a request is about does not change with it.
    void operator()(const RequestReceived& e) { list.add(topic_of<Request>, e.request.value); }
    void operator()(const RequestMerged& e) {
        list.add(topic_of<Request>, e.request.value);
        list.add(topic_of<Request>, e.into.value);
    }
    void operator()(const RequestSplit& e) {
        list.add(topic_of<Request>, e.request.value);
        list.add(topic_of<Request>, e.from.value);
    }
    // Being asked counts for the responder.
    void operator()(const OfferMade& e) {
        list.add(topic_of<Request>, e.request.value);
        list.add(topic_of<Offer>, e.offer.value);
        list.add(topic_of<Responder>, e.candidate.responder.value);
    }

    template <class E>
    void operator()(const E& event) {
        static_assert(HasRequest<E> || HasResponder<E> || HasOffer<E> || HasMemberId<E>,
                      "say which entities this event changes");
        if constexpr (HasRequest<E>) list.add(topic_of<Request>, event.request.value);
        if constexpr (HasResponder<E>) list.add(topic_of<Responder>, event.responder.value);
        if constexpr (HasMemberId<E>) list.add(topic_of<Member>, event.member.value);
        if constexpr (HasOffer<E>) {
            list.add(topic_of<Offer>, event.offer.value);
            if (const Offer* offer = board.offers().get(event.offer)) {
                list.add(topic_of<Request>, offer->request.value);
                list.add(topic_of<Responder>, offer->responder.value);
            }
        }
    }
};

struct RequestOf {
    const core::Board& board;

    template <class E>
    RequestId operator()(const E& event) {
        if constexpr (HasRequest<E>) {
            return event.request;
        } else if constexpr (HasOffer<E>) {
            const Offer* offer = board.offers().get(event.offer);
            return offer ? offer->request : RequestId{};
        } else {
            return {};
        }
    }
};

bool urgent(Urgency urgency) {
    return urgency == Urgency::P0 || urgency == Urgency::P1;
}

struct IsAlert {
    bool operator()(const RequestReceived& e) const { return urgent(e.urgency); }
    bool operator()(const RequestReclassified& e) const { return urgent(e.urgency); }
    bool operator()(const DeadlineWarned&) const { return true; }
    bool operator()(const DeadlineBreached&) const { return true; }
    bool operator()(const ContactDue&) const { return true; }
    bool operator()(const DuplicateSuspected&) const { return true; }
    bool operator()(const ContactsExhausted&) const { return true; }
    bool operator()(const SlotFellBack&) const { return true; }
    bool operator()(const AssignmentReleased& e) const {
        return e.cause == ReleaseCause::not_acknowledged || e.cause == ReleaseCause::responder_out;
    }
    template <class Other>
    bool operator()(const Other&) const {
        return false;
    }
};

}  // namespace

void TouchedList::add(Topic topic, std::uint64_t id) {
    if (id == 0) return;
    if (size_ == items_.size()) std::abort();
    items_[size_++] = {topic, id};
}

TouchedList touched(const Event& event, const core::Board& board) {
    Collect collect{board};
    std::visit(collect, event);
    return collect.list;
}

RequestId request_of(const Event& event, const core::Board& board) {
    return std::visit(RequestOf{board}, event);
}

std::span<const PositionFix> position_fixes(const Event& event) {
    const auto* reported = std::get_if<PositionsReported>(&event);
    return reported ? std::span<const PositionFix>(reported->fixes)
                    : std::span<const PositionFix>{};
}

bool is_alert(const Event& event) {
    return std::visit(IsAlert{}, event);
}

}  // namespace muster::views
