// Reading the record of accesses: who got at what.
#pragma once

#include <boost/describe/class.hpp>
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
};
BOOST_DESCRIBE_STRUCT(AuditRow, (), (at, what, who, about, count))

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
};

}  // namespace muster
