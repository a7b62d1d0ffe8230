// What a file would do, found out before anything of it is sent: every row is read, given to an
// engine of its own with the rules of the service, and compared with what the service has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/app/tables/mapping.hpp"
#include "muster/rules.hpp"
#include "muster/survey.hpp"

namespace muster::app {

// An entity that the service has, by the key of the import.
struct KnownEntity {
    std::uint64_t id = 0;
    boost::json::object fields;  // those that the columns may set
};
using KnownEntities = std::map<std::string, KnownEntity>;

// A command to send for a row.
struct PlannedCommand {
    std::size_t line = 0;
    std::string name;
    std::string body;
};

struct ImportPlan {
    std::vector<PlannedCommand> commands;
    std::size_t created = 0;
    std::size_t updated = 0;
    std::size_t unchanged = 0;
    std::vector<FileFault> faults;  // nothing may be sent when there is one
    std::size_t fault_count = 0;    // also of those beyond max_faults_told
};

constexpr std::size_t max_faults_told = 1000;

// The survey that all rows of a file answer.
struct AnsweredSurvey {
    SurveyId survey;
    Questionnaire questionnaire;
};

// What the service would say at this time. `progress` is told the rows that were looked at, now and
// then. Of no use when it was told to stop before its end.
[[nodiscard]] ImportPlan rehearse(const TableRule& rule, const Mapping& mapping,
                                  const CsvTable& table, Rules rules, TimePoint now,
                                  const KnownEntities& known,
                                  const std::function<void(std::size_t)>& progress,
                                  const std::optional<AnsweredSurvey>& answered = {},
                                  const std::stop_token& stop = {});

}  // namespace muster::app
