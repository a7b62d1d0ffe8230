#include "adapters/outbox/eido.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <pugixml.hpp>
#include <sstream>

#include "adapters/outbox/message.hpp"
#include "engine/codec/html.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/codec/json_writer.hpp"
#include "muster/enum_names.hpp"
#include "muster/enums.hpp"

namespace muster::outbox {
namespace {

namespace json = boost::json;

struct NoteFacts {
    TimePoint at;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(NoteFacts, (), (at, text))

// What is told of a request, by the names that it has in entities and events alike.
struct RequestFacts {
    RequestId id;
    std::optional<RequestStatus> status;
    std::optional<Urgency> urgency;
    Code service;
    std::string caller;
    std::optional<Point> place;
    std::string address;
    std::string note;
    TimePoint created_at;
    std::vector<NoteFacts> notes;
};
BOOST_DESCRIBE_STRUCT(RequestFacts, (),
                      (id, status, urgency, service, caller, place, address, note, created_at,
                       notes))

json::string text(std::string_view value) {
    return json::string(value.data(), value.size());
}

json::object reference(std::string_view id) {
    json::object out;
    out["$ref"] = text(id);
    return out;
}

// What each component begins with.
json::object component(std::string_view id, TimePoint at, const EidoOptions& options) {
    json::object out;
    out["$id"] = text(id);
    out["lastUpdateTimeStamp"] = text(rfc3339(at));
    out["updatedByAgencyReference"] = reference(options.agency);
    return out;
}

// From 0 to 10, which is the most urgent.
int priority_of(Urgency urgency) {
    switch (urgency) {
        case Urgency::P0:
            return 10;
        case Urgency::P1:
            return 8;
        case Urgency::P2:
            return 6;
        case Urgency::P3:
            return 3;
        case Urgency::P4:
            return 1;
    }
    return 0;
}

bool is_over(RequestStatus status) {
    return status == RequestStatus::closed || status == RequestStatus::cancelled ||
           status == RequestStatus::merged || status == RequestStatus::transferred;
}

std::string degrees(Point place) {
    std::string written;
    codec::write(written, place);
    std::string out;  // "32.3942000 119.4129000"
    for (const char c : written) {
        const bool number = (c >= '0' && c <= '9') || c == '.' || c == '-';
        if (number) out += c;
        if (c == ',') out += ' ';
    }
    return out;
}

// RFC 4119 and RFC 5491: a point, or where it is masked a circle of a kilometre around it; RFC 5139
// for the address, of which only the words are known.
std::string pidf_lo(const RequestFacts& request, bool exact, std::string_view entity) {
    pugi::xml_document document;
    pugi::xml_node presence = document.append_child("presence");
    presence.append_attribute("xmlns").set_value("urn:ietf:params:xml:ns:pidf");
    presence.append_attribute("xmlns:gp").set_value("urn:ietf:params:xml:ns:pidf:geopriv10");
    presence.append_attribute("xmlns:gml").set_value("http://www.opengis.net/gml");
    presence.append_attribute("xmlns:gs").set_value("http://www.opengis.net/pidflo/1.0");
    presence.append_attribute("xmlns:ca")
        .set_value("urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr");
    presence.append_attribute("entity").set_value(std::string(entity).c_str());
    pugi::xml_node tuple = presence.append_child("tuple");
    tuple.append_attribute("id").set_value("place");
    pugi::xml_node geopriv = tuple.append_child("status").append_child("gp:geopriv");
    pugi::xml_node info = geopriv.append_child("gp:location-info");
    if (request.place && on_earth(*request.place)) {
        pugi::xml_node shape = info.append_child(exact ? "gml:Point" : "gs:Circle");
        shape.append_attribute("srsName").set_value("urn:ogc:def:crs:EPSG::4326");
        shape.append_child("gml:pos").text().set(degrees(*request.place).c_str());
        if (!exact) {
            pugi::xml_node radius = shape.append_child("gs:radius");
            radius.append_attribute("uom").set_value("urn:ogc:def:uom:EPSG::9001");
            radius.text().set("1000");
        }
    }
    if (exact && !request.address.empty()) {
        std::string words = request.address;
        std::erase_if(words, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
        pugi::xml_node civic = info.append_child("ca:civicAddress");
        civic.append_child("ca:country").text().set("CN");
        civic.append_child("ca:LOC").text().set(words.c_str());
    }
    geopriv.append_child("gp:usage-rules");
    std::ostringstream out;
    document.save(out, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
    return out.str();
}

// A note is HTML5.
std::string html(std::string_view words) {
    std::string out;
    for (const char c : codec::escape_html(words)) {
        if (c == '\n') {
            out += "<br>";
        } else {
            out += c;
        }
    }
    return out;
}

class Maker {
  public:
    Maker(const EidoOptions& options, const EidoFacts& facts, const EventTold& told)
        : options_(options), facts_(facts), told_(told) {
        // What the event alone says goes for a request that has left the board.
        const std::string_view from =
            facts.request.empty() ? std::string_view(told.fields) : facts.request;
        if (codec::read(from, request_, codec::Mode::lenient)) request_ = {};
        number_ = std::to_string(told.request.value);
        incident_ = "urn:emergency:uid:incidentid:" + std::string(facts.book) + "-" + number_ +
                    ":" + options.agency;
    }

    [[nodiscard]] std::string text_of() {
        json::object out = component(incident_, facts_.at, options_);
        out["eidoVersion"] = "1.0";
        out["issuingElementIdentification"] =
            text(options_.element.empty() ? "muster." + options_.agency : options_.element);
        json::object incident = incident_of();
        add_location(out, incident);
        add_person(out, incident);
        add_notes(out, incident);
        out["incidentComponent"] = std::move(incident);
        out["agencyComponent"] = json::array{agency()};
        return json::serialize(out);
    }

  private:
    [[nodiscard]] json::object part(std::string_view name, TimePoint at) const {
        return component(incident_ + "#" + std::string(name), at, options_);
    }
    [[nodiscard]] TimePoint begun() const {
        return request_.created_at == TimePoint{} ? facts_.at : request_.created_at;
    }

    [[nodiscard]] json::object agency() const {
        json::object out = component(options_.agency, begun(), options_);
        out["agencyRoleDescriptionRegistryText"] = json::array{"CallReceiving"};
        out["incidentOwningAgencyIndicator"] = true;
        out["agencyType"] = json::array{text(options_.agency_type)};
        return out;
    }

    [[nodiscard]] json::object incident_of() const {
        json::object out = part("incident", facts_.at);
        const auto& types = options_.types;
        const auto type = std::find_if(types.begin(), types.end(), [&](const EidoType& one) {
            return one.service == request_.service;
        });
        out["incidentTypeCommonRegistryText"] =
            text(type == types.end() ? options_.incident_type : type->type);
        if (!request_.service.empty()) {
            out["incidentTypeInternalCode"] = text(request_.service.view());
        }
        out["internalIncidentId"] = text("requests/" + number_);
        if (request_.status) {
            const auto name = enum_names<RequestStatus>[static_cast<std::size_t>(*request_.status)];
            out["incidentStatusInternalText"] = json::array{text(name)};
            out["incidentStatusCommonRegistryText"] =
                json::array{is_over(*request_.status) ? "Closed" : "Active"};
        }
        if (request_.urgency) {
            const auto name = enum_names<Urgency>[static_cast<std::size_t>(*request_.urgency)];
            out["incidentPriorityInternalText"] = text(name);
            out["incidentCommonPriorityNumber"] = priority_of(*request_.urgency);
        }
        return out;
    }

    void add_location(json::object& out, json::object& incident) const {
        const bool exact = facts_.audience.personal;
        const bool point = request_.place && on_earth(*request_.place);
        if (!point && (!exact || request_.address.empty())) return;
        json::object place = part("location", facts_.at);
        incident["locationReference"] = json::array{reference(incident_ + "#location")};
        place["locationTypeDescriptionRegistryText"] = "CurrentIncident";
        place["locationByValue"] = text(pidf_lo(request_, exact, incident_));
        out["locationComponent"] = json::array{std::move(place)};
    }

    // Whoever asked for help; masked, nobody is named.
    void add_person(json::object& out, json::object& incident) const {
        if (!facts_.audience.personal || request_.caller.empty()) return;
        json::object way = part("callback", begun());
        way["callBackInformationUri"] = json::array{text("tel:" + request_.caller)};
        json::object person = part("caller", begun());
        person["personIncidentRoleRegistryText"] = json::array{"Caller"};
        person["callBackReference"] = reference(incident_ + "#callback");
        incident["personReference"] = json::array{reference(incident_ + "#caller")};
        out["callbackComponent"] = json::array{std::move(way)};
        out["personComponent"] = json::array{std::move(person)};
    }

    // What happened now is a note, and so is what was asked for and what was noted.
    void add_notes(json::object& out, json::object& incident) const {
        json::array notes;
        json::array references;
        const auto add = [&](TimePoint at, std::string_view words) {
            if (words.empty()) return;
            const std::string name = "note-" + std::to_string(notes.size());
            json::object note = part(name, at);
            note["notesActionComments"] = text(html(words));
            references.push_back(reference(incident_ + "#" + name));
            notes.push_back(std::move(note));
        };
        add(begun(), request_.note);
        for (const NoteFacts& one : request_.notes)
            add(one.at, one.text);
        add(facts_.at, told_.sentence);
        if (notes.empty()) return;
        incident["notesReference"] = std::move(references);
        out["notesComponent"] = std::move(notes);
    }

    const EidoOptions& options_;
    const EidoFacts& facts_;
    const EventTold& told_;
    RequestFacts request_;
    std::string number_;
    std::string incident_;
};

bool is_domain(std::string_view name) {
    return name.find('.') != std::string_view::npos &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
           });
}

}  // namespace

std::optional<SettingProblem> check(const EidoOptions& options) {
    if (!is_domain(options.agency)) {
        return SettingProblem{"/agency", "must be a domain such as care.yangzhou.example.cn"};
    }
    if (options.agency_type.empty()) {
        return SettingProblem{"/agency_type",
                              "must be one of the registry urn:emergency:service:responder"};
    }
    if (options.incident_type.empty()) {
        return SettingProblem{"/incident_type", "must be one of EIDO's registry of incident types"};
    }
    for (std::size_t i = 0; i < options.types.size(); ++i) {
        if (!options.types[i].service.empty() && !options.types[i].type.empty()) continue;
        return SettingProblem{"/types/" + std::to_string(i), "must have a service and its type"};
    }
    return std::nullopt;
}

std::string eido_text(const EidoOptions& options, const EidoFacts& facts, const EventTold& told) {
    return Maker(options, facts, told).text_of();
}

}  // namespace muster::outbox
