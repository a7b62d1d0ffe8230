#include "adapters/outbox/cap.hpp"

#include <algorithm>
#include <boost/describe/class.hpp>
#include <cstdio>
#include <optional>
#include <pugixml.hpp>
#include <sstream>

#include "adapters/outbox/message.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/codec/json_writer.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"

namespace muster::outbox {
namespace {

// What many events say of their request.
struct Facts {
    Code service;
    std::optional<Urgency> urgency;
    std::optional<Point> place;
    std::string address;
};
BOOST_DESCRIBE_STRUCT(Facts, (), (service, urgency, place, address))

struct Grade {
    const char* urgency;
    const char* severity;
};

Grade grade_of(const std::optional<Urgency>& urgency) {
    if (!urgency) return {"Unknown", "Unknown"};
    switch (*urgency) {
        case Urgency::P0:
            return {"Immediate", "Extreme"};
        case Urgency::P1:
            return {"Immediate", "Severe"};
        case Urgency::P2:
            return {"Expected", "Moderate"};
        case Urgency::P3:
        case Urgency::P4:
            return {"Future", "Minor"};
    }
    return {"Unknown", "Unknown"};
}

void add(pugi::xml_node parent, const char* name, std::string_view text) {
    // XML 1.0 has no word for other control characters.
    std::string clean(text);
    std::erase_if(clean, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
    });
    parent.append_child(name).text().set(clean.c_str());
}

void add_parameter(pugi::xml_node info, std::string_view name, std::string_view value) {
    const pugi::xml_node parameter = info.append_child("parameter");
    add(parameter, "valueName", name);
    add(parameter, "value", value);
}

// "32.3942000,119.4129000 0": WGS 84, and the radius in kilometres.
std::string circle(Point place, bool exact) {
    std::string json;
    codec::write(json, place);
    std::string text;
    for (const char c : json) {
        const bool number = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ',';
        if (number) text += c;
    }
    return text + (exact ? " 0" : " 1");
}

// Times of CAP say how far they are from UTC, and not by a Z.
std::string cap_time(TimePoint at) {
    return rfc3339(at).substr(0, 19) + "-00:00";
}

void add_area(pugi::xml_node info, const Facts& facts, const Audience& audience) {
    if (!facts.place || !on_earth(*facts.place)) return;
    const pugi::xml_node area = info.append_child("area");
    const bool chinese = audience.language == Language::zh;
    std::string where = chinese ? "求助地点" : "where help is needed";
    if (audience.personal && !facts.address.empty()) where = facts.address;
    add(area, "areaDesc", where);
    add(area, "circle", circle(*facts.place, audience.personal));
}

}  // namespace

std::string cap_text(const CapAlert& alert, const EventTold& told) {
    Facts facts;
    // An event whose fields of these names are others tells nothing of them.
    if (codec::read(told.fields, facts, codec::Mode::lenient)) facts = {};
    pugi::xml_document document;
    pugi::xml_node root = document.append_child("alert");
    root.append_attribute("xmlns").set_value("urn:oasis:names:tc:emergency:cap:1.2");
    add(root, "identifier", alert.id);
    add(root, "sender", alert.source);
    add(root, "sent", cap_time(alert.at));
    add(root, "status", "Actual");
    add(root, "msgType", "Alert");
    add(root, "scope", "Private");
    add(root, "addresses", alert.channel);
    const std::string request = std::to_string(told.request.value);
    if (told.request.value != 0) add(root, "incidents", "requests/" + request);
    pugi::xml_node info = root.append_child("info");
    add(info, "language", alert.audience.language == Language::zh ? "zh-CN" : "en");
    add(info, "category", "Health");
    add(info, "event", facts.service.empty() ? alert.type : facts.service.view());
    const Grade grade = grade_of(facts.urgency);
    add(info, "urgency", grade.urgency);
    add(info, "severity", grade.severity);
    add(info, "certainty", facts.urgency ? "Observed" : "Unknown");
    add(info, "headline", told.sentence);
    add_parameter(info, "type", alert.type);
    if (told.request.value != 0) add_parameter(info, "request", request);
    add_area(info, facts, alert.audience);
    std::ostringstream text;
    document.save(text, "", pugi::format_raw, pugi::encoding_utf8);
    return text.str();
}

}  // namespace muster::outbox
