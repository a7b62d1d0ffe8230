#include "engine/app/commands/note_export.hpp"

#include "engine/app/audit/store.hpp"
#include "engine/app/clock.hpp"

namespace muster::app {

bool note_export(Cli& cli, const std::string& data, const std::string& about) {
    auto record = AuditStore::open(data);
    const log::LogError failed =
        record ? record->add(system_now(), {AuditKind::exported, operator_name(), about})
               : record.error();
    if (failed) cli.fail(Exit::failed, failed.message);
    return !failed;
}

}  // namespace muster::app
