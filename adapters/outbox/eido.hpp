// A request as an Emergency Incident Data Object in JSON (EIDO), for the systems of other agencies:
// NENA-STA-021.1a-2022, by the schema that NENA publishes with it
// (https://github.com/NENA911/EIDO-JSON, Schema/openapi.yaml; eidoVersion 1.0). What its registries
// allow for the kind of an incident is chosen in configuration. Pure; any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/event_port.hpp"
#include "muster/ids.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::outbox {

struct EidoType {
    Code service;
    std::string type;  // of the registry of incident types
};
BOOST_DESCRIBE_STRUCT(EidoType, (), (service, type))

// eido = { ... } of [[outbox.channel]].
struct EidoOptions {
    std::string agency;           // a domain of ours: who has the incident
    std::string element;          // that makes the object; empty = "muster." and the agency
    std::string agency_type;      // of urn:emergency:service:responder, such as "ems"
    std::string incident_type;    // of the registry of incident types, of what has no other
    std::vector<EidoType> types;  // by service
};
BOOST_DESCRIBE_STRUCT(EidoOptions, (), (agency, element, agency_type, incident_type, types))

[[nodiscard]] std::optional<SettingProblem> check(const EidoOptions& options);

// What happened, and the request after it.
struct EidoFacts {
    std::string_view id;    // of the message
    std::string_view book;  // tells apart logs whose requests have the same numbers
    TimePoint at;
    Audience audience;
    // The request as JSON, masked as the audience is; empty = it has left the board, and only what
    // the event says is told.
    std::string_view request;
};

// JSON in UTF-8. What is masked is within about a kilometre, and nobody's.
[[nodiscard]] std::string eido_text(const EidoOptions& options, const EidoFacts& facts,
                                    const EventTold& told);

}  // namespace muster::outbox
