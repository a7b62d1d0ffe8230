#include "muster/certificates.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, CertificatesCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, CertificatesEvents>();
template EntityJson<Certificate> entity_json<Certificate>();

}  // namespace muster::codec
