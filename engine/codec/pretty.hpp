// Indented text of a document, for files that people compare.
#pragma once

#include <boost/json.hpp>
#include <string>

namespace muster::codec {

// Two spaces a level, one member a line, a list of plain values on one line if it fits.
[[nodiscard]] std::string pretty(const boost::json::value& value);

}  // namespace muster::codec
