#include "adapters/jt808/fragments.hpp"

#include <algorithm>
#include <utility>

namespace muster::jt808 {
namespace {

constexpr std::size_t bytes_per_part = 64;  // what is kept beside its body
// Asked for at one time: they fit into one frame.
constexpr std::size_t max_missing = 255;

// Fragments have serials in a row.
std::uint16_t first_serial(const Head& head) {
    return static_cast<std::uint16_t>(head.serial - head.part + 1);
}

}  // namespace

Fragments::Place Fragments::find(const Head& head) {
    return std::find_if(open_.begin(), open_.end(), [&](const Open& open) {
        if (open.head.phone != head.phone || open.head.id != head.id ||
            open.head.total != head.total) {
            return false;
        }
        if (open.first == first_serial(head)) return true;
        // Some terminals give all fragments the same serial.
        return open.seen_serial == head.serial && !open.parts.contains(head.part);
    });
}

bool Fragments::add(const Message& fragment, TimePoint now, std::vector<Whole>& out) {
    const Head& head = fragment.head;
    Place place = find(head);
    if (place == open_.end()) {
        if (open_.size() >= limits_.messages) out.push_back(take(open_.begin(), true));
        open_.push_back({});
        place = std::prev(open_.end());
        place->first = first_serial(head);
        place->seen_serial = head.serial;
    }
    place->head = head;
    place->ask_at = now + limits_.wait;
    if (!place->parts.contains(head.part)) {
        const std::size_t size = fragment.body.size() + bytes_per_part;
        make_room(size, place, out);
        if (bytes_ + size > limits_.bytes) {
            // Alone it is more than may be.
            out.push_back(take(place, true));
            return false;
        }
        bytes_ += size;
        place->parts.emplace(head.part, fragment.body);
    }
    if (place->parts.size() < head.total) return false;
    out.push_back(take(place, false));
    return true;
}

void Fragments::make_room(std::size_t bytes, Place keep, std::vector<Whole>& out) {
    for (Place place = open_.begin(); place != open_.end() && bytes_ + bytes > limits_.bytes;) {
        const Place next = std::next(place);
        if (place != keep) out.push_back(take(place, true));
        place = next;
    }
}

Fragments::Whole Fragments::take(Place place, bool given_up) {
    Whole whole;
    whole.head = std::move(place->head);
    whole.answer_serial = whole.head.serial;
    whole.head.serial = place->first;
    whole.given_up = given_up;
    std::uint32_t wanted = 1;
    for (const auto& [part, body] : place->parts) {
        if (part == wanted) {
            whole.body += body;
            ++wanted;
        }
        bytes_ -= body.size() + bytes_per_part;
    }
    open_.erase(place);
    return whole;
}

Fragments::Due Fragments::due(TimePoint now) {
    Due out;
    for (Place place = open_.begin(); place != open_.end();) {
        const Place next = std::next(place);
        Open& open = *place;
        if (open.ask_at <= now && open.asked >= limits_.asks) {
            out.given_up.push_back(take(place, true));
        } else if (open.ask_at <= now) {
            ++open.asked;
            open.ask_at = now + limits_.wait;
            Ask ask{open.head, open.first, {}};
            for (std::uint32_t part = 1; part <= open.head.total; ++part) {
                if (ask.missing.size() == max_missing) break;
                const auto number = static_cast<std::uint16_t>(part);
                if (!open.parts.contains(number)) ask.missing.push_back(number);
            }
            out.ask.push_back(std::move(ask));
        }
        place = next;
    }
    return out;
}

}  // namespace muster::jt808
