// The things the board holds. Reads, the feed and snapshots show them as they are here.
#pragma once

#include "muster/dispatch.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
