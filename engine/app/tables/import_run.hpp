// One import from the bytes of its file to its report. The command and the service do it with the
// same code: they differ in who watches, and where the report is told.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/app/tables/mapping.hpp"
#include "engine/app/tables/service_client.hpp"
#include "muster/units.hpp"

namespace muster::app {

// Where an import is; the last four are its ends. reading: what the service has. refused: there are
// faults, and nothing was sent. failed: the service could not be asked, or refused a row all the
// same; what was sent until then stays. stopped: by somebody; likewise.
BOOST_DEFINE_ENUM_CLASS(ImportState, waiting, reading, checking, sending, done, refused, failed,
                        stopped)

struct ImportAsked {
    std::uint64_t survey = 0;  // that the rows answer; 0 = none
    bool check_only = false;   // say what would happen, and do nothing
    TimePoint now;             // of the service, for what may not be in the future
};

struct ImportReport {
    ImportState end = ImportState::done;
    std::optional<Said> why;  // of any other end
    bool misasked = false;    // refused for what was asked, not for what is in the file
    std::size_t rows = 0;
    std::size_t looked_at = 0;  // of them
    std::vector<std::string> unused_columns;
    // What the file would do, once it is known: it has no faults.
    bool planned = false;
    std::size_t created = 0;
    std::size_t updated = 0;
    std::size_t unchanged = 0;
    std::size_t to_send = 0;
    std::size_t sent = 0;           // ... and carried out
    std::vector<FileFault> faults;  // in the file; of `failed` what the service refused
    std::size_t fault_count = 0;    // also of those that are not told
    std::vector<FileFault> duplicates;
    std::vector<FileFault> flagged;
};

// Is told on the thread of the import.
class ImportWatch {
  public:
    virtual ~ImportWatch() = default;
    // It begins with something; rows in all, 0 = not known.
    virtual void stage(ImportState state, std::size_t total) = 0;
    // So many rows, or things that the service has, were looked at or sent; often.
    virtual void step(std::size_t done) = 0;
    // More of the report is known: which columns are used; what the file would do.
    virtual void learnt(const ImportReport& report) = 0;
};

// Whole, or not at all: nothing is sent where there is a fault. Told to stop, it sends no more.
[[nodiscard]] ImportReport import_table(TableRule rule, std::string bytes, ServiceClient& service,
                                        const ImportAsked& asked, ImportWatch& watch,
                                        const std::stop_token& stop = {});

}  // namespace muster::app
