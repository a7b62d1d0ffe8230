// SCAIP, social alarms over SIP MESSAGE (SS 91100:2014, the basis of CLC/TS 50134-9): a device's
// <mrq>
// -> what it says, and the <mrs> that answers it. Codes are compared as numbers, since devices send
// them with and without leading zeros. Pure.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sip/device_report.hpp"

namespace muster::sip {

constexpr std::string_view scaip_media_type = "application/scaip+xml";
constexpr std::size_t max_scaip_reference_bytes = 64;  // the standard has 16
constexpr std::size_t max_scaip_device_bytes = 64;     // the standard has 16
constexpr std::size_t max_call_back_addresses = 8;

// snu of the mrs.
enum class ScaipStatus : std::uint8_t {
    ok = 0,
    too_long = 1,
    bad_format = 2,
    wrong_content = 3,
    hold = 4,
    not_treated = 5,
    busy = 6,
    tag_missing = 7,
};

// mre of the mrs: how a call-back speaks.
BOOST_DEFINE_ENUM_CLASS(Speech, none, duplex, microphone, speaker)

// mty of the mrq.
enum class ScaipKind : std::uint8_t { alarm, reset, information, heartbeat };

struct ScaipRequest {
    ScaipStatus status = ScaipStatus::ok;
    std::string reference;
    std::string device;  // cid without blanks and plus; empty = nothing can be done with it
    ScaipKind kind = ScaipKind::alarm;
    std::optional<std::uint32_t> type;   // dty
    std::optional<std::uint32_t> state;  // stc
    std::string said;                    // its own words, in order of the standard
    std::string where;
    std::optional<Personal<Point>> place;
    std::vector<std::string> call_back;  // crd, in order, those that are an address
    bool we_call = false;                // cha = 1
};

// How one peer speaks, and what is answered to it.
struct ScaipProfile {
    std::string root = "mrq";             // "scaip" with some
    Speech speech = Speech::duplex;       // of a call about an alarm
    std::string desk_number;              // that a device may call; empty = the one that it has
    std::map<std::uint32_t, Code> types;  // dty -> signal, beyond those of the standard
};

// Whatever the body is: what is wrong with it is its status.
[[nodiscard]] ScaipRequest read_scaip(std::string_view body, const ScaipProfile& profile);

// Nothing for one without a device.
[[nodiscard]] std::optional<DeviceCommand> command_of(const ScaipRequest& request,
                                                      const ScaipProfile& profile);

// The number to call back; empty where none of the addresses is one.
[[nodiscard]] std::string call_back_number(const ScaipRequest& request);

[[nodiscard]] std::string write_scaip_answer(const ScaipRequest& request, ScaipStatus status,
                                             const ScaipProfile& profile);

}  // namespace muster::sip
