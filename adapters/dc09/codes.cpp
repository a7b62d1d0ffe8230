#include "adapters/dc09/codes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace muster::dc09 {
namespace {

struct Row {
    std::string_view code;
    std::string_view signal;
};

// The mark of a report that is a sign of life and no signal.
constexpr std::string_view alive = "alive";

// Ordered by code, as what is searched must be. What a home has is here; the rest of the 1xx to 6xx
// is shown as not understood, which the desk sees.
constexpr std::array contact_id_rows{
    Row{"100", "medical"},      // medical
    Row{"101", "pendant"},      // personal emergency, pendant transmitter
    Row{"102", "inactivity"},   // fail to report in
    Row{"110", "smoke"},        // fire
    Row{"111", "smoke"},        // smoke
    Row{"112", "smoke"},        // combustion
    Row{"113", "water"},        // water flow
    Row{"114", "smoke"},        // heat
    Row{"115", "smoke"},        // pull station
    Row{"117", "smoke"},        // flame
    Row{"118", "smoke"},        // near alarm
    Row{"120", "panic"},        // panic
    Row{"121", "duress"},       // duress
    Row{"122", "panic"},        // silent
    Row{"123", "panic"},        // audible
    Row{"124", "duress"},       // duress, access granted
    Row{"125", "duress"},       // duress, egress granted
    Row{"130", "intrusion"},    // burglary
    Row{"131", "intrusion"},    // perimeter
    Row{"132", "intrusion"},    // interior
    Row{"133", "intrusion"},    // 24 hour
    Row{"134", "intrusion"},    // entry, exit
    Row{"135", "intrusion"},    // day, night
    Row{"136", "intrusion"},    // outdoor
    Row{"137", "tamper"},       // tamper
    Row{"139", "intrusion"},    // verified
    Row{"144", "tamper"},       // sensor tamper
    Row{"145", "tamper"},       // expansion module tamper
    Row{"151", "gas"},          // gas detected
    Row{"154", "water"},        // water leakage
    Row{"162", "gas"},          // carbon monoxide detected
    Row{"300", "fault"},        // system trouble
    Row{"301", "mains_lost"},   // AC loss
    Row{"302", "battery_low"},  // low system battery
    Row{"305", "fault"},        // system reset
    Row{"307", "fault"},        // self test failure
    Row{"309", "fault"},        // battery test failure
    Row{"311", "battery_low"},  // battery missing or dead
    Row{"321", "fault"},        // bell
    Row{"330", "fault"},        // peripheral trouble
    Row{"333", "fault"},        // expansion module failure
    Row{"338", "battery_low"},  // expansion module, low battery
    Row{"341", "tamper"},       // expansion module tamper
    Row{"342", "mains_lost"},   // expansion module, AC loss
    Row{"350", "fault"},        // communication trouble
    Row{"351", "fault"},        // telephone line 1
    Row{"352", "fault"},        // telephone line 2
    Row{"353", "fault"},        // radio
    Row{"354", "fault"},        // failure to communicate
    Row{"355", "fault"},        // loss of radio supervision
    Row{"370", "fault"},        // protection loop
    Row{"373", "fault"},        // fire trouble
    Row{"380", "fault"},        // sensor trouble
    Row{"381", "fault"},        // loss of supervision, radio
    Row{"382", "fault"},        // loss of supervision, bus
    Row{"383", "tamper"},       // sensor tamper
    Row{"384", "battery_low"},  // radio transmitter, low battery
    Row{"391", "fault"},        // sensor watch failure
    Row{"406", "cancel"},       // cancel by the user
    Row{"601", "test"},         // manual test
    Row{"602", alive},          // periodic test report
    Row{"603", alive},          // periodic radio transmission
    Row{"607", "test"},         // walk test
    Row{"608", "fault"},        // periodic test, system trouble present
    Row{"641", "inactivity"},   // senior watch trouble: nobody moved
    Row{"654", "inactivity"},   // system inactivity
};

constexpr std::array sia_rows{
    Row{"AR", "restore"},      // AC restored
    Row{"AT", "mains_lost"},   // AC trouble
    Row{"BA", "intrusion"},    // burglary
    Row{"BC", "cancel"},       // burglary cancelled
    Row{"BH", "restore"},      // burglary alarm over
    Row{"BR", "restore"},      // burglary restored
    Row{"BT", "fault"},        // burglary trouble
    Row{"BV", "intrusion"},    // burglary verified
    Row{"ER", "restore"},      // expansion restored
    Row{"ES", "tamper"},       // expansion tamper
    Row{"ET", "fault"},        // expansion trouble
    Row{"FA", "smoke"},        // fire
    Row{"FC", "cancel"},       // fire cancelled
    Row{"FH", "restore"},      // fire alarm over
    Row{"FR", "restore"},      // fire restored
    Row{"FT", "fault"},        // fire trouble
    Row{"GA", "gas"},          // gas
    Row{"GH", "restore"},      // gas alarm over
    Row{"GR", "restore"},      // gas restored
    Row{"GT", "fault"},        // gas trouble
    Row{"HA", "duress"},       // hold-up
    Row{"HH", "restore"},      // hold-up alarm over
    Row{"HR", "restore"},      // hold-up restored
    Row{"HT", "fault"},        // hold-up trouble
    Row{"KA", "smoke"},        // heat
    Row{"KH", "restore"},      // heat alarm over
    Row{"KR", "restore"},      // heat restored
    Row{"KT", "fault"},        // heat trouble
    Row{"LR", "restore"},      // phone line restored
    Row{"LT", "fault"},        // phone line trouble
    Row{"MA", "medical"},      // medical
    Row{"MC", "cancel"},       // medical cancelled
    Row{"MH", "restore"},      // medical alarm over
    Row{"MR", "restore"},      // medical restored
    Row{"MT", "fault"},        // medical trouble
    Row{"NA", "inactivity"},   // no activity
    Row{"PA", "panic"},        // panic
    Row{"PC", "cancel"},       // panic cancelled
    Row{"PH", "restore"},      // panic alarm over
    Row{"PR", "restore"},      // panic restored
    Row{"PT", "fault"},        // panic trouble
    Row{"QA", "sos"},          // emergency
    Row{"QC", "cancel"},       // emergency cancelled
    Row{"QH", "restore"},      // emergency alarm over
    Row{"QR", "restore"},      // emergency restored
    Row{"QT", "fault"},        // emergency trouble
    Row{"RP", alive},          // automatic test
    Row{"RX", "test"},         // manual test
    Row{"RY", "fault"},        // automatic test, something is not as it should be
    Row{"TA", "tamper"},       // tamper
    Row{"TE", "test"},         // test ends
    Row{"TH", "restore"},      // tamper alarm over
    Row{"TR", "restore"},      // tamper restored
    Row{"TS", "test"},         // test begins
    Row{"TX", alive},          // test report
    Row{"WA", "water"},        // water
    Row{"WH", "restore"},      // water alarm over
    Row{"WR", "restore"},      // water restored
    Row{"WT", "fault"},        // water trouble
    Row{"XQ", "fault"},        // radio interference
    Row{"XR", "restore"},      // transmitter battery restored
    Row{"XT", "battery_low"},  // transmitter battery
    Row{"YC", "fault"},        // communication fails
    Row{"YK", "restore"},      // communication restored
    Row{"YM", "battery_low"},  // system battery missing
    Row{"YP", "fault"},        // power supply trouble
    Row{"YQ", "restore"},      // power supply restored
    Row{"YR", "restore"},      // system battery restored
    Row{"YT", "battery_low"},  // system battery
};

template <std::size_t N>
constexpr bool is_ordered(const std::array<Row, N>& rows) {
    for (std::size_t i = 1; i < N; ++i) {
        if (rows[i - 1].code >= rows[i].code) return false;
    }
    return true;
}
static_assert(is_ordered(contact_id_rows) && is_ordered(sia_rows));

template <std::size_t N>
Meaning meaning_in(const std::array<Row, N>& rows, std::string_view code) {
    const auto found =
        std::lower_bound(rows.begin(), rows.end(), code,
                         [](const Row& row, std::string_view wanted) { return row.code < wanted; });
    if (found == rows.end() || found->code != code) return {};
    if (found->signal == alive) return {{}, true};
    return {Code(found->signal), false};
}

}  // namespace

Meaning meaning_of_contact_id(char qualifier, std::string_view event) {
    const Meaning meaning = meaning_in(contact_id_rows, event);
    if (meaning.sign_of_life) return meaning;
    switch (qualifier) {
        case '1':
            return meaning;
        case '3':
            return {"restore", false};
        case '6':
            return {"present", false};
        default:
            return {};
    }
}

Meaning meaning_of_sia(std::string_view code) {
    return meaning_in(sia_rows, code);
}

}  // namespace muster::dc09
