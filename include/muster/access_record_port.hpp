// Reading the record of accesses: who got at what.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "muster/expected.hpp"
#include "muster/ports.hpp"

namespace muster {

struct AuditRow {
    TimePoint at;  // of the first of them
    AuditKind what = AuditKind::personal_read;
    std::string who;
    std::string about;
    std::uint64_t count = 0;
    std::uint64_t record = 0;  // of the log, which says why; 0 = none
    std::string reason;        // that stands there
    std::uint64_t sheet = 0;
};
BOOST_DESCRIBE_STRUCT(AuditRow, (), (at, what, who, about, count, record, reason, sheet))

// What is wrong with the record. changed: the rows of a sheet are not those with which it was
// closed. missing: sheets are not here. other: the log knows another digest of a sheet.
BOOST_DEFINE_ENUM_CLASS(ProofFault, none, changed, missing, other)

// Where the log's newest record, signed, was last sent.
struct AnchorState {
    std::string target;     // folder, webhook, time_stamp
    std::uint64_t seq = 0;  // 0 = never yet
    TimePoint sent_at;
    bool failing = false;
};
BOOST_DESCRIBE_STRUCT(AnchorState, (), (target, seq, sent_at, failing))

// Whether the record is as it was written. Every sheet that is here was read for it.
struct AccessProof {
    std::uint64_t noted = 0;  // the last sheet that stands in the log; 0 = none yet
    TimePoint noted_until;    // when that one was closed
    std::uint64_t first = 0;  // sheets that are here, closed; what is older was deleted
    std::uint64_t last = 0;
    TimePoint since;                      // of the first row here
    std::uint64_t rows = 0;               // on closed sheets
    std::uint64_t rows_open = 0;          // on the one that is being written, and proved by nothing
    ProofFault fault = ProofFault::none;  // the first that was met
    std::uint64_t fault_first = 0;        // sheets
    std::uint64_t fault_last = 0;
    std::vector<AnchorState> anchors;
};
BOOST_DESCRIBE_STRUCT(AccessProof, (),
                      (noted, noted_until, first, last, since, rows, rows_open, fault, fault_first,
                       fault_last, anchors))

// What is left empty does not narrow.
struct AuditQuery {
    std::string who = {};
    std::string about = {};  // also everything below it: members/7 finds members/7/..., members all
    std::optional<AuditKind> what = {};
    TimePoint since = {};
    TimePoint until = {};  // before it; with it the same page stays the same
    std::size_t limit = 100;
    std::size_t skip = 0;  // so many of the newest
};

// All calls on one thread, on which the answers come too.
class AccessRecordPort {
  public:
    // Something that is wanted. Destroying it before its answer cancels it.
    class Wish {
      public:
        virtual ~Wish() = default;
    };
    // The rows, the newest first; or why they cannot be read.
    using Done = std::function<void(Expected<std::vector<AuditRow>, std::string>)>;

    virtual ~AccessRecordPort() = default;
    // Calls `done` once, later. Null when as many wait as may.
    [[nodiscard]] virtual std::unique_ptr<Wish> read(const AuditQuery& query, Done done) = 0;
    // The same for all of the record together, which takes about a second for a million rows.
    using Proved = std::function<void(Expected<AccessProof, std::string>)>;
    [[nodiscard]] virtual std::unique_ptr<Wish> prove(Proved done) = 0;
};

}  // namespace muster
