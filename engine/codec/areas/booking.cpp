#include "muster/booking.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, BookingCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, BookingEvents>();
template EntityJson<Booking> entity_json<Booking>();
template EntityJson<BookingSeries> entity_json<BookingSeries>();

}  // namespace muster::codec
