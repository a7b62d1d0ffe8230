// Any bytes from a short message centre, cut at any place: the session keeps to its limits and says
// the same as uncut. And any text as short messages.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "adapters/outbox/smpp_session.hpp"

namespace {

using namespace muster::outbox;  // NOLINT: a program of one file
using muster::TimePoint;

constexpr TimePoint start{1'000};

SmppOptions make_options() {
    SmppOptions options;
    options.system_id = "muster";
    options.to = {"+8613800000001", "+8613800000002"};
    options.window = 3;
    return options;
}

// What the session says and concludes, for comparison.
std::string told(std::string_view text, std::string_view input, std::size_t cut) {
    const SmppOptions options = make_options();
    SmppCounts counts;
    SmsJob job(make_sms(text, SmsAlphabet::shortest, 1, 3), options.to.size());
    SmppSession session(options, muster::seconds(10), counts);
    session.bind(start);
    std::string out = session.take_output();
    // The log-in is the first that was asked.
    session.receive(write_pdu(smpp::bind_transceiver | smpp::answer_bit, smpp::ok, 1), start);
    session.submit(job, start);
    for (const std::string_view part : {input.substr(0, cut), input.substr(cut)})
        session.receive(part, start);
    session.pass(start + muster::minutes(1));
    out += session.take_output() + session.take_warning() + session.why_over();
    if (const auto verdict = session.take_verdict()) {
        out += std::to_string(static_cast<int>(verdict->what)) + verdict->reason;
    } else {
        out += "open";
    }
    return out + std::to_string(counts.submitted) + "," + std::to_string(counts.arrived) + "," +
           std::to_string(counts.incoming) + "," + std::to_string(counts.not_understood);
}

void check_bodies(std::string_view input) {
    // What is read is written again as the same.
    if (const auto message = read_message(input)) {
        if (read_message(write_message(*message)) != message) std::abort();
        static_cast<void>(read_receipt(*message));
    }
    if (const auto bind = read_bind(input)) {
        if (read_bind(write_bind(*bind)) != bind) std::abort();
    }
    static_cast<void>(read_message_id(input));
}

void check_text(std::string_view input, std::size_t parts_max) {
    const SmsText sms = make_sms(input, SmsAlphabet::shortest, 1, parts_max);
    if (sms.parts.empty() || sms.parts.size() > parts_max) std::abort();
    const std::size_t most = sms.data_coding == gsm_coding ? gsm_single_octets : ucs2_single_octets;
    for (const std::string& part : sms.parts) {
        if (part.size() > most) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t cut = input.empty() ? 0 : data[0] % input.size();
    if (told(input, input, 0) != told(input, input, cut)) std::abort();
    check_bodies(input);
    check_text(input, 1 + data[0] % 16u);
    return 0;
}
