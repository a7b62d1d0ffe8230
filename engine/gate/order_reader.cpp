#include "engine/gate/order_reader.hpp"

#include <algorithm>
#include <utility>

#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"
#include "engine/gate/push_values.hpp"
#include "muster/enum_names.hpp"

namespace muster::gate {

namespace {

constexpr std::size_t key_digits = 40;  // of the 64 of SHA-256
constexpr std::size_t max_phone_bytes = 64;

class OrderReader {
  public:
    OrderReader(const PushMapping& mapping, const PushBody& body, const boost::json::value* item)
        : mapping_(mapping), order_(mapping.order), body_(body), item_(item) {}

    [[nodiscard]] bool is_ignored() const {
        return std::any_of(
            mapping_.ignore.begin(), mapping_.ignore.end(), [&](const PushIgnore& one) {
                const auto value = text(one.path);
                return value &&
                       (one.value.empty() || codec::equal_ignoring_case(one.value, *value));
            });
    }

    [[nodiscard]] Expected<PushedOrder, Fault> read() {
        PushedOrder out;
        if (auto wrong = read_number(out)) return std::move(*wrong);
        if (auto wrong = read_act(out)) return std::move(*wrong);
        read_request(out);
        out.reason = clipped(text(order_.reason).value_or(""), max_order_reason_bytes);
        if (out.act == OrderAct::rate) {
            if (auto wrong = read_rating(out)) return std::move(*wrong);
        }
        out.key = key(out);
        out.notes = std::move(notes_);
        return out;
    }

  private:
    [[nodiscard]] std::optional<std::string> text(const std::string& path) const {
        return body_.text(path, item_);
    }

    [[nodiscard]] std::string joined(const std::vector<std::string>& paths) const {
        std::string out;
        for (const std::string& path : paths) {
            const auto value = text(path);
            if (!value) continue;
            if (!out.empty()) out += ' ';
            out += *value;
        }
        return out;
    }

    [[nodiscard]] static Fault wrong_at(const std::string& path, std::string detail,
                                        std::string expected) {
        return {.reason = FaultReason::malformed,
                .detail = std::move(detail),
                .field = path,
                .expected = std::move(expected)};
    }

    [[nodiscard]] std::optional<Fault> read_number(PushedOrder& out) const {
        const auto number = text(order_.number);
        const auto plain = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7F; };
        if (number && number->size() <= max_order_number_bytes &&
            std::all_of(number->begin(), number->end(), plain)) {
            out.number = *number;
            return std::nullopt;
        }
        return wrong_at(order_.number, "no number of an order is at " + order_.number,
                        "1 to " + std::to_string(max_order_number_bytes) +
                            " bytes without blanks, or a whole number");
    }

    [[nodiscard]] std::optional<Fault> read_act(PushedOrder& out) const {
        if (order_.act.empty()) return std::nullopt;
        const auto word = text(order_.act);
        for (const OrderActWord& one : order_.acts) {
            if (!word || !codec::equal_ignoring_case(one.value, *word)) continue;
            out.act = one.act;
            return std::nullopt;
        }
        std::string words;
        for (const OrderActWord& one : order_.acts)
            words += (words.empty() ? "one of " : ", ") + one.value;
        return wrong_at(order_.act,
                        word ? "the mapping does not know what the platform does here"
                             : "nothing says what the platform does here",
                        std::move(words));
    }

    void read_request(PushedOrder& out) {
        CreateRequest& request = out.request;
        request.channel = order_.channel;
        request.device = order_prefix(mapping_.name) + out.number;
        const auto word = text(order_.kind);
        for (const OrderKind& one : order_.kinds) {
            const bool holds =
                one.value.empty() || (word && codec::equal_ignoring_case(one.value, *word));
            if (!holds) continue;
            request.service = one.service;
            request.urgency = one.urgency;
            break;
        }
        request.caller = phone();
        request.address = clipped(joined(order_.address), max_order_address_bytes);
        request.place = place();
        // The number and the limit go first: they are what the desk is asked about.
        std::string note = "工单/order " + out.number;
        if (const auto limit = text(order_.limit)) note += ", 限时/due " + *limit;
        request.note = clipped(note + ": " + joined(order_.text), max_order_text_bytes);
    }

    [[nodiscard]] std::string phone() {
        const auto value = text(order_.phone);
        if (!value) return {};
        if (is_pushed_number(*value, max_phone_bytes)) return *value;
        notes_.push_back(order_.phone + ": no telephone number, or a masked one");
        return {};
    }

    [[nodiscard]] std::optional<Personal<Point>> place() {
        const auto latitude = text(mapping_.place.latitude);
        const auto longitude = text(mapping_.place.longitude);
        if (!latitude && !longitude) return std::nullopt;
        const auto point =
            pushed_point(latitude.value_or(""), longitude.value_or(""), mapping_.place.datum);
        if (point) return Personal<Point>(*point);
        notes_.push_back(mapping_.place.latitude + ": no place on earth, or 0/0");
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Fault> read_rating(PushedOrder& out) const {
        const auto word = text(order_.rating);
        for (const OrderRating& one : order_.ratings) {
            if (!word || !codec::equal_ignoring_case(one.value, *word)) continue;
            out.rating = static_cast<std::uint32_t>(one.rating.number());
            return std::nullopt;
        }
        std::string words = "1 to 5";
        if (order_.ratings.empty()) {
            const auto number = word ? codec::parse_number(*word) : std::nullopt;
            if (number && *number >= 1 && *number <= 5) {
                out.rating = static_cast<std::uint32_t>(*number);
                return std::nullopt;
            }
        } else {
            words.clear();
            for (const OrderRating& one : order_.ratings)
                words += (words.empty() ? "one of " : ", ") + one.value;
        }
        return wrong_at(order_.rating, "no rating is at " + order_.rating, std::move(words));
    }

    // By what the mapping says and by what was read, for a platform may count its messages anew;
    // else by all of the message.
    [[nodiscard]] std::string key(const PushedOrder& order) const {
        std::string values;
        for (const std::string& path : mapping_.key)
            values += text(path).value_or("") + "\n";
        if (mapping_.key.empty()) {
            values = body_.shown(item_);
        } else {
            values += std::string(name_of(order.act)) + "\n" + order.request.note.value + "\n" +
                      order.reason + "\n" + std::to_string(order.rating);
        }
        return to_hex(sha256(values)).substr(0, key_digits);
    }

    const PushMapping& mapping_;
    const PushOrder& order_;
    const PushBody& body_;
    const boost::json::value* item_;
    std::vector<std::string> notes_;
};

PushedCommand made(const PushedOrder& order, Command command) {
    return {"order:" + order.number + ":" + order.key, std::move(command)};
}

PushedCommand note_of(const PushedOrder& order, RequestId request, const std::string& text) {
    return made(order, AddNote{request, std::string(by_platform) + text});
}

Expected<std::optional<PushedCommand>, Fault> take(const PushMapping& mapping,
                                                   const PushedOrder& order,
                                                   const std::optional<KnownOrder>& known) {
    using Made = std::optional<PushedCommand>;
    if (known) {
        // What the platform has to add must not be lost with the repeat.
        if (known->note == order.request.note.value) return Made();
        return Made(note_of(order, known->request, order.request.note.value));
    }
    if (order.request.service.empty()) {
        return Fault{.reason = FaultReason::malformed,
                     .detail = "no kind of the mapping is that of order " + order.number,
                     .field = mapping.order.kind,
                     .expected = "a value of order.kinds; one that is empty stands for any"};
    }
    // One of a number, whatever else differs: two at once must not become two requests.
    return Made(PushedCommand{"order:" + order.number, order.request});
}

}  // namespace

Expected<std::vector<ReadOrder>, Fault> read_orders(const PushMapping& mapping,
                                                    const PushRequest& request) {
    auto body = PushBody::read(mapping.format, request);
    if (!body) return std::move(body.error());
    std::vector<const boost::json::value*> items{nullptr};
    if (!mapping.items.empty()) {
        auto listed = body->items(mapping.items);
        if (!listed || listed->size() > max_push_items) {
            return Fault{
                .reason = listed ? FaultReason::batch_too_large : FaultReason::malformed,
                .detail = listed ? "the body holds " + std::to_string(listed->size()) + " messages"
                                 : "no list is at " + mapping.items,
                .field = mapping.items,
                .expected = "a list of at most " + std::to_string(max_push_items)};
        }
        items = std::move(*listed);
    }
    std::vector<ReadOrder> out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        OrderReader reader(mapping, *body, items[i]);
        if (reader.is_ignored()) continue;
        auto order = reader.read();
        if (!order && items[i] != nullptr) {
            order.error().field.insert(0, mapping.items + "/" + std::to_string(i));
        }
        out.push_back(std::move(order));
    }
    return out;
}

Expected<std::optional<PushedCommand>, Fault> command_of(const PushMapping& mapping,
                                                         const PushedOrder& order,
                                                         const std::optional<KnownOrder>& known) {
    using Made = std::optional<PushedCommand>;
    if (order.act == OrderAct::take) return take(mapping, order, known);
    if (!known) {
        return Fault{.reason = FaultReason::malformed,
                     .detail = "order " + order.number + " is not known here",
                     .field = mapping.order.number,
                     .expected = "the number of an order that was sent before"};
    }
    const std::string reason = std::string(by_platform) + order.reason;
    switch (order.act) {
        case OrderAct::take:
        case OrderAct::note:
            break;
        case OrderAct::urge:
            return Made(made(order, UrgeRequest{known->request, reason, {}}));
        case OrderAct::cancel:
            if (known->status == RequestStatus::cancelled) return Made();
            // Somebody else's call for help is in the same request, and goes on.
            if (known->merged) return Made(note_of(order, known->request, "撤单/withdrawn"));
            return Made(made(order, CancelRequest{known->request, reason}));
        case OrderAct::close:
            if (known->status == RequestStatus::closed) return Made();
            if (known->merged) return Made(note_of(order, known->request, "办结/closed"));
            return Made(made(order, CloseRequest{known->request, Disposition::helped, reason}));
        case OrderAct::rate: {
            RateRequest rating;
            rating.request = known->request;
            rating.rating = order.rating;
            rating.comment = reason;
            return Made(made(order, std::move(rating)));
        }
    }
    return Made(note_of(order, known->request, order.reason));
}

}  // namespace muster::gate
