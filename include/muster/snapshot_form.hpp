// What a subscription of the feed asks for to get a smaller snapshot.
#pragma once

#include <boost/describe/enum.hpp>
#include <tuple>

#include "muster/enum_set.hpp"

namespace muster {

// What a snapshot may do without; all of it can be read over HTTP when somebody asks for it.
//   ended      what is over: requests and their offers, visits, calls (else the last hour's is
//   there) off_duty   responders off duty, and their positions positions  the positions of
//   responders, which each responder carries too
BOOST_DEFINE_ENUM_CLASS(LeaveOut, ended, off_duty, positions)

// Of snapshots only: deltas are the same for all who see the same topics.
struct SnapshotForm {
    EnumSet<LeaveOut> leave_out;
    // Without numbers that are 0 and words that are false, for those who see everything; masked
    // entities come as ever.
    bool compact = false;

    bool operator==(const SnapshotForm&) const = default;
    bool operator<(const SnapshotForm& other) const {
        return std::tuple(leave_out.bits, compact) <
               std::tuple(other.leave_out.bits, other.compact);
    }
};

}  // namespace muster
