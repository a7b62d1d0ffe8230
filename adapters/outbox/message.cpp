#include "adapters/outbox/message.hpp"

#include <cstdio>

#include "engine/codec/commands_json.hpp"
#include "muster/date.hpp"

namespace muster::outbox {
namespace {

void member(std::string& json, std::string_view name, std::string_view text) {
    json.append(json.empty() ? "{\"" : ",\"").append(name).append("\":");
    codec::write_string(json, text);
}

// Of the extension `sequence` of CloudEvents: in the order of texts.
std::string sequence_of(const EventPlace& place) {
    char text[48];
    std::snprintf(text, sizeof text, "%020llu.%06zu", static_cast<unsigned long long>(place.seq),
                  place.index);
    return text;
}

std::string data_of(const EventPlace& place, const EventTold& told) {
    std::string json =
        "{\"seq\":" + std::to_string(place.seq) + ",\"at\":" + std::to_string(place.at.value);
    if (told.request.value != 0) json += ",\"request\":" + std::to_string(told.request.value);
    json += ",\"sentence\":";
    codec::write_string(json, told.sentence);
    return json + ",\"event\":" + told.fields + "}";
}

}  // namespace

std::string rfc3339(TimePoint at) {
    constexpr std::int64_t day_ms = 86'400'000;
    const std::int64_t ms = at.value < 0 ? 0 : at.value;
    const Date date = Date{} + ms / day_ms;
    const auto day = text_of(date);
    const auto rest = static_cast<int>(ms % day_ms);
    char time[24];
    std::snprintf(time, sizeof time, "T%02d:%02d:%02d.%03dZ", rest / 3'600'000, rest / 60'000 % 60,
                  rest / 1'000 % 60, rest % 1'000);
    return std::string(day.data(), day.size()) + time;
}

Message make_message(const EventPlace& place, std::string_view type, const EventTold& told,
                     std::string_view channel, std::string_view book, std::string_view source) {
    Message message;
    message.id.append(book).append("-").append(std::to_string(place.seq));
    message.id.append("-").append(std::to_string(place.index));
    message.channel = channel;
    message.seq = place.seq;
    message.at = place.at;
    message.text = told.sentence;
    std::string& body = message.body;
    member(body, "specversion", "1.0");
    member(body, "id", message.id);
    member(body, "source", source);
    member(body, "type", "cn.muster.event." + std::string(type));
    if (told.request.value != 0) {
        member(body, "subject", "requests/" + std::to_string(told.request.value));
        // Robots have nothing but the text.
        message.text.insert(0, "#" + std::to_string(told.request.value) + " ");
    }
    member(body, "time", rfc3339(place.at));
    member(body, "sequence", sequence_of(place));
    member(body, "datacontenttype", "application/json");
    body.append(",\"data\":").append(data_of(place, told)).append("}");
    return message;
}

}  // namespace muster::outbox
