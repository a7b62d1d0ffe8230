#include "engine/pipeline/disk_log.hpp"

#include <utility>

namespace muster::pipeline {

log::Result<std::unique_ptr<DiskLog>> DiskLog::over(std::unique_ptr<log::DecisionLog> writer,
                                                    const log::ReaderOptions& options) {
    log::Result<log::LogReader> reader = log::LogReader::open(writer->folder(), options);
    if (!reader) return reader.error();
    return std::unique_ptr<DiskLog>(new DiskLog(std::move(writer), std::move(*reader)));
}

}  // namespace muster::pipeline
