// Apart from the commands, only to compile sooner: the area has most of both.
#include "engine/codec/area_json_impl.hpp"
#include "muster/requests.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Event>> list_json<Event, RequestsEvents>();

}  // namespace muster::codec
