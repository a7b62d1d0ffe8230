// Whole tables into the register for adapters: read, checked and sent beside the engine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/units.hpp"

namespace muster {

// A kind of table that can be imported, and what is sent for its rows.
struct ImportKind {
    std::string name;    // "members"
    std::string create;  // a command
    std::string update;  // likewise; empty = none
    bool of_survey = false;
};

// A table that somebody wants imported.
struct ImportWanted {
    std::string kind;
    std::string file;   // what it is called where it came from; may be empty
    std::string table;  // its bytes
    std::uint64_t survey = 0;
    bool check_only = false;
    std::string by;     // the name of the token
    std::string token;  // as whose everything is sent
    TimePoint at;
};

// All calls on one thread. Numbers count from 1, anew with each start of the program, and the last
// few imports are remembered.
class ImportPort {
  public:
    virtual ~ImportPort() = default;
    // Those of the configuration, in its order.
    [[nodiscard]] virtual const std::vector<ImportKind>& kinds() const = 0;
    [[nodiscard]] virtual bool is_full() const = 0;
    // The number of the import, which goes on by itself; 0 when as many wait as may. Precondition:
    // the kind exists.
    [[nodiscard]] virtual std::uint64_t start(ImportWanted wanted) = 0;
    // Of which kind it is, and whose; null when it is not known or no longer.
    struct Known {
        const ImportKind& kind;
        std::string by;
    };
    [[nodiscard]] virtual std::optional<Known> find(std::uint64_t number) const = 0;
    // How far it is, or how it ended. Precondition of this and the next: find() knows it.
    [[nodiscard]] virtual std::string report(std::uint64_t number) const = 0;
    // Sends no more of it. One that is over stays as it is.
    virtual void stop(std::uint64_t number) = 0;
    // Those that are remembered of these kinds, the latest first, without their faults, and the
    // kinds with their columns: JSON {kinds, imports}.
    [[nodiscard]] virtual std::string list(const std::vector<const ImportKind*>& kinds) const = 0;
    // An empty table of the kind as CSV; nothing when there is no such kind.
    [[nodiscard]] virtual std::optional<std::string> empty_table(std::string_view kind,
                                                                 bool english) const = 0;
};

}  // namespace muster
