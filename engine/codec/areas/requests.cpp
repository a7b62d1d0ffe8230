#include "muster/requests.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, RequestsCommands>();
template EntityJson<Request> entity_json<Request>();

}  // namespace muster::codec
