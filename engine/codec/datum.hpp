// Coordinates of Chinese maps and back: WGS-84 (GPS, the whole engine), GCJ-02 (Amap, Tencent and
// every licensed map of the mainland) and BD-09 (Baidu). For the edge only: adapters and importers
// convert what comes in and what goes out, and nothing behind them sees another system.
//
// Sources: the published open implementations of the GCJ-02 offset (Krasovsky 1940 ellipsoid, a =
// 6378245 m, e^2 = 0.00669342162296594323; "eviltransform", "coordtransform") and of Baidu's own
// offset upon it (x_pi = pi * 3000 / 180). GCJ-02 has no official formula; these agree with the
// maps to about a metre. Outside the rectangle 72.004..137.8347 E, 0.8293..55.8271 N both systems
// equal WGS-84; inside it Hong Kong, Macao and neighbouring countries are shifted as well.
//
// Floating point, for conversion only: results are rounded to 1e-7 degree before they become a
// Point of a command, and commands are what is logged, so replay does not depend on them.
#pragma once

#include "muster/units.hpp"

namespace muster::codec {

enum class Datum { wgs84, gcj02, bd09 };

// Reading: a point in the system `from` as WGS-84. Iterates the forward formula, exact to 1e-7
// degree (about a centimetre) for points that some WGS-84 point leads to.
[[nodiscard]] Point to_wgs84(Point point, Datum from);

// Writing: a WGS-84 point in the system `to`.
[[nodiscard]] Point from_wgs84(Point point, Datum to);

}  // namespace muster::codec
