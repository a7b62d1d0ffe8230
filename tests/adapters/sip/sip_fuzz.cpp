// Any bytes, as a datagram and as a stream that is cut anywhere, and as the bodies of both
// dialects: what is read can be answered and read again, and a cut changes nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "adapters/sip/gb28181_codec.hpp"
#include "adapters/sip/scaip_codec.hpp"
#include "adapters/sip/sip_message.hpp"
#include "adapters/sip/sip_stream.hpp"
#include "adapters/sip/sip_transactions.hpp"

namespace {

using muster::sip::StreamEvent;
using muster::sip::StreamReader;

constexpr std::size_t max_message = 2'048;

void must(bool holds) {
    if (!holds) std::abort();
}

bool is_last(const StreamEvent& event) {
    return event.kind == StreamEvent::Kind::broken || event.kind == StreamEvent::Kind::too_large;
}

// Kind and body of what comes, up to an end. True when there was one.
bool collect(StreamReader& reader, std::string_view bytes, std::vector<std::string>& out) {
    reader.feed(bytes);
    while (true) {
        const StreamEvent event = reader.next();
        if (event.kind == StreamEvent::Kind::need_more) return false;
        must(event.message.body.size() <= max_message);
        out.push_back(std::to_string(static_cast<int>(event.kind)) + event.message.body);
        if (is_last(event)) return true;
    }
}

void try_bodies(std::string_view body) {
    const muster::sip::ScaipProfile profile;
    const auto request = muster::sip::read_scaip(body, profile);
    must(request.said.size() <= muster::sip::max_said_bytes);
    must(request.call_back.size() <= muster::sip::max_call_back_addresses);
    static_cast<void>(command_of(request, profile));
    const auto mrs = write_scaip_answer(request, request.status, profile);
    must(mrs.find("<snu>") != std::string::npos);
    const auto alarm = muster::sip::read_gb(body, muster::hours(8));
    must(alarm.said.size() <= muster::sip::max_said_bytes);
    must(alarm.device.size() <= muster::sip::max_gb_id_bytes);
    static_cast<void>(command_of(alarm, {}));
    static_cast<void>(muster::sip::write_gb_answer(alarm, true));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t cut = bytes.empty() ? 0 : data[0] % bytes.size();

    const auto datagram = muster::sip::read_datagram(bytes);
    if (datagram) {
        const auto& message = datagram->message;
        must(!message.vias.empty() && message.vias.size() <= muster::sip::max_vias);
        static_cast<void>(muster::sip::transaction_key(message, "192.0.2.7"));
        const auto answer = write_answer(message, {"192.0.2.7", 5'060}, "tag", {});
        const auto again = muster::sip::read_datagram(answer);
        if (again) must(again->message.status == 200);
        try_bodies(message.body);
    }
    try_bodies(bytes);

    StreamReader whole(max_message);
    std::vector<std::string> expected;
    collect(whole, bytes, expected);
    StreamReader parts(max_message);
    std::vector<std::string> found;
    const std::string_view all = bytes;
    if (!collect(parts, all.substr(0, cut), found)) collect(parts, all.substr(cut), found);
    must(found == expected);
    return 0;
}
