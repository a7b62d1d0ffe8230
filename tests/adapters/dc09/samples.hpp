// Frames of devices, made by hand; the key and the numbers are nobody's.
#pragma once

#include <string>

namespace muster::dc09 {

// The CRC is over the body and the closing CR, as one maker has it.
inline const std::string crc_with_cr = "\nB3190027\"ADM-CID\"0311L0#7A31[#7A31|1101 02 004]\r";
// L without digits, ten digits, and a NUL behind the CR.
inline const std::string no_line_digits{
    "\n51E2003F\"SIA-DCS\"0312L#2209417730[#2209417730|NMA4]_08:15:30,03-02-2026\r\0", 73};
inline const std::string link_test = "\nB2E70013\"NULL\"0000L0#7A31[]\r";
inline const std::string unknown_code = "\n8A300026\"SIA-DCS\"0313L0#7A31[#7A31|Nri2/ZQ007]\r";
inline const std::string key = "q7W2e9R4t1Y6u3I8o5P0a7S2d9F4g1H6";
// Sent on 2026-03-02 at 08:15:29.
inline const std::string sealed =
    "\n7ACC0076\"*SIA-DCS\"0315L0#C0DE["
    "21ECB527DA668E946A3555C652A594480C1C95C38FDE14FD217D360F0B753783"
    "2EADEAA3F2E2F98EA7028977B802B5BD\r";

}  // namespace muster::dc09
